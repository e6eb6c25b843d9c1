from odoo import fields, models
from odoo.tools import SQL, format_datetime

# Moves that still look for goods in our own stock; what is bought or made to order is not looking.
_SHORT = ("confirmed", "partially_available")


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    # Read from the stock moves whenever asked: never out of date, and no warehouse worker's transaction writes here.
    uncovered = fields.Boolean(
        compute="_compute_uncovered",
        compute_sudo=True,
        search="_search_uncovered",
        help="Goods of this order are not reserved, because there are not enough of them.",
    )
    uncovered_reason = fields.Text(
        readonly=True,
        help="What was missing when it was found out, who took the last piece, and what the platform had been told.",
    )

    def _compute_uncovered(self):
        short = self._short_moves().picking_id.marketplace_order_id
        for order in self:
            order.uncovered = order in short

    def _search_uncovered(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["stock.move"].flush_model(["state", "procure_method", "picking_id"])
        self.env["stock.picking"].flush_model(["marketplace_order_id"])
        short = SQL(
            """(SELECT p.marketplace_order_id FROM stock_move m JOIN stock_picking p ON p.id = m.picking_id
                 WHERE m.state IN %s AND m.procure_method = 'make_to_stock' AND p.marketplace_order_id IS NOT NULL)""",
            _SHORT,
        )
        return [("id", "in", short)]

    def _short_moves(self):
        return (
            self.env["stock.move"]
            .sudo()
            .search(
                [
                    ("state", "in", _SHORT),
                    ("procure_method", "=", "make_to_stock"),
                    ("picking_id.marketplace_order_id", "in", self.ids),
                ],
                order="id",
            )
        )

    def _reserve(self):
        """Reserve at once, also where the warehouse reserves by hand or shortly before shipping (F12)."""
        moves = self.sale_order_id.picking_ids.move_ids
        moves.filtered(
            lambda m: m.state in _SHORT and m.picking_type_id.reservation_method != "at_confirm"
        )._action_assign()

    def _check_cover(self):
        """Write down why goods are missing, while it can still be told (G21)."""
        moves = self.sale_order_id.picking_ids.move_ids.filtered(
            lambda m: m.state in _SHORT and m.procure_method == "make_to_stock"
        )
        if moves:
            by_product = moves.grouped("product_id")
            self.uncovered_reason = "\n".join(self._explain(product, moves) for product, moves in by_product.items())

    def _explain(self, product, moves):
        """Which product lacks how many, who took the last one, and what the platform knew of its stock; in words."""
        wanted = sum(moves.mapped("product_qty"))
        missing = wanted - sum(
            move.product_uom._compute_quantity(move.quantity, product.uom_id, rounding_method="HALF-UP")
            for move in moves
        )
        lines = [
            self.env._(
                "%(product)s: %(missing)g of %(wanted)g missing.",
                product=product.display_name,
                missing=missing,
                wanted=wanted,
            ),
            self._explain_taker(product, moves),
            *self._explain_sending(product),
        ]
        return " ".join(lines)

    def _explain_taker(self, product, moves):
        taken = self.env["stock.move.line"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", moves.location_id.ids),
                ("state", "in", ("assigned", "partially_available", "done")),
                ("picking_id", "not in", moves.picking_id.ids),
                ("quantity", ">", 0),
                "|", ("move_id.location_dest_id.usage", "=", "customer"),
                ("move_id.location_final_id.usage", "=", "customer"),
            ],
            order="id desc",
            limit=1,
        )  # fmt: skip
        if not taken:
            return self.env._("No other sale holds it: the stock was not there.")
        sale = taken.move_id.sale_line_id.order_id
        account = sale.marketplace_account_id
        return self.env._(
            "The last one went to %(sale)s (%(channel)s) on %(time)s.",
            sale=sale.name or taken.picking_id.origin or taken.picking_id.name,
            channel=f"{account.name} {sale.client_order_ref}"
            if account
            else sale.team_id.name or self.env._("own sale"),
            time=self._time(taken.create_date),
        )

    def _explain_sending(self, product):
        """What the platform was told of this product's stock; asked before the order's arrival voids it."""
        for offer in self.line_ids.filtered(lambda line: line.product_id == product).offer_id:
            if not offer.stock_sent_at:
                yield self.env._("The stock of offer %s was never sent.", offer.external_id)
            else:
                yield self.env._(
                    "The stock of offer %(offer)s was sent on %(sent_at)s (%(sent)s), last proved on %(proved_at)s.",
                    offer=offer.external_id,
                    sent=offer.stock_sent,
                    sent_at=self._time(offer.stock_sent_at),
                    proved_at=self._time(offer.stock_confirmed_at) if offer.stock_confirmed_at else "—",
                )

    def _time(self, moment):
        zone = self.company_id.partner_id.tz or "Europe/Bucharest"
        return format_datetime(self.env, moment, tz=zone, dt_format="yyyy-MM-dd HH:mm:ss")
