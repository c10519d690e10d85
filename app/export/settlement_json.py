"""Writes what settling costs as items of the JSON's ``outlook`` (an addition to ``explanation/1``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core.discrepancy import BridgePart, distinct
from app.core.explanation import Facility
from app.core.loans.bill_settlement import BillPayoff
from app.core.loans.claimed_balance import ClaimedBalance
from app.core.loans.prepayment_options import PrepaymentOutlook
from app.core.loans.standing import DayPayoff, LoanPayoff
from app.core.money import yuan
from app.core.views.settlement_outlook import Beside, SettlementOutlook
from app.export.json_values import Json, money, refs
from app.texts import Phrasebook
from app.texts.bill_settlement_texts import BillSettlementTexts
from app.texts.settlement_texts import SettlementTexts


def settlement_items(outlook: SettlementOutlook, phrasebook: Phrasebook, loans: Sequence[Facility] = ()) -> list[Json]:
    """An item for each loan and bill product, one for all together, then prepayments and claimed balances.

    ``loans`` are those of the case, by which each is named.
    """
    return list(_Writer(phrasebook, loans).items(outlook))


class _Writer:
    def __init__(self, phrasebook: Phrasebook, loans: Sequence[Facility]) -> None:
        self._texts = SettlementTexts(phrasebook, loans)
        self._book = phrasebook
        self._bills = BillSettlementTexts(phrasebook)

    def items(self, outlook: SettlementOutlook) -> Iterator[Json]:
        beside = dict(outlook.beside)
        yield from (self._loan(loan, beside.get(loan.standing.facility)) for loan in outlook.day.loans)
        yield from (self._bill(bill) for bill in outlook.bills)
        yield self._together(outlook.day, outlook.bills)
        yield from (self._prepayment(prepaid) for prepaid in outlook.prepayments)
        yield from (self._claim(claim) for claim in outlook.claimed)

    def _loan(self, payoff: LoanPayoff, beside: Beside | None) -> Json:
        usual = payoff.usual
        rows = distinct(s for way in payoff.ways[:1] for part in way.parts for s in part.evidence)
        return {
            "on": payoff.on.isoformat(),
            "facility": payoff.standing.facility,
            "amount": money(usual.amount if usual else None),
            "text": self._texts.loan(payoff),
            "evidence": refs(rows),
            "kind": "settlement",
            "certain": payoff.certain,
            "least": money(payoff.least if usual else None),
            "most": money(payoff.most if usual else None),
            "planned": money(payoff.planned if usual and not payoff.is_late else None),
            "saved": money(payoff.saved if usual and not payoff.is_late else None),
            "parts": [self._part(part) for part in usual.parts] if usual else [],
            "ways": [
                {"way": list(way.way), "text": self._texts.way(way), "amount": yuan(way.amount)} for way in payoff.ways
            ],
            "assumed_paid": [
                {"period": p.number, "due": p.due.isoformat(), "amount": yuan(p.instalment)} for p in payoff.assumed
            ],
            "other_payees": money(sum(beside.charges) if beside and beside.charges else None),
            "fee_at_most": money(payoff.fee[1] if payoff.fee else None),
            "coupons_used": money(sum(beside.coupons) if beside and beside.coupons else None),
            "known_until": payoff.standing.known_until.isoformat(),
            "doubts": [doubt.value for doubt in payoff.doubts],
        }

    def _bill(self, payoff: BillPayoff) -> Json:
        """What settles a bill product: its bills with their charges; not in it what no bill holds yet."""
        usual, standing = payoff.usual, payoff.standing
        rows = distinct(s for way in payoff.ways[:1] for part in way.parts for s in part.evidence)
        return {
            "on": payoff.on.isoformat(),
            "facility": standing.product.value,
            "amount": money(usual.amount if usual else None),
            "text": self._bills.bill(payoff),
            "evidence": refs(distinct((*rows, *standing.unbilled_rows))),
            "kind": "bill-settlement",
            "certain": payoff.certain,
            "least": money(payoff.least if usual else None),
            "most": money(payoff.most if usual else None),
            "parts": [self._part(part) for part in usual.parts] if usual else [],
            "unbilled": money(standing.unbilled),
            "to_come": money(payoff.to_come),
            "known_until": standing.known_until.isoformat(),
            "doubts": [doubt.value for doubt in payoff.doubts],
        }

    def _together(self, day: DayPayoff, bills: Sequence[BillPayoff]) -> Json:
        return {
            "on": day.on.isoformat(),
            "facility": None,
            "amount": money(day.usual if day.told else None),
            "text": self._texts.together(day),
            "evidence": refs(distinct(s for advance in day.reserves for s in advance.sources)),
            "kind": "settlement-together",
            "loans": [loan.standing.facility for loan in day.told],
            "least": money(day.least if day.told else None),
            "most": money(day.most if day.told else None),
            "planned": money(day.planned if day.told else None),
            "reserve": money(day.advances if day.reserves else None),
            "bills": money(sum(b.usual.amount for b in bills if b.usual) if any(b.usual for b in bills) else None),
            "unbilled": money(sum(b.unbilled for b in bills) if bills else None),
        }

    def _prepayment(self, prepaid: PrepaymentOutlook) -> Json:
        rows = (s for p in prepaid.standing.readings[0].periods for s in p.sources) if prepaid.options else ()
        return {
            "on": prepaid.on.isoformat(),
            "facility": prepaid.standing.facility,
            "amount": yuan(prepaid.amount),
            "text": self._texts.prepayment(prepaid),
            "evidence": refs(distinct(rows)),
            "kind": "prepayment",
            "options": [
                {
                    "replan": option.rule.replan.value,
                    "interest_on": option.rule.interest_on.value,
                    "interest": yuan(option.interest),
                    "instalment": yuan(option.instalment),
                    "periods": len(option.plan),
                    "last_due": option.plan[-1].due.isoformat(),
                    "saved": yuan(option.saved),
                }
                for option in prepaid.options
            ],
            "doubts": [doubt.value for doubt in prepaid.doubts],
        }

    def _claim(self, claim: ClaimedBalance) -> Json:
        return {
            "on": claim.payoff.on.isoformat(),
            "facility": claim.payoff.standing.facility,
            "amount": yuan(claim.claimed),
            "text": self._texts.claim(claim),
            "evidence": refs(distinct((*claim.sources, *(s for part in claim.parts for s in part.evidence)))),
            "kind": "claimed-balance",
            "computed": money(claim.computed.amount if claim.computed else None),
            "least": money(claim.payoff.least if claim.computed else None),
            "most": money(claim.payoff.most if claim.computed else None),
            "parts": [self._part(part) for part in claim.parts],
            "also": [[self._part(part) for part in other] for other in claim.also],
            "quoted_for": claim.quoted_for.isoformat() if claim.quoted_for else None,
            "unexplained": money(claim.rest if claim.computed else None),
        }

    def _part(self, part: BridgePart) -> Json:
        return {
            "component": part.component,
            "amount": yuan(part.amount),
            "formula": self._texts.formula(part),
            "evidence": refs(part.evidence),
        }
