"""Widgets that dialogs, panels and the window share."""
