"""Rules for figures: what was printed, its period, its bounds, and no two values for one thing."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from helpers.seeds import numerals, tidy
from helpers.seeds.faults import Entry, Fault, Problem, Seeds, numbered, where
from helpers.tables import files

FILLED = {  # table -> column -> the coverage of the sources where it is filled
    "sources": {"file": "full", "sha256": "full", "characters": "full"},
    "reported": {"paragraph": "full", "offset": "full", "entry": "figures"},
}


def attempt(read: Callable[[str], Any], text: str) -> Any:
    """What `read` makes of a text, or, as a str, why it can't."""
    try:
        return read(text)
    except ValueError as error:
        return str(error)


def printed_faults(seeds: Seeds) -> Iterator[Fault]:
    """Figures whose value, qualifier or hedge parts ways with the printed token; periods that are none."""
    reported = seeds["reported"]
    for (row, entry), language in zip(numbered(reported), tidy.signs(reported, seeds["sources"]), strict=True):
        for column, problem in _problems(entry, language):
            yield Fault("seeds/reported.csv", row, column, *problem)


def _problems(entry: Entry, language: str) -> Iterator[tuple[str, Problem]]:
    """What parts a row's value from its token, a hedge from its step, and a period from the calendar; what is left open."""
    parsed = attempt(lambda token: numerals.numeral(token, language, entry.unit_printed), entry.token)
    unread, same = isinstance(parsed, str), f"the value of the token {entry.token!r}"
    value = abs(entry.value) if entry.kind == "growth" else entry.value  # a rate that falls has a minus
    if entry.kind in tidy.FIGURES and unread:
        yield "token", (parsed, "a numeral as printed", "correct the token or its kind")
    elif not pd.isna(value) and (unread or abs(parsed - value) > 1e-9):
        same += "" if unread else f" in {entry.unit_printed}: {files.number(parsed)}"
        yield "value", (files.number(entry.value), same, "correct value or token")
    elif pd.isna(value) and entry.kind in tidy.FIGURES:
        yield "value", ("an empty cell", same, "fill it in")
    way, least = attempt(numerals.hedge, entry.qualifier), 2 * numerals.ESTIMATED_TO
    if way not in ("", "up", "down", "both"):
        yield "qualifier", (way, "words that numerals.hedge knows", "correct it or teach numerals.HEDGES the word")
    elif bool(way) == pd.isna(entry.hedge_step):
        found = "no hedge_step for a hedged figure" if way else "a hedge_step without a hedge"
        yield "hedge_step", (found, "a step exactly where the qualifier hedges", "fill it in or empty it")
    elif way == "both" and entry.value >= numerals.LARGE and entry.hedge_step < least:
        allowed = f"{least:g} or more: an estimate is no more exact than its thousands"
        yield "hedge_step", (files.number(entry.hedge_step), allowed, "correct the step")
    if entry.period and isinstance(end := attempt(numerals.period_end, entry.period), str):
        yield "period", (end, "a period that the calendar has", "correct the period")
    if entry.kind == "observation":
        for column in ("province", "indicator", "unit_printed", "period", "period_basis"):
            if not getattr(entry, column):
                yield column, ("an empty cell", f"every observation has its {column}", "fill it in")


def coverage_faults(seeds: Seeds) -> Iterator[Fault]:
    """Cells that a source or its rows must fill or leave empty: a text and places in it, or entries without either."""
    coverage = seeds["sources"].set_index("source_id").coverage
    for name, columns in FILLED.items():
        rows = seeds[name]
        has = rows.source_id.map(coverage)
        for column, needs in columns.items():
            cells = rows[column].astype(object).fillna("").astype(str)
            found = cells.map(repr).where(cells != "", "an empty cell")
            allowed = f"filled exactly where the coverage of the source is {needs}; " + rows.source_id + " is " + has
            wrong = (cells != "") != (has == needs)
            yield from where(name, rows, column, wrong, allowed, "fill it in or empty it", found)


def place_faults(seeds: Seeds) -> Iterator[Fault]:
    """Tokens that can't stand where the ledger says: out of order, one inside another, beyond the text."""
    rows = seeds["reported"].dropna(subset=["offset", "paragraph"])
    length = rows.source_id.map(seeds["sources"].set_index("source_id").characters)
    ends = rows.offset + rows.token.str.len()
    first, least = (column.groupby(rows.source_id).shift(fill_value=0) for column in (ends, rows.paragraph))
    after = first.astype(str) + " or more, where the token before ends"
    within = "tokens within the " + length.astype(str) + " characters of " + rows.source_id
    later = least.astype(str) + " or more, as in the row before"
    yield from where("reported", rows, "offset", rows.offset < first, after, "sort the rows by offset")
    yield from where("reported", rows, "offset", (ends > length).fillna(False), within, "correct the offset")
    yield from where("reported", rows, "paragraph", rows.paragraph < least, later, "correct the paragraph")


def date_faults(seeds: Seeds) -> Iterator[Fault]:
    """Dates of sources without a basis, and figures of a time after the source that prints them."""
    rows, allowed = seeds["sources"], "a basis exactly where a date stands"
    found = rows.published_basis.map(lambda basis: "a basis without a date" if basis else "an empty cell")
    wrong = rows.published.isna() == (rows.published_basis != "")
    yield from where("sources", rows, "published_basis", wrong, allowed, "fill it in or empty it", found)
    yield from late_faults(seeds["reported"], rows)


