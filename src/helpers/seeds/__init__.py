"""What was printed, read: numerals, hedges, periods, observations, and the rules that the seeds must keep."""
