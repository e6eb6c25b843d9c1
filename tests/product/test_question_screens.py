"""Customers' questions from the platform to its answer and back, at the pages, in both languages, everything real."""

import pytest

from tests.product.trendyol_stage import TrendyolStage, barcode_of
from tests.product.viewer import DIALOG, LANGUAGES, viewing

pytestmark = pytest.mark.slow

WORDS = "Da, este potrivit și pentru exterior, cu garanție de doi ani."
OTHER = "Se curăță cu o cârpă umedă, fără detergent."


@pytest.fixture(scope="module")
def stage():
    """Each reader finds three questions about an article of his own; they were asked before the account went live."""
    with TrendyolStage("test_question_screens") as stage:
        stage.open_shop()
        stage.control.settings(answer_approval_seconds=0)
        stage.asked = {}
        for place, lang in enumerate(LANGUAGES):
            _product, article = stage.article(place)
            texts = ("Merge și afară, pe terasă?", "Cum se curăță?", "Ce garanție are?")
            stage.asked[lang] = [stage.control.ask_question(barcode_of(article), text)["id"] for text in texts]
        stage.connect()
        stage.go_live()
        count = sum(map(len, stage.asked.values()))
        stage.account.wait_for(
            lambda: len(stage.browser.find("marketplace.question")) == count, "reading the questions"
        )
        yield stage


@pytest.fixture(scope="module", params=LANGUAGES)
def viewer(request, stage):
    with viewing(stage, request.param) as viewer:
        yield viewer


def record_of(stage, key):
    names = ["status", "answer", "problem", "product_ids"]
    [row] = stage.browser.read("marketplace.question", [("external_id", "=", str(key))], names)
    return row


def wait_for(stage, key, status):
    stage.account.wait_for(lambda: record_of(stage, key)["status"] == status, f"question {key} being {status}", 60)


def read_again(stage, key, status):
    stage.browser.call("marketplace.question", "action_fetch", [record_of(stage, key)["id"]])
    wait_for(stage, key, status)


def shown(stage, key):
    return next(row for row in stage.control.questions() if row["id"] == key)


def answer(viewer, stage, key, name, text=None):
    """Through the dialog of the question's page, with a picture of each step."""
    viewer.visit(f"marketplace.question/{record_of(stage, key)['id']}", f"{name}_open")
    viewer.click("button[name=action_answer]:visible")
    viewer.look(f"{name}_dialog", shown=DIALOG)
    if text:
        viewer.write(f"{DIALOG} textarea", "Da.")
        viewer.look(f"{name}_short", shown=f"{DIALOG} .text-danger")
        viewer.write(f"{DIALOG} textarea", text)
    else:
        viewer.click(f"{DIALOG} button[name=action_take_words]")
        viewer.wait_until_written(f"{DIALOG} textarea")
    viewer.look(f"{name}_written", shown=f"{DIALOG} .text-muted")
    viewer.click(".modal footer button[name=action_answer], .modal button[name=action_answer]")
    viewer.gone(DIALOG)


def test_questions_stand_in_their_list_and_on_the_account(viewer, stage):
    viewer.visit("marketplace-questions", "questions")
    viewer.visit("marketplaces", "overview_questions")
    viewer.visit(f"marketplaces/{stage.account.id}", "account_questions")


def test_a_question_is_answered_once_and_its_words_are_used_again(viewer, stage):
    first, second, _third = stage.asked[viewer.lang]
    answer(viewer, stage, first, "question_first", WORDS)
    wait_for(stage, first, "checked")
    assert (shown(stage, first)["status"], shown(stage, first)["answer"]["text"]) == ("WAITING_FOR_APPROVE", WORDS)
    stage.control.judge_answer(first)
    read_again(stage, first, "answered")
    answer(viewer, stage, second, "question_second")
    wait_for(stage, second, "checked")
    assert shown(stage, second)["answer"]["text"] == WORDS
    calls = stage.control.calls(limit=100_000)["calls"]
    for key in (first, second):
        assert len([call for call in calls if call["path"].endswith(f"/questions/{key}/answers")]) == 1
    product = record_of(stage, first)["product_ids"][0]
    viewer.visit(f"product.product/{product}", "product_questions")
    viewer.click("button[name=action_marketplace_questions]:visible")
    viewer.look("product_questions_list", shown=".o_list_view")


def test_what_trendyol_refuses_or_does_not_show_is_told_and_put_better(viewer, stage):
    _first, _second, third = stage.asked[viewer.lang]
    answer(viewer, stage, third, "question_refused", "Sunați la 0722 123 456, vă rog frumos.")
    stage.account.wait_for(lambda: record_of(stage, third)["problem"], "the refusal of the answer", 60)
    assert record_of(stage, third)["status"] == "new"
    answer(viewer, stage, third, "question_again", OTHER)
    wait_for(stage, third, "checked")
    stage.control.judge_answer(third, reject="Nu răspunde la întrebare")
    read_again(stage, third, "refused")
    assert "Nu răspunde la întrebare" in record_of(stage, third)["problem"]
    viewer.visit(f"marketplace.question/{record_of(stage, third)['id']}", "question_not_shown")
    viewer.visit("marketplace-questions", "questions_later")
    viewer.visit("marketplace-problems", "problems_questions")
