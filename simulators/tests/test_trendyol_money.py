"""Questions and settlements (api/trendyol.md §6.6, §6.7)."""

import pytest

from .trendyol_api import DAY, Api

QUESTIONS = "/qna/sellers/{S}/questions"
SETTLEMENTS = "/finance/che/sellers/{S}/settlements"
OTHER = "/finance/che/sellers/{S}/otherfinancials"
ANSWER = "Da, tricoul este din bumbac."


# Questions


def ask(api, barcode="A-1", **options):
    return api.control("POST", "/questions", {"barcode": barcode, "text": "Este din bumbac?", **options})


def found(api, **query):
    return [row["id"] for row in api.get(f"{QUESTIONS}/filter", **query).content]


def answer(api, question, text=ANSWER):
    return api.post(f"{QUESTIONS}/{question['id']}/answers", {"text": text})


def status(api, question):
    return api.get(f"{QUESTIONS}/{question['id']}").json["status"]


def test_questions_are_read_and_answered(bazaar):
    question = ask(bazaar)
    row = bazaar.get(f"{QUESTIONS}/filter", status="WAITING_FOR_ANSWER").content[0]
    assert (row["text"], row["productMainId"], row["answer"]) == ("Este din bumbac?", "A-1", None)
    assert answer(bazaar, question).json["answerId"]
    assert status(bazaar, question) == "WAITING_FOR_APPROVE"
    bazaar.later(60)
    assert status(bazaar, question) == "ANSWERED"
    assert bazaar.get(f"{QUESTIONS}/{question['id']}").json["answer"]["text"] == ANSWER


@pytest.mark.parametrize(
    "text",
    ["scurt", "x" * 2001, None, "Sunati la 0722 123 456 va rog", "Scrieti la ana@example.ro va rog", "Vedeti www.magazin.ro acum",
     "Ne gasiti pe WhatsApp oricand"],
)  # fmt: skip
def test_refused_answers(bazaar, text):
    question = ask(bazaar)
    assert answer(bazaar, question, text).status == 400
    assert status(bazaar, question) == "WAITING_FOR_ANSWER"


def test_answers_at_their_limits(bazaar):
    assert answer(bazaar, ask(bazaar), "x" * 10).status == 200
    assert answer(bazaar, ask(bazaar), "x" * 2000).status == 200


def test_a_rejected_answer_is_given_again(bazaar):
    question = ask(bazaar)
    answer(bazaar, question)
    assert answer(bazaar, question).status == 400
    bazaar.control("POST", f"/questions/{question['id']}/judge", {"reject": "Neclar"})
    row = bazaar.get(f"{QUESTIONS}/{question['id']}").json
    assert (row["status"], row["answer"], row["rejectedAnswer"]["reason"]) == ("REJECTED", None, "Neclar")
    bazaar.later(60)
    assert status(bazaar, question) == "REJECTED"  # the approval of the first answer is void
    assert answer(bazaar, question).status == 200
    bazaar.control("POST", f"/questions/{question['id']}/judge", {})
    assert status(bazaar, question) == "ANSWERED"
    assert bazaar.control("POST", f"/questions/{ask(bazaar)['id']}/judge", {})[0] == 409


def test_questions_close_after_three_business_days(bazaar):
    question = ask(bazaar)
    bazaar.later(3 * DAY)
    assert status(bazaar, question) == "UNANSWERED" and answer(bazaar, question).status == 400


def test_question_windows_are_cut_and_default_to_a_week(bazaar):
    first = ask(bazaar)["id"]
    bazaar.clock.advance(8 * DAY)
    second = ask(bazaar, "A-2")["id"]
    bazaar.clock.advance(60)
    assert found(bazaar, orderByField="CreatedDate") == [second]
    start, end = bazaar.now - 10 * DAY * 1000, bazaar.now
    assert found(bazaar, startDate=start, endDate=end, orderByField="CreatedDate", orderByDirection="ASC") == [
        first,
        second,
    ]
    start = bazaar.now - 40 * DAY * 1000
    assert first in found(bazaar, startDate=start, endDate=end)  # the last two weeks of it
    assert found(bazaar, barcode="A-2") == [second]
    assert bazaar.get(f"{QUESTIONS}/filter", size=51).status == 400
    assert bazaar.get(f"{QUESTIONS}/filter", status="OPEN").status == 400


def test_unknown_questions_and_storefronts():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    question = ask(api, storefront="BG")
    assert api.get(f"{QUESTIONS}/{question['id']}").status == 404 and found(api) == []
    assert ask(api, "nobody")[0] == 400


# Settlements


def rows(api, kind="Sale", path=SETTLEMENTS, **query):
    window = {"startDate": api.now - 10 * DAY * 1000, "endDate": api.now}
    reply = api.get(path, **{"transactionType": kind, **window, **query})
    assert reply.status == 200, reply.json
    return reply.content


def test_nothing_before_delivery(bazaar):
    package = bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.advance(package, "Picking", "Shipped")
    assert rows(bazaar) == []
    bazaar.advance(package, "Delivered")
    assert len(rows(bazaar)) == 1


def test_the_example_of_the_document(trendyol):
    trendyol.seed({"id": "TS", "sale_price": "129.90"})
    package = trendyol.delivered(lines=[{"barcode": "TS", "quantity": 2}], discounts=[{"seller": 20}])
    first, second = rows(trendyol)
    assert (first["credit"], first["debt"], first["commissionRate"]) == (119.9, 0, 18)
    assert (first["commissionAmount"], first["sellerRevenue"]) == (21.58, 98.32)
    assert first["orderNumber"] == package["orderNumber"] and first["shipmentPackageId"] == package["id"]
    assert first["id"] != second["id"] and first["barcode"] == "TS" and "currency" not in first


