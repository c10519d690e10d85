"""From bytes to tables: containers, encodings, workbooks, PDF; nothing here knows what a table means."""