def late_faults(reported: pd.DataFrame, sources: pd.DataFrame) -> list[Fault]:
    """Figures of a time after the latest day that their source can be of: its date; without one, the end of the year
    of the latest date that any source has, as nothing here depends on the day of the run.
    """
    rows = reported[reported.kind.isin(["observation", "growth"])]
    days = sources.published.fillna(sources.event_date).set_axis(sources.source_id)
    latest = rows.source_id.map(days).fillna(days.max() + pd.offsets.YearEnd(0))
    wrong = pd.to_datetime(_ends(rows), format="%Y-%m-%d", errors="coerce") > latest
    allowed = "a period that ends by " + latest.dt.strftime("%Y-%m-%d") + ", the latest day of " + rows.source_id
    return where("reported", rows, "period", wrong, allowed, "correct the period; is it a goal?")


def _ends(rows: pd.DataFrame) -> pd.Series:
    """The last day of each period, 2023-12-31, or why there is none."""
    return pd.Series([str(attempt(numerals.period_end, period)) for period in rows.period], rows.index, dtype="str")


def bound_faults(seeds: Seeds) -> Iterator[Fault]:
    """Bounds that leave no room or don't fit their unit."""
    rows = seeds["indicators"]
    low, high, share = rows.lower_bound, rows.upper_bound, rows.unit.str.startswith("%")
    found, empty = "bounds " + low.map("{:g}".format) + " to " + high.map("{:g}".format), low >= high
    unfit = ~empty & (share != ((low == 0) & (high == 100)))
    allowed, todo = "0 to 100 exactly where the unit is per cent", "correct the bounds or the unit"
    yield from where("indicators", rows, "lower_bound", empty, "lower below upper", "correct the bounds", found)
    yield from where("indicators", rows, "upper_bound", unfit, allowed, todo, found)


def observed_faults(seeds: Seeds) -> Iterator[Fault]:
    """Figures in a unit that can't stand for their indicator's, outside its bounds, or of two values for one date."""
    about, rows = seeds["indicators"].set_index("indicator"), seeds["reported"].query("kind == 'observation'")
    unit = rows.indicator.map(about.unit)
    fits = [one in numerals.units_for(printed) for one, printed in zip(unit, rows.unit_printed, strict=True)]
    unfit, allowed = unit.notna() & ~pd.Series(fits, rows.index, dtype=bool), "a unit of " + rows.indicator
    allowed += ", which is in " + unit.map(repr)
    yield from where("reported", rows, "unit_printed", unfit, allowed, "correct the unit or the indicator")
    yield from _bounded("reported", rows, about)
    rows = rows[rows.indicator != ""]  # what is not named yet repeats nothing
    rows = rows.assign(date=_ends(rows), told=rows.value.map(files.number) + " (" + rows.source_id + ")")
    same = rows.groupby(["province", "indicator", "date"])
    found = same.told.transform(", ".join) + " for " + rows.indicator + ", " + rows.province + ", " + rows.date
    several, allowed_once = same.value.transform("nunique") > 1, "one value for an indicator, province and date"
    todo = "decide which one stands; make the other kind 'context' and say why in note"
    yield from where("reported", rows, "value", several, allowed_once, todo, found)


def _bounded(table: str, rows: pd.DataFrame, about: pd.DataFrame) -> list[Fault]:
    """Figures outside the bounds of their indicator; `about` has these by indicator."""
    low, high = rows.indicator.map(about.lower_bound), rows.indicator.map(about.upper_bound)
    allowed = low.map(files.number) + " to " + high.map(files.number) + " for " + rows.indicator
    todo = "is it per cent and not a fraction, a count and not a share? correct the figure or its indicator"
    return where(table, rows, "value", (rows.value < low) | (rows.value > high), allowed, todo)


def national_faults(seeds: Seeds) -> Iterator[Fault]:
    """National figures outside bounds, dated elsewhere than at the end of their period, or in another unit."""
    rows, about = seeds["national"], seeds["indicators"].set_index("indicator")
    ends, unit = _ends(rows), rows.indicator.map(about.unit)
    wrong, dated = ends != rows.date.dt.strftime("%Y-%m-%d"), ends + ", the last day of " + rows.period
    yield from _bounded("national", rows, about)
    yield from where("national", rows, "date", wrong, dated, "correct one of the two")
    measured = unit.map(repr) + " as in indicators.csv"
    yield from where("national", rows, "unit", rows.unit != unit, measured, "correct unit or indicator")


def drafted_faults(rows: pd.DataFrame, seeds: Seeds) -> list[Fault]:
    """What the rules of figures find in rows that are not in the seeds yet, beside those that are; row 2 is the first."""
    known = len(seeds["reported"])
    both = seeds | {"reported": pd.concat([seeds["reported"], rows], ignore_index=True)}
    found = [fault._replace(row=fault.row - known) for fault in (*printed_faults(both), *observed_faults(both))]
    return [*(fault for fault in found if fault.row > 1), *late_faults(rows, seeds["sources"])]
