"""Facts, loans, linking and explaining: pure Python, no files, no clock, no language."""
