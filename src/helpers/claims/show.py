"""Tables of the notebooks and documents: names, periods and verdicts in words of one language."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from helpers.claims import words
from helpers.tables import files, shown


def table(
    frame: pd.DataFrame,
    language: str,
    headings: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | None = None,
    rows: int = shown.ROWS,
    whole: str = "",
) -> Styler:
    """A frame for reading, in one language; the first `rows` of it. `whole` names the file that has them all."""
    _ = words.translator(language)
    caption = ""
    if len(frame) > rows or whole:
        caption = _("{n} of {all} rows").format(n=min(rows, len(frame)), all=len(frame))
        caption += _("; the whole table: {file}").format(file=whole) if whole else ""
    return shown.styled(named(frame.head(rows), language), language, headings, decimals, caption)


def named(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """A frame with words in place of what tables hold: places, indicators, periods, publishers, codes of methods.

    A column `period` (or `start_period`, …) takes its star from `period_basis`, which goes.
    """
    made = frame.reset_index(drop=True)
    for column in made:
        if column in NAMES:
            name = NAMES[column](language)
            made[column] = [name(value) for value in made[column]]
        elif str(column).endswith("period"):
            made[column] = _periods(made, str(column), language)
        elif pd.api.types.is_datetime64_any_dtype(made[column]):
            made[column] = made[column].map(_date)
    return made.drop(columns=[column for column in made if str(column).endswith("period_basis")])


def _periods(frame: pd.DataFrame, column: str, language: str) -> list[str]:
    """Periods for table cells, starred where they are inferred."""
    basis = frame.get(f"{column}_basis", pd.Series("stated", frame.index))
    rows = pd.DataFrame({"period": frame[column], "period_basis": basis})
    return [words.short(row, language) for row in files.each(rows)]


def _date(date: pd.Timestamp) -> str:
    """The end of a year as that year, any other day as its month: '2023', '9/2024'."""
    if pd.isna(date):
        return ""
    return str(date.year) if (date.month, date.day) == (12, 31) else f"{date.month}/{date.year}"


def _places(language: str) -> Callable[[str], str]:
    """Names of places as they begin a cell."""
    return lambda slug: files.place(slug, language)


def _indicators(language: str) -> Callable[[str], str]:
    names = files.read("indicators").set_index("indicator")[f"name_{language}"]
    return lambda indicator: str(names[indicator])


def _publishers(language: str) -> Callable[[str], str]:
    """Publishers of one source, or of several."""
    names = files.read("sources").set_index("source_id").publisher
    return lambda ids: ", ".join(dict.fromkeys(names[source] for source in ids.split()))


NAMES: Mapping[Any, Callable[[str], Callable[[str], str]]] = {
    "province": _places,
    "indicator": _indicators,
    "source_id": _publishers,
    "source_ids": _publishers,
}
