"""One module a phenomenon: each looks at the stories of a case and yields the discrepancies it can prove."""
