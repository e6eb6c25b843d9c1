"""Control routes for the invoices eMAG issues: to the seller, and to customers in his name (api/emag.md §7.2, §7.3)."""

from simulators.core.control import ControlError
from simulators.core.control_routes import ControlRoutes
from simulators.core.money import as_json_number, round_half_up, to_decimal

from .invoices import CATEGORIES, CUSTOMER_CATEGORIES
from .times import parse_date

DANTE = {
    "name": "Dante International SA",
    "register_number": "J40/1/2001",
    "cif": "10000000",
    "tax_code": "RO10000000",
    "social_capital": "",
    "iban": "",
    "bank": "",
    "address": "Bucuresti",
}
SELLER = {
    "name": "Demo Shop SRL",
    "register_number": "J12/1/2020",
    "cif": "123456",
    "tax_code": "RO123456",
    "iban": "",
    "bank": "",
    "country": "Romania",
    "address": "Cluj-Napoca",
}


class InvoiceControl(ControlRoutes):
    """Answers are invoices as the reads print them."""

    def add(self, body, query):
        """To the seller: {"category", "number", "date", "is_storno", "lines": [{"product_name", "quantity", "unit_price"}]}."""
        wish = body if isinstance(body, dict) else {}
        category = wish.get("category", "FC")
        if category not in CATEGORIES:
            raise ControlError(400, f"unknown category {category}")
        invoices = self._account.invoices
        number = wish.get("number") or f"C-MKTP-{100_001 + len(invoices)}"
        lines = wish.get("lines") or [{"product_name": CATEGORIES[category], "unit_price": 100}]
        invoice = {
            "category": category,
            "name": CATEGORIES[category],
            **self._common(wish, number, lines, 1),
            "supplier": {**DANTE, "phone_number": ""},
            "customer": SELLER,
            "payment_term": wish.get("payment_term", 0),
        }
        invoices.append(invoice)
        return invoice

    def add_for_customer(self, body, query):
        """{"order_id", "category": "normal" or "storno", "reversal_for"}: the goods of an order, negative for a storno."""
        wish = body if isinstance(body, dict) else {}
        order = self._account.orders.get(wish.get("order_id"))
        category = wish.get("category", "normal")
        if order is None or category not in CUSTOMER_CATEGORIES:
            raise ControlError(400, "order_id must be an order, category normal or storno")
        invoices = self._account.customer_invoices
        is_storno = category == "storno"
        lines = wish.get("lines") or [
            {
                "product_name": line.name,
                "quantity": line.initial_qty,
                "unit_price": line.sale_price,
                "vat_rate": line.vat * 100,
            }
            for line in order.lines
        ]
        seller = {**SELLER, "social_capital": ""}
        invoice = {
            "category": category,
            "order_id": order.id,
            "reversal_for": wish.get("reversal_for"),
            **self._common(
                {**wish, "is_storno": int(is_storno)},
                wish.get("number") or f"DS-{len(invoices) + 1:06}",
                lines,
                -1 if is_storno else 1,
            ),
            "supplier": seller,
            "customer": self._customer(order.customer),
        }
        invoices.append(invoice)
        return invoice

    def read(self, body, query):
        return self._account.invoices

    def read_for_customers(self, body, query):
        return self._account.customer_invoices

    def _customer(self, customer):
        return {
            "name": customer["billing_name"],
            "register_number": customer["registration_number"],
            "cif": customer["code"],
            "tax_code": customer["code"],
            "iban": customer["iban"],
            "bank": customer["bank"],
            "country": customer["billing_country"],
            "address": f"{customer['billing_street']}, {customer['billing_city']}",
        }

    def _common(self, wish, number, lines, sign):
        date = wish.get("date") or self._account.stamp()[:10]
        if parse_date(date) is None:
            raise ControlError(400, f"bad date {date}")
        rows = [self._line(line, sign) for line in lines]
        net, vat = (sum(row[key] for row in rows) for key in ("value", "vat_value"))
        for row in rows:
            row.update({key: as_json_number(row[key]) for key in ("unit_price", "vat_rate", "value", "vat_value")})
        return {
            "number": number,
            "date": date,
            "is_storno": int(bool(wish.get("is_storno"))),
            "lines": rows,
            "total_without_vat": as_json_number(net),
            "total_vat_value": as_json_number(vat),
            "total_with_vat": as_json_number(net + vat),
            "currency": self._account.currency,
        }

    def _line(self, line, sign):
        """Prices without VAT; `vat_rate` in percent."""
        default_rate = next(iter(self._account.dictionary.vat.values())) * 100
        price, rate = to_decimal(line.get("unit_price")), to_decimal(line.get("vat_rate", default_rate))
        quantity = line.get("quantity", 1)
        if price is None or rate is None or not isinstance(quantity, int):
            raise ControlError(400, f"bad line {line}")
        value = round_half_up(sign * quantity * price)
        return {
            "product_name": line.get("product_name", ""),
            "unit_of_measure": "Buc",
            "quantity": sign * quantity,
            "unit_price": price,
            "vat_rate": rate,
            "value": value,
            "vat_value": round_half_up(value * rate / 100),
        }
