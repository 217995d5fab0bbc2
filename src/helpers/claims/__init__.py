"""Sentences in two languages: what may be quoted, with its range and sources, and what may not, with the reason."""
