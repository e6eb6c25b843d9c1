"""Control routes for invoices, webhooks, mails and money."""

from simulators.core.control import ControlError
from simulators.core.control_routes import ControlRoutes
from simulators.core.money import to_decimal

from .const import INVOICED, OTHER_FINANCIALS, SETTLEMENT_TYPES
from .finance import finance_row
from .times import iso
from .webhook_saving import row as webhook_row

VERDICTS = (INVOICED, "Rejected")
LEDGER_KEYS = {"kind", "amount", "is_debt", "storefront", "barcode", "text", "package_id"}


class PaperControl(ControlRoutes):
    """What the seller sent, and what Trendyol made of it."""

    def read_invoices(self, body, query):
        """Everything ever sent, deleted ones too; ?package_id=."""
        number = query.get("package_id", type=int)
        return [
            {
                "package_id": invoice.package_id,
                "at": iso(invoice.at),
                "link": invoice.link,
                "number": invoice.number,
                "date": invoice.date and iso(invoice.date),
                "name": invoice.name,
                "mimetype": invoice.mimetype,
                "size": None if invoice.content is None else len(invoice.content),
                "sha256": invoice.sha256,
                "deleted": invoice.deleted,
            }
            for invoice in self._account.invoices
            if number in (None, invoice.package_id)
        ]

    def judge_invoice(self, body, query, package_id):
        """{"status": "Invoiced"} or {"status": "Rejected", "keys": [...]} for a package that has one."""
        body, package = body or {}, self._account.packages.get(package_id)
        if package is None or self._account.invoices.of(package_id) is None or body.get("status") not in VERDICTS:
            raise ControlError(409, "a package with invoice, and Invoiced or Rejected expected")
        try:
            self._account.invoices.set_status(package, body["status"], body.get("keys", ()))
        except ValueError as error:
            raise ControlError(400, str(error)) from None
        return {"invoiceStatus": package.invoice_status, "invoiceRejectedReasonKeys": package.rejection_keys}

    def read_webhooks(self, body, query):
        """As listed, plus since when deliveries fail."""
        return [
            {**webhook_row(webhook), "failing_since": webhook.failing_since and iso(webhook.failing_since)}
            for webhook in self._account.webhooks
        ]

    def read_mails(self, body, query):
        return self._account.mails

    def read_ledger(self, body, query):
        """All rows of settlements and other financials, with `kind`, which their services print as words."""
        return [{**finance_row(self._account, row, "en"), "kind": row.kind} for row in self._account.ledger]

    def add_to_ledger(self, body, query):
        """{"kind": any type of settlements or otherfinancials, "amount", "is_debt", "storefront", "text"}."""
        body = body or {}
        kind, amount = body.get("kind"), to_decimal(body.get("amount"))
        if unknown := set(body) - LEDGER_KEYS:
            raise ControlError(400, f"unknown keys: {', '.join(sorted(unknown))}")
        if kind not in SETTLEMENT_TYPES + OTHER_FINANCIALS or amount is None or amount < 0:
            raise ControlError(400, "kind and amount expected")
        row = self._account.ledger.add(
            kind=kind,
            amount=amount,
            is_debt=bool(body.get("is_debt")),
            storefront=body.get("storefront", self._account.origin),
            barcode=body.get("barcode"),
            text=body.get("text", ""),
            package=self._account.packages.get(body.get("package_id")),
            is_settlement=kind in SETTLEMENT_TYPES,
        )
        return finance_row(self._account, row, "en")

    def add_cargo_invoice(self, body, query):
        """{"package_ids": [...], "amount": of each parcel}: a row of DeductionInvoices and its parcels."""
        body = body or {}
        packages = [self._account.packages.get(number) for number in body.get("package_ids", [])]
        amount = to_decimal(body.get("amount", "15"))
        if not packages or None in packages or amount is None:
            raise ControlError(400, "package_ids and amount expected")
        row = self._account.ledger.add(
            kind="DeductionInvoices",
            amount=amount * len(packages),
            is_debt=True,
            storefront=packages[0].storefront,
            text="Kargo Fatura",
            is_settlement=False,
        )
        self._account.ledger.cargo_invoices[row.id] = [
            {
                "shipmentPackageType": "Gönderi Kargo Bedeli",
                "parcelUniqueId": package.tracking,
                "orderNumber": package.order_number,
                "amount": amount,
                "desi": package.desi,
            }
            for package in packages
        ]
        return {"serial": row.id}

    def add_ticket(self, body, query):
        """A compensation of Trendyol Express, as it is to be read."""
        self._account.ledger.tickets.append(body or {})
        return {"tickets": len(self._account.ledger.tickets)}
