"""Reported indicators of Vietnam's northwest: tidy tables, growth, projections, targets, claims.

Imports run one way: tables, printed → checks → tidy → growth → projection → targets → wording →
charts (over drawing) → claims → brief (over pandoc and word), site, publish; rerun stands on the
tables' chain, calibration beside projection, which reads only its tables.
"""
