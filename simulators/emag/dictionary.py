"""The account's dictionary: what lookups answer and saves are checked against."""

import json
from dataclasses import dataclass

from simulators.core.money import to_decimal

from . import seed


@dataclass
class Dictionary:
    """`categories` by id, `vat` rate by id, the rest as lists in the platform's own row format (§2)."""

    categories: dict
    vat: dict
    handling_times: list
    localities: list
    courier_accounts: list
    addresses: list
    warehouses: list
    catalogue: list

    def characteristics(self, category_id):
        """Characteristics of a category by id; empty for an unknown category."""
        category = self.categories.get(category_id)
        return {entry["id"]: entry for entry in category["characteristics"]} if category else {}


def load(country, path=None):
    """The sample dictionary of `country`; a JSON file may replace any of its parts.

    Keys of the file: categories, vat ([{"vat_id": 1, "vat_rate": "0.21"}], the first is the default), handling_times,
    localities, courier_accounts, addresses, warehouses, catalogue. Unknown keys raise ValueError.
    """
    parts = seed.sample(country)
    if path:
        with open(path, encoding="utf-8") as source:
            replaced = json.load(source)
        if unknown := set(replaced) - set(parts):
            raise ValueError(f"unknown parts in {path}: {', '.join(sorted(unknown))}")
        parts.update(replaced)
    parts["categories"] = {category["id"]: category for category in parts["categories"]}
    parts["vat"] = {row["vat_id"]: to_decimal(row["vat_rate"]) for row in parts["vat"]}
    return Dictionary(**parts)
