"""Invented customers for simulated orders (fields of api/emag.md §4.6)."""

PERSONS = {
    "RO": [
        ("Ana Pop", "F"),
        ("Ștefan Țurcanu", "M"),
        ("Ioana Mihăilescu", "F"),
        ("Gheorghe-Dan Crăciun", "M"),
        ("Éva Szabó", "F"),
    ],
    "BG": [("Иван Петров", "M"), ("Мария Георгиева", "F")],
    "HU": [("Kovács János", "M"), ("Nagy Ilona", "F")],
}
# name, tax code, registration number, VAT payer
COMPANIES = {
    "RO": [
        ("Exemplu Construct SRL", "RO18547290", "J12/1234/2006", 1),
        ("PFA Ionescu Maria", "30000008", "F40/77/2012", 0),
    ],
    "BG": [("Пример ЕООД", "BG131071587", "131071587", 1)],
    "HU": [("Minta Kft.", "12345676-2-41", "01-09-123456", 1)],
}
STREETS = {
    "RO": ["Str. Lungă 1", "Bd. 1 Decembrie 1918 nr. 12, bl. A3, sc. 2, et. 4, ap. 37", "Calea Victoriei nr. 100"],
    "BG": ["ул. Витоша 5", "бул. България 10"],
    "HU": ["Fő utca 3.", "Kossuth Lajos tér 1."],
}
PHONES = {"RO": "07{:08d}", "BG": "08{:08d}", "HU": "06{:09d}"}


def make_customer(number, country, place, company, stamp, random):
    """A customer object living in `place` (a locality row); `company` decides B2B."""
    name, gender = random.choice(PERSONS[country])
    street = random.choice(STREETS[country])
    phone = PHONES[country].format(random.randrange(20_000_000, 80_000_000))
    firm, code, registration, is_payer = random.choice(COMPANIES[country]) if company else (name, "", "", 0)
    address = {
        "country": country,
        "suburb": place["region2"],
        "city": place["name"],
        "locality_id": str(place["emag_id"]),
        "street": street,
        "postal_code": place["zipcode"],
    }
    return {
        "id": number,
        "mkt_id": 300_000 + number,
        "name": name,
        "email": f"{number * 2_654_435_761 % 2**32:08x}@emag.{country.lower()}",
        "company": firm,
        "gender": gender,
        "code": code,
        "registration_number": registration,
        "bank": "Banca Exemplu" if company else "",
        "iban": "RO49AAAA1B31007593840000" if company and country == "RO" else "",
        "fax": "",
        "legal_entity": int(company),
        "is_vat_payer": is_payer,
        "phone_1": phone,
        "phone_2": "",
        "phone_3": "",
        "billing_name": firm,
        "billing_phone": phone,
        **{f"billing_{key}": value for key, value in address.items()},
        **{f"shipping_{key}": value for key, value in address.items()},
        "shipping_contact": name,
        "shipping_phone": phone,
        "liable_person": name if company else None,
        "created": stamp,
        "modified": stamp,
    }
