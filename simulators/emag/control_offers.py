"""Control routes for offers and the catalogue: seed, edit as in eMAG's UI, validate, inspect."""

from datetime import UTC, datetime
from decimal import Decimal

from simulators.core.control import ControlError
from simulators.core.control_routes import OfferRoutes
from simulators.core.money import as_json_number, to_decimal

from . import eans, validation
from .catalogue import CatalogueProduct
from .const import MAX_PRODUCT_ID, VALIDATION_STATUS
from .offer_store import Offer

UI = "eMAG interface"
MONEY = ("sale_price", "recommended_price", "min_sale_price", "max_sale_price", "green_tax")
PLAIN = (
    "part_number",
    "part_number_key",
    "name",
    "brand",
    "category_id",
    "vat_id",
    "currency",
    "status",
    "warranty",
    "emag_club",
    "family",
    "characteristics",
    "images",
    "campaign",
)
RENAMED = {
    "validation_status": "validation",
    "translation_validation_status": "translation",
    "offer_validation_status": "offer_validation",
}
CONTENT = (
    "description",
    "url",
    "vendor_category_id",
    "safety_information",
    "manufacturer",
    "eu_representative",
    "attachments",
)
COMPETITION = ("number_of_offers", "buy_button_rank", "best_offer_sale_price", "best_offer_recommended_price")
KEYS = {"id", "stock", "handling_time", "ean", "ownership", *MONEY, *PLAIN, *RENAMED, *CONTENT, *COMPETITION}


class OfferControl(OfferRoutes):
    """Bodies are JSON objects with the keys of product_offer/read; `stock` and `handling_time` also as one number."""

    # Catalogue

    def add_to_catalogue(self, body, query):
        """[{"part_number_key", "name", "brand", "category_id", "eans": [..]}]: what eMAG knows without our offer."""
        products = body if isinstance(body, list) else [body]
        try:
            for product in products:
                self._account.catalogue.add(CatalogueProduct(**product))
        except TypeError as error:
            raise ControlError(400, str(error)) from None
        return {"added": len(products)}

    def read_catalogue(self, body, query):
        return [vars(product) for product in self._account.catalogue.by_key.values()]

    # Offers

    def upsert(self, body, query):
        """A list, {"offers": [...]} or {"generate": {"count": n, "first_id": 1}}."""
        raws, new, defaults = self._offers_of(body), [], self._defaults()
        for raw in raws:
            offer = self._account.offers.get(raw.get("id"))
            if offer:
                self._change(offer, raw)
            else:
                new.append(self._new(raw, defaults))
        self._account.offers.add_many(new)
        return {"added": len(new), "changed": len(raws) - len(new), "offers": len(self._account.offers)}

    def _generated(self, count, first_id=1, stock=10):
        """Plain offers with valid EANs and different prices, numbered from `first_id`."""
        return [
            {
                "id": number,
                "ean": [eans.make(number)],
                "stock": stock,
                "sale_price": f"{10 + number % 500}.{number % 100:02}",
            }
            for number in range(first_id, first_id + count)
        ]

    def _defaults(self):
        """What a seeded offer has unless it says otherwise: approved, on sale, ten pieces, shipped the same day."""
        dictionary = self._account.dictionary
        return {
            "brand": "Demo",
            "category_id": next(row["id"] for row in dictionary.categories.values() if row["is_allowed"]),
            "vat_id": next(iter(dictionary.vat)),
            "sale_price": to_decimal("100"),
            "status": 1,
            "validation": validation.APPROVED,
            "changed_at": self._account.clock.time(),
        }

    def _new(self, raw, defaults):
        number = raw.get("id")
        if not isinstance(number, int) or not 1 <= number <= MAX_PRODUCT_ID:
            raise ControlError(400, f"bad offer id {number!r}")
        identity = {"part_number": f"SKU-{number}", "name": f"Product {number}"}
        stocks = {"stock": self._by_warehouse(10), "handling_time": self._by_warehouse(0)}
        offer = Offer(number, **{**defaults, **identity, **stocks, **self._attributes(raw)})
        if offer.part_number_key is None and offer.validation == validation.APPROVED:
            offer.part_number_key = self._account.catalogue.new_key()
        if offer.min_sale_price is None and offer.max_sale_price is None and offer.sale_price:
            offer.min_sale_price, offer.max_sale_price = offer.sale_price / 2, offer.sale_price * 2
        return offer

    def _change(self, offer, raw):
        attributes = self._attributes(raw, offer)
        now = self._account.clock.time()
        self._account.offers.unindex(offer)
        if "stock" in attributes:
            offer.put_stock(now, UI, attributes.pop("stock"))
        offer.record(now, UI, **attributes)
        self._account.offers.index(offer)

    def _attributes(self, raw, offer=None):
        """Offer attributes of a raw offer; unknown keys are refused."""
        if unknown := set(raw) - KEYS:
            raise ControlError(400, f"unknown offer keys: {', '.join(sorted(unknown))}")
        found = {key: raw[key] for key in PLAIN if key in raw}
        found |= {name: raw[key] for key, name in RENAMED.items() if key in raw}
        found |= {key: to_decimal(raw[key]) for key in MONEY if key in raw}
        found |= {key: self._by_warehouse(raw[key]) for key in ("stock", "handling_time") if key in raw}
        if "ean" in raw:
            found["ean"] = raw["ean"] if isinstance(raw["ean"], list) else [raw["ean"]]
        if "ownership" in raw:
            found["owned"] = raw["ownership"] in (1, True)
        for name, keys in (("content", CONTENT), ("competition", COMPETITION)):
            if part := {key: raw[key] for key in keys if key in raw}:
                found[name] = {**((offer and getattr(offer, name)) or {}), **part}
        return found

    def _by_warehouse(self, value):
        if isinstance(value, list):
            return {row["warehouse_id"]: row["value"] for row in value}
        return {self._account.dictionary.warehouses[0]: value}

    def edit(self, body, query, offer_id):
        """Change an offer as a person would in eMAG's interface (no seller-side rules)."""
        offer = self._find(offer_id)
        self._change(offer, body or {})
        return describe(offer)

    def validate(self, body, query, offer_id):
        """{} approves; {"status": 8, "errors": [...]} sets any state; errors as texts or objects."""
        offer, body = self._find(offer_id), body or {}
        status = body.get("status", validation.APPROVED)
        if status not in VALIDATION_STATUS:
            raise ControlError(400, f"unknown validation status {status}")
        if status == validation.APPROVED:
            validation.approve(self._account, offer, UI)
        else:
            errors = [self._doc_error(error) for error in body.get("errors", [])]
            validation.set_status(self._account, offer, status, errors, UI)
        return describe(offer)

    def _doc_error(self, error):
        if isinstance(error, dict):
            return error
        return {"code": "control", "identifier": "", "value": None, "message": {"en_GB": error, "ro_RO": error}}

    def read_all(self, body, query):
        """Full state; ?since=<epoch> only what changed later, ?first=&limit= a slice by id order, ?fields=id,..."""
        offers = list(self._account.offers)
        if (since := query.get("since", type=float)) is not None:
            offers = [offer for offer in offers if offer.changed_at > since]
        first = query.get("first", 0, type=int)
        fields = query["fields"].split(",") if "fields" in query else FIELDS
        if unknown := set(fields) - set(FIELDS):
            raise ControlError(400, f"unknown fields: {', '.join(sorted(unknown))}")
        return [describe(offer, fields) for offer in offers[first : first + query.get("limit", len(offers), type=int)]]

    def read_one(self, body, query, offer_id):
        return describe(self._find(offer_id))

    def read_history(self, body, query, offer_id):
        return [_change(row) for row in self._account.offers.log.of({self._find(offer_id).id})]

    def read_changes(self, body, query):
        """Changes of all offers, oldest first: ?since=<number>&limit=."""
        rows = self._account.offers.log.since(query.get("since", 0, type=int), query.get("limit", 10_000, type=int))
        return [_change(row) for row in rows]

    def _find(self, offer_id):
        offer = self._account.offers.get(offer_id)
        if offer is None:
            raise ControlError(404, f"no offer {offer_id}")
        return offer


