"""Promises of Tallyline; the folders mirror ``app``."""
