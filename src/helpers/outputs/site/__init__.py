"""A web page that answers at a glance: build/site/{vi,en}, made from tables and notebooks, opened from a folder."""
