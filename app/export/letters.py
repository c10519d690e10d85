"""The letters of a case: one to each addressee, with who, which loan, what is asked, what happened, and how much.

A letter is a list of blocks, the same for text, DOCX and PDF. It holds blanks where only the sender knows, no advice to
the sender, and no heading that concedes what it disputes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.discrepancy import Discrepancy, FactValue, Phenomenon, Question, Severity
from app.core.explanation import Basis, EventKind, Explanation, Facility
from app.core.facts import Source
from app.core.kinds.asks import BREAKDOWN, PAYEE_ROLE
from app.core.linking.products import WALLETS
from app.core.views.summary import Claim, claim_of
from app.export.complaint_rules import Rule, kind_of_institution, rules_for
from app.export.letter_blocks import Block, Letter, Style, grounds, notes_on, sender_blocks
from app.export.letter_enclosures import enclosures
from app.export.letter_facts import charges_of, concerned, facts_of, movements_of
from app.export.recurring import CHARGE, recurring_charge
from app.export.workbook.context import WorkbookContext
from app.texts import Phrasebook

_STRANGERS = ("bank", "payee")
"""Who is told of its own payments alone: no loan, contract or period of the sender's."""
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
    """One letter for each addressee that has a question to answer, then a complaint about each lender of them.

    Give it a masked explanation and masked cells where names and numbers shall not leave the house.
    """
    context = WorkbookContext(explanation, book, cells=cells)
    groups: dict[_Addressee, dict[str, tuple[Question, ...]]] = defaultdict(lambda: defaultdict(tuple))
    for d in explanation.discrepancies:
        for question in d.questions:
            groups[_addressee(context, d, question)][d.id] += (question,)
    found = explanation.discrepancies_by_id
    asked = {
        to: _joined([_Matter(found[x], questions) for x, questions in each.items()]) for to, each in groups.items()
    }
    claims = _claims(explanation)
    several = sum(to == "lender" and not name for to, name, _ in asked) > 1
    written = [
        _letter(context, to, name, matters, claims[to], named_by_loans=several)
        for (to, name, _), matters in asked.items()
    ]
    graves = [(name, [m for m in ms if _is_grave(m.d)]) for (to, name, _), ms in asked.items() if to == "lender"]
    written += [
        _letter(
            context, "regulator", name, grave, {d.id for m in grave for d in m.every if claim_of(d) is Claim.REFUND},
            named_by_loans=several and not name,
        )
        for name, grave in graves if grave
    ]  # fmt: skip
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


_Addressee = tuple[str, str, str]
"""Who is asked (``lender``), its name where the files state it, and else what tells it from others that are unnamed."""
_HOUSES = {product.value: wallet for product, wallet in WALLETS.items()}


def _addressee(context: WorkbookContext, d: Discrepancy, question: Question) -> _Addressee:
    """Who gets the letter: what lenders, platforms or banks that are not the same would read is kept apart.

    Lenders and platforms without a name are told apart by the house of the product, banks by the account.
    """
    to, facts, loan = question.to, dict(d.facts), _loan(context, d)
    if to == "payee":
        return to, str(facts.get("payee", "")), ""
    if to == "bank":
        return to, "", str(facts.get("account", ""))
    if (to == "lender" and not loan.lender) or to == "wallet":
        product = loan.product or str(facts.get("product", "")).removeprefix("product.")
        return to, "", _HOUSES.get(product, product)
    return to, loan.lender if to == "lender" else "", ""


def _loan(context: WorkbookContext, d: Discrepancy) -> Facility:
    return next((f for f in context.explanation.facilities if f.id == d.facility), _NO_LOAN)


