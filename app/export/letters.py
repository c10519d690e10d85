"""The letters of a case: one to each addressee, with who, which loan, what happened, how much, and what is asked.

A letter is a list of blocks, the same for text, DOCX and PDF. It holds blanks where only the sender knows, no advice to
the sender, and no heading that concedes what it disputes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from app.core.discrepancy import Discrepancy, FactValue, Phenomenon, Question, Severity, distinct
from app.core.explanation import Basis, Explanation, Facility
from app.core.facts import Source
from app.core.kinds.asks import BREAKDOWN, PAYEE_ROLE
from app.core.views.summary import Claim, claim_of
from app.export.complaint_rules import Rule, kind_of_institution, rules_for
from app.export.letter_facts import charges_of, concerned, facts_of
from app.export.recurring import CHARGE, recurring_charge
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import runs
from app.texts import Phrasebook


class Style(Enum):
    """How a block looks."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    NUMBERED = "numbered"
    BULLET = "bullet"  # a line of a computation
    TICK = "tick"  # what may be enclosed or cited, with a box to tick


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; ``number`` counts where it is numbered, and is 1 where its box is ticked."""

    style: Style
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one addressee. ``name`` is what its file is called, without an ending.

    ``notes`` are for the sender alone and stand in no letter: what to look up or to fill in before it is sent.
    """

    name: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is about."""
        return next((block.text for block in self.blocks if block.style is Style.TITLE), self.name)


SENDER = ("name", "identity", "phone", "address")
"""The blanks about the sender, a line each."""
_NO_LOAN = Facility("", "", Basis.OPEN)


@dataclass(frozen=True, slots=True)
class _Matter:
    """A discrepancy with all that is asked about it of one addressee; ``again`` are equal charges that came later."""

    d: Discrepancy
    questions: tuple[Question, ...]
    again: tuple[Discrepancy, ...] = ()

    @property
    def every(self) -> tuple[Discrepancy, ...]:
        """All discrepancies that it is about, by their days."""
        return self.d, *self.again


def letters_of(explanation: Explanation, book: Phrasebook, cells: Mapping[Source, Sequence[str]]) -> list[Letter]:
    """One letter for each addressee that has a question to answer, then one to whoever supervises the lenders.

    Give it a masked explanation and masked cells where names and numbers shall not leave the house.
    """
    context = WorkbookContext(explanation, book, cells=cells)
    groups: dict[tuple[str, str], dict[str, tuple[Question, ...]]] = defaultdict(lambda: defaultdict(tuple))
    for d in explanation.discrepancies:
        for question in d.questions:
            groups[question.to, _institution(context, d, question)][d.id] += (question,)
    found = explanation.discrepancies_by_id
    asked = {
        to: _joined([_Matter(found[x], questions) for x, questions in each.items()]) for to, each in groups.items()
    }
    claims = _claims(explanation)
    written = [_letter(context, to, institution, matters, claims[to]) for (to, institution), matters in asked.items()]
    grave = [m for (to, _), ms in asked.items() if to == "lender" for m in ms if _is_grave(m.d)]
    if grave:
        written.append(
            _letter(
                context, "regulator", "", grave, {d.id for m in grave for d in m.every if claim_of(d) is Claim.REFUND}
            )
        )
    return [replace(x, name=f"{n:02d} {x.name}") for n, x in enumerate(written, start=1)]


_RECURRING = {PAYEE_ROLE: "recurring", BREAKDOWN: "recurring-of-lender"}
"""What is asked about another payee's charge, by how it is asked of all that came month after month."""


def _joined(matters: Sequence[_Matter]) -> list[_Matter]:
    """The matters in their order, equal charges of one payee as one: it is asked once by what right they are taken."""
    alike: dict[object, list[_Matter]] = defaultdict(list)
    for matter in matters:
        charge = recurring_charge(matter.d)
        is_asked_once = len(matter.questions) == 1 and matter.questions[0] in _RECURRING
        same = charge if charge and is_asked_once else matter.d.id
        alike[same].append(matter)
    first = [sorted(each, key=lambda m: (m.d.at, m.d.id)) for each in alike.values()]
    return [replace(each[0], again=tuple(m.d for m in each[1:])) for each in first]


_REFUNDS = ("payee", "lender", "wallet", "bank")
"""Who is asked for money back, the first of those that are asked about it: nobody is to pay the same twice."""


def _claims(explanation: Explanation) -> dict[str, set[str]]:
    """The discrepancies whose money each addressee is asked to return."""
    claims: dict[str, set[str]] = defaultdict(set)
    for d in explanation.discrepancies:
        asked = {question.to for question in d.questions}
        if claim_of(d) is Claim.REFUND and (first := next((to for to in _REFUNDS if to in asked), "")):
            claims[first].add(d.id)
    return claims


def _is_grave(d: Discrepancy) -> bool:
    """Whether it belongs before a supervisor: a plan that became cheaper, or money that is all back, does not."""
    cheaper = d.phenomenon is Phenomenon.PLAN and d.difference < 0
    all_back = d.severity is Severity.WARNING and bool(d.bridge) and not (d.difference or d.unexplained)
    return d.severity is not Severity.INFO and not cheaper and not all_back


