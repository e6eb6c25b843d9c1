"""The closing line: the figures of each platform, the same for all, and of what they share."""

from demo.ledger import NOTICES, percentiles


def report_place(place, findings, cover, ledger):
    """The figures of one platform.

    ``order_seconds``: from the shopper's click to the sale order being visible in Odoo's database; ``change_seconds``:
    from the person's committed change to the simulator holding it, which includes the time that a platform takes for its
    batches. The orders' seconds are also given by how the platform told the shop: those it told nobody about are found by
    the minute's polling and decide the maximum.

    :param cover: as it stood before missing goods were ordered
    """
    orders, changes = ledger.orders_at(place), ledger.changes_at(place)
    imported = [order for order in orders if order.imported_at]
    calls = place.control.calls(limit=100_000)
    totals = calls["summary"]["total"]
    return {
        "orders_placed": len(orders),
        "orders_imported": len(imported),
        "orders_lost": len(findings.lost),
        "orders_doubled": len(findings.doubled),
        "orders_uncovered": len(cover.flagged[place.name]),
        "order_seconds": percentiles([order.seconds for order in imported]),
        "order_seconds_by_notice": {
            notice: percentiles([order.seconds for order in imported if order.notice == notice]) for notice in NOTICES
        },
        "changes": len(changes),
        "offers_out_of_step": len(findings.out_of_step),
        "change_seconds": percentiles([change.seconds for change in changes if change.seconds is not None]),
        "calls": totals.get("calls", 0),
        "calls_refused_by_limit": totals.get("refused_by_limit", 0),
        "calls_refused_on_purpose": sum(call["fault"] == "429" for call in calls["calls"]),
    }


def report_cover(cover):
    """Last pieces that were bought at all platforms, the orders flagged for lacking one, and how many have to be."""
    return {"sold_on_both": cover.on_both, "uncovered": cover.count, "uncovered_expected": cover.expected}
