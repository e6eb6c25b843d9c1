"""Trendyol's offers withdrawn, put back, unlocked and deleted, by clicks in a real browser; and a brand chosen from its list."""

import time

import pytest

from tests.product.trendyol_stage import TrendyolStage, barcode_of
from tests.product.viewer import DIALOG, LANGUAGES, viewing

pytestmark = pytest.mark.slow
LIST = ".o_list_view"


@pytest.fixture(scope="module")
def stage():
    with TrendyolStage("test_standing_screens") as stage:
        stage.open_shop()
        yield stage


@pytest.fixture(scope="module", params=LANGUAGES)
def viewer(request, live):
    with viewing(live, request.param) as viewer:
        yield viewer


def offers(stage, *articles):
    found = stage.account.offers(("external_id", "in", [barcode_of(article) for article in articles]))
    return [offer["id"] for offer in found]


def ask(stage, wish, *articles):
    """As in the list: choose, «Actions», say yes."""
    action = stage.browser.call("marketplace.offer", f"action_{wish}", offers(stage, *articles))
    stage.browser.call("marketplace.wish", "action_confirm", [action["res_id"]])


def until(stage, article, **state):
    def is_so():
        shown = stage.control.offer(barcode_of(article))
        return all(shown[name] == value for name, value in state.items())

    stage.account.wait_for(is_so, f"{barcode_of(article)} to be {state}")


def test_C9_several_are_withdrawn_and_put_back(live):
    articles = [live.article(place)[1] for place in range(5, 8)]
    ask(live, "withdraw", *articles)
    for article in articles:
        until(live, article, archived=True)
    domain = [("id", "in", offers(live, *articles)), ("status", "=", "inactive"), ("wish", "=", False)]
    live.account.wait_for(
        lambda: len(live.browser.find("marketplace.offer", *domain)) == len(articles), "all withdrawn"
    )
    ask(live, "restore", *articles)
    for article in articles:
        until(live, article, archived=False, on_sale=True)


def test_C9_a_locked_offer_is_a_problem_until_it_is_unlocked(live):
    article = live.article(8)[1]
    live.control.edit_offer(barcode_of(article), locked="CRITICAL_PRICE")
    live.browser.call("marketplace.account", "action_read_again", [live.account.id])
    live.account.wait_for(lambda: any("CRITICAL_PRICE" in text for text in live.problems().values()), "the lock")
    ask(live, "unlock", article)
    until(live, article, locked=False)
    live.account.wait_for(lambda: not any("CRITICAL_PRICE" in text for text in live.problems().values()), "no lock")


def test_C9_the_pages_of_it(viewer, live):
    """The list with its filters, the question before it is done, a refusal, a deleted one."""
    place = 10 + 4 * list(LANGUAGES).index(viewer.lang)
    free, locked, gone = (live.article(place + n)[1] for n in range(3))
    live.control.edit_offer(barcode_of(locked), locked="CRITICAL_PRICE")
    live.browser.call("marketplace.account", "action_read_again", [live.account.id])
    [number] = offers(live, locked)
    live.account.wait_for(lambda: live.account.offers(("id", "=", number), ("status", "=", "locked")), "the lock")
    viewer.visit(f"marketplace.offer/{number}", "offer_locked")
    viewer.click("button[name=action_unlock]")
    viewer.look("wish_unlock", shown=DIALOG)
    [number] = offers(live, free)
    viewer.visit(f"marketplace.offer/{number}", "offer_free")
    viewer.click("button[name=action_withdraw]")
    viewer.look("wish_withdraw", shown=DIALOG)
    viewer.click(".modal button.btn-primary[name=action_confirm]:visible")
    until(live, free, archived=True)
    live.account.wait_for(lambda: live.account.offers(("id", "=", number), ("wish", "=", False)), "withdrawn")
    viewer.visit(f"marketplace.offer/{number}", "offer_withdrawn")
    action = live.browser.call("marketplace.offer", "action_delete", offers(live, free, gone, locked))
    viewer.visit(f"marketplace.wish/{action['res_id']}", "wish_delete")
    live.control.fail_items(barcode_of(gone), kind="ProductArchiveUpdate", reason="Ürün kampanyada")
    ask(live, "withdraw", gone)
    [number] = offers(live, gone)
    refused = ("id", "=", number), ("wish_state", "=", "refused")
    live.account.wait_for(lambda: live.account.offers(*refused), "the refusal")
    viewer.visit(f"marketplace.offer/{number}", "offer_refused_wish")
    live.control.clear_item_faults()
    live.control.edit_offer(barcode_of(gone), status="rejected")
    live.browser.call("marketplace.account", "action_read_again", [live.account.id])
    live.account.wait_for(lambda: live.account.offers(("id", "=", number), ("review", "=", "refused")), "rejected")
    ask(live, "delete", gone)
    gone_one = [("id", "=", number), ("active", "=", False), ("deleted_at", "!=", False)]
    live.account.wait_for(lambda: live.browser.find("marketplace.offer", *gone_one), "deleted")
    assert not [row for row in live.control.offers() if row["id"] == barcode_of(gone)]
    viewer.visit(f"marketplace.offer/{number}", "offer_deleted")
    viewer.visit("marketplace-offers", "offers", shown=LIST)
    viewer.click(".o_list_view th.o_list_record_selector input")
    viewer.click(".o_control_panel .o_cp_action_menus button")
    time.sleep(1)
    viewer.look("offers_actions", shown=LIST)


def test_C9_a_brand_is_chosen_from_trendyol_s_list(viewer, live):
    name = {"en_US": "Nobody's brand", "ro_RO": "Marca nimănui"}[viewer.lang]
    [brand] = live.browser.create("marketplace.brand", {"name": name})
    live.browser.call("marketplace.brand", "action_look", [brand])
    wanted = [("brand_id", "=", brand), ("state", "=", "open")]
    live.account.wait_for(lambda: live.browser.find("marketplace.brand.map", *wanted), "looking for it")
    viewer.visit(f"marketplace.brand/{brand}", "brand_open")
    [mapping] = live.browser.find("marketplace.brand.map", ("brand_id", "=", brand))
    live.browser.call("marketplace.brand.map", "write", [mapping], {"asked": "a"})
    live.browser.call("marketplace.brand.map", "action_look", [mapping])
    live.account.wait_for(lambda: live.browser.find("marketplace.entry", ("kind", "=", "brand")), "brands with an a")
    [entry] = live.browser.find("marketplace.entry", ("kind", "=", "brand"))[:1]
    live.browser.call("marketplace.brand.map", "write", [mapping], {"entry_id": entry})
    viewer.visit(f"marketplace.brand/{brand}", "brand_chosen")
    viewer.visit("marketplace-brand-mappings", "brand_mappings", shown=LIST)
    viewer.visit(f"marketplaces/{live.account.id}", "account")
