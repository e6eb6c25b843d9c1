"""The same products twice: made of offers by the engine, and by a script in plain Odoo."""

from odoo import SUPERUSER_ID, api

from .meter import measure, peak_memory

CATEGORIES = ("Kettles", "Toasters", "Irons", "Fans")
SPECIFICATIONS = 6
DESCRIPTION = "<p>Made to last, with a guarantee.</p><ul>" + "<li>One more reason to buy it</li>" * 10 + "</ul>"


def batch(_registry):
    """How many products the engine makes between two commits."""
    from odoo.addons.marketplace_base.engine.importing import BATCH  # noqa: PLC0415 - not there without the addons

    return BATCH


def offers(registry, account_id, count):
    """Offers with texts and characteristics as a reading stores them, all asked to become products."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        account = env["marketplace.account"].browse(account_id)
        root = env["marketplace.category"].create({"account_id": account_id, "external_id": "1", "name": "Household"})
        categories = env["marketplace.category"].create(
            [
                {
                    "account_id": account_id,
                    "external_id": str(10 + place),
                    "name": name,
                    "parent_id": root.id,
                    "detail_at": "2026-01-01 00:00:00",
                }
                for place, name in enumerate(CATEGORIES)
            ]
        )
        for category in categories:
            env["marketplace.characteristic"].create(
                [
                    {"category_id": category.id, "external_id": str(number), "name": f"Characteristic {number}"}
                    for number in range(SPECIFICATIONS)
                ]
            )
        env["marketplace.offer"].create(
            [
                {
                    "account_id": account.id,
                    "external_id": str(number),
                    "link_state": "new",
                    "import_state": "asked",
                    "category_id": categories[number % len(categories)].id,
                    "platform_code": f"D{number}KBBM",
                    "platform_price": _price(number),
                    "tax_rate": 21,
                    "content": _content(number),
                    "name": _name(number),
                    "sku": _code(number),
                    "barcodes": _ean(number),
                }
                for number in range(count)
            ]
        )
        env["marketplace.change"].search([]).unlink()
        cr.commit()


def step(registry, account_id, expected):
    """One batch of the engine's lane, from the offers to committed products; return its cost."""
    from odoo.addons.marketplace_base.engine.runner import Runner  # noqa: PLC0415

    from .instant import Instant  # noqa: PLC0415

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        runner = Runner(env["marketplace.account"].browse(account_id), Instant())
        lane = next(lane for lane in runner.lanes if lane.name == "products")
        before = _count(cr)
        with measure(registry) as cost:
            lane.step()
        cr.execute("SELECT import_error FROM marketplace_offer WHERE import_state = 'failed' LIMIT 1")
        assert _count(cr) == before + expected, cr.fetchall()
    return cost.as_dict() | {"peak": peak_memory()}


def plain(registry, numbers, side, together):
    """The same products by ``product.template.create``, committed once per batch; return the cost.

    :param numbers: the first number and how many
    :param together: all in one call, which is quicker, and stops all for one bad product
    """
    start, count = numbers
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        with measure(registry) as cost:
            values = [_values(env, number, side) for number in range(start, start + count)]
            for chunk in [values] if together else [[one] for one in values]:
                env["product.template"].create(chunk)
            cr.commit()
    return cost.as_dict()


def _values(env, number, side):
    """What plain Odoo has a place for; looked up as a script has to: category and VAT by name and rate."""
    name = CATEGORIES[number % len(CATEGORIES)]
    category = env["product.category"].search([("name", "=", name)], limit=1)
    vat = env["account.tax"].search(
        [("type_tax_use", "=", "sale"), ("amount", "=", 21), ("company_id", "=", env.company.id)], limit=1
    )
    mark = "P" if side == "plain" else "T"
    return {
        "name": _name(number),
        "type": "consu",
        "is_storable": True,
        "list_price": round(_price(number), 2),
        "taxes_id": vat.ids,
        "categ_id": (category or env["product.category"].create({"name": name})).id,
        "default_code": mark + _code(number),
        "barcode": _ean(number + (0 if side == "plain" else 5_000_000)),
        "weight": 1.5,
        "description": DESCRIPTION,
    }


def _count(cr):
    cr.execute("SELECT count(*) FROM product_product")
    return cr.fetchone()[0]


def _content(number):
    characteristics = [{"key": str(n), "value": f"value {number % 7}"} for n in range(SPECIFICATIONS)]
    return {"brand": f"Brand {number % 20}", "description": DESCRIPTION, "characteristics": characteristics}


def _name(number):
    return f"{CATEGORIES[number % len(CATEGORIES)]} number {number} of the season"


def _code(number):
    return f"NEW-{number}"


def _price(number):
    return 10 + number % 500


def _ean(number):
    """A valid EAN-13."""
    digits = f"594{number:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)
