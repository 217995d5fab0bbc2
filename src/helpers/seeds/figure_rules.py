"""Rules for figures: what was printed, its period, its bounds, and no two values for one thing."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from helpers.seeds import numerals, units
from helpers.seeds.faults import Entry, Fault, Problem, Seeds, numbered
from helpers.tables import files

FILLED = {  # table -> column -> the coverage of the sources where it is filled
    "sources": {"file": "full", "sha256": "full", "characters": "full"},
    "reported": {"paragraph": "full", "offset": "full", "entry": "figures"},
}
FIGURES = ("observation", "growth", "target", "context")  # kinds of rows whose token is a numeral with a value


def printed_faults(seeds: Seeds) -> Iterator[Fault]:
    """Figures whose value, qualifier or hedge parts ways with the printed token; periods that are none."""
    signs = {source: signs_of(rows) for source, rows in seeds["reported"].groupby("source_id")}
    for row, entry in numbered(seeds["reported"]):
        problems = (_token_problems(entry, signs[entry.source_id]), _hedge_problems(entry), _period_problems(entry))
        for found in problems:
            for column, problem in found:
                yield Fault("seeds/reported.csv", row, column, *problem)


def signs_of(rows: pd.DataFrame) -> str:
    """The language whose signs a source prints its numerals with: 'en' where more of its values are read so than as 'vi'."""
    figures = rows[rows.kind.isin(FIGURES) & rows.value.notna()]
    fits = {
        language: sum(_read(row, language) == abs(row.value) for row in files.each(figures))
        for language in ("vi", "en")
    }
    return "en" if fits["en"] > fits["vi"] else "vi"


def _read(entry: Entry, language: str) -> float | str:
    """A row's token as a number in its unit, thousands written out; or why it is none."""
    parsed = attempt(lambda token: numerals.numeral(token, language), entry.token)
    return parsed if isinstance(parsed, str) else round(parsed * units.scale(entry.unit_printed), 9)


def _token_problems(entry: Entry, signs: str) -> Iterator[tuple[str, Problem]]:
    """What parts a row's value from its token: a rate that falls has a minus, a count in thousands is written out."""
    parsed, same = _read(entry, signs), f"the value of the token {entry.token!r}"
    value = abs(entry.value) if entry.kind == "growth" else entry.value
    if entry.kind in FIGURES and isinstance(parsed, str):
        yield "token", (parsed, "a numeral as printed", "correct the token or its kind")
    elif not pd.isna(entry.value) and (isinstance(parsed, str) or abs(parsed - value) > 1e-9):
        same += f" in {entry.unit_printed}: {files.number(parsed)}" if not isinstance(parsed, str) else ""
        yield "value", (files.number(entry.value), same, "correct value or token")
    elif pd.isna(entry.value) and entry.kind in FIGURES:
        yield "value", ("an empty cell", same, "fill it in")


def _hedge_problems(entry: Entry) -> Iterator[tuple[str, Problem]]:
    """Qualifiers that nobody has read yet, and steps without a hedge or the other way round."""
    way = attempt(numerals.hedge, entry.qualifier)
    if way not in ("", "up", "down", "both"):
        yield "qualifier", (way, "words that printed.hedge knows", "correct it or teach printed.HEDGES the word")
    elif bool(way) == pd.isna(entry.hedge_step):
        found = "no hedge_step for a hedged figure" if way else "a hedge_step without a hedge"
        yield "hedge_step", (found, "a step exactly where the qualifier hedges", "fill it in or empty it")
    elif way == "both" and entry.value >= numerals.LARGE and entry.hedge_step < 2 * numerals.ESTIMATED_TO:
        allowed = f"{2 * numerals.ESTIMATED_TO:g} or more: an estimate is no more exact than its thousands"
        yield "hedge_step", (files.number(entry.hedge_step), allowed, "correct the step")


def _period_problems(entry: Entry) -> Iterator[tuple[str, Problem]]:
    """Periods that are none, and observations that leave open what, where or when."""
    if entry.period and isinstance(end := attempt(numerals.period_end, entry.period), str):
        yield "period", (end, "a period that the calendar has", "correct the period")
    if entry.kind == "observation":
        for column in ("province", "indicator", "unit_printed", "period", "period_basis"):
            if not getattr(entry, column):
                yield column, ("an empty cell", f"every observation has its {column}", "fill it in")


