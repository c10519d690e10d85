"""Which rows tell of the same payment, loan and period."""
