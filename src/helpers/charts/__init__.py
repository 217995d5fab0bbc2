"""The pictures. Each takes tidy frames and returns a matplotlib figure: direct labels, source line inside.

Colours come from seaborn's colour-blind palette; every series also differs by marker, dash or place.
"""
