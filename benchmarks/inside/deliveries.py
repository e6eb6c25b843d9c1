"""Deliveries to validate, and validating them as a warehouse worker does: one transaction each."""

from odoo import SUPERUSER_ID, api

from .meter import measure


def prepare(registry, count, lines, first, last):
    """Reserved deliveries, ``count`` of them plain transfers and ``count`` of confirmed sale orders.

    :return: ``{"transfer": [picking ids], "sale": [picking ids]}``
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        partner = env["res.partner"].create(
            {"name": "Buyer", "country_id": env.ref("base.ro").id, "city": "Cluj-Napoca"}
        )
        wanted = [[first + (n * lines + line) % (last - first + 1) for line in range(lines)] for n in range(count)]
        transfers = env["stock.picking"].create([_transfer(env, warehouse, partner, products) for products in wanted])
        transfers.action_confirm()
        transfers.action_assign()
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "order_line": [(0, 0, {"product_id": product, "product_uom_qty": 1}) for product in products],
                }
                for products in wanted
            ]
        )
        orders.action_confirm()
        pickings = {"transfer": transfers, "sale": orders.picking_ids.sorted("id")}
        assert all(set(found.mapped("state")) == {"assigned"} for found in pickings.values())
        cr.commit()
        return {kind: found.ids for kind, found in pickings.items()}


def _transfer(env, warehouse, partner, products):
    kind = warehouse.out_type_id
    places = {
        "location_id": kind.default_location_src_id.id,
        "location_dest_id": env.ref("stock.stock_location_customers").id,
    }
    moves = [(0, 0, {"product_id": product, "product_uom_qty": 1, **places}) for product in products]
    return {"picking_type_id": kind.id, "partner_id": partner.id, "move_ids": moves, **places}


def validate(registry, picking_id):
    """Validate one delivery in a transaction of its own, wake-up call to the cron workers included; return what it cost."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        picking = env["stock.picking"].with_user(env.ref("base.user_admin")).browse(picking_id)
        with measure(registry) as cost:
            answer = picking.button_validate()
            cr.commit()
        assert answer is True and picking.state == "done", (answer, picking.state)
    return cost.as_dict()