def attempt(read: Callable[[str], Any], text: str) -> Any:
    """What `read` makes of a text, or, as a str, why it can't."""
    try:
        return read(text)
    except ValueError as error:
        return str(error)


def coverage_faults(seeds: Seeds) -> Iterator[Fault]:
    """Cells that a source or its rows must fill or leave empty: a text and places in it, or entries without either."""
    coverage = seeds["sources"].set_index("source_id").coverage
    for name, columns in FILLED.items():
        for row, entry in numbered(seeds[name]):
            for column, needs in columns.items():
                has, filled = coverage[entry.source_id], getattr(entry, column)
                if (pd.isna(filled) or filled == "") == (has == needs):
                    found = repr(str(filled)) if has != needs else "an empty cell"
                    allowed = f"filled exactly where the coverage of the source is {needs}; {entry.source_id} is {has}"
                    yield Fault(f"seeds/{name}.csv", row, column, found, allowed, "fill it in or empty it")


def place_faults(seeds: Seeds) -> Iterator[Fault]:
    """Tokens that can't stand where the ledger says: out of order, one inside another, beyond the text."""
    length = seeds["sources"].set_index("source_id").characters
    free: dict[str, int] = {}  # where the next token of a source may begin
    paragraph: dict[str, int] = {}
    for row, entry in numbered(seeds["reported"]):
        if pd.isna(entry.offset) or pd.isna(entry.paragraph) or pd.isna(length[entry.source_id]):
            continue
        first, least = free.get(entry.source_id, 0), paragraph.get(entry.source_id, 1)
        for column, problem in _place_problems(entry, first, least, length[entry.source_id]):
            yield Fault("seeds/reported.csv", row, column, *problem)
        free[entry.source_id], paragraph[entry.source_id] = entry.offset + len(entry.token), entry.paragraph


def _place_problems(entry: Entry, first: int, least: int, length: int) -> Iterator[tuple[str, Problem]]:
    """What is wrong with a token's place: it begins at `first` at the earliest, in paragraph `least` or later."""
    if entry.offset < first:
        allowed = f"{first} or more, where the token before ends"
        yield "offset", (str(entry.offset), allowed, "sort the rows by offset, or correct it")
    if entry.offset + len(entry.token) > length:
        allowed = f"tokens within the {length} characters of {entry.source_id}"
        yield "offset", (str(entry.offset), allowed, "correct the offset")
    if entry.paragraph < least:
        yield "paragraph", (str(entry.paragraph), f"{least} or more, as in the row before", "correct the paragraph")


def date_faults(seeds: Seeds) -> Iterator[Fault]:
    """Dates of sources without a basis, and figures of a time after the source that prints them."""
    for row, source in numbered(seeds["sources"]):
        if pd.isna(source.published) == bool(source.published_basis):
            found = "a basis without a date" if source.published_basis else "an empty cell"
            allowed = "a basis exactly where a date stands"
            yield Fault("seeds/sources.csv", row, "published_basis", found, allowed, "fill it in or empty it")
    yield from late_faults(seeds["reported"], seeds["sources"])


def late_faults(reported: pd.DataFrame, sources: pd.DataFrame) -> Iterator[Fault]:
    """Figures of a time after the latest day that their source can be of: its date; without one, the end of the year
    of the latest date that any source has, as nothing here depends on the day of the run.
    """
    latest = sources.published.fillna(sources.event_date).set_axis(sources.source_id).dropna()
    undated = latest.max() + pd.offsets.YearEnd(0)
    for row, entry in numbered(reported):
        end = attempt(numerals.period_end, entry.period) if entry.kind in ("observation", "growth") else ""
        last = latest.get(entry.source_id, undated)
        if not isinstance(end, str) and pd.Timestamp(end) > last:
            why = "was printed" if entry.source_id in latest else "may have been, with no date of its own"
            allowed = f"a period that ends by {last:%Y-%m-%d}, when {entry.source_id} {why}"
            todo = "correct the period; is it a goal?"
            yield Fault("seeds/reported.csv", row, "period", repr(entry.period), allowed, todo)


def bound_faults(seeds: Seeds) -> Iterator[Fault]:
    """Bounds that leave no room or don't fit their unit."""
    for row, entry in numbered(seeds["indicators"]):
        low, high = entry.lower_bound, entry.upper_bound
        found = f"bounds {low:g} to {high:g}"
        if low >= high:
            yield Fault("seeds/indicators.csv", row, "lower_bound", found, "lower below upper", "correct the bounds")
        elif entry.unit.startswith("%") != ((low, high) == (0, 100)):
            allowed = "0 to 100 for a unit of per cent, and for no other"
            yield Fault("seeds/indicators.csv", row, "upper_bound", found, allowed, "correct the bounds or the unit")


