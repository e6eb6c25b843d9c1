"""Keys and limits of awb/save: the body itself, sender, receiver, parcels (api/emag.md §5.1)."""

import re

from simulators.core.money import to_decimal

from .bodies import to_int
from .const import MAX_ID, PICKUP_ADDRESS, RETURN_ADDRESS

# (lowest, highest, required)
WHOLE = {
    "order_id": (1, MAX_ID, True),
    "rma_id": (1, MAX_ID, False),
    "envelope_number": (0, 9999, True),
    "parcel_number": (0, 999, True),
    "courier_account_id": (1, MAX_ID, False),
}
AMOUNTS = {"insured_value": (0, 999_999_999, False), "weight": (0, 99_999, False), "cod": (0, 999_999_999, True)}
TEXTS = {"locker_id": (3, 255, False), "observation": (0, 255, False)}
FLAGS = (
    "is_oversize",
    "pickup_and_return",
    "saturday_delivery",
    "sameday_delivery",
    "dropoff_locker",
    "unboxing",
    "save_volumetric_awb_data",
)
PARTY_TEXTS = {
    "name": (3, 255, True),
    "contact": (1, 255, True),
    "street": (3, 255, True),
    "zipcode": (1, 255, False),
    "address_id": (0, 21, False),
}
PHONE = re.compile(r"\+?[0-9]{8,11}")
PACKAGE = ("weight", "length", "width", "height")
WEIGHT_TOLERANCE = to_decimal("0.01")
ABSENT = (None, "")


def read_body(item, settings):
    """(values by key, errors) of the keys beside sender, receiver and packages."""
    values, errors = {}, []
    for table, read in ((WHOLE, to_int), (AMOUNTS, to_decimal)):
        for key, (low, high, required) in table.items():
            values[key] = _number(item, key, read, low, high, required, errors)
    for key, limits in TEXTS.items():
        values[key] = _text(item, key, key, *limits, errors)
    for key in FLAGS:
        required = key == "is_oversize" and settings.awb_is_oversize_required
        values[key] = _number(item, key, to_int, 0, 1, required, errors) or 0
    if values["envelope_number"] == 0 and values["parcel_number"] == 0:
        errors.append("The envelope_number and the parcel_number cannot both be 0")
    return values, errors


def _number(item, key, read, low, high, required, errors):
    sent = item.get(key)
    if sent in ABSENT:
        if required:
            errors.append(f"The {key} field is mandatory")
        return None
    value = read(sent)
    if value is None or not low <= value <= high:
        errors.append(f"The {key} field must be between {low} and {high}")
        return None
    return value


def _text(item, key, name, low, high, required, errors):
    value = item.get(key)
    if value in ABSENT:
        if required:
            errors.append(f"The {name} field is mandatory")
        return None
    if not isinstance(value, str) or not low <= len(value) <= high:
        errors.append(f"The {name} field must have between {low} and {high} characters")
        return None
    return value


def read_packages(item, values):
    """(total weight or None, errors) of packages[] [4.5]: one entry per parcel, their weights sum up to `weight`."""
    packages = item.get("packages")
    if packages in (None, []):
        return None, []
    if not isinstance(packages, list) or not all(isinstance(entry, dict) for entry in packages):
        return None, ["The packages field must be a list of packages"]
    errors = [
        f"The packages.{key} field is mandatory and must be greater than 0"
        for entry in packages
        for key in PACKAGE
        if (to_decimal(entry.get(key)) or 0) <= 0
    ]
    if errors:
        return None, errors
    if len(packages) != values["parcel_number"]:
        errors.append("The number of packages must be the parcel_number")
    total = sum(to_decimal(entry["weight"]) for entry in packages)
    if values["weight"] is not None and abs(values["weight"] - total) > WEIGHT_TOLERANCE:
        errors.append("The weight must be the sum of the packages")
    return total, errors


class Party:
    """Sender or receiver. `saved` names the kind of the account's addresses it may stand for (None = no address_id)."""

    def __init__(self, dictionary, item, role, saved):
        self.errors = []
        self.printable = {}
        self.country = None
        self.marked_street = ""
        party = item.get(role)
        if not isinstance(party, dict) or not party:
            self.errors.append(f"The {role} field is mandatory")
            return
        texts = {key: _text(party, key, f"{role}.{key}", *limits, self.errors) for key, limits in PARTY_TEXTS.items()}
        self._check_phones(party, role)
        if party.get("legal_entity") not in ABSENT and to_int(party["legal_entity"]) not in (0, 1):
            self.errors.append(f"The {role}.legal_entity field must be 0 or 1")
        place = self._place(dictionary, party, role)
        address = self._saved_address(dictionary, texts["address_id"], role, saved)
        if self.errors:
            return
        self.marked_street = texts["street"]
        self.country = address["country_code"] if address else place["country_code"]
        self.printable = {
            "name": texts["name"],
            "contact": texts["contact"],
            "phone": party["phone1"],
            "street": address["address"] if address else texts["street"],
            "city": address["city"] if address else place["name"],
            "county": address["suburb"] if address else place["region2"],
            "zipcode": address["zipcode"] if address else texts["zipcode"] or place["zipcode"],
        }

    def _check_phones(self, party, role):
        for key, required in (("phone1", True), ("phone2", False)):
            phone = party.get(key)
            if phone in ABSENT:
                if required:
                    self.errors.append(f"The {role}.{key} field is mandatory")
            elif not isinstance(phone, str) or not PHONE.fullmatch(phone):
                self.errors.append(f"The {role}.{key} field must have between 8 and 11 digits")

    def _place(self, dictionary, party, role):
        number = to_int(party.get("locality_id"))
        place = next((row for row in dictionary.localities if row["emag_id"] == number), None)
        if place is None:
            self.errors.append(f"The {role}.locality_id field is mandatory and must be a known locality")
        return place

    def _saved_address(self, dictionary, address_id, role, saved):
        if not address_id:
            return None
        label = {PICKUP_ADDRESS: "pickup", RETURN_ADDRESS: "return"}.get(saved)
        row = next(
            (
                row
                for row in dictionary.addresses
                if row["address_id"] == address_id and row["address_type_id"] == saved
            ),
            None,
        )
        if row is None:
            kind = f"is not a {label} address of this account" if label else "cannot be used here"
            self.errors.append(f"The {role}.address_id {address_id} {kind}")
        return row
