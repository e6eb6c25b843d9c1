from . import connect, dry_run, merge, publish, split
