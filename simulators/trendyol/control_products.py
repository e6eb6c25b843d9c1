"""Control routes for products and batches: seed, edit as in the seller panel, approve, inspect."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from simulators.core.control import ControlError
from simulators.core.control_routes import OfferRoutes
from simulators.core.money import as_json_number, to_decimal

from . import product_states
from .batches import ItemFault, describe
from .product_store import APPROVED, PENDING, REJECTED, Attribute, Offer, Product
from .sample_categories import COLOUR, ROAST, SIZE

PANEL = "seller panel"
PLAIN = (
    "title", "main_id", "brand_id", "category_id", "stock_code", "description", "images", "vat_rate", "origin",
    "delivery_duration", "blacklisted", "commission", "language",
)  # fmt: skip
MONEY = ("sale_price", "list_price")
KEYS = {
    "id",
    "barcode",
    "stock",
    "status",
    "archived",
    "locked",
    "sgr_price",
    "attributes",
    "storefront",
    "rivals",
    *PLAIN,
    *MONEY,
}
DEFAULT_CATEGORY, DEFAULT_TITLE = 1030, "Produs {}"


class ProductControl(OfferRoutes):
    """Bodies are JSON objects with the names of product_store.Product; `id` is another name of `barcode`."""

    def upsert(self, body, query):
        """A list, {"offers": [...]} or {"generate": {"count": n, "first_id": 1}}."""
        raws, added = self._offers_of(body), 0
        for raw in raws:
            product = self._account.products.get(_barcode(raw))
            added += product is None
            if product is None:
                self._new(raw)
            else:
                self._change(product, raw)
        return {"added": added, "changed": len(raws) - added, "offers": len(self._account.products)}

    def _generated(self, count, first_id=1, stock=10):
        """Plain products with different prices, numbered from `first_id`: barcodes TY-0000001 and so on."""
        return [
            {"id": f"TY-{number:07}", "stock": stock, "sale_price": f"{10 + number % 500}.{number % 100:02}"}
            for number in range(first_id, first_id + count)
        ]

    def _new(self, raw):
        """Approved, on sale, ten pieces, its own main id, unless it says otherwise."""
        account, barcode = self._account, _barcode(raw)
        self._check(raw)
        now, origin = account.clock.time(), account.origin
        category = raw.get("category_id", DEFAULT_CATEGORY + account.dictionaries[origin].offset)
        if category not in account.dictionaries[origin].categories:
            raise ControlError(400, f"no category {category}")
        values = {
            "title": DEFAULT_TITLE.format(barcode),
            "main_id": barcode,
            "brand_id": next(iter(account.dictionaries[origin].brands)),
            "stock_code": barcode,
            "description": f"<p>{DEFAULT_TITLE.format(barcode)}</p>",
            "images": [f"https://img.example.ro/{barcode}.jpg"],
            "vat_rate": 21 if origin == "RO" else 20,
            "origin": origin,
            "attributes": self._attributes(category),
            "language": "ro" if origin == "RO" else "tr",
        }
        values |= {key: raw[key] for key in PLAIN if key in raw} | {"category_id": category}
        product = Product(barcode, **values, storefront=origin, weight=Decimal(1), created=now, modified=now)
        account.products.add(product)
        with account.products.unrecorded():
            self._change(product, {"stock": 10, "sale_price": "100", "status": APPROVED, **raw}, skip=PLAIN)

    def _attributes(self, category_id):
        """Enough for the sample categories: what they demand."""
        dictionary = self._account.dictionaries[self._account.origin]
        found = []
        for use in dictionary.categories[category_id].uses or ():
            if not use["required"]:
                continue
            values = dictionary.values[use["id"]]
            is_text = use["id"] == COLOUR or not values
            wanted = {SIZE: "M", ROAST: "Medie"}.get(use["id"])
            number = None if is_text else dictionary.value_id(use["id"], wanted) if wanted else next(iter(values))
            found.append(Attribute(use["id"], text="Verde") if is_text else Attribute(use["id"], (number,)))
        return found

    def _check(self, raw):
        if unknown := set(raw) - KEYS:
            raise ControlError(400, f"unknown offer keys: {', '.join(sorted(unknown))}")
        if raw.get("status", APPROVED) not in (APPROVED, PENDING, REJECTED):
            raise ControlError(400, f"unknown status {raw['status']}")

    def _change(self, product, raw, skip=()):
        self._check(raw)
        products, code = self._account.products, raw.get("storefront", product.storefront)
        changes = {key: raw[key] for key in PLAIN if key in raw and key not in skip}
        if "main_id" in changes:
            products.move(product, changes.pop("main_id"))
        if "sgr_price" in raw:
            changes["sgr_price"] = to_decimal(raw["sgr_price"])
        if "attributes" in raw:
            changes["attributes"] = [
                Attribute(row["id"], tuple(row.get("value_ids", ())), row.get("text")) for row in raw["attributes"]
            ]
        products.record(product, PANEL, **changes)
        self._set_states(product, raw)
        if "stock" in raw:
            products.put_stock(product, code, raw["stock"], PANEL)
        if set(raw) & set(MONEY):
            offer = products.offer(product, code)
            sale, full = (to_decimal(raw[name]) if name in raw else getattr(offer, name) for name in MONEY)
            products.put_prices(product, code, sale, max(sale, full or sale), PANEL)
        if "rivals" in raw:
            self._account.rivals[product.barcode] = [to_decimal(price) for price in raw["rivals"]]

    def _set_states(self, product, raw):
        status = raw.get("status")
        if status == APPROVED and not product.is_approved:
            self._account.products.approve(product, PANEL)
        elif status and status != product.status:
            self._account.products.record(product, PANEL, status=status)
        if "archived" in raw:
            product_states.set_archived(self._account, product, bool(raw["archived"]), PANEL)
        if "locked" in raw:
            reason = raw["locked"] if isinstance(raw["locked"], str) else "CRITICAL_PRICE"
            product_states.set_locked(self._account, product, reason if raw["locked"] else None, PANEL)

    def edit(self, body, query, barcode):
        """Change a product as a person would in the panel (no rules of the services)."""
        product = self._find(barcode)
        self._change(product, body or {})
        return self._describe(product)

    def validate(self, body, query, barcode):
        """{} approves; {"status": "rejected", "reasons": [["reason", "detail"]]} rejects."""
        product, body = self._find(barcode), body or {}
        if body.get("status", APPROVED) == APPROVED:
            self._account.products.approve(product, product_states.PEOPLE)
        else:
            reasons = [tuple(row) if isinstance(row, list) else (row, row) for row in body.get("reasons", [])]
            product_states.reject(self._account, product, reasons)
        return self._describe(product)

    def read_all(self, body, query):
        """Full state; ?since=<epoch> only what changed later, ?first=&limit= a slice, ?fields=id,..., ?storefront=."""
        products = list(self._account.products)
        if (since := query.get("since", type=float)) is not None:
            products = [product for product in products if product.modified > since]
        first, limit = query.get("first", 0, type=int), query.get("limit", len(products), type=int)
        fields = query["fields"].split(",") if "fields" in query else FIELDS
        if unknown := set(fields) - set(FIELDS):
            raise ControlError(400, f"unknown fields: {', '.join(sorted(unknown))}")
        code = query.get("storefront")
        return [self._describe(product, code, fields) for product in products[first : first + limit]]

    def read_one(self, body, query, barcode):
        return self._describe(self._find(barcode), query.get("storefront"))

    def read_history(self, body, query, barcode):
        return [_change(row) for row in self._account.products.log.of({barcode})]

    def read_changes(self, body, query):
        """Changes of all products, oldest first: ?since=<number>&limit=."""
        rows = self._account.products.log.since(query.get("since", 0, type=int), query.get("limit", 10_000, type=int))
        return [_change(row) for row in rows]

    # Batches

    def read_batches(self, body, query):
        """Newest first, expired ones too; ?limit=."""
        batches = list(self._account.batches)[::-1][: query.get("limit", 100, type=int)]
        return [
            {**describe(batch, self._account, "en"), "storefront": batch.storefront, "by": batch.by}
            for batch in batches
        ]

    def finish_batches(self, body, query):
        """All running batches are done and can be read now."""
        return {"finished": self._account.batches.finish()}

    def add_item_fault(self, body, query):
        """{"match": regular expression on the barcode, "kind": batchRequestType, "reason", "times"}: items fail."""
        try:
            self._account.batches.faults.append(ItemFault(**(body or {})))
        except (TypeError, re.error) as error:
            raise ControlError(400, str(error)) from None
        return {"faults": len(self._account.batches.faults)}

    def clear_item_faults(self, body, query):
        self._account.batches.faults.clear()
        return {"faults": 0}

    def _find(self, barcode):
        product = self._account.products.get(barcode)
        if product is None:
            raise ControlError(404, f"no offer {barcode}")
        return product

    def _describe(self, product, storefront=None, fields=None):
        """`general_stock` and prices of the storefront of origin unless another is named."""
        products, code = self._account.products, storefront or product.storefront
        shown = Shown(product, products.offer(product, code), lambda: products.is_on_sale(product, code))
        return {name: FIELDS[name](shown) for name in fields or FIELDS}


class Shown(NamedTuple):
    """A product with the offer of one storefront."""

    product: Product
    offer: Offer
    is_on_sale: Callable[[], bool]


# What the control API tells of a product; times in ISO UTC, prices as numbers.
FIELDS = {
    "id": lambda row: row.product.barcode,
    "barcode": lambda row: row.product.barcode,
    **{name: lambda row, name=name: getattr(row.product, name) for name in PLAIN},
    "status": lambda row: row.product.status,
    "content_id": lambda row: row.product.content_id,
    "variant_id": lambda row: row.product.variant_id,
    "general_stock": lambda row: row.offer.quantity,
    "sale_price": lambda row: as_json_number(row.offer.sale_price),
    "list_price": lambda row: as_json_number(row.offer.list_price),
    "sgr_price": lambda row: as_json_number(row.product.sgr_price),
    "attributes": lambda row: [
        {"id": entry.id, "value_ids": list(entry.value_ids), "text": entry.text} for entry in row.product.attributes
    ],
    "on_sale": lambda row: row.is_on_sale(),
    "archived": lambda row: row.product.archived,
    "locked": lambda row: row.product.locked,
    "rejections": lambda row: row.product.rejections,
    "changed_at": lambda row: datetime.fromtimestamp(row.product.modified, UTC).isoformat(),
}


def _barcode(raw):
    barcode = raw.get("barcode", raw.get("id"))
    if not isinstance(barcode, str) or not barcode:
        raise ControlError(400, f"bad barcode {barcode!r}")
    return barcode


def _change(change):
    """One row of the log; prices as numbers, time in ISO UTC."""
    old, new = (as_json_number(value) if isinstance(value, Decimal) else value for value in (change.old, change.new))
    return {**change._asdict(), "at": datetime.fromtimestamp(change.at, UTC).isoformat(), "old": old, "new": new}
