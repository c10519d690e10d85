"""Says what settling loans on a day would cost, what a prepayment would save, and how a claimed balance comes about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from app.core.discrepancy import BridgePart, FactValue
from app.core.explanation import Facility
from app.core.loans.claimed_balance import ClaimedBalance
from app.core.loans.prepayment import Replan
from app.core.loans.prepayment_options import PrepaymentOutlook
from app.core.loans.settlement_fees import STATED
from app.core.loans.standing import DayPayoff, LoanPayoff, LoanStanding, Payoff
from app.core.money import Fen, grouped
from app.core.views.settlement_outlook import Beside, SettlementOutlook
from app.texts.bill_settlement_texts import BillSettlementTexts
from app.texts.catalogue import Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts
from app.texts.loan_names import loan_names

MOST_WAYS = 3
"""Other ways of counting that are written out; more are told by their range."""


class SettlementTexts:
    """The sentences about settling, in one language; the same in terminal, window, workbook and JSON."""

    def __init__(self, phrasebook: Phrasebook, loans: Sequence[Facility] = ()) -> None:
        """``loans`` are those of the case, by which each is named."""
        self._book = phrasebook
        self._names = loan_names(loans, phrasebook)
        self._parts = DiscrepancyTexts(phrasebook)
        self._gap = phrasebook.gap

    def lines(self, outlook: SettlementOutlook) -> Iterator[str]:
        """All that is answered, a paragraph for each loan and bill product, the sums, and what was asked beside."""
        beside = dict(outlook.beside)
        for loan in outlook.day.loans:
            told = beside.get(loan.standing.facility) if loan.ways else None
            yield self._gap.join([self.loan(loan), *(self.beside(told, len(loan.early)) if told else ())])
        bills = BillSettlementTexts(self._book)
        yield from (bills.bill(bill) for bill in outlook.bills)
        sums = [(loan.ways[0].amount, loan.least, loan.most) for loan in outlook.day.told]
        yield from filter(None, [self.together(outlook.day), bills.together(sums, outlook.bills)])
        if not (outlook.day.loans or outlook.bills or outlook.day.reserves):
            yield self._book.say("settlement.nothing")
        for prepaid, loan in zip(outlook.prepayments, outlook.day.loans, strict=False):
            if prepaid.options or loan.ways:  # why nothing is said of a loan is said once
                yield self.prepayment(prepaid)
        for claim in outlook.claimed:
            yield self.claim(claim)
        yield self._book.say("settlement.orientation")

    def loan(self, payoff: LoanPayoff) -> str:
        """What settles a loan that day: the amount or the range first, then its parts, what it rests on, the plan."""
        usual, say = payoff.usual, self._book.say
        if usual is None:
            return self._doubt(payoff.standing, payoff.doubts[0].value if payoff.doubts else "terms-open", payoff.on)
        facts: dict[str, FactValue] = {**self._of(payoff.standing), "on": payoff.on, "amount": usual.amount}
        facts |= {"least": payoff.least, "most": payoff.most, "planned": payoff.planned, "saved": abs(payoff.saved)}
        facts["parts"] = tuple(self.part(part) for part in usual.parts)
        said = ["one" if payoff.least == payoff.most else "range", "parts"]
        told = [say(f"settlement.{name}", **facts) for name in said]
        told += self._other_ways(payoff)
        if payoff.assumed:
            dues = sum(period.instalment for period in payoff.assumed)
            since = payoff.standing.known_until
            told.append(say("settlement.assumed", known=since, count=len(payoff.assumed), amount=dues))
        kept = "plan-more" if payoff.saved > 0 else "plan-less" if payoff.saved < 0 else "plan-same"
        told.append(say("settlement.late" if payoff.is_late else f"settlement.{kept}", **facts))
        return self._gap.join([*told, *self._fee(payoff)])

    def _fee(self, payoff: LoanPayoff) -> list[str]:
        """The fee of settling early that the contract, or else public pages tell of, which is in no amount."""
        if payoff.fee is None:
            return []
        rule, amount = payoff.fee
        if rule.id == STATED:
            return [self._book.say("settlement.fee-stated", fee=amount, share=rule.share)]
        facts: dict[str, FactValue] = {"of": f"settle-fee.{rule.id}", "share": rule.share, "seen": rule.seen}
        return [self._book.say("settlement.fee", fee=amount, **facts)]

    def beside(self, beside: Beside, early: int = 0) -> list[str]:
        """What a settlement does not hold: other payees' charges and coupons, so far and for ``early`` periods."""
        told = []
        if beside.charges:
            amounts = {"amount": sum(beside.charges), "latest": beside.charges[-1], "count": len(beside.charges)}
            told.append(self._book.say("settlement.beside", **amounts, payees=beside.payees))
        if beside.coupons:
            told.append(self._book.say("settlement.coupons", amount=sum(beside.coupons), count=len(beside.coupons)))
            if each := early and beside.usual_coupon:
                told.append(self._book.say("settlement.coupons-lost", each=each, count=early, amount=early * each))
        return told

    def together(self, day: DayPayoff) -> str:
        """What settles all loans of which an amount is told, and the reserve advances that are out; else nothing."""
        told, say = day.told, self._book.say
        facts: dict[str, FactValue] = {"on": day.on, "count": len(told), "amount": day.usual}
        facts |= {"least": day.least, "most": day.most}
        facts |= {"planned": day.planned, "advances": day.advances}
        said = []
        if len(told) > 1:
            said.append(say(f"settlement.{'all-one' if day.least == day.most else 'all-range'}", **facts))
        if day.reserves:
            said.append(say("settlement.reserve", **facts, taken=day.reserves[-1].taken_on))
        return self._gap.join(said)

    def prepayment(self, outlook: PrepaymentOutlook) -> str:
        """What prepaying a part would save, the term kept and the instalment kept, by every way of its interest."""
        facts = {**self._of(outlook.standing), "on": outlook.on, "amount": outlook.amount}
        if not outlook.options:
            return self._doubt(outlook.standing, outlook.doubts[0].value, outlook.on)
        charged = self._span(option.interest for option in outlook.options)
        told = [self._book.say("settlement.prepay", **facts, charged=charged)]
        for replan in (Replan.KEEP_TERM, Replan.KEEP_PAYMENT, Replan.CUT_FROM_END):
            options = outlook.by(replan)
            if not options:
                continue
            saved, due = self._span(o.saved for o in options), self._span(o.instalment for o in options)
            periods = len(options[0].plan)
            told.append(self._book.say(f"settlement.{replan.value}", saved=saved, due=due, periods=periods))
        known = "seen" if outlook.standing.prepayments else "unknown"
        return self._gap.join([*told, self._book.say(f"settlement.replan-{known}")])

    def _span(self, amounts: Iterable[Fen]) -> str:
        """An amount, or the range that several lie in."""
        least, *more = sorted(set(amounts))
        if not more:
            return self._book.say("settlement.amount", amount=least)
        return self._book.say("settlement.span", least=least, most=more[-1])

    def claim(self, claim: ClaimedBalance) -> str:
        """How a claimed balance comes about beside the computed one, and what stays open."""
        say, facts = self._book.say, self._of(claim.payoff.standing)
        if claim.computed is None:
            code = claim.payoff.doubts[0].value if claim.payoff.doubts else "terms-open"
            return self._doubt(claim.payoff.standing, code, claim.payoff.on)
        facts |= {"claimed": claim.claimed, "on": claim.payoff.on, "amount": claim.computed.amount}
        facts |= {"least": claim.payoff.least, "most": claim.payoff.most, "rest": abs(claim.rest)}
        facts["difference"] = claim.claimed - claim.computed.amount
        if claim.agrees:
            way = self.way(claim.computed)
            return say("settlement.claim-agrees-by" if way else "settlement.claim-agrees", **facts, way=way)
        if claim.quoted_for:
            return say("settlement.claim-other-day", **facts, day=claim.quoted_for)
        if claim.parts:
            facts["parts"] = tuple(self.part(part) for part in claim.parts)
            told = [say("settlement.claim-explained", **facts)]
            told += [
                say("settlement.claim-also", parts=tuple(self.part(part) for part in other)) for other in claim.also
            ]
            return self._gap.join(told)
        inside = claim.payoff.least < claim.claimed < claim.payoff.most
        return say(f"settlement.claim-{'inside' if inside else 'open'}", **facts)

    def way(self, payoff: Payoff) -> str:
        """What sets a way of counting apart; empty for the plainest."""
        named = tuple(self._way(name) for name in payoff.way)
        return self._book.say("settlement.ways", ways=named) if named else ""

    def _way(self, name: str) -> str:
        rule = name.removeprefix("penalty-")
        if rule != name:
            return self._book.say("settlement.penalty", rule=f"penalty-rule.{rule}")
        return self._book.say(f"settle-way.{name}")

    def part(self, part: BridgePart) -> str:
        """A part with its amount, and its formula where it has one."""
        formula = self._parts.formula(part)
        if formula.lstrip("\N{MINUS SIGN} ") == grouped(abs(part.amount)):
            return self._book.say("settlement.given", component=self._parts.component(part), amount=part.amount)
        return self._book.say(
            "settlement.part", component=self._parts.component(part), formula=formula, amount=part.amount
        )

    def formula(self, part: BridgePart) -> str:
        """The part's arithmetic as a person writes it."""
        return self._parts.formula(part)

    def doubt(self, payoff: LoanPayoff) -> str:
        """Why nothing is said of a loan; empty where something is."""
        return self._doubt(payoff.standing, payoff.doubts[0].value, payoff.on) if payoff.doubts else ""

    def _other_ways(self, payoff: LoanPayoff) -> list[str]:
        others = [way for way in payoff.ways[1:] if way.way]
        if not others or len(others) > MOST_WAYS:
            return [self._book.say("settlement.many-ways", count=len(payoff.ways))] if others else []
        return [self._book.say("settlement.other-way", way=self.way(way), amount=way.amount) for way in others]

    def _doubt(self, standing: LoanStanding, code: str, on: date) -> str:
        return self._book.say(f"settle-doubt.{code}", **self._of(standing), on=on, known=standing.known_until)

    def _of(self, standing: LoanStanding) -> dict[str, FactValue]:
        """Which loan it is, as a person knows it."""
        product = self._book.say(f"product.{standing.product.value}")
        if not standing.lent:  # no paper tells its amount
            return {"loan": product}
        alone = self._book.say("ahead.loan", product=product, amount=standing.lent)
        return {"loan": self._names.get(standing.facility, alone)}
