"""What leaves the program: terminal summary, JSON, workbook, pictures."""
