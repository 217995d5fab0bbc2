"""Numbers from numbers: growth, curves, projections with ranges, progress rules, targets, calibration."""
