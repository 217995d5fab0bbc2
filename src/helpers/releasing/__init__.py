"""Releases: what changed, whether all is ready, one archive that is the same wherever it is made."""
