"""The documentation state machine: draft, pending, approved, refused (api/emag.md §3.4).

eMAG's people validate; here time does (`approve_after_seconds`, design) or the control API.
"""

from .catalogue import CatalogueProduct
from .characteristics import doc_error
from .const import OFFER_INACTIVE, SELLABLE_VALIDATION

DRAFT, PENDING, EAN_REJECTED, REJECTED, APPROVED, UPDATE_PENDING, UPDATE_REJECTED = 0, 4, 6, 8, 9, 11, 12


def submit(account, offer, by):
    """Documentation was sent: 4 for a new product, 11 when one was approved before."""
    now = account.clock.time()
    updated = offer.part_number_key and offer.validation in SELLABLE_VALIDATION
    offer.record(now, by, validation=UPDATE_PENDING if updated else PENDING)
    offer.validation_errors = offer.doc_errors = None
    if account.settings.approve_after_seconds:
        waiting = offer.validation
        account.after(account.settings.approve_after_seconds, lambda: _approve_if(account, offer, waiting))


def _approve_if(account, offer, waiting):
    if offer.validation == waiting:
        approve(account, offer, "automatic validation")


def keep_as_draft(account, offer, doc_errors, missing, by):
    """Data is missing or wrong: an approved product keeps its old content (12), any other stays a draft (0)."""
    approved = offer.part_number_key and offer.validation in SELLABLE_VALIDATION
    offer.record(account.clock.time(), by, validation=UPDATE_REJECTED if approved else DRAFT)
    absent = [doc_error("field:missing", name, None, f"The field {name} is missing") for name in missing]
    offer.validation_errors = doc_errors + absent
    offer.doc_errors = doc_errors or None


def approve(account, offer, by):
    """State 9: the product gets its part number key, joins the catalogue, and the seller is called back (§1.8)."""
    now = account.clock.time()
    if offer.part_number_key is None:
        offer.record(now, by, part_number_key=account.catalogue.new_key())
        account.offers.index(offer)
    if offer.part_number_key not in account.catalogue.by_key:
        account.catalogue.add(
            CatalogueProduct(offer.part_number_key, offer.name, offer.brand, offer.category_id, list(offer.ean))
        )
    offer.record(now, by, validation=APPROVED)
    if offer.translation is not None:
        offer.record(now, by, translation=APPROVED)
    offer.validation_errors = offer.doc_errors = None
    account.callbacks.approved_documentation(offer)


def set_status(account, offer, value, errors, by):
    """Any other state of §3.4, as eMAG's people would set it; a lost EAN conflict forces status 0."""
    now = account.clock.time()
    offer.record(now, by, validation=value)
    offer.validation_errors = errors or None
    offer.doc_errors = errors or None
    if value == EAN_REJECTED:
        offer.record(now, by, status=OFFER_INACTIVE)