def _letter(
    context: WorkbookContext,
    to: str,
    institution: str,
    matters: Sequence[_Matter],
    claims: Collection[str] = (),
    *,
    named_by_loans: bool = False,
) -> Letter:
    """A letter about some matters; ``claims`` are the discrepancies whose money is asked for in it.

    ``named_by_loans``: its file says which products it is about, as there is another to a lender without a name.
    """
    say = context.book.say
    addressee = say("letters.to.regulator") if to == "regulator" else institution or say(f"letters.to.{to}")
    rules, told = _rules(context, to, institution, matters), [d for m in matters for d in m.every]
    blocks = [
        Block(Style.TITLE, say(f"letters.title.{to}")),
        Block(Style.TEXT, say("letters.dear-choice" if to == "regulator" else "letters.dear", addressee=addressee)),
        *sender_blocks(context.book),
        *(() if to in _STRANGERS else _loans(context, to, matters)),
        *(_raised(context) if to == "regulator" else ()),
        *_request(context, to, matters, claims),
    ]
    for number, matter in enumerate(matters, start=1):
        blocks += _told(context, to, matter, number)
    blocks += [
        *grounds(rules, context.book),
        *enclosures(context, to, institution, told),
    ]
    blocks.append(Block(Style.TEXT, say("letters.signature")))
    loans = dict.fromkeys(context.product(_loan(context, d).product) for d in told if d.facility and named_by_loans)
    name = say(f"letters.file.{to}", institution=institution or say("letters.list").join(loans)).strip()
    note = f"letters.note.{to}"
    own = (say(note),) if note in context.book else ()
    return Letter(name, tuple(blocks), notes_on(rules, context.book) + own)


def _raised(context: WorkbookContext) -> Iterator[Block]:
    """What the institution was asked before a supervisor is: only the sender knows."""
    yield Block(Style.HEADING, context.book.say("letters.raised"))
    yield Block(Style.TEXT, context.book.say("letters.before"))


def _loans(context: WorkbookContext, to: str, matters: Sequence[_Matter]) -> Iterator[Block]:
    """The loans, each with its lender; not where a lender is written to whose name the sender fills in once."""
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
        if f.lender or to != "lender":
            parts.append(say("letters.lender", lender=f.lender or say("letters.blank")))
        if _is_numbered(f):
            parts.append(say("letters.contract", contract=f.contract or say("letters.blank")))
        if f.principal is not None:
            parts.append(say("letters.principal", amount=f.principal))
        if f.drawn_at:
            parts.append(say("letters.drawn", on=f.drawn_at.date()))
        yield Block(Style.TEXT, say("letters.joint").join(parts))


def _is_numbered(loan: Facility) -> bool:
    """Whether the loan has a number of the lender's, which stands once, where the loans are listed."""
    return loan.principal is not None


def _told(context: WorkbookContext, to: str, matter: _Matter, number: int) -> Iterator[Block]:
    """One matter: what is asked, facts in order, the computation."""
    say, d, texts = context.book.say, matter.d, context.texts
    last: dict[str, FactValue] = {"first": d.at.date(), "last": matter.every[-1].at.date(), "times": len(matter.every)}
    about = [
        _topic(context, to, d),
        say("letters.on-days", **last) if matter.again else say("letters.on", on=d.at.date()),
    ]
    if to not in _STRANGERS:
        about.append(concerned(context, d, d.facility))
        about.append(say("letters.period", period=d.period) if d.period and _is_of_period(context, matter) else "")
    told = say("letters.joint").join(filter(None, about))
    yield Block(Style.HEADING, say("letters.matter", number=number, about=told))
    if matter.again:
        total = sum(each.difference for each in matter.every)
        facts_told = {**texts.facts(d), **last, "total": total}
        yield from _asked(context, to, [say(f"letters.{_RECURRING[matter.questions[0]]}", **facts_told)])
        yield Block(Style.TEXT, say("letters.facts"))
        yield from _recurring(context, matter)
    else:
        listed = to not in _STRANGERS and _is_numbered(_loan(context, d))
        asked = [texts.question(d, q, numbered=not listed) for q in matter.questions]
        yield from _asked(context, to, [text.removeprefix(say("letters.greeting")) for text in asked])
        facts = _facts(context, to, d)
        yield from (Block(Style.TEXT, say("letters.facts")),) if facts else ()
        yield from (Block(Style.NUMBERED, fact, n) for n, fact in enumerate(facts, start=1))
        yield from () if to in _STRANGERS else _computed(context, d)


