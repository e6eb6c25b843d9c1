from . import connect, decisions, dry_run, hand_over, identify, merge, publish, ship, split