def value_faults(seeds: Seeds) -> Iterator[Fault]:
    """Figures outside the bounds of their indicator."""
    todo = "is it per cent and not a fraction, a count and not a share? correct the figure or its indicator"
    for name, rows in (("reported", _observed(seeds)), ("national", seeds["national"])):
        for entry in _with_indicator(rows, seeds):
            if entry.value < entry.lower_bound or entry.value > entry.upper_bound:
                bounds = files.number(entry.lower_bound), files.number(entry.upper_bound)
                allowed = f"{bounds[0]} to {bounds[1]} for {entry.indicator}"
                yield Fault(f"seeds/{name}.csv", entry.row, "value", files.number(entry.value), allowed, todo)


def unit_faults(seeds: Seeds) -> Iterator[Fault]:
    """Figures printed in a unit that can't stand for their indicator's: kilometres of a share, per cent of a count."""
    for entry in _with_indicator(_observed(seeds), seeds):
        if entry.unit not in units.units_for(entry.unit_printed):
            allowed = f"a unit of {entry.indicator}, which is in {entry.unit!r}"
            todo = "correct the unit or the indicator"
            yield Fault("seeds/reported.csv", entry.row, "unit_printed", repr(entry.unit_printed), allowed, todo)


def _observed(seeds: Seeds) -> pd.DataFrame:
    return seeds["reported"].query("kind == 'observation'")


def _with_indicator(rows: pd.DataFrame, seeds: Seeds) -> Iterator[Entry]:
    """Rows with `row`, their number in a spreadsheet, and unit and bounds of their indicator."""
    about = seeds["indicators"][["indicator", "unit", "lower_bound", "upper_bound"]]
    rows = rows.assign(row=rows.index + 2).drop(columns="unit", errors="ignore")
    return files.each(rows.merge(about, on="indicator"))


def national_faults(seeds: Seeds) -> Iterator[Fault]:
    """National figures dated elsewhere than at the end of their period, or in another unit than their indicator."""
    units = seeds["indicators"].set_index("indicator").unit
    for row, entry in numbered(seeds["national"]):
        end = attempt(numerals.period_end, entry.period)
        if isinstance(end, str):
            yield Fault("seeds/national.csv", row, "period", end, "a period", "correct the period")
        elif pd.Timestamp(end) != entry.date:
            allowed = f"{end}, the last day of {entry.period}"
            yield Fault("seeds/national.csv", row, "date", f"{entry.date:%Y-%m-%d}", allowed, "correct one of the two")
        if entry.unit != units[entry.indicator]:
            allowed = f"{units[entry.indicator]!r} as in indicators.csv"
            yield Fault("seeds/national.csv", row, "unit", repr(entry.unit), allowed, "correct unit or indicator")


def repeated_faults(seeds: Seeds) -> Iterator[Fault]:
    """Two different values for one indicator, province and date: only one can be the observation."""
    allowed = "one value for an indicator, province and date"
    todo = "decide which one stands; make the other kind 'context' and say why in note"
    rows = _observed(seeds)
    rows = rows.assign(row=rows.index + 2, date=[attempt(numerals.period_end, period) for period in rows.period])
    for (province, indicator, date), same in rows.groupby(["province", "indicator", "date"]):
        if same.value.nunique() > 1:
            told = ", ".join(f"{files.number(row.value)} ({row.source_id})" for row in files.each(same))
            for row in same.row:
                found = f"{told} for {indicator}, {province}, {date}"
                yield Fault("seeds/reported.csv", row, "value", found, allowed, todo)


def drafted_faults(rows: pd.DataFrame, seeds: Seeds) -> list[Fault]:
    """What the rules of figures find in rows that are not in the seeds yet, beside those that are; row 2 is the first."""
    known = len(seeds["reported"])
    both = seeds | {"reported": pd.concat([seeds["reported"], rows], ignore_index=True)}
    rules = (printed_faults, value_faults, unit_faults, repeated_faults)
    found = [fault._replace(row=fault.row - known) for rule in rules for fault in rule(both)]
    return [*(fault for fault in found if fault.row > 1), *late_faults(rows, seeds["sources"])]
