"""Tells what a question is about by its runs of one to three characters: naive Bayes over phrases of our own.

Small enough to be learnt anew at each start (some 30 ms), so that no weights are kept and the phrases are the whole
truth. The scores rank intents and are no amounts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

from app.questions.intents import NOT_OURS, Intent, empty_words, intents

_LONGEST = 3
_SMOOTHING = 0.08
_WEIGHT = (0.35, 1.0, 1.0)
"""How much a run of one, two, three characters tells."""
_LEAST_KNOWN = 0.5
"""Of the runs of two characters (or words) in a question, the share that the phrases must know."""
_SILENT = re.compile(r"[\W_]+")
_PRODUCTS = re.compile("(?:支付宝|蚂蚁)?(?:花呗|花贝|花唄|借呗|借唄|微粒贷|白条|金条|网商贷)(?:里面?|上|的)?")
"""Which product is asked about says nothing of what is asked."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An intent and how much better it fits than the average one, in logarithms for each run."""

    intent: Intent
    score: float


def ranked(question: str) -> list[Guess]:
    """The intents that fit a question, the best first; none where it is about something else.

    An intent that means "not for this program" ends the list: what fits less than it is not offered.
    """
    runs = _runs(question)
    model = _learnt()
    telling = [run for run in runs if _is_telling(run)]
    known = sum(run in model.seen for run in telling)
    if not telling or known < _LEAST_KNOWN * len(telling):
        return []
    scores = {intent.id: model.score(intent.id, runs) for intent in intents()}
    order = sorted(intents(), key=lambda intent: (-scores[intent.id], intent.id))
    if order[0].id == NOT_OURS:
        return []
    mean = sum(scores.values()) / len(scores)
    return [Guess(intent, scores[intent.id] - mean) for intent in order if intent.id != NOT_OURS]


@dataclass(frozen=True, slots=True)
class _Model:
    counts: dict[str, dict[str, float]]
    totals: dict[str, float]
    seen: frozenset[str]

    def score(self, intent: str, runs: list[str]) -> float:
        counts, total = self.counts[intent], self.totals[intent]
        told = 0.0
        for run in runs:
            if run in self.seen:
                share = (counts.get(run, 0.0) + _SMOOTHING) / (total + _SMOOTHING * len(self.seen))
                told += _weight(run) * log(share)
        return told / max(len(runs), 1)


@cache
def _learnt() -> _Model:
    counts: dict[str, dict[str, float]] = {}
    for intent in intents():
        of: Counter[str] = Counter()
        for phrase in intent.phrases:
            of.update(set(_runs(phrase)))
        # A pattern with many choices must not count more than a phrase that stands alone: the root evens it out.
        counts[intent.id] = {run: count**0.5 for run, count in of.items()}
    totals = {name: sum(of.values()) for name, of in counts.items()}
    seen = frozenset(run for of in counts.values() for run in of)
    return _Model(counts, totals, seen)


def _runs(text: str) -> list[str]:
    """Runs of characters of a Chinese text; of an English one its words and pairs of words, without the emptiest."""
    plain = _PRODUCTS.sub("", unicodedata.normalize("NFKC", text).casefold())
    parts = _SILENT.sub(" ", plain).split()
    words = [part for part in parts if part.isascii() and part not in empty_words()]
    return [
        *(f"{word} " for word in words),
        *(f"{one} {other} " for one, other in pairwise(words)),
        *(
            part[at : at + length]
            for part in parts
            if not part.isascii()
            for length in range(1, _LONGEST + 1)
            for at in range(len(part) - length + 1)
        ),
    ]


def _is_telling(run: str) -> bool:
    """Whether a run is a pair of characters or a word: what must be known for a question to be understood."""
    return len(run) == 2 if not run.endswith(" ") else run.count(" ") == 1


def _weight(run: str) -> float:
    return _WEIGHT[len(run) - 1] if not run.endswith(" ") else 1.0
