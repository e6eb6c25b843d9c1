"""From an order to a parcel that is delivered, with a real Odoo and the simulated eMAG's couriers."""

import io

import pytest
from pypdf import PdfReader

AWB_SAVE = "/awb/save"
FINALISED = 4


@pytest.fixture(scope="module")
def shop(live):
    live.account.wait_for(lambda: live.browser.find("marketplace.entry", ("kind", "=", "address")), "reading addresses")
    companies = live.browser.find("res.company")
    live.browser.call("res.company", "write", companies, {"phone": "0264000000"})
    return live


def order_of(stage, **options):
    """(number, marketplace order) of an order just placed, once it is taken over."""
    [offer] = stage.account.offers(("product_id", "!=", False), fields=["external_id"])[:1]
    placed = stage.control.place_order(
        lines=[{"product_id": int(offer["external_id"]), "quantity": 1}], force=True, **options
    )
    domain = [("external_id", "=", str(placed["id"])), ("status", "=", "processing")]
    [order] = stage.account.wait_for(
        lambda: stage.browser.find("marketplace.order", *domain), f"taking over order {placed['id']}"
    )
    return placed["id"], order


def parcel(stage, order, **expected):
    """The order's AWB once it is as expected."""
    names = ["state", "number", "ref", "progress", "error", "has_label", "cod", "label_error", *expected]

    def found():
        rows = stage.browser.read("marketplace.shipment", [("order_id", "=", order)], names)
        return [row for row in rows if all(row[name] == value for name, value in expected.items())]

    [row] = stage.account.wait_for(found, f"an AWB that is {expected}")
    return row


@pytest.mark.parametrize("delivery", ["courier", "locker"])
def test_G7_G9_one_click_makes_one_awb_with_its_label(shop, delivery):
    number, order = order_of(shop, delivery=delivery)
    shop.browser.call("marketplace.order", "action_ship", [order])
    shop.browser.call("marketplace.order", "action_ship", [order])
    row = parcel(shop, order, state="made", has_label=True)
    [awb] = shop.control.awbs(number)
    assert str(awb["reservation_id"]) == row["ref"]
    assert shop.control.order(number)["status"] == FINALISED
    label = shop.browser.fetch(f"/marketplace/labels/{row['id']}")
    assert len(PdfReader(io.BytesIO(label)).pages) == 1


def test_G27_the_platform_s_notifications_move_the_parcel(shop):
    _number, order = order_of(shop)
    shop.browser.call("marketplace.order", "action_ship", [order])
    row = parcel(shop, order, state="made")
    for code, progress in (("INT", "in_transit"), ("DLV", "delivered")):
        shop.control.set_awb_status(int(row["ref"]), code)
        parcel(shop, order, progress=progress)


def test_G7_a_lost_answer_makes_no_second_awb(shop):
    number, order = order_of(shop)
    shop.control.add_fault("cut_after", AWB_SAVE, times=1)
    shop.browser.call("marketplace.order", "action_ship", [order])
    shop.account.wait_for(
        lambda: "most likely made" in (parcel(shop, order, state="unclear")["error"] or ""),
        "looking up what became of it",
    )
    [awb] = shop.control.awbs(number)
    shop.control.set_awb_status(awb["reservation_id"], "INT")  # eMAG notifies, and so names it
    row = parcel(shop, order, state="made", has_label=True)
    assert row["ref"] == str(awb["reservation_id"])
    assert len(shop.control.awbs(number)) == 1


def test_G7_a_request_that_never_arrived_is_made_again(shop):
    number, order = order_of(shop)
    shop.control.add_fault("cut_before", AWB_SAVE, times=1)
    shop.browser.call("marketplace.order", "action_ship", [order])
    parcel(shop, order, state="made", has_label=True)
    assert len(shop.control.awbs(number)) == 1


def test_G8_G10_a_number_typed_on_the_transfer_is_shown_at_emag(shop):
    number, order = order_of(shop)
    [picking] = shop.browser.find("stock.picking", ("marketplace_order_id", "=", order))
    shop.browser.call("stock.picking", "write", [picking], {"carrier_tracking_ref": "OWN123"})
    row = parcel(shop, order, state="made", by="own")
    assert row["number"] == "OWN123"
    shop.account.wait_for(lambda: shop.control.attachments(number), "showing the AWB at eMAG")
    [upload] = shop.control.attachments(number)
    assert upload["type"] == 10
