"""The desk's window: a folder of cases as one table."""
