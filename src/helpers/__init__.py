"""Reported indicators of Vietnam's northwest: tidy tables, growth, projections, targets, claims.

Seven rooms, imports run one way: tables ← seeds ← articles; seeds ← analysis ← claims ← charts ← outputs.
"""
