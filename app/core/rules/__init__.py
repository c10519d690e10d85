"""One module a phenomenon: each looks at what happened in a case and yields the discrepancies it can prove."""
