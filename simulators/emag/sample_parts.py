"""How sample categories are written down: rows in the platform's shape, texts per language (api/emag.md §2.1)."""


def category(category_id, parent_id, en, ro, characteristics=(), families=(), allowed=1, ean=0, warranty=0):
    return {
        "id": category_id,
        "name": {"en": en, "ro": ro},
        "parent_id": parent_id,
        "is_allowed": allowed,
        "is_ean_mandatory": ean,
        "is_warranty_mandatory": warranty,
        "characteristics": [{**entry, "display_order": order} for order, entry in enumerate(characteristics, 1)],
        "family_types": list(families),
    }


def characteristic(number, en, ro, type_id, values=(), mandatory=0, new=0, is_filter=1, tags=()):
    return {
        "id": number,
        "name": {"en": en, "ro": ro},
        "type_id": type_id,
        "display_order": 0,
        "is_mandatory": mandatory,
        "is_filter": is_filter,
        "allow_new_value": new,
        "values": list(values),
        "tags": list(tags),
    }


def family_type(number, name, *characteristic_ids):
    members = [
        {"characteristic_id": entry, "characteristic_family_type_id": kind, "is_foldable": 1, "display_order": kind}
        for kind, entry in enumerate(characteristic_ids, 1)
    ]
    return {"id": number, "name": name, "characteristics": members}
