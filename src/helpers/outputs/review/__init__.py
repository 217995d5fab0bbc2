"""A report by someone else, read number by number beside what was published."""
