"""Running it all: notebooks executed, several files replaced as one, what stayed the same remembered."""
