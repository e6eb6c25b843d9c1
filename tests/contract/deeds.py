"""One way of doing each verb, prepared while all is well, for somebody to do it while something is not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from odoo.addons.marketplace_base.lib.conversation import QuestionAnswer
from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind, OrderChange, ReturnAnswer, ReturnStatus
from odoo.addons.marketplace_base.lib.types import OfferWish, OrderStatus, Value

from tests.contract.parcels import paper

FAULTS = (
    "latency", "429", "500", "503", "cut_before", "cut_after", "truncated_json", "wrong_type", "html", "empty", "down",
)  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """``act`` is given a provider. ``find`` looks for what an unclear call has done; ``proof`` that it is done now."""

    act: Callable
    find: Callable | None = None
    proof: Callable | None = None


def _reading(act):
    return lambda shop: Deed(act)


def _scan(kind):
    def make(shop):
        scans, now = getattr(shop.provider, f"{kind}_scans"), shop.clock.now()

        def act(provider):
            for scan in scans:
                window = (now - timedelta(hours=1), now) if scan.windowed else (None, None)
                getattr(provider, f"fetch_{kind}s")(scan, *window, None)

        return Deed(act)

    return make


def _one(verb, prepare):
    def make(shop):
        key = prepare(shop)
        return Deed(lambda provider: getattr(provider, verb)(key))

    return make


def _dictionaries(provider):
    for kind in provider.dictionaries:
        provider.fetch_dictionary(kind, None)


def _batch(shop):
    refs = [result.ref for result in shop.provider.push_values([Value(shop.offers[0], quantity=1)])]
    return Deed(lambda provider: [provider.fetch_batch(ref) for ref in refs])


def _category(shop):
    key = next(item.key for item in shop.provider.fetch_categories(None).items if item.allowed)
    return Deed(lambda provider: provider.fetch_category(key, None))


def _shipped(shop):
    return shop.provider.create_shipment(shop.shipment(shop.taken_over())).detail


def _labels(shop):
    state, form = _shipped(shop), shop.platform.provider.label_formats[0]
    return Deed(lambda provider: provider.fetch_labels(state, form))


def _push(shop):
    values = [Value(key, quantity=7) for key in shop.offers]
    held = shop.platform.held
    return Deed(
        lambda provider: provider.push_values(values),
        proof=lambda: {held(shop.control, key)[0] for key in shop.offers} == {7},
    )


def _publish(shop):
    product = shop.platform.product(shop.provider)
    return Deed(
        lambda provider: provider.publish([product]), proof=lambda: shop.provider.fetch_offer(product.key) is not None
    )


def _statement(shop):
    shop.delivered()
    now = shop.clock.now()

    def act(provider):
        page = provider.fetch_statement(now - timedelta(days=1), now, None).next
        return page and provider.fetch_statement(now - timedelta(days=1), now, page)

    return Deed(act)


def _withdraw(shop):
    key = shop.offers[0]
    return Deed(
        lambda provider: provider.change_offers(OfferWish.WITHDRAW, [key]),
        proof=lambda: shop.provider.fetch_offer(key).status == "inactive",
    )


def _acknowledge(shop):
    key = shop.order()
    return Deed(
        lambda provider: [provider.acknowledge(key)], proof=lambda: shop.read(key).status is OrderStatus.PROCESSING
    )


def _change(kind):
    def make(shop):
        key = shop.taken_over()
        reason = shop.platform.cancel_reason if kind in (ChangeKind.CANCEL, ChangeKind.EDIT) else ""
        line = next(line for line in shop.read(key).lines if line.offer_key)
        change = OrderChange(kind, key, {line.key: 1} if kind is ChangeKind.EDIT else {}, reason)
        return Deed(lambda provider: [provider.change_order(change)])

    return make


def _create(shop):
    key = shop.taken_over()
    shipment = shop.shipment(key)
    before = shop.provider.before_shipment(shipment)
    return Deed(
        lambda provider: [provider.create_shipment(shipment)],
        find=lambda: shop.provider.find_shipment(shipment, before),
        proof=lambda: shop.platform.shipments(shop.control, key) == 1,
    )


def _attach(shop):
    document = paper(shop.delivered())
    return Deed(
        lambda provider: [provider.attach_document(document)],
        find=lambda: shop.provider.find_document(document),
        proof=lambda: shop.platform.papers(shop.control, document.order_key) == 1,
    )


def _answer(status):
    def make(shop):
        answer = ReturnAnswer(
            shop.asked_back(received=True), status, shop.platform.refuse_reason, "x", (("p.jpg", b"\xff\xd8\xff x"),)
        )
        return Deed(lambda provider: [provider.answer_return(answer)])

    return make


def _reply(shop):
    said = QuestionAnswer(shop.question(), "Da, este din bumbac, sută la sută.")

    def proof():
        return shop.provider.parse_question(shop.provider.fetch_question(said.key).payload).answer == said.text

    return Deed(lambda provider: [provider.answer_question(said)], proof=proof)


READINGS = {
    "check": _reading(lambda provider: provider.check()),
    "fetch_dictionary": _reading(_dictionaries),
    "count": _reading(lambda provider: provider.count("offers")),
    "fetch_offers": _reading(lambda provider: provider.fetch_offers(None)),
    "fetch_offer": _one("fetch_offer", lambda shop: shop.offers[0]),
    "fetch_batch": _batch,
    "fetch_categories": _reading(lambda provider: provider.fetch_categories(None)),
    "fetch_category": _category,
    "find_products": _reading(lambda provider: provider.find_products(["5941234567899"])),
    "fetch_orders": _scan("order"),
    "fetch_order": _one("fetch_order", lambda shop: shop.order()),
    "fetch_shipment": _one("fetch_shipment", lambda shop: _shipped(shop).ref),
    "fetch_labels": _labels,
    "find_document": _one("find_document", lambda shop: paper(shop.delivered())),
    "fetch_returns": _scan("return"),
    "fetch_statement": _statement,
    "fetch_return": _one("fetch_return", lambda shop: shop.asked_back()),
    "fetch_questions": _scan("question"),
    "fetch_question": _one("fetch_question", lambda shop: shop.question()),
}
WRITINGS = {
    "push_values": _push,
    "publish": _publish,
    "change_offers": _withdraw,
    "acknowledge": _acknowledge,
    "change_order: prepare": _change(ChangeKind.PREPARE),
    "change_order: finalise": _change(ChangeKind.FINALISE),
    "change_order: cancel": _change(ChangeKind.CANCEL),
    "change_order: edit": _change(ChangeKind.EDIT),
    "create_shipment": _create,
    "attach_document": _attach,
    "answer_return: closed": _answer(ReturnStatus.CLOSED),
    "answer_return: refused": _answer(ReturnStatus.REFUSED),
    "answer_question": _reply,
}