def _institution(context: WorkbookContext, d: Discrepancy, question: Question) -> str:
    """The lender's or the payee's name where the files state it; one letter for all lenders that are not named."""
    if question.to == "payee":
        payee = dict(d.facts).get("payee")
        return payee if isinstance(payee, str) else ""
    return _loan(context, d).lender if question.to == "lender" else ""


def _loan(context: WorkbookContext, d: Discrepancy) -> Facility:
    return next((f for f in context.explanation.facilities if f.id == d.facility), _NO_LOAN)


def _letter(
    context: WorkbookContext, to: str, institution: str, matters: Sequence[_Matter], claims: Collection[str] = ()
) -> Letter:
    """A letter about some matters; ``claims`` are the discrepancies whose money is asked for in it."""
    say = context.book.say
    addressee = institution or say(f"letters.to.{to}")
    rules = _rules(context, to, institution, matters)
    blocks = [
        Block(Style.TITLE, say(f"letters.title.{to}")),
        Block(Style.TEXT, say("letters.dear-choice" if to == "regulator" else "letters.dear", addressee=addressee)),
        *sender_blocks(context.book),
        *_loans(context, matters),
        *((Block(Style.TEXT, say("letters.before")),) if to == "regulator" else ()),
    ]
    for number, matter in enumerate(matters, start=1):
        blocks += _told(context, to, matter, number)
    blocks += [*_request(context, to, matters, claims), *_grounds(context, rules), *_enclosures(context, matters)]
    blocks += [Block(Style.TEXT, line) for line in say("letters.signature").split("\n")]
    name = say(f"letters.file.{to}", institution=institution).strip()
    first = (say("letters.note.asked-first"),) if to == "regulator" else ()
    return Letter(name, tuple(blocks), notes_on(rules, context.book) + first)


def sender_blocks(book: Phrasebook) -> Iterator[Block]:
    """Who writes, as blanks."""
    yield Block(Style.HEADING, book.say("letters.sender"))
    yield from (Block(Style.TEXT, book.say(f"letters.{name}", value=book.say("letters.blank"))) for name in SENDER)


def _loans(context: WorkbookContext, matters: Sequence[_Matter]) -> Iterator[Block]:
    say = context.book.say
    events = context.explanation.events_by_id
    told = [d for m in matters for d in m.every]
    wanted = {events[x].facility for d in told for x in d.events if x in events} | {d.facility for d in told}
    loans = [f for f in context.explanation.facilities if f.id in wanted]
    if not loans:
        return
    yield Block(Style.HEADING, say("letters.loans"))
    for f in loans:
        parts = [context.product(f.product)]
        parts.append(say("letters.lender", lender=f.lender or say("letters.blank")))
        if f.principal is not None:
            parts.append(say("letters.contract", contract=f.contract or say("letters.blank")))
            parts.append(say("letters.principal", amount=f.principal))
        if f.drawn_at:
            parts.append(say("letters.drawn", on=f.drawn_at.date()))
        yield Block(Style.TEXT, say("letters.joint").join(parts))


def _told(context: WorkbookContext, to: str, matter: _Matter, number: int) -> Iterator[Block]:
    """One matter: facts in order, the computation, what is asked."""
    say, d, texts = context.book.say, matter.d, context.texts
    last: dict[str, FactValue] = {"first": d.at.date(), "last": matter.every[-1].at.date(), "times": len(matter.every)}
    about = [
        _topic(context, d),
        say("letters.on-days", **last) if matter.again else say("letters.on", on=d.at.date()),
        concerned(context, d, d.facility),
        say("letters.period", period=d.period) if d.period and not matter.again else "",
    ]  # fmt: skip
    told = say("letters.joint").join(filter(None, about))
    yield Block(Style.HEADING, say("letters.matter", number=number, about=told))
    yield Block(Style.TEXT, say("letters.facts"))
    asked = [texts.question(d, q).removeprefix(say("letters.greeting")) for q in matter.questions]
    if matter.again:
        yield from _recurring(context, matter)
        total = sum(each.difference for each in matter.every)
        facts_told = {**texts.facts(d), **last, "total": total}
        asked = [say(f"letters.{_RECURRING[matter.questions[0]]}", **facts_told)]
    else:
        facts = charges_of(context, [d], context.cells) if to == "payee" and d.code == CHARGE else []
        facts = facts or facts_of(context, d, context.cells, d.period)
        yield from (Block(Style.NUMBERED, sentence, n) for n, sentence in enumerate(facts, start=1))
        yield from _computed(context, d)
    yield Block(Style.TEXT, say(f"letters.asked{_before(to)}"))
    if len(asked) == 1:
        yield Block(Style.TEXT, asked[0])
    else:
        yield from (Block(Style.NUMBERED, text, n) for n, text in enumerate(asked, start=1))


