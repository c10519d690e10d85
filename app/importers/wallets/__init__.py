"""What the wallets' importers share: layouts, preambles, tallies and the way from a row to a fact."""
