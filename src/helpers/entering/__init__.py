"""From a new article to rows of the ledger: read, guessed, drafted, audited, measured."""
