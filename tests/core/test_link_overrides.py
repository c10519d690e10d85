"""A person's word about two rows goes before every rule of the program."""

from __future__ import annotations

import hashlib

from app.core.explanation import EventKind
from app.core.facts import Ledger
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day


def unrecorded_debit() -> Ledger:
    """A debit whose record comes so late that it is not taken for its own."""
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 09:00"), plan[0].total)
    case.record(at("03-05 11:00"), 1, plan[0].principal, plan[0].interest)
    case.page(day("03-10"), plan, settled=[1])
    return case.ledger


def keys(ledger: Ledger) -> dict[EventKind, str]:
    return {event.kind: event.fact for event in explain(ledger).events}


def key_of_earlier_versions(ledger: Ledger, kind: EventKind) -> str:
    """A link was once keyed by what the event said; so cases saved then hold it."""
    event = next(e for e in explain(ledger).events if e.kind is kind)
    parts = (kind.value, event.at.isoformat(), str(event.amount), event.account, event.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16] + "-1"


def test_an_accepted_link_joins_what_the_rules_keep_apart() -> None:
    ledger = unrecorded_debit()
    pair = tuple(sorted((keys(ledger)[EventKind.DEBIT], keys(ledger)[EventKind.POSTING])))
    joined = explain(ledger, links={(pair[0], pair[1]): True})
    assert [d.code for d in joined.discrepancies] == ["POST-LAG"]


def test_a_refused_link_parts_what_the_rules_join() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total)
    case.record(at("02-15 09:00"), 1, first.principal, first.interest)
    pair = tuple(sorted((keys(case.ledger)[EventKind.DEBIT], keys(case.ledger)[EventKind.POSTING])))
    assert explain(case.ledger).discrepancies == ()
    parted = explain(case.ledger, links={(pair[0], pair[1]): False})
    assert [d.code for d in parted.discrepancies] == ["DEBIT-DUPLICATE"]


def test_a_ruling_about_rows_that_are_gone_has_no_say() -> None:
    ledger = unrecorded_debit()
    assert explain(ledger, links={("gone-1", "gone-2"): True}) == explain(ledger)


def test_links_of_cases_saved_by_earlier_versions_still_hold() -> None:
    ledger = unrecorded_debit()
    old = sorted(key_of_earlier_versions(ledger, kind) for kind in (EventKind.DEBIT, EventKind.POSTING))
    assert [d.code for d in explain(ledger, links={(old[0], old[1]): True}).discrepancies] == ["POST-LAG"]


def test_every_event_of_a_fact_has_its_key_and_equal_rows_have_keys_of_their_own() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total)
    case.wallet(at("02-15 09:00"), first.total)
    facts = [event.fact for event in explain(case.ledger).events if event.kind is EventKind.DEBIT]
    assert len(set(facts)) == 2
    assert all(facts)
