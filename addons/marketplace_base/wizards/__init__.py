from . import (
    cancel_order,
    change_order,
    connect,
    decisions,
    dry_run,
    hand_over,
    identify,
    merge,
    publish,
    receive_return,
    ship,
    split,
)
