"""An article read into numerals, phrases and matches: drafts of its rows, and their audit."""
