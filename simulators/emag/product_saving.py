"""product_offer/save: create, attach by part number key or EAN, update (api/emag.md §3.2)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from . import downloads, validation
from .bodies import to_int
from .const import MAX_PRODUCT_ID
from .documentation import CONTENT_FIELDS, OFFER_LEVEL, ContentCheck
from .envelope import Answer
from .offer_rules import ALWAYS_REQUIRED, OfferCheck, apply_changes
from .offer_store import Offer

FIRST_SAVE = ("min_sale_price", "max_sale_price")


@dataclass
class Plan:
    """What will happen to one item: refused with `errors`, or `apply()` with `messages` (warnings, doc errors)."""

    errors: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    apply: Callable = None


def save_products(context):
    """All messages are pooled; good items of a mixed batch are saved (switch)."""
    items = context.body.entities()
    context.call.items = len(items)
    dead_urls = _dead_image_urls(items) if context.settings.fetch_images else ()
    with context.lock:
        saver = ProductSaver(context.account, context.by, dead_urls)
        if not context.settings.mixed_batch_saves_good_items:
            errors = [error for item in items for error in saver.plan(item).errors]
            if errors:
                return Answer(messages=errors, is_error=True)
        return _save(context.settings, saver, items)


def _save(settings, saver, items):
    messages, is_error = [], False
    for item in items:
        plan = saver.plan(item)
        if plan.errors:
            messages += plan.errors
            is_error = True
            continue
        plan.apply()
        messages += plan.messages
        is_error |= any(settings.warning_sets_is_error or not text.startswith("WARNING") for text in plan.messages)
    return Answer(messages=messages, is_error=is_error)


def _dead_image_urls(items):
    urls = {
        image["url"]
        for item in items
        for image in (item.get("images") if isinstance(item.get("images"), list) else [])
        if isinstance(image, dict) and isinstance(image.get("url"), str)
    }
    return {url for url in urls if not downloads.answers(url)}


class ProductSaver:
    """Decides for each item which of the four uses of §3.2 it is, checks it and prepares the change."""

    def __init__(self, account, by, dead_urls=()):
        self._account = account
        self._by = by
        self._dead_urls = dead_urls

    def plan(self, item):
        offer_id = to_int(item.get("id"))
        if offer_id is None or not 1 <= offer_id <= MAX_PRODUCT_ID:
            return Plan([f"The id field must be a whole number between 1 and {MAX_PRODUCT_ID}"])
        offer = self._account.offers.get(offer_id)
        if offer and not self._is_key_for_draft(item, offer):
            plan = self._update(item, offer)
        elif item.get("part_number_key"):
            plan = self._attach_by_key(item, offer)
        elif item.get("ean") and not any(item.get(key) for key in ("part_number", "brand", "category_id")):
            plan = self._attach_by_ean(item)
        else:
            plan = self._create(item)
        plan.errors = [_with_id(text, offer_id) for text in plan.errors]
        plan.messages = [_with_id(text, offer_id) for text in plan.messages]
        return plan

    def _is_key_for_draft(self, item, offer):
        return bool(item.get("part_number_key")) and offer.part_number_key is None

    # Attach

    def _attach_by_key(self, item, offer):
        key = item["part_number_key"]
        if item.get("ean"):
            return Plan(["Send either part_number_key or ean, not both"])
        product = self._account.catalogue.by_key.get(str(key))
        if product is None:
            return Plan([f"Product with PNK {key} was not found"])
        return self._attach(item, product, offer)

    def _attach_by_ean(self, item):
        codes = item["ean"]
        if not isinstance(codes, list) or len(codes) != 1:
            return Plan(["Exactly one EAN is needed to associate an offer"])
        product = self._account.catalogue.by_ean.get(str(codes[0]))
        if product is None:
            return Plan([f"No product was found for EAN {codes[0]}"])
        return self._attach(item, product, None)

    def _attach(self, item, product, offer):
        """Offer on an existing product: ownership 2, sellable at once (design)."""
        key = product.part_number_key
        if key in self._account.offers.by_key:
            return Plan([f"You already hold an offer associated with this PNK: {key}"])
        if not product.allowed_to_add_offer:
            return Plan([f"You are not allowed to add an offer on the product with PNK {key}"])
        content = ContentCheck(self._account, item, offer).run_for_attachment()
        required = ALWAYS_REQUIRED + (FIRST_SAVE if not (offer and offer.has_offer_data) else ())
        check = OfferCheck(self._account, item, offer).run(required)
        name_missing = [] if item.get("name") else ["The name field is mandatory."]

        def apply():
            attached = offer or Offer(int(item["id"]), log=self._account.offers.log)
            self._account.offers.unindex(attached)
            attached.part_number_key, attached.owned, attached.validation = key, False, validation.APPROVED
            attached.validation_errors = attached.doc_errors = None
            attached.brand, attached.category_id, attached.ean = product.brand, product.category_id, list(product.eans)
            self._write(attached, content.changes, check.changes)

        return Plan(name_missing + content.errors + check.errors, apply=apply)

    # New product or draft

    def _create(self, item):
        mandatory = [f"The {key} field is mandatory." for key in ("name", "brand", "part_number") if not item.get(key)]
        content = ContentCheck(self._account, item, None, self._dead_urls).run()
        is_draft_only = not any(item.get(key) is not None for key in ALWAYS_REQUIRED)
        check = OfferCheck(self._account, item, None).run(() if is_draft_only else ALWAYS_REQUIRED + FIRST_SAVE)
        errors = mandatory + content.errors + check.errors
        known = None if errors else self._in_catalogue(item)
        if known:
            return self._auto_attach(item, known)

        def apply():
            offer = Offer(int(item["id"]), log=self._account.offers.log)
            self._write(offer, content.changes, check.changes)
            self._judge(offer, content)

        return Plan(errors, _content_messages(content), apply)

    def _in_catalogue(self, item):
        for ean in item.get("ean") or []:
            if ean in self._account.catalogue.by_ean:
                return self._account.catalogue.by_ean[ean]
        return None

    def _auto_attach(self, item, product):
        """A new product whose EAN exists in the catalogue becomes an offer on that product (§3.2)."""
        key = product.part_number_key
        if self._account.settings.ean_in_catalogue == "duplicate":
            return Plan([f"The product is a duplicated product. Please associate the offer to product with PNK {key}"])
        plan = self._attach({**item, "ean": None}, product, None)
        plan.messages = [
            f"WARNING: Your product has been automatically associated via EAN to the product with PNK {key}."
        ]
        return plan

    # Update

    def _update(self, item, offer):
        key = item.get("part_number_key")
        if key and key != offer.part_number_key:
            return Plan([f"The offer is associated with another PNK: {offer.part_number_key}"])
        draft_without_offer = not offer.has_offer_data and not any(
            item.get(name) is not None for name in ALWAYS_REQUIRED
        )
        required = ALWAYS_REQUIRED + (("handling_time",) if offer.has_offer_data else FIRST_SAVE)
        check = OfferCheck(self._account, item, offer).run(() if draft_without_offer else required)
        is_draft = offer.owned and offer.validation == validation.DRAFT
        if not is_draft and not any(field_name in item for field_name in CONTENT_FIELDS):
            return Plan(check.errors, apply=lambda: self._write(offer, {}, check.changes))
        if not offer.owned:
            return self._update_foreign(item, offer, check)
        content = ContentCheck(self._account, item, offer, self._dead_urls).run()

        def apply():
            accepted = {} if content.doc_errors and offer.part_number_key else content.changes
            changed = any(
                getattr(offer, name) != value for name, value in accepted.items() if name != "image_downloads"
            )
            self._write(offer, accepted, check.changes)
            unsettled = offer.validation in (validation.DRAFT, validation.REJECTED)
            if changed or unsettled or content.doc_errors or content.missing:
                self._judge(offer, content)

        return Plan(content.errors + check.errors, _content_messages(content), apply)

    def _update_foreign(self, item, offer, check):
        """Ownership 2: offer-level keys are saved, documentation is not (§3.2)."""
        content = ContentCheck(self._account, item, offer).run_for_attachment()
        foreign = [name for name in CONTENT_FIELDS if item.get(name) and name not in OFFER_LEVEL]
        foreign += [name for name in ("name", "ean") if item.get(name) and item[name] != getattr(offer, name)]
        messages = ["WARNING: You are not eligible to edit the product documentation."] if foreign else []
        changes = {name: value for name, value in content.changes.items() if name in ("part_number", "content")}
        return Plan(content.errors + check.errors, messages, lambda: self._write(offer, changes, check.changes))

    # Writing

    def _write(self, offer, content, offer_data):
        self._account.offers.unindex(offer)
        for name, value in content.items():
            setattr(offer, name, value)
        apply_changes(self._account, offer, offer_data, self._by)
        offer.changed_at = self._account.clock.time()
        self._account.offers.add(offer)

    def _judge(self, offer, content):
        if content.doc_errors or content.missing:
            validation.keep_as_draft(self._account, offer, content.doc_errors, content.missing, self._by)
        else:
            validation.submit(self._account, offer, self._by)


def _content_messages(content):
    messages = [error["message"]["en_GB"] for error in content.doc_errors] + content.warnings
    if content.missing:
        fields = ", ".join(content.missing)
        messages.append(
            "WARNING: The product was saved as a draft, and you need the following product fields "
            f"to complete it: {fields}."
        )
    return messages


def _with_id(text, offer_id):
    """Item-related messages end with the product id [C]."""
    return text if text.endswith(f"for id {offer_id}.") else f"{text} - Product id: {offer_id}"
