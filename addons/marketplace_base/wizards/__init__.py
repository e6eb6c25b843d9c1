from . import connect, dry_run, publish, split