def test_a_return_is_debt(bazaar):
    package = bazaar.delivered(lines=[{"barcode": "A-1"}])
    claim = bazaar.control("POST", "/claims", {"package_id": package["id"], "received": True})
    assert rows(bazaar, "Return") == []
    bazaar.later(2 * DAY)
    [row] = rows(bazaar, "Return")
    assert (row["debt"], row["credit"], row["orderNumber"]) == (100, 0, claim["orderNumber"])
    assert len(rows(bazaar, transactionTypes="Sale,Return", transactionType="Sale")) == 2  # the plural wins


def test_turkish_rows_are_gross_with_discounts_apart(turkish):
    turkish.delivered(lines=[{"barcode": "T-1"}], discounts=[{"seller": 20}])
    [sale], [discount] = rows(turkish), rows(turkish, "Discount")
    assert (sale["credit"], discount["debt"]) == (100, 20)
    assert (sale["transactionType"], discount["transactionType"]) == ("Satış", "İndirim")


@pytest.mark.parametrize(
    "change",
    [
        {"transactionType": ""},
        {"transactionType": "Gift"},
        {"transactionType": "Discount"},  # INT documents Sale and Return only
        {"startDate": ""},
        {"endDate": ""},
        {"size": 100},
        {"size": 501},
        {"supplierId": 5},
        {"transactionSubType": "x"},
    ],
)
def test_wrong_parameters(bazaar, change):
    window = {"startDate": bazaar.now - DAY, "endDate": bazaar.now}
    assert bazaar.get(SETTLEMENTS, **{"transactionType": "Sale", **window, **change}).status == 400


def test_fifteen_days_apart(bazaar):
    end = bazaar.now
    assert bazaar.get(SETTLEMENTS, transactionType="Sale", startDate=end - 15 * DAY * 1000, endDate=end).status == 200
    assert (
        bazaar.get(SETTLEMENTS, transactionType="Sale", startDate=end - 15 * DAY * 1000 - 1, endDate=end).status == 400
    )


def test_all_types_on_international_storefronts_are_a_switch(bazaar):
    bazaar.set(int_finance_types="all")
    bazaar.delivered(lines=[{"barcode": "A-1"}], discounts=[{"seller": 20}])
    assert rows(bazaar, "Discount")[0]["debt"] == 20 and rows(bazaar)[0]["credit"] == 100


def test_payouts_fall_on_wednesdays(bazaar):
    bazaar.delivered(lines=[{"barcode": "A-1"}])
    delivered = bazaar.now
    [row] = rows(bazaar)
    assert row["paymentOrderId"] is None
    assert row["paymentDate"] == delivered + 30 * DAY * 1000  # Wednesday 9 December
    bazaar.clock.advance(30 * DAY)
    window = {"startDate": delivered, "endDate": delivered + DAY * 1000}
    [row] = rows(bazaar, **window)
    assert row["paymentOrderId"]
    assert rows(bazaar, paymentOrderId=row["paymentOrderId"], **window) == [row]
    assert (
        rows(bazaar, paymentDate="2026-12-09", **window) == [row]
        and rows(bazaar, paymentDate="2026-12-10", **window) == []
    )


def test_other_financials_and_cargo_invoices(bazaar):
    package = bazaar.delivered(lines=[{"barcode": "A-1"}])
    serial = bazaar.control("POST", "/cargo_invoices", {"package_ids": [package["id"]], "amount": 15.5})["serial"]
    bazaar.control("POST", "/ledger", {"kind": "PaymentOrder", "amount": 500, "is_debt": True})
    [row] = rows(bazaar, "DeductionInvoices", OTHER)
    assert row["id"] == serial and row["debt"] == 15.5 and "Kargo" in row["description"]
    assert rows(bazaar, "PaymentOrder", OTHER)[0]["debt"] == 500
    [parcel] = bazaar.get(f"/finance/che/sellers/{{S}}/cargo-invoice/{serial}/items").content
    assert (parcel["parcelUniqueId"], parcel["amount"]) == (package["cargoTrackingNumber"], 15.5)
    assert bazaar.get("/finance/che/sellers/{S}/cargo-invoice/x/items").status == 404
    assert bazaar.control("POST", "/ledger", {"kind": "Gift", "amount": 5})[0] == 400
    assert bazaar.get(OTHER, transactionType="Sale", startDate=0, endDate=1).status == 400
    assert {row["kind"] for row in bazaar.control("GET", "/ledger")} == {"Sale", "DeductionInvoices", "PaymentOrder"}


def test_compensations_are_turkish(turkish, bazaar):
    turkish.control("POST", "/tickets", {"ticketId": 1, "amount": 50})
    answered = turkish.get("/tex/compensation/sellers/{S}/tickets").json
    assert answered == {"data": [{"ticketId": 1, "amount": 50}], "totalCount": 1}
    assert turkish.get("/tex/compensation/sellers/{S}/tickets", size=101).status == 400
    assert bazaar.get("/tex/compensation/sellers/{S}/tickets").status == 400


def test_each_storefront_has_its_own_money():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    api.delivered(lines=[{"barcode": "A-1"}], storefront="BG")
    assert rows(api) == []
    api.headers["storeFrontCode"] = "BG"
    assert rows(api)[0]["country"] == "Bulgaria"
