"""Which colour, mark and dash a place, a method and a target have, the same in all pictures.

Colours of places are of seaborn's colour-blind palette; every series also differs by marker, dash or place.
"""

from collections.abc import Iterable
from typing import Any

INK, PALE = "#1a1a1a", "#b0b0b0"
PLACES = {"dien-bien": "#0173b2", "lai-chau": "#de8f05", "vietnam": "#6b6b6b"}  # a province is a colour
PLACE_MARKS = {"dien-bien": "o", "lai-chau": "s", "vietnam": "^"}
TARGET = "#b3202c"  # targets alone are red: a diamond, filled where target and series count the same
MATCHES = {"exact": TARGET, "near": TARGET, "context": "white"}  # a target is hollow where it counts something else
LINES: dict[str, tuple[str, Any]] = {  # of a method: its colour, and its dash as seaborn takes it
    "diffusion": ("#00785a", ""),
    "straight_line": ("#a6611a", (5, 2)),
    "last_value": ("#808080", (1, 1.5)),
    "closing_gap": ("#984ea3", (5, 1.5, 1, 1.5)),
    "logistic": ("#5e9bd1", (8, 1.5, 1, 1, 1, 1.5)),
    "gompertz": ("#c51b7d", (2.5, 1.5)),
    "constant_growth": ("#666600", (1, 3)),
}
METHODS = {name: colour for name, (colour, _) in LINES.items()}


def places(slugs: Iterable[str]) -> dict[str, str]:
    """A colour for each place; the same for all that have none of their own."""
    return {slug: PLACES.get(slug, "#4d4d4d") for slug in slugs}


def place_marks(slugs: Iterable[str]) -> dict[str, str]:
    """A mark for each place; the same for all that have none of their own."""
    return {slug: PLACE_MARKS.get(slug, "P") for slug in slugs}


def methods(names: Iterable[str]) -> dict[str, str]:
    """A colour for each method; a reader's own is black."""
    return {name: METHODS.get(name, INK) for name in names}


def dashes(names: Iterable[str]) -> dict[str, Any]:
    """A dash for each method, as seaborn takes it."""
    return {name: LINES.get(name, (INK, (7, 3)))[1] for name in names}
