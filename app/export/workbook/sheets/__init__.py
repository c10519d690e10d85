"""The sheets of the workbook, one module each: every module turns the context into rows."""
