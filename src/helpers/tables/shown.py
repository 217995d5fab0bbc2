"""Tables as people read them: headings in words, figures with one number of decimals a column, no index, no code."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from babel.numbers import format_decimal
from pandas.io.formats.style import Styler

from helpers.tables import files

COLUMNS, ROWS = 8, 15  # more are not read
YEARS = ("year", "target_year", "origin")
SHORT = 18  # letters: no line break in a column of such texts, and no narrow column for longer ones
CELL = "padding: 3px 10px; vertical-align: top; line-height: 1.35; white-space: normal; border: none;"
RIGHT = "text-align: right; font-variant-numeric: tabular-nums;"
LOOKS: list[Any] = [
    {"selector": "", "props": "border-collapse: collapse; max-width: 900px; font-size: 13px; margin: 0;"},
    {"selector": "th", "props": CELL + "vertical-align: bottom; text-align: left; font-weight: 600; max-width: 150px;"},
    {"selector": "td", "props": CELL + "text-align: left; max-width: 330px; border-top: 1px solid #d9d9d9;"},
    {"selector": "caption", "props": "caption-side: bottom; text-align: left; padding: 4px 10px; color: #595959;"},
]


class Readable(Styler):
    """A Styler whose plain form is the table's text: the same on every run, where a Styler shows its address."""

    def __repr__(self) -> str:
        return self.data.to_string(index=False)  # type: ignore[attr-defined, no-any-return]


def styled(
    frame: pd.DataFrame,
    language: str,
    headings: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | None = None,
    caption: str = "",
) -> Styler:
    """A frame for reading, the same HTML on every run, with `headings` or the codebook's, and one decimal at most or `decimals`."""
    if len(frame.columns) > COLUMNS:
        raise ValueError(f"a table of {len(frame.columns)} columns; at most {COLUMNS} are read; choose, or make two")
    table, right, whole = frame.reset_index(drop=True), list[Any](), list[Any]()
    for place, name in enumerate(table):
        if pd.api.types.is_numeric_dtype(table[name]):
            values = table[name].astype(float).round(1).dropna()
            digits = (decimals or {}).get(str(name), 0 if np.allclose(values, values.round()) else 1)
            form = "0" if name in YEARS else f"#,##0.{'0' * digits}"  # a year has no sign for thousands
            table[name] = ["–" if pd.isna(value) else format_decimal(value, form, language) for value in table[name]]
            right += [{"selector": f"{part}.col{place}", "props": RIGHT} for part in ("th", "td")]
        short = table[name].astype(str).str.len().max() <= SHORT
        whole.append({"selector": f"td.col{place}", "props": "white-space: nowrap;" if short else "min-width: 90px;"})
    named = {name: (headings or {}).get(str(name)) or heading(str(name), language) for name in table}
    table = table.fillna("–").replace("", "–").rename(columns=named)
    identity = hashlib.sha256(table.to_csv().encode()).hexdigest()[:8]
    # what a reader's browser may take for mathematics stays text
    styler = Readable(table).hide(axis="index").set_uuid(identity).set_table_attributes('class="mathjax_ignore"')
    styler = styler.format(escape="html").set_table_styles(LOOKS + right + whole)
    return styler.set_caption(caption) if caption else styler


def heading(column: str, language: str) -> str:
    """The codebook's title of a column in a language; ValueError for a column that it does not have."""
    rows = files.builtin("codebook").query("column == @column")
    if rows.empty:
        raise ValueError(f"column {column!r} has no title in the codebook; give it one in headings")
    return str(rows[f"title_{language}"].iloc[0])