def _recurring(context: WorkbookContext, matter: _Matter) -> Iterator[Block]:
    """Equal charges of one payee: each once with its day, then who took them, and what they come to."""
    say, facts = context.book.say, context.texts.facts(matter.d)
    for n, sentence in enumerate(charges_of(context, matter.every, context.cells), start=1):
        yield Block(Style.NUMBERED, sentence, n)
    beside = "-beside" if matter.d.variant == "with-repayment" else ""
    times = len(matter.every)
    yield Block(Style.TEXT, say(f"letters.recurring-facts{beside}", **facts | {"times": times}))
    yield Block(Style.TEXT, say("letters.recurring-sums", numbers=context.numbered(matter.every)))
    total = sum(each.difference for each in matter.every)
    yield Block(Style.BULLET, say("letters.recurring-sum", amount=matter.d.difference, times=times, total=total))


def _topic(context: WorkbookContext, d: Discrepancy) -> str:
    """What a matter is about, in words that concede nothing."""
    return context.say_or(f"letters.topic.{d.code}", context.book.say(f"discrepancy.{d.code}.name"))


def _computed(context: WorkbookContext, d: Discrepancy) -> Iterator[Block]:
    """How the amount of a discrepancy is made up, and where the workbook computes it."""
    say = context.book.say
    if d.bridge or d.unexplained:
        yield Block(Style.TEXT, say("letters.sums", number=context.numbers[d.id]))
        lines = context.texts.arithmetic(d)
        for line in lines if d.unexplained else lines[:-1]:
            yield Block(Style.BULLET, line)
        if d.difference:
            yield Block(Style.BULLET, say("letters.amount", amount=d.difference))


def _request(context: WorkbookContext, to: str, matters: Sequence[_Matter], claims: Collection[str]) -> Iterator[Block]:
    """What is to be refunded in all, and by when an answer is asked."""
    say, before = context.book.say, _before(to)
    yield Block(Style.HEADING, say(f"letters.answer{before}"))
    back = [(n, d.difference) for n, m in enumerate(matters, start=1) for d in m.every if d.id in claims]
    if back:
        numbers = say("letters.list").join(dict.fromkeys(str(n) for n, _ in back))
        yield Block(Style.TEXT, say(f"letters.refund{before}", amount=sum(x for _, x in back), numbers=numbers))
    yield Block(Style.TEXT, say(f"letters.answer-by{before}", day=say("letters.blank-day")))


def _before(to: str) -> str:
    """How the sentences are called that ask a supervisor: it decides nothing, it has the lender answer."""
    return "-regulator" if to == "regulator" else ""


def _rules(context: WorkbookContext, to: str, institution: str, matters: Sequence[_Matter]) -> list[Rule]:
    kind = {"wallet": "wallet", "credit-centre": "credit"}.get(to) or kind_of_institution(institution)
    drawn = [f.drawn_at.date() for m in matters if (f := _loan(context, m.d)).drawn_at]
    return list(rules_for(kind, context.explanation.as_of, max(drawn, default=None)))


def _grounds(context: WorkbookContext, rules: Sequence[Rule]) -> Iterator[Block]:
    """The rules about the answer: one that is known is cited, another has a box, as only the sender can look it up."""
    say = context.book.say
    if rules:
        yield Block(Style.TEXT, say("letters.grounds"))
    for rule in rules:
        yield rule_block(rule, context.book)


def rule_block(rule: Rule, book: Phrasebook) -> Block:
    """A rule about answers with its source and since when, the year alone where no day is certain.

    It has a box where the sender has to look it up before it may be cited.
    """
    say = book.say
    days = say("letters.rule-days", days=rule.days) if rule.days else ""
    told = "letters.rule-year" if rule.since_year else "letters.rule"
    since = {"year": rule.since_year} if rule.since_year else {"since": rule.valid_from}
    text = say(told, source=rule.source, days=days, **since)
    return Block(Style.BULLET if rule.certainty == "read" else Style.TICK, text)


def notes_on(rules: Sequence[Rule], book: Phrasebook) -> tuple[str, ...]:
    """What the sender should look up before a letter is sent."""
    return tuple(book.say(f"letters.note.{r.certainty}", source=r.source) for r in rules if r.certainty != "read")


def _enclosures(context: WorkbookContext, matters: Sequence[_Matter]) -> Iterator[Block]:
    """The workbook, the picture and each file with its rows, neighbours joined, each with a box to tick."""
    say = context.book.say
    yield Block(Style.HEADING, say("letters.enclosures"))
    numbers = ", ".join(f"#{context.numbers[x]}" for x in dict.fromkeys(d.id for m in matters for d in m.every))
    yield Block(Style.TICK, say("letters.enclosed-workbook", numbers=numbers))
    yield Block(Style.TICK, say("letters.enclosed-picture"))
    by_file: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for source in distinct(s for m in matters for d in m.every for s in d.evidence):
        by_file[source.file, source.sheet, source.digest].append(source.row)
    for (file, sheet, _), rows in by_file.items():
        where = f"{file} · {sheet}" if sheet else file
        joined = ", ".join(str(a) if a == b else f"{a}\N{EN DASH}{b}" for a, b in runs(rows))
        yield Block(Style.TICK, say("letters.enclosed-rows", file=where, rows=joined, count=len(rows)))