def iso(epoch):
    return datetime.fromtimestamp(epoch, UTC).isoformat()


def _change(change):
    """One row of the log; prices as numbers, time in ISO UTC."""
    old, new = (as_json_number(value) if isinstance(value, Decimal) else value for value in (change.old, change.new))
    return {**change._asdict(), "at": iso(change.at), "old": old, "new": new}


# What the control API tells of an offer; times in ISO UTC, prices as numbers.
FIELDS = {
    "id": lambda offer: offer.id,
    "part_number": lambda offer: offer.part_number,
    "part_number_key": lambda offer: offer.part_number_key,
    "name": lambda offer: offer.name,
    "ean": lambda offer: offer.ean,
    "category_id": lambda offer: offer.category_id,
    "vat_id": lambda offer: offer.vat_id,
    "general_stock": lambda offer: offer.general_stock,
    "estimated_stock": lambda offer: offer.estimated_stock,
    "reserved": lambda offer: offer.reserved,
    "handling_time": lambda offer: offer.handling_time,
    **{name: lambda offer, name=name: as_json_number(getattr(offer, name)) for name in MONEY},
    "status": lambda offer: offer.status,
    "emag_club": lambda offer: offer.emag_club,
    "supply_lead_time": lambda offer: offer.supply_lead_time,
    "validation_status": lambda offer: offer.validation,
    "offer_validation_status": lambda offer: offer.offer_validation,
    "owned": lambda offer: offer.owned,
    "on_sale": lambda offer: offer.on_sale,
    "images": lambda offer: offer.images,
    "image_downloads": lambda offer: offer.image_downloads,
    "measurements": lambda offer: _numbers(offer.measurements),
    "scheduled": lambda offer: _numbers(offer.scheduled),
    "campaign": lambda offer: offer.campaign,
    "changed_at": lambda offer: iso(offer.changed_at),
}


def _numbers(values):
    """A dictionary of amounts for JSON; None stays None."""
    return values and {
        key: as_json_number(value) if isinstance(value, Decimal) else value for key, value in values.items()
    }


def describe(offer, fields=FIELDS):
    return {name: FIELDS[name](offer) for name in fields}
