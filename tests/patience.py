"""How long a test waits for what must come: far longer than any machine needs, so that a defect alone reaches it."""

MILLISECONDS = 300_000
SECONDS = 600
