"""What Odoo says platforms should show, asked through its public RPC and worked out apart from the engine."""

from collections import defaultdict


class Books:
    """Free stock over the warehouses that feed the accounts, and prices with VAT, by product id.

    :param browser: of a user who may see stock, prices and marketplace orders
    """

    def __init__(self, browser, company):
        self._browser = browser
        self._company = company

    def stock(self, product_ids):
        """Units to offer: free quantity, minus what orders still wait for, never below zero (D4, F12)."""
        product_ids = list(product_ids)
        context = {"warehouse_id": self._company.warehouse_ids}
        rows = self._browser.call("product.product", "read", product_ids, ["free_qty"], context=context)
        waiting = self._waiting_moves(product_ids)
        held = self._held_back()
        return {row["id"]: max(0, int(row["free_qty"] - waiting[row["id"]] - held[row["id"]])) for row in rows}

    def _waiting_moves(self, product_ids):
        """Units that confirmed sales still lack."""
        moves = self._browser.read(
            "stock.move",
            [
                ("product_id", "in", product_ids),
                ("state", "in", ("confirmed", "partially_available")),
                ("location_dest_id.usage", "=", "customer"),
            ],
            ["product_id", "product_uom_qty", "quantity"],
        )
        lacking = defaultdict(float)
        for move in moves:
            lacking[move["product_id"][0]] += move["product_uom_qty"] - move["quantity"]
        return lacking

    def _held_back(self):
        """Units of orders that are in Odoo but could not be worked in yet."""
        products = {str(key): product for key, product in self._company.offers().items()}
        held = defaultdict(float)
        open_states = [("state", "in", ("new", "awaited", "waiting", "error"))]
        for row in self._browser.read("marketplace.incoming", open_states, ["demand"]):
            for key, quantity in (row["demand"] or {}).items():
                held[products.get(key)] += quantity
        return held

    def prices(self, product_ids):
        """The prices on the products."""
        rows = self._browser.call("product.product", "read", list(product_ids), ["list_price"])
        return {row["id"]: row["list_price"] for row in rows}
