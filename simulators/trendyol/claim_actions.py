"""The seller's decisions about returns, and returns without a code (api/trendyol.md §6.2, §6.3, §6.5)."""

import hashlib

from .answers import Answer, Refusal
from .claim_store import IN_ANALYSIS, UNRESOLVED, VIA_API, WAITING
from .const import CARGO_COMPANIES, DAY, DELIVERED, ISSUE_WITHOUT_FILE
from .query import json_object, whole
from .reasons import CUSTOMER_REASONS, ISSUE_REASONS, NOT_RECEIVED, TO_ANALYSIS

MAX_DESCRIPTION = 500
FILE_HEADS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG")


def approve(context, claim_id):
    """Every named item must wait for a decision; none is accepted otherwise."""
    claim, body = _find(context, claim_id), json_object(context.body)
    if not isinstance(body.get("params"), dict):
        raise Refusal("invalid.request", "params is required")
    items = _waiting(claim, body.get("claimLineItemIdList"))
    for item in items:
        context.account.claims.accept(claim, item, VIA_API)
    context.call.items = len(items)
    return Answer()


def reject(context, claim_id):
    """Reason, items and description in the query, the file in the body."""
    claim, query = _find(context, claim_id), context.query
    if claim.package.storefront == "DE":
        raise Refusal("not.permitted", "Returns of Germany can only be accepted")
    reason, description = query.number("claimIssueReasonId"), query.text("description")
    if reason not in ISSUE_REASONS or reason in context.settings.inactive_issue_reasons:
        raise Refusal("invalid.reason", "claimIssueReasonId is not known")
    if not description or len(description) > MAX_DESCRIPTION:
        raise Refusal("invalid.description", f"description is required, at most {MAX_DESCRIPTION} characters")
    items = _waiting(claim, query.words("claimItemIdList"))
    files = [(upload.filename, upload.read()) for upload in context.request.files.getlist("files")]
    if not files and reason not in ISSUE_WITHOUT_FILE:
        raise Refusal("file.required", "files is required")
    if any(not content.startswith(FILE_HEADS) for _name, content in files):
        raise Refusal("file.type", "files must be pdf, jpeg or png")
    if reason == NOT_RECEIVED and any(context.now - item.waiting_since < DAY for item in items):
        raise Refusal("too.early", "Not within 24 hours")
    for item in items:
        item.issue = {"reason": reason, "description": description}
        item.files = [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files
        ]
        context.account.claims.set_status(claim, item, IN_ANALYSIS if reason == TO_ANALYSIS else UNRESOLVED, VIA_API)
    context.call.items = len(items)
    return Answer()


def _find(context, claim_id):
    claim = context.account.claims.get(claim_id)
    if claim is None:
        raise Refusal("claim.not.found", "Claim was not found", 404)
    if claim.package.storefront != context.storefront.code:
        raise Refusal("storefront.mismatch", "Storefront of the claim does not match storeFrontCode")
    return claim


def _waiting(claim, ids):
    if not isinstance(ids, list) or not ids or len(set(map(str, ids))) != len(ids):
        raise Refusal("invalid.request", "a list of claim item ids is required")
    items = [claim.item(number) for number in ids]
    if None in items:
        raise Refusal("claim.item.not.found", "A claim item is not in this claim")
    if any(item.status != WAITING for item in items):
        raise Refusal("wrong.status", f"Only items in status {WAITING} can be decided")
    return items


def create(context):
    """Türkiye: a parcel came back without a return code."""
    account, body = context.account, json_object(context.body)
    if not account.is_turkish:
        raise Refusal("not.supported", "a service of Türkiye")
    package = _delivered(account, body)
    if whole(body.get("shipmentCompanyId")) not in CARGO_COMPANIES:
        raise Refusal("invalid.request", "shipmentCompanyId is not known")
    rows = body.get("claimItems")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Refusal("invalid.request", "claimItems must be a list")
    pieces, taken = [], account.claims.open_units(package)
    for row in rows:
        pieces += _pieces(package, row, taken)
    claim = account.claims.open(package, pieces, VIA_API)
    ids = [item.id for item in claim.items]
    return Answer({"claimId": claim.id, "cargoTrackingNumber": claim.tracking, "claimItemIds": ids})


def _delivered(account, body):
    found = (
        package
        for package in account.packages
        if package.order_number == body.get("orderNumber")
        and package.customer["customerId"] == whole(body.get("customerId"))
        and package.status == DELIVERED
    )
    package = next(found, None)
    if package is None:
        raise Refusal("order.not.found", "No delivered package of this order and customer")
    return package


def _pieces(package, row, taken):
    """Pieces of a barcode that are in no claim yet; notes them as `taken`."""
    quantity, reason = whole(row.get("quantity")), whole(row.get("reasonId"))
    if reason not in CUSTOMER_REASONS or quantity is None or quantity < 1:
        raise Refusal("invalid.request", "quantity or reasonId is wrong")
    free = [
        (line, unit)
        for line in package.lines
        if line.product.barcode == row.get("barcode")
        for unit in line.units
        if unit.id not in taken
    ][:quantity]
    if len(free) < quantity:
        raise Refusal("invalid.request", f"not so many pieces of {row.get('barcode')}")
    taken |= {unit.id for _line, unit in free}
    return [(line, unit, reason, str(row.get("customerNote") or "")) for line, unit in free]
