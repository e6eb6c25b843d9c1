"""getClaims, reasons and audits (api/trendyol.md §6.1, §6.4, §6.5)."""

from itertools import groupby

from simulators.core.money import as_json_number

from .answers import Answer, Page, Refusal
from .claim_store import ENDS, VIA_API, reason_row
from .const import CLAIM_STATUSES
from .package_rows import colour_of, renamed, size_of
from .reasons import ISSUE_REASONS
from .times import millis

DEFAULT_SIZE, MAX_SIZE = 50, 200
OLD_NAMES = {"claimId": "id"}
OLD_LINE_NAMES = {"vatRate": "vatBaseAmount"}


def read_claims(context):
    """Latest change first (the direction is design). claimIds make every other filter void."""
    query = context.query
    size, page = query.number("size", DEFAULT_SIZE, low=1, high=MAX_SIZE), query.number("page", 0)
    ids = query.words("claimIds")
    if ids is not None:
        chosen = {claim.id for claim in context.account.claims} & set(ids)
        found = [claim for claim in _of_storefront(context) if claim.id in chosen]
    else:
        found = _filtered(context)
    found.sort(key=lambda claim: (claim.modified, claim.id), reverse=True)
    rows = [claim_row(context.account, claim) for claim in found[page * size : (page + 1) * size]]
    context.call.items = len(rows)
    return Page(rows, len(found), page, size).answer(context.settings)


def _filtered(context):
    query = context.query
    status, number = query.choice("claimItemStatus", CLAIM_STATUSES), query.text("orderNumber")
    start, end = query.date("startDate"), query.date("endDate")
    return [
        claim
        for claim in _of_storefront(context)
        if (status is None or any(item.status == status for item in claim.items))
        and (number is None or claim.package.order_number == number)
        and (start is None or claim.created >= start)
        and (end is None or claim.created <= end)
    ]


def _of_storefront(context):
    return [claim for claim in context.account.claims if claim.package.storefront == context.storefront.code]


def claim_row(account, claim):
    package, settings = claim.package, account.settings
    row = {
        "claimId": claim.id,
        "orderNumber": package.order_number,
        "orderDate": millis(package.ordered + settings.order_date_shift),
        "customerFirstName": package.customer["firstName"],
        "customerLastName": package.customer["lastName"],
        "claimDate": millis(claim.created),
        "lastModifiedDate": millis(claim.modified),
        "cargoTrackingNumber": claim.tracking,
        "cargoTrackingLink": f"https://tracking.example/?id={claim.tracking}",
        "cargoSenderNumber": None,
        "cargoProviderName": claim.carrier_name,
        "orderShipmentPackageId": claim.return_package_id,
        "orderOutboundPackageId": package.id,
        "channelId": 1,
        "items": _items(account, claim),
    }
    if package.storefront == "RO":
        row["totalSgrFee"] = as_json_number(sum(item.line.deposit for item in claim.items)) or 0
    is_guide = settings.claim_casing == "guide"
    if claim.replacement:
        name = "replacementOutboundpackageinfo" if is_guide else "replacementOutboundPackageInfo"
        row[name] = _parcel(claim, claim.replacement, is_guide)
    if claim.rejected:
        parcel = {**_parcel(claim, claim.rejected, is_guide), "dontShipBack": claim.rejected.dont_ship_back}
        row["rejectedpackageinfo" if is_guide else "rejectedPackageInfo"] = parcel
    return renamed(row, OLD_NAMES, settings)


def _items(account, claim):
    """One entry per order line; the status is told of each piece only."""
    by_line = groupby(sorted(claim.items, key=lambda item: item.line.id), key=lambda item: item.line.id)
    return [_line(account, list(items)) for _line_id, items in by_line]


def _line(account, items):
    line = items[0].line
    unit, product = items[0].unit, line.product
    row = {
        "id": line.id,
        "productName": product.title,
        "barcode": product.barcode,
        "merchantSku": product.stock_code,
        "productColor": colour_of(product),
        "productSize": size_of(account, product),
        "price": as_json_number(line.gross - unit.seller_discount - unit.ty_discount),
        "vatRate": product.vat_rate,
        "salesCampaignId": line.campaign,
        "productCategory": account.dictionaries[product.storefront].categories[product.category_id].names[0],
    }
    return {
        "orderLine": renamed(row, OLD_LINE_NAMES, account.settings),
        "claimItems": [_item(item) for item in items],
    }


def _item(item):
    return {
        "id": item.id,
        "orderLineItemId": item.unit.id,
        "customerClaimItemReason": reason_row(item.reason),
        "trendyolClaimItemReason": reason_row(item.reason),
        "claimItemStatus": {"name": item.status},
        "note": item.note,
        "customerNote": item.customer_note,
        "resolved": item.status in ENDS,
        "autoAccepted": item.auto_accepted,
        "acceptedBySeller": item.accepted_by_seller,
    }


def _parcel(claim, parcel, is_guide):
    return {
        "packageid" if is_guide else "packageId": parcel.package_id,
        "cargoTrackingNumber": parcel.tracking,
        "cargoSenderNumber": parcel.sender_number,
        "cargoProviderName": parcel.provider or claim.carrier_name,
        "cargoTrackingLink": f"https://tracking.example/?id={parcel.tracking}",
        "items": parcel.items,
    }


def read_issue_reasons(context):
    """Only those that are active."""
    inactive = context.settings.inactive_issue_reasons
    return Answer([{"id": number, "name": name} for number, name in ISSUE_REASONS.items() if number not in inactive])


def read_audit(context, item_id):
    claim, item = context.account.claims.item(item_id)
    if item is None:
        raise Refusal("claim.item.not.found", "Claim item was not found", 404)
    return Answer(
        [
            {
                "claimId": claim.id,
                "claimItemId": item.id,
                "previousStatus": old,
                "newStatus": new,
                "date": millis(at),
                "userInfoDocument": {
                    "executorId": str(context.account.seller_id) if by == VIA_API else "",
                    "executorApp": by,
                    "executorUser": "",
                },
            }
            for at, old, new, by in item.history
        ]
    )
