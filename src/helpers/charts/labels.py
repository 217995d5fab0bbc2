"""Labels that stay clear of each other, of marks and of lines: the first free place around each point."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from helpers.charts import colours

HALO = [withStroke(linewidth=2, foreground="white")]  # no line of the grid strikes a text out
AWAY = 5  # printer's points from a mark to its label
SIZE = 7.5  # points, at the size at which a picture is printed
AROUND = [(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)]  # above, below, right, left, corners
SIDEWAYS = [(-1, 0), (1, 0), (0, 1)]  # left, right, above
SIDES = {-1: "right", 0: "center", 1: "left"}
HEIGHTS = {-1: "top", 0: "center", 1: "bottom"}


def beside(
    axis: Axes,
    x: Iterable[float | str],
    y: Iterable[float | str],
    texts: Iterable[str],
    shades: Iterable[str] | str = colours.INK,
    prefer: Sequence[tuple[int, int]] = AROUND,
    size: float = SIZE,
) -> None:
    """A label beside each point, on the first preferred side that is free, else where it crosses least; call it last."""
    figure: Any = axis.figure
    figure.get_layout_engine().execute(figure)  # places the axes
    units: Any = axis  # names of rows and columns may be places, too
    points = [(units.convert_xunits(x_), units.convert_yunits(y_)) for x_, y_ in zip(x, y, strict=True)]
    each = [shades] * len(points) if isinstance(shades, str) else list(shades)
    scattered = [one for one in axis.collections if isinstance(one, PathCollection)]
    places = [axis.transData.transform(place) for one in scattered for place in np.asarray(one.get_offsets())]
    reach = (AWAY - 1) * figure.dpi / 72  # in pixels
    taken = [Bbox([place - reach, place + reach]) for place in places]
    taken += [other.get_window_extent() for other in axis.texts if other.get_text()]
    lines = [line.get_transform().transform_path(line.get_path()) for line in axis.lines if line.get_visible()]
    for point, text, colour in zip(points, texts, each, strict=True):
        options: Any = {"textcoords": "offset points", "color": colour, "fontsize": size, "path_effects": HALO}
        label = axis.annotate(text, point, (0, 0), **options)
        sides = [_moved(label, side).get_window_extent() for side in prefer]
        best = int(np.argmin([crossings(box, axis, taken, lines) for box in sides]))
        _moved(label, prefer[best])
        taken.append(sides[best])


def at_ends(axis: Axes, x: float, y: Sequence[float], texts: Sequence[str], shades: Sequence[str]) -> None:
    """Labels to the right of the ends of lines, moved apart where they would lie on each other, then with a thin line."""
    figure: Any = axis.figure
    figure.get_layout_engine().execute(figure)
    low, high = axis.get_ylim()
    unit = axis.get_window_extent().height * 72 / figure.dpi / (high - low)  # printer's points
    order = np.argsort(y, kind="stable")
    heights = apart([y[place] for place in order], 1.3 * SIZE / unit)
    for place, height in zip(order, heights, strict=True):
        shift = (height - y[place]) * unit
        line = {"arrowstyle": "-", "lw": 0.6, "color": shades[place], "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0.5)}
        options: Any = {"arrowprops": line if abs(shift) > 2 else None, "color": shades[place], "fontsize": SIZE}
        options |= {"textcoords": "offset points", "va": "center", "ha": "left", "path_effects": HALO}
        axis.annotate(texts[place], (x, y[place]), (9, shift), annotation_clip=False, **options)


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Ascending heights moved `gap` apart where they are closer."""
    heights = [float(value) for value in values]
    for low in [*range(len(heights) - 1)] * 50:  # neighbours part, each by half of what is missing, until all are
        missing = max(gap - (heights[low + 1] - heights[low]), 0) / 2
        heights[low : low + 2] = heights[low] - missing, heights[low + 1] + missing
    return heights


def crossings(box: Bbox, axis: Axes, boxes: Sequence[Bbox], lines: Sequence[Path]) -> int:
    """How many boxes of texts and marks, and lines, a label's box lies on, and whether it leaves the picture."""
    figure: Any = axis.figure
    outside: bool = not figure.bbox.contains(*box.min) or not figure.bbox.contains(*box.max)
    outside = outside or bool(box.x0 < axis.bbox.x0)  # where the names of rows and ticks stand
    on_lines = sum(np.size(line.vertices) > 2 and line.intersects_bbox(box, filled=False) for line in lines)
    return sum(map(box.overlaps, boxes)) + on_lines + 5 * outside


def _moved(label: Annotation, side: tuple[int, int]) -> Annotation:
    """The label on another side of its point."""
    across, up = side
    label.xyann = (across * AWAY, up * AWAY)
    label.set(ha=SIDES[across], va=HEIGHTS[up])
    return label
