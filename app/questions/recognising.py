"""Tells what a question is about: by declared signs, and by its runs of characters, naive Bayes over our own phrases.

Signs are expressions that speak for an intent ("退" for a refund); the runs decide between intents whose signs are
found alike. Small enough to be learnt anew at each start (some 30 ms), so that no weights are kept and signs and
phrases are the whole truth. The scores rank intents and are no amounts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

from app.questions.intents import NOT_OURS, Intent, empty_words, intents, speaks_of_money, spoken_words

_LONGEST = 3
_SMOOTHING = 0.08
_WEIGHT = (0.35, 1.0, 1.0)
"""How much a run of one, two, three characters tells."""
_SIGN, _HINT = 1.2, 0.4
"""What the first sign of an intent adds to its score, and how much of a sign a hint is."""
_TOPIC, _BROAD = 1.5, 0.5
"""What the name of the thing itself adds, in signs, and what signs of a broad intent count beside those of others."""
_MOST_SIGNS, _NEXT_SIGNS = 3, 0.7
"""So many signs count, their number raised to this power: a second sign tells less than the first."""
_SILENT = re.compile(r"[\W_]+")
_PRODUCTS = re.compile(
    "(?:支付宝|蚂蚁)?(?:花呗|花贝|花唄|借呗|借唄|微粒贷|微业贷|白条|金条|网商贷|月付|有钱花|放心借|先用后付)(?:里面?|上|的)?"
)
"""Which product is asked about says nothing of what is asked."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An intent and how much better it fits than the average one, in logarithms for each run.

    ``is_sure`` is False where no sign of any intent was found and the runs alone decide.
    """

    intent: Intent
    score: float
    is_sure: bool = True


def ranked(question: str) -> list[Guess]:
    """The intents of which a question holds a sign, the best first; none where it is about something else.

    That is so where the intent that means "not for this program" fits best. Where no sign or hint of another is found,
    those that its runs are most like are guessed, if it speaks of money at all.
    """
    plain, runs, model = _plain(question), _runs(question), _learnt()
    spoken = {intent.id: _spoken(intent, plain) for intent in intents()}
    spoken |= _narrowed(spoken)
    if not any(spoken[intent.id] for intent in intents() if intent.id != NOT_OURS):
        return _guessed(plain, runs, model) if not spoken[NOT_OURS] else []
    scores = {name: model.score(name, runs) + _SIGN * signs**_NEXT_SIGNS for name, signs in spoken.items()}
    order = sorted(intents(), key=lambda intent: (-scores[intent.id], intent.id))
    if order[0].id == NOT_OURS:
        return []
    mean = sum(scores.values()) / len(scores)
    told = [intent for intent in order if intent.id != NOT_OURS and spoken[intent.id]]
    return [Guess(intent, scores[intent.id] - mean) for intent in told]


def _narrowed(spoken: dict[str, float]) -> dict[str, float]:
    """The signs of broad intents, which count less where those of another are found: a due day is often told beside."""
    narrow = [intent.id for intent in intents() if not intent.is_broad and intent.page]
    share = _BROAD if any(spoken[name] >= 1 for name in narrow) else 1.0
    return {intent.id: spoken[intent.id] * share for intent in intents() if intent.is_broad}


def _guessed(plain: str, runs: list[str], model: _Model) -> list[Guess]:
    """The intents that a question without any sign is most like; none where it does not speak of money."""
    if not speaks_of_money().search(plain):
        return []
    scores = {intent.id: model.score(intent.id, runs) for intent in intents()}
    order = sorted(intents(), key=lambda intent: (-scores[intent.id], intent.id))
    mean = sum(scores.values()) / len(scores)
    if order[0].id == NOT_OURS:
        return []
    return [Guess(intent, scores[intent.id] - mean, is_sure=False) for intent in order if intent.page]


def _spoken(intent: Intent, plain: str) -> float:
    """How many signs of an intent are found in a text, with a part of one for a hint."""
    found = sum(1 for sign in intent.signs if sign.search(plain))
    topic = _TOPIC if any(topic.search(plain) for topic in intent.topics) else 0
    return min(found, _MOST_SIGNS) + topic + (_HINT if any(hint.search(plain) for hint in intent.hints) else 0)


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


def _plain(text: str) -> str:
    """A text in one form of its letters and of what is often misspelt, without the names of products."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for written, meant in spoken_words():
        plain = written.sub(meant, plain)
    return _PRODUCTS.sub("", plain)


def _runs(text: str) -> list[str]:
    """Runs of characters of a Chinese text; of an English one its words and pairs of words, without the emptiest."""
    parts = _SILENT.sub(" ", _plain(text)).split()
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


def _weight(run: str) -> float:
    return _WEIGHT[len(run) - 1] if not run.endswith(" ") else 1.0
