"""Reported indicators of Vietnam's northwest: tidy tables, growth, projections, targets, claims.

Imports run one way: tables, printed → checks, codes → tidy → pairs → growth → curves → refits, scrutiny →
projection → rules, conclusions → targets → series → wording → charts (over drawing) → claims → brief (over pandoc
and word), site, publish; rerun stands on the chain of series, calibration beside projection, which reads
only its tables.
"""
