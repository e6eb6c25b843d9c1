"""Product content of product_offer/save: limits, EANs, images, GPSR, draft rules (api/emag.md §3.2)."""

import re

from . import eans
from .bodies import to_int
from .characteristics import check_characteristics, check_family, doc_error, is_list_of_entries
from .const import MAX_PAGE, SOURCE_LANGUAGES, TRANSLATION_IN_PROGRESS

TEXT_LIMITS = {"name": 255, "brand": 255, "description": 16_777_215, "url": 1024, "safety_information": 16_777_215}
PARTY_LIMITS = {"name": 200, "address": 500, "email": 100}
CONTENT_FIELDS = tuple(TEXT_LIMITS) + (
    "category_id",
    "vendor_category_id",
    "source_language",
    "part_number",
    "images",
    "force_images_download",
    "images_overwrite",
    "characteristics",
    "family",
    "ean",
    "attachments",
    "manufacturer",
    "eu_representative",
)
# Keys an attached offer (ownership 2) may carry without touching the documentation.
OFFER_LEVEL = (
    "name",
    "part_number",
    "ean",
    "vendor_category_id",
    "manufacturer",
    "eu_representative",
    "safety_information",
)


class ContentCheck:
    """Reads the content keys of one item.

    `changes` = Offer attributes, `errors` = refused, not saved; `doc_errors` = the offer is saved, the documentation is
    not accepted; `missing` = field names that keep the product a draft; `warnings` = saved all the same.
    """

    def __init__(self, account, item, offer, dead_urls=()):
        self._account = account
        self._item = item
        self._offer = offer
        self._dead_urls = dead_urls
        self.id = to_int(item.get("id"))
        self.changes, self.errors, self.doc_errors, self.missing, self.warnings = {}, [], [], [], []

    def run(self):
        self._texts(TEXT_LIMITS)
        self._part_number()
        self._category()
        self._eans()
        self._parties()
        self._images()
        self._attachments()
        self._completeness()
        return self

    def run_for_attachment(self):
        """Only what an attached offer may carry."""
        self._texts(("name", "safety_information"))
        self._part_number()
        self._parties()
        return self

    def merged(self, attribute, default=None):
        """The value the product will have."""
        return self.changes.get(attribute, getattr(self._offer, attribute, default))

    def _content(self, key, value):
        stored = self._offer.content if self._offer else {}
        self.changes["content"] = {**stored, **self.changes.get("content", {}), key: value}

    def _texts(self, keys):
        for key in keys:
            value, limit = self._item.get(key), TEXT_LIMITS[key]
            if value is None:
                continue
            if not isinstance(value, str) or not 1 <= len(value) <= limit:
                self.errors.append(f"The {key} field must have between 1 and {limit} characters")
            elif key in ("name", "brand"):
                self.changes[key] = value
            else:
                self._content(key, value)
        language = self._item.get("source_language")
        if language is not None and language not in SOURCE_LANGUAGES:
            self.errors.append(f"Invalid source_language: {language}")
        elif language and language != self._account.country.locale:
            self.changes["translation"] = TRANSLATION_IN_PROGRESS
        vendor_category = self._item.get("vendor_category_id")
        if vendor_category is not None and to_int(vendor_category) is None:
            self.errors.append("The vendor_category_id field must be a whole number")
        elif vendor_category is not None:
            self._content("vendor_category_id", to_int(vendor_category))

    def _part_number(self):
        """Spaces, commas and semicolons are stripped; unique per seller."""
        raw = self._item.get("part_number")
        if raw is None:
            return
        part_number = re.sub(r"[ ,;]", "", raw) if isinstance(raw, str) else ""
        if not part_number or len(raw) > 25:
            self.errors.append("The part_number field must have between 1 and 25 characters")
            return
        holder = self._account.offers.by_part_number.get(part_number)
        if holder not in (None, self.id):
            self.errors.append(f"You already hold a Product associated with this PN: {part_number}")
            return
        name = self._item.get("name")
        if (
            self._offer
            and self._offer.part_number not in (None, part_number)
            and name is not None
            and name != self._offer.name
        ):
            self.errors.append(f"You are trying to change both part_number and name at the same time for id {self.id}.")
        self.changes["part_number"] = part_number

    def _category(self):
        raw = self._item.get("category_id")
        if raw is None:
            return
        number = to_int(raw)
        category = self._account.dictionary.categories.get(number)
        if number is None or not 1 <= number <= MAX_PAGE:
            self.errors.append(f"Invalid category_id: {raw}")
        elif category is None:
            self.doc_errors.append(
                doc_error("template:unknown", number, None, "Template does not exist in doc application")
            )
        elif not category["is_allowed"]:
            self.errors.append(f"You are not allowed to publish products in category {number}")
        else:
            self.changes["category_id"] = number

    def _eans(self):
        sent = self._item.get("ean")
        if sent is None:
            return
        if not isinstance(sent, list):
            self.errors.append("The ean field must be a list")
            return
        for ean in sent:
            if not eans.is_valid(ean):
                self.errors.append(f"{ean} is not a valid EAN.")
            elif self._account.offers.by_ean.get(ean) not in (None, self.id):
                self.errors.append(f"You already hold a Product associated with this EAN: {ean}")
        self.changes["ean"] = sent

    def _parties(self):
        """GPSR: at most 10 entries, all three keys required; each save overwrites the list."""
        for key in ("manufacturer", "eu_representative"):
            sent = self._item.get(key)
            if sent is None:
                continue
            if not isinstance(sent, list) or len(sent) > 10 or not all(map(_is_party, sent)):
                self.errors.append(f"The {key} field must be a list of at most 10 entries with name, address and email")
            else:
                self._content(key, sent)

    def _images(self):
        sent = self._item.get("images")
        if sent is None:
            return
        if not isinstance(sent, list) or not all(isinstance(image, dict) and image.get("url") for image in sent):
            self.doc_errors.append(
                doc_error("photoGallery:invalid", "", None, "photo_gallery is not an array or without url")
            )
            return
        images = [{"url": image["url"], "display_type": to_int(image.get("display_type", 0))} for image in sent]
        if any(image["display_type"] not in (0, 1, 2) for image in images):
            self.errors.append("The display_type of an image must be 0, 1 or 2")
        usable = [image for image in images if is_web_url(image["url"]) and image["url"] not in self._dead_urls]
        if sent and not usable:
            text = "Photo Gallery Validation - No valid images have been found"
            self.doc_errors.append(doc_error("photoGallery:no-images", "", None, text))
            return
        self._merge_images(usable)

    def _merge_images(self, usable):
        """Replace or append (§3.2); only new URLs are downloaded unless force_images_download says so."""
        stored = list(self._offer.images) if self._offer else []
        known = {image["url"] for image in stored}
        force = to_int(self._item.get("force_images_download", 0))
        fresh = [image for image in usable if force or image["url"] not in known]
        owned = self._offer.owned if self._offer else True
        overwrite = to_int(self._item.get("images_overwrite", int(owned)))
        if overwrite not in (0, 1) or force not in (0, 1):
            self.errors.append("The images_overwrite and force_images_download fields must be 0 or 1")
            return
        self.changes["images"] = (
            usable if overwrite else stored + [image for image in usable if image["url"] not in known]
        )
        self.changes["image_downloads"] = (self._offer.image_downloads if self._offer else 0) + len(fresh)

    def _attachments(self):
        sent = self._item.get("attachments")
        if sent is None:
            return
        if not isinstance(sent, list) or not all(
            isinstance(entry, dict) and is_web_url(entry.get("url")) for entry in sent
        ):
            self.errors.append("The attachments field must be a list of entries with url")
        else:
            self._content("attachments", sent)

    def _completeness(self):
        """Draft rules, then characteristics and family of a known category."""
        category = self._account.dictionary.categories.get(self.merged("category_id"))
        if category is None:
            self.missing += [] if self.doc_errors else ["Category"]
            return
        if category["is_ean_mandatory"] and not self.merged("ean"):
            self.missing.append("EAN")
        if category["is_warranty_mandatory"] and self._item.get("warranty") is None and not self.merged("warranty"):
            self.missing.append("Warranty")
        characteristics = self._item.get("characteristics")
        merged = self.merged("characteristics", []) if characteristics is None else characteristics
        found = check_characteristics(self._account.dictionary.characteristics(category["id"]), merged)
        self.doc_errors += found
        if characteristics is not None and not found:
            self.changes["characteristics"] = characteristics
        self._family(category, merged if is_list_of_entries(merged) else [])

    def _family(self, category, characteristics):
        family = self._item.get("family")
        if not family:
            return
        if isinstance(family, dict) and to_int(family.get("id")) == 0:
            if self._offer and self._offer.family:
                self.changes["family"] = None
            else:
                text = "Mktp Family: could not remove product from family because the product has no family"
                self.doc_errors.append(doc_error("family:none", 0, None, text))
            return
        content = {"family": family, "characteristics": characteristics, "brand": self.merged("brand")}
        problem = check_family(self._account, self.id, content, category)
        if problem is None:
            self.changes["family"] = {**family, "id": to_int(family["id"])}
        elif problem.startswith("missing value"):
            self.warnings.append("Please provide product characteristic values for the given family type")
        else:
            self.warnings.append(f"WARNING: Mktp Family: {problem}")


def is_web_url(url):
    """http(s) and 1..1024 characters."""
    return isinstance(url, str) and len(url) <= 1024 and re.match(r"https?://[^/\s]+", url) is not None


def _is_party(entry):
    return isinstance(entry, dict) and all(
        isinstance(entry.get(key), str) and 1 <= len(entry[key]) <= limit for key, limit in PARTY_LIMITS.items()
    )
