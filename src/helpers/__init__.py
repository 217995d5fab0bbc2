"""Reported indicators of Vietnam's northwest: tidy tables, growth, projections, targets, claims.

Imports run one way: tables, printed → checks, codes → tidy → pairs → growth → curves → projection → rules →
targets → series → wording → charts, claims → publishing, site → rerun → releasing, tasks; calibration stands beside
projection, which reads only its tables. docs/house.md draws the whole.
"""
