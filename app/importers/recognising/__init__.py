"""From headings and values to meaning: which column is what."""
