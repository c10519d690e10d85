"""Table and list models that own their order and their filter."""
