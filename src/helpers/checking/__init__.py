"""Seeds held to their rules: each fault named with its file, row, column and what to do."""
