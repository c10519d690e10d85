"""Understands the pages of lending programs by meaning, from words with boxes or from lines of text."""
