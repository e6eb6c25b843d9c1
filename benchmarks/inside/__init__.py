"""The half of the benchmarks that runs in a process with Odoo loaded; every function gets the registry first."""
