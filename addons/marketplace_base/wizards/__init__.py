from . import connect, dry_run, split