def _is_of_period(context: WorkbookContext, matter: _Matter) -> bool:
    """Whether a matter is about its period and no other: a settlement takes all that were left."""
    events = context.explanation.events_by_id
    own = (events[x] for x in matter.d.events if x in events)
    settled = any(x.kind is EventKind.SETTLEMENT and x.facility == matter.d.facility for x in own)
    return not matter.again and not settled


def _asked(context: WorkbookContext, to: str, asked: Sequence[str]) -> Iterator[Block]:
    """What is asked about a matter: one thing in a line with its label, more of them numbered below it."""
    label = context.book.say(f"letters.asked{_before(to)}")
    if len(asked) == 1:
        yield Block(Style.TEXT, context.book.gap.join([label, asked[0]]))
    else:
        yield Block(Style.TEXT, label)
        yield from (Block(Style.NUMBERED, text, n) for n, text in enumerate(asked, start=1))


def _recurring(context: WorkbookContext, matter: _Matter) -> Iterator[Block]:
    """Equal charges of one payee: each once with its day, then who took them, and what they come to."""
    say, facts = context.book.say, context.texts.facts(matter.d)
    for n, sentence in enumerate(charges_of(context, matter.every, context.cells), start=1):
        yield Block(Style.NUMBERED, sentence, n)
    beside = "-beside" if matter.d.variant == "with-repayment" else ""
    times = len(matter.every)
    told = say(f"letters.recurring-facts{beside}", **facts | {"times": times})
    unplanned = [say("letters.recurring-facts-plan")] if facts.get("plan_periods") else []
    yield Block(Style.TEXT, context.book.gap.join([told, *unplanned]))
    yield Block(Style.TEXT, say("letters.sums"))
    total = sum(each.difference for each in matter.every)
    yield Block(Style.BULLET, say("letters.recurring-sum", amount=matter.d.difference, times=times, total=total))


def _facts(context: WorkbookContext, to: str, d: Discrepancy) -> list[str]:
    """What happened, as far as it concerns an addressee."""
    own: list[str] = []
    if to == "payee" and d.code == CHARGE:
        own = charges_of(context, [d], context.cells)
    elif to == "bank":  # what is asked names the debit where it is known as nothing more than a row
        return movements_of(context, d, context.cells)
    return own or facts_of(context, d, context.cells, d.period)


def _topic(context: WorkbookContext, to: str, d: Discrepancy) -> str:
    """What a matter is about, in words that concede nothing."""
    if to in _STRANGERS:
        return context.book.say(f"letters.topic-for.{to}")
    return context.say_or(f"letters.topic.{d.code}", context.book.say(f"discrepancy.{d.code}.name"))


def _computed(context: WorkbookContext, d: Discrepancy) -> Iterator[Block]:
    """How the amount of a discrepancy is made up."""
    say = context.book.say
    if d.bridge or d.unexplained:
        told = context.texts.arithmetic(d)[:-1]
        told += [say("letters.unaccounted", amount=d.unexplained)] if d.unexplained else []
        if d.difference and (len(d.bridge) > 1 or d.unexplained):
            told.append(say("letters.amount", amount=d.difference))
        if len(told) <= _IN_A_LINE:
            yield Block(Style.TEXT, context.book.gap.join([say("letters.difference"), say("letters.also").join(told)]))
        else:
            yield Block(Style.TEXT, say("letters.difference"))
            yield from (Block(Style.BULLET, line) for line in told)


_IN_A_LINE = 3
"""Parts of an amount that stand behind each other; more stand in a line each."""


def _request(context: WorkbookContext, to: str, matters: Sequence[_Matter], claims: Collection[str]) -> Iterator[Block]:
    """What is to be refunded in all, and by when an answer is asked: whoever opens the letter reads this first."""
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
