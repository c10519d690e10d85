"""Says what settling a bill product on a day would cost, and what is not in that sum."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.discrepancy import FactValue
from app.core.loans.bill_settlement import BillPayoff
from app.core.money import Fen
from app.texts.catalogue import Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts


class BillSettlementTexts:
    """The sentences about settling bills, in one language."""

    def __init__(self, phrasebook: Phrasebook) -> None:
        self._book = phrasebook
        self._parts = DiscrepancyTexts(phrasebook)
        self._gap = phrasebook.gap

    def bill(self, payoff: BillPayoff) -> str:
        """What settles a product's bills that day, what they are, and what comes beside them."""
        product: dict[str, FactValue] = {"product": f"product.{payoff.standing.product.value}", "on": payoff.on}
        if payoff.doubts:
            return self._say(f"doubt.{payoff.doubts[0].value}", **product, known=payoff.standing.known_until)
        told = [self._billed(payoff, product), *self._beside(payoff)]
        return self._gap.join(sentence for sentence in told if sentence)

    def together(self, loans: Sequence[tuple[Fen, Fen, Fen]], bills: Sequence[BillPayoff]) -> str:
        """What loans (usual, least and most of all) and bills come to together, with what is not billed yet."""
        told = [b for b in bills if b.usual]
        if not loans or not told:
            return ""
        usual, least, most = (sum(loan[n] for loan in loans) for n in range(3))
        beside = sum(b.unbilled for b in told)
        usual += beside + sum(b.usual.amount for b in told if b.usual)
        least += beside + sum(b.least for b in told)
        most += beside + sum(b.most for b in told)
        said = "all-one" if least == most else "all-range"
        return self._say(said, amount=usual, least=least, most=most, on=told[0].on)

    def _billed(self, payoff: BillPayoff, product: dict[str, FactValue]) -> str:
        usual = payoff.usual
        if usual is None or not payoff.left:
            return self._say("none-beside" if payoff.assumed else "none", **product)
        said = "one" if payoff.least == payoff.most else "range"
        bills = tuple(
            self._say("of", month=f"{bill.month[0]}-{bill.month[1]:02d}", left=bill.left, due=bill.due)
            for bill in payoff.left
        )
        charges = tuple(self._charge(part.amount, self._parts.formula(part)) for part in usual.parts[len(bills) :])
        told = [
            self._say(said, **product, amount=usual.amount, least=payoff.least, most=payoff.most),
            self._say("parts", parts=(*bills, *charges)),
        ]
        return self._gap.join(told)

    def _charge(self, amount: Fen, formula: str) -> str:
        return self._say("charge", amount=amount, formula=formula)

    def _beside(self, payoff: BillPayoff) -> list[str]:
        """What is not in the sum: bills taken as paid, purchases on no bill, instalments, charges that went on."""
        standing, told = payoff.standing, []
        if payoff.assumed:
            amount = sum(bill.left for bill in payoff.assumed)
            told.append(self._say("assumed", known=standing.known_until, count=len(payoff.assumed), amount=amount))
        if standing.carried:
            told.append(self._say("carried"))
        if standing.unbilled is None:
            told.append(self._say("unbilled-untold"))
        elif standing.unbilled:
            told.append(self._say("unbilled", amount=standing.unbilled))
        if payoff.to_come:
            count = sum(count for count, _, _ in standing.to_come)
            told.append(self._say("to-come", count=count, amount=payoff.to_come))
        return told

    def _say(self, message: str, **values: FactValue) -> str:
        return self._book.say(f"bill-settlement.{message}", **values)
