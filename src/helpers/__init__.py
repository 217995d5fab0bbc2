"""Reported indicators of Vietnam's northwest: tidy tables, growth, projections, targets, claims.

Imports run one way: tables, printed → checks → tidy → growth → projection → targets →
charts → claims; rerun stands on all of them. calibration stands beside projection.
"""
