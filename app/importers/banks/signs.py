"""What the signs of a section's amounts tell of the directions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """What the amounts of a section tell: whether they bear signs, of both kinds, and whether most marks are known.

    ``charges`` says that on a card's paper plus is what was bought; ``worded`` that words beside amounts tell the
    direction, ``told`` that no amount bears a sign and the rows' own texts do. ``turned`` says that what bears a
    minus came back, as in a person's own list of what was paid, ``earns`` that some of what bears none came in.
    ``repays`` says that what was repaid or came back, and nothing else, bears a minus.
    """

    has_sign: bool
    has_both: bool
    marked: bool
    charges: bool
    worded: bool
    told: bool
    turned: bool = False
    earns: bool = False
    repays: bool = False
