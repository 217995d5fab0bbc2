"""The pictures. Each takes tidy frames and returns a matplotlib figure: direct labels, source line inside.

Colours come from seaborn's colour-blind palette; every series also differs by marker, dash or place.
"""

from helpers.charts.paths import fan, tornado
from helpers.charts.shares import dumbbell, levels, places, timeline
from helpers.charts.trust import claim_counts, coverage_by_horizon, error_by_horizon, proposals

__all__ = [
    "claim_counts",
    "coverage_by_horizon",
    "dumbbell",
    "error_by_horizon",
    "fan",
    "levels",
    "places",
    "proposals",
    "timeline",
    "tornado",
]
