from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.core.ahead import Ahead, CreditMonth, CreditRecord, MarkBasis, MarkCheck, MarkStanding
from app.core.explanation import Basis, EventKind, Facility, Instalment, PlanVersion
from app.core.facts import Product
from app.core.loans.standing import Doubt, LoanStanding, OpenPeriod, Reading
from app.palette import Ink
from app.texts import Phrasebook, languages
from app.timeline.balance import balance_of, projected_of
from app.timeline.bands import bands_of, stretches
from app.timeline.credit import CreditCell, cells_of
from app.timeline.grid import row_grid, row_names
from app.timeline.lanes import AS_THEY_ARE, Choice, Lane, lane_of, packed, rows_of
from app.timeline.layout import Layout
from app.timeline.metrics import estimated
from app.timeline.model import prepare
from app.timeline.picking import CreditHit, pick
from app.timeline.scale import Scale, day_number
from app.timeline.scene import content
from app.timeline.shapes import Text
from app.timeline.tooltips import Words, card
from tests.languages import CHINESE
from tests.timeline_cases import event, explanation, sketch_case

spans = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.tuples(st.integers(0, 100), st.integers(0, 30)).map(lambda t: (float(t[0]), float(t[0] + t[1]))),
    max_size=12,
)


def test_every_kind_of_event_has_a_lane() -> None:
    assert {lane_of(kind) for kind in EventKind} == set(Lane) - {Lane.BALANCE, Lane.CREDIT}


def test_lanes_stand_in_the_order_money_goes() -> None:
    lanes = [row.lane for row in rows_of(sketch_case()).rows]
    order = list(Lane)
    assert [order.index(lane) for lane in lanes] == sorted(order.index(lane) for lane in lanes)
    assert set(lanes) == set(Lane) - {Lane.CREDIT}  # no month of it tells of anything


def test_failed_tries_stand_below_the_debits_that_succeeded() -> None:
    rows = rows_of(sketch_case())
    debit = rows.of_event(event("x", EventKind.DEBIT, date(2024, 1, 1)))
    assert rows.of_event(event("y", EventKind.FAILED_DEBIT, date(2024, 1, 1))) == debit + 1


def test_loans_that_run_side_by_side_have_their_dues_in_rows_of_their_own() -> None:
    dues = [event(f"{loan}{m}", EventKind.DUE, date(2024, m, 15), loan=loan) for loan in "AB" for m in (1, 2, 3)]
    rows = rows_of(explanation(dues))
    assert [row.facilities for row in rows.rows] == [("A",), ("B",)]


def test_the_lanes_of_loans_called_the_same_are_told_apart() -> None:
    loans = [Facility(name, "jiebei", Basis.GIVEN, contract=name) for name in ("JB20260001", "JB20260002")]
    dues = [event(f"{loan.id}{m}", EventKind.DUE, date(2026, m, 10), loan=loan.id) for loan in loans for m in (1, 2, 3)]
    timeline = prepare(explanation(events=dues, facilities=loans))
    say = Phrasebook(CHINESE).say
    names = [name for row in range(len(timeline.rows.rows)) for name in row_names(timeline, row, say)]
    assert names == ["应还", "借呗（尾号 0001）", "借呗（尾号 0002）"]


def test_what_is_owed_by_terms_that_were_found_says_so_beside_its_lane() -> None:
    say = Phrasebook(CHINESE).say
    named = {}
    for basis in Basis:
        loan = Facility("L1", "jiebei", basis, balance=((date(2024, 1, 15), 100_000),))
        timeline = prepare(explanation(events=[], facilities=[loan]))
        named[basis] = row_names(timeline, len(timeline.rows.rows) - 1, say)
    assert named.pop(Basis.INFERRED) == ("剩余本金", "推算")
    assert set(named.values()) == {("剩余本金",)}


def test_loans_that_follow_one_another_share_a_row() -> None:
    dues = [
        event("a", EventKind.DUE, date(2024, 1, 15), loan="A"),
        event("b", EventKind.DUE, date(2024, 3, 15), loan="B"),
    ]
    assert [row.facilities for row in rows_of(explanation(dues)).rows] == [("A", "B")]


@given(spans, st.integers(1, 5))
def test_packing_places_every_span_once_and_none_over_another(found: dict[str, tuple[float, float]], most: int) -> None:
    rows = packed(found, most)
    assert sorted(name for row in rows for name in row) == sorted(found)
    assert len(rows) <= most
    if len(rows) > 1:
        for row in rows:
            assert all(found[a][1] < found[b][0] for a, b in pairwise(row))


