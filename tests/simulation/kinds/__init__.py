"""Kinds of cases of their own making: what a person holds as files, and what may truly be said of them."""
