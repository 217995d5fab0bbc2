"""Panels of countries to calibrate on: checked, countries named alike, and their windows of two points and an outcome."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from babel.core import get_global  # its territory aliases join numeric and three-letter country codes

from helpers.tables.refusals import Refusal

WINDOW = 3  # years between the two points of a window
HORIZONS = (1, 2, 3, 5, 7)


class BadPanel(Refusal):
    """A panel that can't be calibrated on; the message says what was found and what is allowed."""


def checked_panel(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A panel as entity, year, value (per cent); BadPanel where it is none. Rows are named by the frame's index."""

    def refuse(bad: pd.Series, column: str, allowed: str, todo: str) -> None:
        if bad.any():
            row = frame.index[np.flatnonzero(bad)[0]]
            raise BadPanel(f"{name}:{row + 2}:{column}: {frame.at[row, column]!r}; {allowed}; {todo}")

    if missing := [column for column in ("entity", "year", "value") if column not in frame]:
        raise BadPanel(f"{name}:1:{missing[0]}: no such column; entity, year, value are needed; rename or add it")
    if frame.empty:
        raise BadPanel(f"{name}:2:: no rows; countries and years with their values; name a panel with rows")
    value, year = (pd.to_numeric(frame[column], errors="coerce") for column in ("value", "year"))
    refuse(value.isna() | (value < 0) | (value > 100), "value", "per cent from 0 to 100", "correct the cell")
    refuse(year.isna() | (year % 1 != 0), "year", "a year as a whole number", "correct the cell")
    fractions = pd.Series(value.max() <= 1, frame.index)
    refuse(fractions, "value", "per cent from 0 to 100, not fractions", "multiply by 100")
    panel = frame.assign(value=value, year=year.astype(int), entity=[country(code) for code in frame.entity])
    twice = panel.duplicated(["entity", "year"])
    refuse(twice, "year", "one value a country and year, also under two codes", "delete one")
    return panel[["entity", "year", "value"]]


def country(code: object) -> str:
    """One code for a country, from a three-letter or a numeric one: 'vnm' and '704' are VN; others stay as they are."""
    text = str(code).upper()
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    return aliases.get(text.zfill(3) if text.isdigit() else text, [text])[0]


def ahead(panel: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Every value with each known one that many years later: entity, origin (year), y1, horizon, outcome."""
    now = panel.rename(columns={"year": "origin", "value": "y1"})
    later = [panel.assign(year=panel.year - horizon, horizon=horizon) for horizon in years]
    outcomes = pd.concat(later).rename(columns={"year": "origin", "value": "outcome"})
    return now.merge(outcomes, on=["entity", "origin"])


def windows(panel: pd.DataFrame, levels: tuple[float, float], horizons: Sequence[int] = HORIZONS) -> pd.DataFrame:
    """Every pair of points three years apart whose last level lies within `levels`, with each known outcome."""
    before = panel.assign(year=panel.year + WINDOW).rename(columns={"year": "origin", "value": "y0"})
    rows = ahead(panel, horizons).merge(before, on=["entity", "origin"])
    rows = rows[rows.y1.between(*levels)].sort_values(["origin", "horizon", "entity"], ignore_index=True)
    return rows[["entity", "origin", "y0", "y1", "horizon", "outcome"]]
