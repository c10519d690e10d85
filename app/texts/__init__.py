"""Sentences in 简体中文 and English from one catalogue, for every view and file alike."""

from app.texts.catalogue import Language, Phrasebook

__all__ = ["Language", "Phrasebook"]
