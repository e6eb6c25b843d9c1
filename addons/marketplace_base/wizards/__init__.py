from . import connect, decisions, dry_run, merge, publish, split
