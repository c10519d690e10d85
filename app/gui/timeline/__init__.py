"""The timeline as a widget: everything it shows comes from the arrays of ``app.timeline``."""
