"""The same orders twice: taken by the engine from the platform's document, and made by a script in plain Odoo."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

from .meter import measure


def store(registry, account_id, payloads):
    """The documents as the engine's reading lane leaves them: stored, not yet looked into."""
    from odoo.addons.marketplace_base.lib.types import RawDocument  # noqa: PLC0415 - not there without the addons

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        account = env["marketplace.account"].browse(account_id)
        account.write({"order_enabled": True, "orders_since": "2020-01-01"})
        documents = [RawDocument("order", str(payload["id"]), payload) for payload in payloads]
        env["marketplace.incoming"]._store(account, documents)
        env["marketplace.change"].search([]).unlink()
        cr.commit()


def take(registry, account_id):
    """The engine works the oldest document into a confirmed sale order; return its cost and what came of it."""
    from odoo.addons.marketplace_base.engine.runner import Runner  # noqa: PLC0415

    from .instant import Instant  # noqa: PLC0415

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        partners = env["res.partner"].search_count([])
        runner = Runner(env["marketplace.account"].browse(account_id), Instant())
        lane = next(lane for lane in runner.lanes if lane.name == "processing")
        with measure(registry) as cost:
            lane.step()
        incoming = env["marketplace.incoming"].search(
            [("processed_at", "!=", False)], order="processed_at desc, id desc", limit=1
        )
        assert incoming.state == "done", env["marketplace.incoming"].search([("error", "!=", False)]).mapped("error")
        order = incoming.order_id.sale_order_id
        made = env["res.partner"].search_count([]) - partners
        return cost.as_dict() | _seen(order) | {"key": incoming.external_id, "partners": made}


def customer(registry, payload):
    """A partner for orders of a customer who is known already; its id."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        partner = env["res.partner"].create(_partner_values(env, payload["customer"]))
        cr.commit()
        return partner.id


def plain(registry, payload, partner_id, partners, quiet):
    """``create`` and ``action_confirm`` of the same order; return its cost.

    :param partner_id: who buys; None makes ``partners`` new ones first, as the import had to
    :param quiet: without tracking and followers, as a careful script would do it
    """
    silent = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, silent if quiet else {})
        with measure(registry) as cost:
            partner = (
                env["res.partner"].browse(partner_id) if partner_id else _partners(env, payload["customer"], partners)
            )
            order = env["sale.order"].create(_order_values(env, payload, partner))
            order.action_confirm()
            cr.commit()
        return cost.as_dict() | _seen(order)


def _seen(order):
    """What must be alike on both sides."""
    return {
        "state": order.state,
        "lines": len(order.order_line),
        "total": order.amount_total,
        "reserved": order.picking_ids.mapped("state"),
    }


def _order_values(env, payload, partner):
    vat = env["account.tax"].search(
        [("type_tax_use", "=", "sale"), ("amount", "=", 21), ("company_id", "=", env.company.id)], limit=1
    )
    lines = [
        {
            "product_id": int(line["product_id"]),
            "product_uom_qty": line["quantity"],
            "price_unit": float(line["sale_price"]),
            "tax_ids": [Command.set(vat.ids)],
        }
        for line in payload["products"]
    ]
    if payload["shipping_tax"]:
        product = env["product.product"].search([("default_code", "=", "BENCH-DELIVERY")]) or env[
            "product.product"
        ].create({"name": "Delivery", "default_code": "BENCH-DELIVERY", "type": "service", "invoice_policy": "order"})
        price = float(payload["shipping_tax"]) / (1 + vat.amount / 100)
        lines.append(
            {"product_id": product.id, "product_uom_qty": 1, "price_unit": price, "tax_ids": [Command.set(vat.ids)]}
        )
    return {
        "partner_id": partner.id,
        "client_order_ref": str(payload["id"]),
        "origin": f"Shop {payload['id']}",
        "date_order": payload["date"],
        "order_line": [Command.create(line) for line in lines],
    }


def _partners(env, said, count):
    partner = env["res.partner"].create(_partner_values(env, said))
    children = [
        {**_partner_values(env, said), "parent_id": partner.id, "type": kind} for kind in ("delivery", "invoice")
    ]
    env["res.partner"].create(children[: count - 1])
    return partner


def _partner_values(env, said):
    country = env.ref("base.ro")
    state = env["res.country.state"].search(
        [("country_id", "=", country.id), ("name", "=ilike", said["billing_suburb"])], limit=1
    )
    return {
        "name": said["name"],
        "street": said["billing_street"],
        "city": said["billing_city"],
        "zip": said["billing_postal_code"],
        "phone": said["phone_1"],
        "email": said["email"],
        "state_id": state.id,
        "country_id": country.id,
    }
