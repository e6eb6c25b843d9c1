from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.fulfilment import ReturnStatus


class MarketplaceReturn(models.Model):
    """The goods are here: stock receives them, scraps what is broken, and the platform is told."""

    _inherit = "marketplace.return"

    def _receiving(self):
        """These returns with the engine's rights, for whoever may take goods in. :raise AccessError: for anybody else"""
        if not self.env.su and not self.env.user.has_group("marketplace_base.group_picker"):
            raise AccessError(self.env._("Only marketplace users may do this. Ask a manager for the right."))
        self.check_access("read")
        return self.sudo()

    def action_receive(self):
        """The page on which what came is counted."""
        self.ensure_one()
        return self.env["marketplace.receive"]._open_for(self)

    @api.model
    def _find_scanned(self, code):
        """The returns that a code on a parcel, a label or a paper stands for: AWB, number of the return or of the order."""
        code = (code or "").strip()
        if not code:
            return self.browse()
        waits = [("status", "in", ("new", "approved", "received"))]
        parcels = self.env["marketplace.shipment"].search(
            ["|", "|", ("number", "=ilike", code), ("ref", "=", code), ("parcel_ids.barcode", "=ilike", code)]
        )
        return (
            self.search([("shipment_ids", "in", parcels.ids), *waits])
            or self.search([("external_id", "=", code), *waits])
            or self.search([("order_id", "in", parcels.filtered(lambda s: s.direction == "out").order_id.ids), *waits])
            or self.search([("order_key", "=", code), *waits])
        )

    def _receive(self, counts):
        """Take goods in; what is scrapped comes in first, so that the books show both.

        :param counts: by return line: how many came, and how many of these are scrapped
        """
        self.ensure_one()
        self._check_status("new", "approved", "received")
        counts = {line: count for line, count in counts.items() if count[0]}
        if not counts:
            raise UserError(self.env._("Count what came first."))
        for line, (came, scrapped) in counts.items():
            if not line.product_id:
                raise UserError(self.env._("Say which product «%s» is.", line.name))
            if not 0 <= scrapped <= came:
                raise UserError(self.env._("%s: more is scrapped than came.", line.name))
        words = self.order_id and self.order_id._expected_words()
        pickings = self.with_company(self.company_id)._take_in(counts)
        pickings.marketplace_return_id = self
        for line, (came, scrapped) in counts.items():
            line.write({"received": line.received + came, "scrapped": line.scrapped + scrapped})
        self._told_received()
        if self.order_id:
            self.to_credit = True
            self.order_id._drop_complaint(words)
            self.order_id._came_back()
        return pickings

    def _told_received(self):
        if not self.received_at:
            self.received_at = fields.Datetime.now()
            if self.status == "new":
                self._answer(ReturnStatus.APPROVED)
            self._answer(ReturnStatus.RECEIVED)

    # ---- stock ----

    def _take_in(self, counts):
        """:return: the transfers, done"""
        back, loose = {}, []
        for line, (came, _scrapped) in counts.items():
            left = came
            for move, open_quantity in line._delivered_moves():
                take = min(left, open_quantity)
                if take > 0:
                    back.setdefault(move.picking_id, []).append((move, take))
                    left -= take
            if left > 0:
                line._refuse_too_many(came, left)
                loose.append((line.product_id, left))
        pickings = self.env["stock.picking"]
        for picking, moves in back.items():
            pickings |= self._take_back(picking, moves)
        if loose:
            pickings |= self._take_loose(loose)
        for line, (_came, scrapped) in counts.items():
            if scrapped:
                self._scrap(line, scrapped, pickings)
        return pickings

    def _take_back(self, delivery, moves):
        wizard = self.env["stock.return.picking"].create({"picking_id": delivery.id})
        by_move = {line.move_id: line for line in wizard.product_return_moves}
        for move, quantity in moves:
            by_move[move].quantity = quantity
        picking = wizard._create_return()
        picking.origin = self._origin_text()
        return self._done(picking)

    def _take_loose(self, goods):
        """Goods that no delivery here is known of."""
        account = self.account_id
        warehouse = account.order_warehouse_id or account.warehouse_ids[:1]
        if not warehouse:
            raise UserError(self.env._("Say on %s which warehouse its orders leave from.", account.name))
        kind = warehouse.out_type_id.return_picking_type_id or warehouse.in_type_id
        customers = self.env.ref("stock.stock_location_customers")
        target = kind.default_location_dest_id or warehouse.lot_stock_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": customers.id,
                "location_dest_id": target.id,
                "origin": self._origin_text(),
                "move_ids": [
                    fields.Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "product_uom": product.uom_id.id,
                            "location_id": customers.id,
                            "location_dest_id": target.id,
                        }
                    )
                    for product, quantity in goods
                ],
            }
        )
        picking.action_confirm()
        return self._done(picking)

    def _origin_text(self):
        return self.env._("Return %(name)s", name=self.display_name)

    def _done(self, picking):
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        if picking.state != "done":
            raise UserError(self.env._("The transfer %s could not be validated: finish it by hand.", picking.name))
        return picking

    def _scrap(self, line, quantity, pickings):
        for came in pickings.move_line_ids.filtered(lambda row: row.product_id == line.product_id):
            take = min(quantity, came.quantity_product_uom)
            if take <= 0:
                break
            self.env["stock.scrap"].create(
                {
                    "product_id": line.product_id.id,
                    "scrap_qty": take,
                    "lot_id": came.lot_id.id,
                    "location_id": came.location_dest_id.id,
                    "company_id": self.company_id.id,
                    "picking_id": came.picking_id.id,
                    "origin": self._origin_text(),
                }
            ).do_scrap()
            quantity -= take


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    def _came_back(self):
        """Goods of it are here again: a cancelled order is done with, quantities that waited for them follow now."""
        if self.status == "cancelled" and self.sale_order_id.state != "cancel" and self._stage() != "gone":
            self._give_back()
        if self._is_in_doubt():
            self._give_up_awbs()
        self.incoming_ids.digest = False
        self._fetch_again(self.env._("goods came back"))


class MarketplaceReturnLine(models.Model):
    _inherit = "marketplace.return.line"

    def _delivered_moves(self):
        """The moves by which these goods left, with how many of each did not come back yet."""
        moves = self.return_id.sale_order_id.picking_ids.move_ids.filtered(
            lambda m: (
                m.state == "done"
                and m.product_id == self.product_id
                and m.location_dest_id.usage == "customer"
                and (not self.order_line_id.sale_line_id or m.sale_line_id == self.order_line_id.sale_line_id)
            )
        )
        for move in moves:
            returned = move.returned_move_ids.filtered(lambda m: m.state == "done")
            yield move, move.quantity - sum(returned.mapped("quantity"))

    def _refuse_too_many(self, came, left):
        """:raise UserError: as far as is known, these goods never left, or came back already

        :param left: how many of them no delivery is open for
        """
        if list(self._delivered_moves()) or self.received + came > self.quantity:
            raise UserError(
                self.env._(
                    "%(product)s: %(left)g more than can come back; %(received)g were received before.",
                    product=self.name,
                    left=left,
                    received=self.received,
                )
            )
        waiting = self.return_id.order_id._pickings().filtered(lambda p: p.state != "done")
        if waiting:
            raise UserError(
                self.env._(
                    "The delivery %s is not validated: validate it first if the goods did leave.",
                    ", ".join(waiting.mapped("name")),
                )
            )
