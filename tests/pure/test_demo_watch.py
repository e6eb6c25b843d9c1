"""The demonstration's own measure: which of Odoo's truths the platform was seen to show."""

from demo.ledger import Truth
from demo.watch import prove


def truths(*values):
    return [Truth(1, "stock", value, 10.0 * place, 10.0 * place + 1) for place, value in enumerate(values, 1)]


def test_a_value_written_since_is_proved_at_that_moment():
    [truth] = found = truths(5)
    prove(found, [(9.0, 5), (12.0, 5)], 5)
    assert truth.proved_at == 12.0


def test_a_later_value_proves_those_it_overtook():
    found = truths(5, 4)
    prove(found, [(25.0, 4)], 4)
    assert [truth.proved_at for truth in found] == [25.0, 25.0]


def test_a_value_that_was_there_had_nothing_to_send():
    [truth] = found = truths(5)
    prove(found, [(1.0, 5)], 5)
    assert truth.is_settled and truth.nothing_to_send


def test_values_that_came_and_went_while_nothing_could_be_sent_had_nothing_to_send():
    found = truths(62, 61, 60)
    prove(found, [(1.0, 60)], 60)
    assert all(truth.nothing_to_send for truth in found)


def test_the_last_value_unseen_is_not_settled():
    found = truths(60, 59)
    prove(found, [(1.0, 60)], 60)
    assert not found[1].is_settled


def test_a_value_unseen_after_one_that_was_there_is_not_settled_until_it_is_written():
    found = truths(60, 59)
    prove(found, [(1.0, 60)], 60)
    prove(found, [(1.0, 60), (30.0, 59)], 59)
    assert found[1].proved_at == 30.0
    assert not found[1].nothing_to_send
