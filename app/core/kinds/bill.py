"""Kinds of the first phenomenon that concern a monthly bill's own interest and fees."""

from __future__ import annotations

from app.core.discrepancy import Layer, Phenomenon
from app.core.kinds.kind import Differing, Kind, variant
from app.core.severity import Severity

_PHENOMENON, _BUSINESS = Phenomenon.RESERVE, Layer.BUSINESS

KINDS = (
    Kind(
        "MINPAY-REVOLVING", _PHENOMENON, _BUSINESS,
        variants={
            "interest": variant(
                "product month later_month due amount paid rest interest minimum? least? lacking? rule? also? "
                "tried? bill_paid_on?", Severity.WARNING
            ),
        },
    ),
    Kind(
        "SETTLE-SCOPE-UNPOSTED", _PHENOMENON, _BUSINESS,
        variants={
            "unbilled": variant("product month due amount paid paid_on rest", Severity.INFO),
            "instalments": variant(
                "product month due amount paid paid_on rest? principal left charged?", Severity.INFO
            ),
        },
    ),
    Kind(
        "BILL-OVERPAID", _PHENOMENON, _BUSINESS, differing=Differing.NOTHING,
        variants={
            "more": variant("product month due amount paid rest", Severity.INFO),
            "set-off-parts": variant("product month later_month due amount paid rest", Severity.INFO),
            "set-off": variant("product month later_month due amount paid rest", Severity.INFO),
        },
    ),
)  # fmt: skip
