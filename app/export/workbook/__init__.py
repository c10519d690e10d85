"""The Excel workbook: cells, formulas, styles, sheets, and the package they are written into."""
