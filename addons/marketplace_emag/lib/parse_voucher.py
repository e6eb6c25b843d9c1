"""Vouchers of an order as lines of their own, one per voucher, funder and VAT rate (api/emag.md §4.5, §4.7, §8.12).

Promise F11.
"""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.money import to_cents
from odoo.addons.marketplace_base.lib.types import LineKind, OrderLine
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .fields import flag, identifier, rate, records, required, text, whole

_ = Words("marketplace_emag")


def voucher_lines(row, products, what):
    """The vouchers that lower this order, negative, VAT included.

    The splits under lines, deposits and delivery say who pays what; ``vouchers[]`` of the order is only their sum, so
    it counts where there are no splits at all and is ignored everywhere else.
    """
    sums = {}
    for split, here, vat in _splits(row, products, what):
        key = (identifier(split, "voucher_id", here), text(split, "offered_by", here), vat)
        amount, name = sums.get(key, (Decimal(0), ""))
        amount += _amount(split, "value", "vat_value", here)
        sums[key] = amount, name or text(split, "voucher_name", here)
    if not sums and not _any_split(row, products, what):
        sums = _order_level(row, what)
    return [_line(*key, *said) for key, said in sums.items() if said[0]]


def _amount(row, net, vat, what):
    """Net plus VAT, to the cent; both are negative."""
    amount = to_cents(required(row, net, what) + required(row, vat, what))
    if amount > 0:
        raise ValueError(f"{what}: {net} is not negative")
    return amount


def _line(voucher, funder, vat, amount, name):
    return OrderLine(
        key=":".join(("voucher", voucher, funder, str(vat))),
        kind=LineKind.VOUCHER,
        name=name or _("Voucher"),
        quantity=Decimal(1),
        unit_price=amount,
        tax_rate=vat,
        ordered=Decimal(1),
        paid_by=_paid_by(funder),
        note=funder,
    )


def _paid_by(funder):
    """``platform`` or ``seller``; empty when eMAG names nobody we know."""
    funder = funder.lower()
    return next((payer for fragment, payer in const.FUNDED_BY.items() if fragment in funder), "")


def _splits(row, products, what):
    """Every split that counts, where it stands, and its VAT rate.

    What was cancelled or wholly taken back costs nothing, so a voucher lowers nothing there either.
    """
    for product in products:
        if not flag(product, "status", what, default=True) or not whole(product, "quantity", what, 0):
            continue
        here = f"{what}, voucher of line {identifier(product, 'id', what)}"
        for split in records(product.get("product_voucher_split"), here):
            yield split, here, rate(split, "vat", here)
        for deposit in records(product.get("recycle_warranties"), here):
            # a deposit's split has no rate of its own: it is the deposit's
            for split in records(deposit.get("recycle_warranty_voucher_split"), here):
                yield split, here, rate(deposit, "vat_rate", here)
    here = f"{what}, voucher of the delivery"
    for split in records(row.get("shipping_tax_voucher_split"), here):
        yield split, here, rate(split, "vat", here)


def _any_split(row, products, what):
    """Whether eMAG split the vouchers at all, be it on lines that no longer count."""
    return bool(
        records(row.get("shipping_tax_voucher_split"), what)
        or any(records(product.get("product_voucher_split"), what) for product in products)
    )


def _order_level(row, what):
    sums = {}
    for voucher in records(row.get("vouchers"), f"{what}: vouchers"):
        here = f"{what}, voucher {text(voucher, 'voucher_name', what)}"
        if not flag(voucher, "status", here, default=True):
            continue
        key = (identifier(voucher, "voucher_id", here), "", rate(voucher, "vat", here))
        amount, name = sums.get(key, (Decimal(0), ""))
        amount += _amount(voucher, "sale_price", "sale_price_vat", here)
        sums[key] = amount, name or text(voucher, "voucher_name", here)
    return sums
