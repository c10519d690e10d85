"""Where a case and the settings are kept."""
