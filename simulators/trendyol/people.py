"""Invented customers and places (fields of api/trendyol.md §3.3)."""

PERSONS = {
    "RO": [
        ("Ana", "Popescu"),
        ("Ștefan", "Țurcanu"),
        ("Ioana", "Mihăilescu"),
        ("Gheorghe-Dan", "Crăciun"),
        ("Éva", "Szabó"),
    ],
    "TR": [("Ayşe", "Yılmaz"), ("Mehmet", "Öztürk"), ("Çağla", "Şahin")],
    "BG": [("Ivan", "Petrov"), ("Maria", "Georgieva")],
    "GR": [("Maria", "Papadopoulou"), ("Nikos", "Georgiou")],
}
# name, tax number, tax office
COMPANIES = {
    "RO": [("Exemplu Construct SRL", "RO18547290", ""), ("PFA Ionescu Maria", "30000008", "")],
    "TR": [("Örnek Ticaret A.Ş.", "1234567890", "Kadıköy")],
    "BG": [("Primer EOOD", "BG131071587", "")],
    "GR": [("Paradeigma AE", "EL094014201", "Athina")],
}
# city, county (CEE), postal code
PLACES = {
    "RO": [
        ("Timisoara", "Timis", "300001"),
        ("București", "București", "030001"),
        ("Cluj-Napoca", "Cluj", "400001"),
        ("Iași", "Iasi", "700001"),
    ],
    "TR": [("İstanbul", "", "34710"), ("Ankara", "", "06420")],
    "BG": [("Sofia", "Sofia", "1000")],
    "GR": [("Athina", "Attiki", "10431")],
}
STREETS = {
    "RO": ["Str. Lalelelor 5", "Bd. 1 Decembrie 1918 nr. 12, bl. A3, sc. 2, et. 4, ap. 37"],
    "TR": ["Bağdat Cad. No:12 D:4"],
}
# Who gets the invoice of what Trendyol buys and exports itself (§7.6); the number is invented.
TRENDYOLS_COMPANY = {
    "firstName": "DSM Grup",
    "lastName": "Danışmanlık İletişim ve Satış Ticaret A.Ş.",
    "company": "DSM Grup Danışmanlık İletişim ve Satış Ticaret A.Ş.",
    "taxNumber": "3130000000",
    "taxOffice": "Boğaziçi Kurumlar",
    "street": "Maslak Mah. Saat Sok. No:5",
    "city": "İstanbul",
    "county": "",
    "postalCode": "34485",
    "country": "TR",
    "phone": "",
}
FOREIGN_PLACE = ("Sample City", "", "10000")
COUNTY_NUMBERS = {"Timis": 35, "București": 40, "Cluj": 12, "Iasi": 22}
MINDFUL_OF_COUNTY = ("RO", "BG", "GR", "CZ", "SK")
NO_CNP = "0000000000000"
# Weights of the check digit of a Romanian personal number.
CNP_WEIGHTS = (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)


def invent(number, country, company, random):
    """Name, address and papers of a customer; `company` decides `commercial`."""
    first, last = random.choice(PERSONS.get(country) or PERSONS["BG"])
    city, county, postal = random.choice(PLACES.get(country) or [FOREIGN_PLACE])
    firm, tax_number, tax_office = (
        random.choice(COMPANIES.get(country) or COMPANIES["BG"]) if company else ("", None, "")
    )
    return {
        "customerId": 90_000_000 + number,
        "firstName": first,
        "lastName": last,
        "email": f"pf+{number * 2_654_435_761 % 2**32:08x}@trendyolmail.com",
        "phone": f"07{random.randrange(20_000_000, 80_000_000):08d}",
        "street": random.choice(STREETS.get(country) or STREETS["RO"]),
        "city": city,
        "county": county,
        "postalCode": postal,
        "country": country,
        "company": firm,
        "taxNumber": tax_number,
        "taxOffice": tax_office,
        "identityNumber": NO_CNP if country != "TR" else "11111111111",
    }


def make_cnp(number, random):
    """A personal number with a right check digit."""
    born = f"{random.randrange(60, 99)}{random.randrange(1, 13):02d}{random.randrange(1, 29):02d}"
    digits = f"{random.choice('12')}{born}{random.randrange(1, 41):02d}{number % 1000:03d}"
    check = sum(int(digit) * weight for digit, weight in zip(digits, CNP_WEIGHTS, strict=True)) % 11
    return digits + str(1 if check == 10 else check)


def address(number, who, is_invoice=False):
    """shipmentAddress or invoiceAddress of a package."""
    full = f"{who['firstName']} {who['lastName']}"
    row = {
        "id": number,
        "firstName": who["firstName"],
        "lastName": who["lastName"],
        "fullName": full,
        "company": who["company"] if is_invoice else "",
        "address1": who["street"],
        "address2": "",
        "addressLines": {"addressLine1": who["street"], "addressLine2": ""},
        "fullAddress": f"{who['street']} {who['city']}",
        "city": who["city"],
        "cityCode": 0,
        "district": who["city"],
        "districtId": 0,
        "stateName": "",
        "shortAddress": "",
        "postalCode": who["postalCode"],
        "countryCode": who["country"],
        "neighborhoodId": 0,
        "neighborhood": "",
        "phone": who["phone"],
        "latitude": None,
        "longitude": None,
    }
    if who["country"] in MINDFUL_OF_COUNTY:
        row |= {"countyId": COUNTY_NUMBERS.get(who["county"], 0), "countyName": who["county"]}
    if is_invoice and who["taxNumber"]:
        row |= {"taxOffice": who["taxOffice"], "taxNumber": who["taxNumber"]}
    if is_invoice and who["country"] == "TR":
        row["eInvoiceAvailable"] = bool(who["taxNumber"])
    return row
