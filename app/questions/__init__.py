"""Questions in a person's own words: what they are about, and what the files answer. No window, no network."""
