"""Parcels that the seller brings by his own means: their number or page told, and how it ended (api/trendyol.md §3.9, §3.10).

Outside Türkiye the number of one of Trendyol's seller couriers is told. In Türkiye it is the address of a tracking page or a
phone number, and telling it says that the parcel left.
"""

import re

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .client import reading
from .fields import identifier, is_id, text
from .package_changes import PACKAGE, desi
from .parse_order import package_status
from .parse_return import parcel_back

_ = Words("marketplace_trendyol")


class OwnDelivery:
    """The parcels of one account that travel on the seller's own contract.

    :param packages: ``Packages``
    :param claims: ``Claims``, for the parcels that go with a return
    :param options: ``own_courier`` and ``own_phone``, as ``Connection.options``
    """

    def __init__(self, packages, claims, options):
        self._packages = packages
        self._claims = claims
        self._options = options

    # ---- which number it has ----

    def is_told(self, document, row, client):
        """Whether the package shows this number; in Türkiye, whether it is on its way by own means.

        :raise ValueError: not readable
        """
        if client.storefront == const.TURKEY:
            tracking = identifier(row, "cargoTrackingNumber", what="Package")
            return tracking.startswith(facts.OWN_MEANS) and package_status(row, "Package") not in facts.OPEN
        return text(row, "cargoSenderNumber", "Package") == first_number(document.number) != ""

    def tell(self, document, client):
        """:raise Rejected: Trendyol's own no"""
        key = document.order_key
        if client.storefront == const.TURKEY:
            return self._departed(document, client)
        return self._number(document, client, key)

    def _number(self, document, client, package):
        courier, number = self._options.get("own_courier"), first_number(document.number)
        if not courier:
            words = _("Say on the account which of Trendyol's couriers your own one is.")
            return Result(document.key, Outcome.REFUSED, words)
        if not number:
            return Result(document.key, Outcome.REFUSED, _("The parcel has no number."))
        body = {"cargoSenderNumber": number, "providerCode": courier}
        path = f"{PACKAGE}/tracking-details".format(key=package)
        client.ask("PUT", path, bucket="actions", changes=True, keys=(package,), json=body)
        return Result(document.key, Outcome.CONFIRMED)

    def _departed(self, document, client):
        phone, info = contact(document, self._options.get("own_phone"))
        if not info:
            words = _(
                "Trendyol wants the address of the courier's tracking page, or a phone number of 10 digits: type one of them "
                "as the tracking number, or the phone of your own delivery on the account."
            )
            return Result(document.key, Outcome.REFUSED, words)
        body = {"isPhoneNumber": phone, "trackingInfo": info, "params": {}}
        if document.parcels:
            body |= {"boxQuantity": len(document.parcels), "deci": desi(document.parcels)}
        path = f"{PACKAGE}/alternative-delivery".format(key=document.order_key)
        client.ask("PUT", path, bucket="actions", changes=True, keys=(document.order_key,), json=body)
        return Result(document.key, Outcome.CONFIRMED)

    # ---- parcels with refused goods ----

    def find_back(self, document):
        """Whether Trendyol shows this number for the parcel that takes refused goods to the customer."""
        found = self._parcel_back(document)
        number = first_number(document.number)
        if not found or not number or found[0].get("cargosendernumber") != number:
            return None
        return Result(document.key, Outcome.CONFIRMED, _("The parcel shows it already."))

    def tell_back(self, document):
        found = self._parcel_back(document)
        if not found:
            words = _("Trendyol wants no parcel sent to the customer for the return %s.", document.return_key)
            return Result(document.key, Outcome.REFUSED, words)
        parcel, client = found
        try:
            return self._number(document, client, identifier(parcel, "packageid", what="Return"))
        except Rejected as error:
            return Result(document.key, Outcome.REFUSED, str(error), error.code)

    def _parcel_back(self, document):
        found = self._claims.read(document.return_key)
        if not found:
            return None
        row, client = found
        with reading():
            parcel = parcel_back(row, "Return")
        return (parcel, client) if parcel else None

    # ---- how it ended ----

    def end(self, change, path, wanted):
        """The seller's word on a parcel that Trendyol does not follow.

        :param wanted: the status it has afterwards; one that has it already counts as told
        """
        key = change.order_key
        found = self._packages.read(key) if is_id(key) else None
        if not found:
            return Result(key, Outcome.REFUSED, _("Trendyol does not know the package %s.", key))
        row, client = found
        with reading():
            status = package_status(row, f"Package {key}")
        if status == wanted:
            return Result(key, Outcome.CONFIRMED, _("Trendyol knows it already."))
        if facts.STATUS[status] is not OrderStatus.SHIPPED:
            return Result(key, Outcome.REFUSED, _("At Trendyol the package is «%s».", _(facts.ORDER_LABELS[status])))
        try:
            client.ask("PUT", path.format(key=key), bucket="actions", changes=True, keys=(key,))
        except Rejected as error:
            return Result(key, Outcome.REFUSED, str(error), error.code)
        return Result(key, Outcome.CONFIRMED)


def first_number(numbers):
    return numbers.split(",")[0].strip()


def contact(document, own_phone):
    """``(is it a phone, what customers follow their parcel by)``: the courier's page, else what was typed, else our own phone."""
    typed = first_number(document.number)
    for link in (document.tracking_link, typed):
        if link.startswith(("http://", "https://")):
            return False, link
    for number in (typed, own_phone or ""):
        digits = re.sub(r"\D", "", number)
        digits = re.sub(r"^(0090|90|0)(?=\d{10}$)", "", digits)
        if len(digits) == facts.PHONE_DIGITS and not re.search(r"[^\d\s+()./-]", number):
            return True, digits
    return False, ""