def _plan(number: int, as_of: date, dues: list[date]) -> PlanVersion:
    return PlanVersion(number, as_of, tuple(Instalment(i, d, 90, 10, 100, "open") for i, d in enumerate(dues, 1)))


def _loan(name: str, *versions: PlanVersion, balance: tuple[tuple[date, int], ...] = ()) -> Facility:
    return Facility(name, "jiebei", Basis.GIVEN, versions=versions, balance=balance)


def test_a_new_plan_is_a_new_band_that_begins_where_the_old_one_ends() -> None:
    loan = _loan("L", _plan(1, date(2024, 1, 1), [date(2024, 12, 1)]), _plan(2, date(2024, 6, 1), [date(2024, 9, 1)]))
    one, other = bands_of(explanation(facilities=[loan]))
    assert one.last == other.first == day_number(date(2024, 6, 1))
    assert other.last == day_number(date(2024, 9, 2))


def test_a_band_ends_on_the_day_nothing_was_left() -> None:
    loan = _loan("L", _plan(1, date(2024, 1, 1), [date(2024, 12, 1)]), balance=((date(2024, 8, 6), 0),))
    assert [band.last for band in bands_of(explanation(facilities=[loan]))] == [day_number(date(2024, 8, 6))]


def test_a_plan_replaced_on_its_first_day_has_no_band() -> None:
    loan = _loan("L", _plan(1, date(2024, 1, 1), []), _plan(2, date(2024, 1, 1), [date(2024, 9, 1)]))
    assert [band.number for band in bands_of(explanation(facilities=[loan]))] == [2]


def test_a_loan_without_plans_has_no_band() -> None:
    assert bands_of(explanation(facilities=[_loan("L")])) == ()


def test_bands_that_overlap_in_one_row_are_drawn_as_the_time_they_take_together() -> None:
    loans = [_loan(n, _plan(1, date(2024, m, 1), [date(2024, m + 4, 1)])) for n, m in (("A", 1), ("B", 3), ("C", 8))]
    found = stretches(bands_of(explanation(facilities=loans)), dict.fromkeys("ABC", 0))
    assert [(s.plans, s.band is None) for s in found] == [(2, True), (1, False)]
    assert found[0].last == day_number(date(2024, 7, 2))


def test_a_plan_of_equal_instalments_says_so_even_if_the_last_one_differs() -> None:
    last = Instalment(3, date(2024, 4, 1), 90, 17, 107, "open")
    plan = _plan(1, date(2024, 1, 1), [date(2024, 2, 1), date(2024, 3, 1)])
    loan = _loan("L", PlanVersion(1, plan.as_of, (*plan.instalments, last)))
    (band,) = bands_of(explanation(facilities=[loan]))
    assert (band.even, band.amount, band.open_periods) == (True, 100, 3)


def test_order_of_events_does_not_change_the_rows() -> None:
    events = [event(f"e{i}", kind, datetime(2024, 1, 1 + i), loan=f"L{i % 3}") for i, kind in enumerate(EventKind)]
    assert rows_of(explanation(events)) == rows_of(explanation(events[::-1]))


def test_what_is_to_come_is_projected_from_where_the_line_ends_and_never_grows() -> None:
    first, second = date(2024, 7, 15), date(2024, 8, 15)
    periods = tuple(OpenPeriod(n, None, due, 40_000, 900) for n, due in ((7, first), (8, second)))
    standing = LoanStanding("L1", Product.JIEBEI, 1_000_000, date(2024, 7, 1), (Reading(periods),))
    loan = Facility("L1", "jiebei", Basis.GIVEN, balance=((date(2024, 1, 15), 100_000), (date(2024, 6, 15), 80_000)))
    case = replace(explanation([], facilities=[loan]), as_of=date(2024, 7, 1), standings=(standing,))
    steps = balance_of(case)
    ahead = projected_of(case, steps)
    assert ahead is not None
    assert ahead.fen.tolist() == [80_000, 40_000, 0]
    assert ahead.days[0] == steps.until
    doubtful = replace(standing, doubts=(Doubt.UNTOLD,))
    assert projected_of(replace(case, standings=(doubtful,)), steps) is None


