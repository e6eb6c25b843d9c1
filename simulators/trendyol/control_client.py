"""Control client with Trendyol's routes."""

from urllib.parse import quote

from simulators.core.control_client import ControlClient


class TrendyolControlClient(ControlClient):
    """See README for bodies and answers. Offers go by barcode; an order is one shipment package, by its id."""

    def offer(self, barcode, **query):
        return self.call("GET", f"/offers/{quote(barcode, safe='')}", **query)

    def edit_offer(self, barcode, **changes):
        return self.call("POST", f"/offers/{quote(barcode, safe='')}", changes)

    def validate_offer(self, barcode, status="approved", reasons=()):
        return self.call(
            "POST", f"/offers/{quote(barcode, safe='')}/validate", {"status": status, "reasons": list(reasons)}
        )

    def batches(self, **query):
        return self.call("GET", "/batches", **query)

    def finish_batches(self):
        return self.call("POST", "/batches/finish")

    def fail_items(self, match=".*", **rule):
        """Batch items whose barcode matches fail: `kind`, `reason`, `times`."""
        return self.call("POST", "/item_faults", {"match": match, **rule})

    def clear_item_faults(self):
        return self.call("DELETE", "/item_faults")

    def confirm_order(self, package_id):
        return self.call("POST", f"/orders/{package_id}/confirm")

    def split_order(self, package_id, groups, **options):
        return self.call("POST", f"/orders/{package_id}/split", {"groups": groups, **options})

    def merge_orders(self, package_id, *others):
        return self.call("POST", f"/orders/{package_id}/merge", {"with": list(others)})

    def advance_order(self, package_id, to=None):
        return self.call("POST", f"/orders/{package_id}/advance", {} if to is None else {"to": to})

    def edit_order(self, package_id, **changes):
        return self.call("POST", f"/orders/{package_id}/edit", changes)

    def ask_claim(self, package_id, lines=None, **options):
        return self.call("POST", "/claims", {"package_id": package_id, "lines": lines, **options})

    def claims(self, **query):
        return self.call("GET", "/claims", **query)

    def claim(self, claim_id):
        return self.call("GET", f"/claims/{claim_id}")

    def receive_claim(self, claim_id):
        return self.call("POST", f"/claims/{claim_id}/receive")

    def decide_claim(self, claim_id, status="Rejected"):
        return self.call("POST", f"/claims/{claim_id}/decide", {"status": status})

    def cancel_claim(self, claim_id):
        return self.call("POST", f"/claims/{claim_id}/cancel")

    def replace_claimed(self, claim_id):
        return self.call("POST", f"/claims/{claim_id}/replace")

    def ask_question(self, barcode, text, **options):
        return self.call("POST", "/questions", {"barcode": barcode, "text": text, **options})

    def questions(self):
        return self.call("GET", "/questions")

    def judge_answer(self, question_id, reject=None):
        return self.call("POST", f"/questions/{question_id}/judge", {"reject": reject} if reject else {})

    def invoices(self, package_id=None):
        return self.call("GET", "/invoices", package_id=package_id)

    def judge_invoice(self, package_id, status="Invoiced", keys=()):
        return self.call("POST", f"/orders/{package_id}/invoice", {"status": status, "keys": list(keys)})

    def webhooks(self):
        return self.call("GET", "/webhooks")

    def mails(self):
        return self.call("GET", "/mails")

    def ledger(self):
        return self.call("GET", "/ledger")

    def add_to_ledger(self, kind, amount, **options):
        return self.call("POST", "/ledger", {"kind": kind, "amount": amount, **options})

    def add_cargo_invoice(self, package_ids, amount):
        return self.call("POST", "/cargo_invoices", {"package_ids": list(package_ids), "amount": amount})
