"""Questions in a person's own words: what they are about, and where the answer stands. No window, no network."""
