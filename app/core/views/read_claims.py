"""What pages and messages say is still owed of a loan, each laid to the one loan that it can be of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.core.loans.claimed_balance import ReadClaim
from app.core.loans.standing import LoanStanding
from app.core.papers import Notice, NoticeKind


def read_claims(notices: Iterable[Notice], standings: Sequence[LoanStanding]) -> tuple[ReadClaim, ...]:
    """Every claimed balance whose product has one loan that runs, or one of the amount that is named, from the last day
    of its papers on.

    A page names a balance or what settling takes; a message of a repayment names the principal left. Of what was
    claimed before the papers' end nothing is said: the standings are those of that end.
    """
    found = (claim for notice in notices for claim in _of(notice, standings))
    told = {
        (c.facility, c.on, c.amount): c for c in sorted(found, key=lambda c: (c.on, c.facility, c.amount, c.sources))
    }
    return tuple(told.values())


def _of(notice: Notice, standings: Sequence[LoanStanding]) -> Iterator[ReadClaim]:
    says = {NoticeKind.BALANCE: notice.amount, NoticeKind.REPAID: notice.remaining}.get(notice.kind)
    own = [s for s in standings if s.product is notice.product and notice.lent in (None, s.lent)]
    if says and notice.on and len(own) == 1 and notice.on >= own[0].known_until:
        yield ReadClaim(own[0].facility, notice.on, says, notice.sources)
