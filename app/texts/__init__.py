"""Sentences in each language from one catalogue, for every view and file alike."""

from app.texts.catalogue import Phrasebook
from app.texts.languages import Language, languages

__all__ = ["Language", "Phrasebook", "languages"]
