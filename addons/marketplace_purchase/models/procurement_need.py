from odoo import api, models
from odoo.fields import Command, Date, Datetime

from odoo.addons.marketplace_base.models.order_uncovered import _SHORT

from ..lib.sourcing import Source, allocate, choose

RESERVED = 200  # moves looked at in one step


class MarketplaceProcurement(models.Model):
    """How many are missing: what waits for goods, less what is there or on its way and promised to nobody else."""

    _inherit = "marketplace.procurement"

    # ---- what has arrived ----

    @api.model
    def _reserve_arrived(self, company):
        """Reserve what lies free for orders that wait for it, the most urgent first. :return: how many moves got some"""
        moves = self._waiting(company, [("picking_id.marketplace_order_id", "!=", False)])
        free = self._free(moves.product_id, moves.warehouse_id or moves.location_id.warehouse_id)
        moves = moves.filtered(lambda m: free.get((m.product_id, m.location_id.warehouse_id), 0) > 0)[:RESERVED]
        before = [(move.state, move.quantity) for move in moves]
        moves._action_assign()
        return sum(was != (move.state, move.quantity) for was, move in zip(before, moves, strict=True))

    @api.model
    def _waiting(self, company, domain):
        """Moves that look for goods in a warehouse's stock to take them out of it, the most urgent first; after all others
        those for which somebody said that nothing is to be ordered.
        """
        moves = self.env["stock.move"].search(
            [
                ("state", "in", _SHORT),
                ("procure_method", "=", "make_to_stock"),
                ("company_id", "=", company.id),
                ("product_id.is_storable", "=", True),
                ("location_id.usage", "=", "internal"),
                *domain,
            ]
        )
        leaving = moves.filtered(
            lambda m: m.location_id.warehouse_id and not m.location_dest_id._child_of(self._stock(m))
        )
        last = {
            (row.sale_line_id, row.product_id)
            for row in self.search([("company_id", "=", company.id), ("excluded", "=", True)])
        }
        return leaving.sorted(
            lambda m: (
                (m.sale_line_id, m.product_id) in last,
                m.picking_id.marketplace_ship_by or m.date or Datetime.now(),
                m.id,
            )
        )

    def _stock(self, move):
        return move.location_id.warehouse_id.lot_stock_id

    @api.model
    def _free(self, products, warehouses):
        """Free quantities by product and warehouse."""
        free = {}
        for warehouse in warehouses:
            rows = self.env["stock.quant"]._read_group(
                [("product_id", "in", products.ids), ("location_id", "child_of", warehouse.lot_stock_id.ids)],
                ["product_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
            free |= {(product, warehouse): held - reserved for product, held, reserved in rows}
        return free

    # ---- what is missing ----

    @api.model
    def _refresh(self, company, account=None):
        """Draw the list anew: all of a company's, or one account's part of it. :return: how many rows changed"""
        needs = self._needs(company)
        rows = self.search([("company_id", "=", company.id)] + ([("account_id", "=", account.id)] if account else []))
        known = {(row.sale_line_id, row.product_id): row for row in rows}
        wanted = {key: vals for key, vals in needs.items() if not account or vals["account_id"] == account.id}
        changed = self.create([vals for key, vals in wanted.items() if key not in known])
        gone = self.browse().concat(*(row for key, row in known.items() if key not in wanted))
        count = len(changed) + len(gone)
        gone.unlink()
        for key, row in known.items():
            if key in wanted:
                count += row._write_changes(wanted[key])
        return count + self._propose(company, account)

    def _write_changes(self, vals):
        """Write what differs only: nobody's transaction is disturbed by a list that stays the same."""
        new = {name: value for name, value in vals.items() if self._differs(name, value)}
        if new:
            self.write(new)
        return bool(new)

    def _differs(self, name, value):
        field = self._fields[name]
        if field.type == "many2many":
            return set(self[name].ids) != set(value[0][2])
        if field.type == "many2one":
            return self[name].id != value
        return abs(self[name] - value) > 1e-6 if field.type == "float" else self[name] != value

    @api.model
    def _needs(self, company):
        """What each order line lacks and what of it is on its way: values of a row by sale line and product."""
        ours = self._waiting(company, [("picking_id.marketplace_order_id", "!=", False)])
        moves = self._waiting(company, [("product_id", "in", ours.product_id.ids)])
        supplies = self._supplies(company, moves.product_id, moves.location_id.warehouse_id)
        needs = {}
        for place, moves_there in moves.grouped(lambda m: (m.product_id, m.location_id.warehouse_id)).items():
            lacking = [(move, self._lacking(move)) for move in moves_there]
            coming = supplies.get(place, [])
            covers = allocate(lacking, [(line, quantity) for line, quantity in coming])
            for move, quantity in lacking:
                if move in ours and self._is_listed(move):
                    self._add_need(needs, move, place, quantity, covers[move])
        return needs

    def _is_listed(self, move):
        """Whether a need is bought at all; it takes its share of what is on its way in any case."""
        order = move.picking_id.marketplace_order_id
        excepted = order.account_id.procure_except_ids
        path = move.product_id.categ_id.parent_path or ""
        is_excepted = any(path.startswith(category.parent_path) for category in excepted)
        is_dead = order.status in ("cancelled", "returned")
        return move.sale_line_id and move.product_id.purchase_ok and not is_excepted and not is_dead

    def _lacking(self, move):
        reserved = move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id, rounding_method="HALF-UP")
        return max(move.product_qty - reserved, 0.0)

    def _add_need(self, needs, move, place, quantity, cover):
        product, warehouse = place
        order = move.picking_id.marketplace_order_id
        key = move.sale_line_id, product
        row = needs.setdefault(
            key,
            {
                "account_id": order.account_id.id,
                "order_id": order.id,
                "sale_line_id": move.sale_line_id.id,
                "product_id": product.id,
                "warehouse_id": warehouse.id,
                "lacking": 0.0,
                "coming": 0.0,
                "missing": 0.0,
                "purchase_line_ids": [Command.set([])],
            },
        )
        row["lacking"] += quantity
        row["coming"] += cover.quantity
        row["missing"] = max(round(row["lacking"] - row["coming"], 6), 0.0)
        lines = row["purchase_line_ids"][0][2] + [line.id for line in cover.supplies if line]
        row["purchase_line_ids"] = [Command.set(lines)]

    # ---- what is there or on its way ----

    @api.model
    def _supplies(self, company, products, warehouses):
        """By product and warehouse: pairs (purchase order line, quantity), what comes first before the others.

        What was bought for one particular move is promised to that move. Requests for quotation count, as they do in Odoo's own
        replenishment: what is asked for already is not asked for twice.
        """
        supplies = {}
        nothing = self.env["purchase.order.line"]
        for place, quantity in self._free(products, warehouses).items():
            supplies[place] = [(nothing, quantity)]
        for move in self._moves_in(company, products, warehouses):
            place = move.product_id, move.location_dest_id.warehouse_id
            supplies.setdefault(place, []).append((move.purchase_line_id, move.product_qty))
        for line in self._requested(company, products):
            place = line.product_id, line.order_id.picking_type_id.warehouse_id
            supplies.setdefault(place, []).append((line, line.product_uom_qty))
        return supplies

    def _moves_in(self, company, products, warehouses):
        """Receipts under way, and goods received that lie before the stock's door, by date."""
        moves = self.env["stock.move"].search(
            [
                ("product_id", "in", products.ids),
                ("company_id", "=", company.id),
                ("state", "in", ("waiting", "confirmed", "partially_available", "assigned")),
                ("location_dest_id.warehouse_id", "in", warehouses.ids),
                "|",
                "&", ("purchase_line_id", "!=", False), ("location_id.usage", "in", ("supplier", "transit")),
                "&", ("state", "!=", "waiting"), ("location_id.warehouse_id", "in", warehouses.ids),
            ],
            order="date, id",
        )  # fmt: skip

        def is_coming(move):
            if move.location_id.warehouse_id:
                stock = move.location_dest_id.warehouse_id.lot_stock_id
                return move.location_dest_id._child_of(stock) and not move.location_id._child_of(stock)
            return not move.purchase_line_id.move_dest_ids

        return moves.filtered(is_coming)

    def _requested(self, company, products):
        return self.env["purchase.order.line"].search(
            [
                ("product_id", "in", products.ids),
                ("company_id", "=", company.id),
                ("order_id.state", "in", ("draft", "sent", "to approve")),
                ("move_dest_ids", "=", False),
            ],
            order="date_planned, id",
        )

    # ---- from whom ----

    @api.model
    def _propose(self, company, account=None):
        """Propose who gets the order: best for what all accounts of the company together lack. :return: how many changed"""
        rows = self.search([("company_id", "=", company.id), ("missing", ">", 0)])
        count = 0
        for (product, _warehouse, chosen), alike in rows.grouped(
            lambda r: (r.product_id, r.warehouse_id, r.chosen_id)
        ).items():
            wanted = sum(alike.filtered(lambda r: not r.excluded).mapped("missing")) or sum(alike.mapped("missing"))
            source = choose(self._sources(company, product, chosen), wanted)
            seller = self.env["product.supplierinfo"].browse(source.key if source else [])
            vals = {
                "proposed_id": chosen.id and alike[:1].proposed_id.id or seller.partner_id.id,
                "price": source.price if source else 0.0,
                "delay": seller.delay,
            }
            mine = alike.filtered(lambda r: r.account_id == account) if account else alike
            count += sum(row._write_changes(vals) for row in mine)
        return count

    @api.model
    def _sources(self, company, product, supplier):
        """The prices that are valid today for a product: of one supplier, or of all."""
        product = product.with_company(company)
        today = Date.context_today(self)
        sellers = product._get_filtered_sellers(partner_id=supplier, quantity=None, date=today)
        return [self._source(company, product, seller, today) for seller in sellers]

    def _source(self, company, product, seller, today):
        sold_by, own = seller.product_uom_id, product.uom_id
        package = sold_by._compute_quantity(1, own, round=False) if sold_by != own else 0.0
        return Source(
            seller.id,
            seller.currency_id._convert(seller.price_discounted, company.currency_id, company, today, round=False),
            seller.min_qty * (package or 1.0),
            package,
            seller.delay,
            seller.sequence,
        )
