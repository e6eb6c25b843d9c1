"""Set-up, tests and everyday commands of this repository: ``python3 -m dev help``.

Standard library only, so that it runs with a bare Python 3.11 before anything is installed.
"""