def test_a_month_that_may_be_on_record_has_a_cell_and_quiet_ones_alone_have_none() -> None:
    late = CreditMonth("L1", "jiebei", (2024, 3), "1", MarkBasis.UNPAID, 17, 90_000)
    quiet = CreditMonth("L2", "jiebei", (2024, 3), "N", MarkBasis.ON_TIME)
    unknown = CreditMonth("L1", "jiebei", (2024, 12), "", MarkBasis.UNKNOWN)
    told = replace(sketch_case(), ahead=Ahead(credit=CreditRecord((quiet, late, unknown))))
    march, december = cells_of(told)
    assert march.months == (late, quiet)
    assert (march.mark, december.mark) == ("≤1", "?")
    assert CreditCell(0, 31, (replace(late, basis=MarkBasis.POSTED_LATE),)).mark == "!"
    assert december.last - december.first == 31
    assert Lane.CREDIT in {row.lane for row in rows_of(told).rows}
    silent = replace(sketch_case(), ahead=Ahead(credit=CreditRecord((quiet, unknown))))
    assert cells_of(silent) == ()
    timeline = prepare(told)
    layout = Layout(timeline, Scale(march.first, 60, 100, 900), estimated(13), Phrasebook(CHINESE).say,
                    row_grid(timeline, estimated(13), Phrasebook(CHINESE).say, 600))  # fmt: skip
    left, top, right, bottom = layout.credit_box(march) or (0, 0, 0, 0)
    hit = pick(layout, (left + right) / 2, (top + bottom) / 2)
    assert hit == CreditHit(march)
    said = card(timeline, hit, Words(Phrasebook(CHINESE).say)).spoken
    assert "17 天" in said
    assert [line.ink for line in card(timeline, hit, Words(Phrasebook(CHINESE).say)).lines] == [
        Ink.SERIOUS,
        Ink.SECONDARY,
    ], "a loan that was paid in time is not told in the colour of another"
    assert any(isinstance(s, Text) and s.text == "≤1" for s in content(layout))


def stated(fact: str, standing: MarkStanding, **more: object) -> MarkCheck:
    return MarkCheck(fact, standing, "agrees", "一家银行", (), **more)  # type: ignore[arg-type]


def test_cards_and_enquiries_of_a_report_stand_in_the_lane_of_their_month_and_what_contradicts_is_marked() -> None:
    quiet = CreditMonth("L1", "jiebei", (2024, 3), "N", MarkBasis.ON_TIME)
    looked = stated("enquiry", MarkStanding.NOT_CHECKED, opened=date(2024, 3, 9), told="贷后管理")
    closed = stated("card-closed", MarkStanding.CONTRADICTS, told="2024-05", opened=date(2020, 1, 1))
    long_ago = stated("card-opened", MarkStanding.AGREES, told=date(2010, 1, 1), opened=date(2010, 1, 1))
    untold = stated("balance", MarkStanding.NOT_CHECKED, told=100, reported_on=date(2024, 6, 1))
    wrong = stated("balance", MarkStanding.CONTRADICTS, told=100, reported_on=date(2024, 6, 1))
    checks = (long_ago, untold, closed, looked, wrong)
    told = replace(sketch_case(), ahead=Ahead(credit=CreditRecord((quiet,), checks)))
    march, may, june = cells_of(told)
    assert [cell.checks for cell in (march, may, june)] == [(looked,), (closed,), (wrong,)]
    assert [cell.mark for cell in (march, may, june)] == ["N•", "≠", "≠"]
    assert may.inks == june.inks != march.inks
    assert Lane.CREDIT in {row.lane for row in rows_of(told).rows}
    for language in languages():
        say = Phrasebook(language).say
        said = [card(prepare(told), CreditHit(cell), Words(say)).spoken for cell in (march, may, june)]
        assert all("一家银行" in each for each in said)
        assert "贷后管理" in said[0] and say("ahead.credit.standing.contradicts") in said[1]


def test_a_report_of_which_nothing_lies_in_the_time_of_the_case_adds_no_lane() -> None:
    opened = stated("card-opened", MarkStanding.AGREES, told=date(2010, 1, 1), opened=date(2010, 1, 1))
    told = replace(sketch_case(), ahead=Ahead(credit=CreditRecord((), (opened,))))
    assert cells_of(told) == ()
    assert Lane.CREDIT not in {row.lane for row in rows_of(told).rows}


@given(*[st.frozensets(st.sampled_from(Lane))] * 3)
def test_a_choice_of_lanes_is_read_as_it_was_written(
    hidden: frozenset[Lane], folded: frozenset[Lane], pinned: frozenset[Lane]
) -> None:
    choice = Choice(hidden, folded, pinned)
    assert Choice.read(choice.written()) == choice


@given(st.text())
def test_any_text_is_read_as_some_choice_of_lanes(text: str) -> None:
    assert isinstance(Choice.read(text), Choice)
    assert Choice.read(f"hidden=nothing {text.replace('=', '')}") == AS_THEY_ARE
