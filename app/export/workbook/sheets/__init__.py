"""The sheets of the workbook, one module each: every module turns the desk into rows."""
