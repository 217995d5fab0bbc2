"""The rules of tables/rules.csv, a row each, tried on tables that have what their rules compare beside them."""

import calendar
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from helpers.seeds import numerals, tidy
from helpers.seeds.faults import Entry, Fault, Seeds
from helpers.tables import files

LABEL = re.compile(r"\b(?:[A-Z]+\d+|\d+[A-Z]+)\b")  # 4G, S04, TDB6
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
MONTHS = {name: str(number) for number, name in enumerate(calendar.month_name) if name}


def faults(seeds: Seeds) -> list[Fault]:
    """Every row that breaks a rule, by rule."""
    tables = beside(seeds)
    return [fault for rule in files.each(files.own("rules")) for fault in broken(tables[rule.table], rule)]


def drafted_faults(rows: pd.DataFrame, seeds: Seeds) -> list[Fault]:
    """What the rules of drafts find in rows that are not in the seeds yet, beside those that are; row 2 is the first."""
    known = len(seeds["reported"])
    both = reported_beside(seeds | {"reported": pd.concat([seeds["reported"], rows], ignore_index=True)})
    found = [fault for rule in files.each(files.own("rules").query("drafts == 'yes'")) for fault in broken(both, rule)]
    return [fault._replace(row=fault.row - known) for fault in found if fault.row - known > 1]


def broken(rows: pd.DataFrame, rule: Entry) -> Iterator[Fault]:
    """The rows for which `wrong` of a rule holds, `cell` being that of its column, or of each of its columns."""
    for column in rule.column.split(";"):
        rows = rows.assign(cell=rows[column])
        wrong = pd.Series(rows.eval(rule.wrong, engine="python"), rows.index)
        for row in files.each(rows[wrong.fillna(False).astype(bool)]):
            cells = {name: printed(cell) for name, cell in row._asdict().items()}
            as_is = repr(row.cell) if isinstance(row.cell, str) and row.cell else cells["cell"]
            found, allowed = rule.found.format(**cells) or as_is, rule.allowed.format(**cells)
            yield Fault(files.label(rule.table), row.Index + 2, column, found, allowed, rule.todo)


def printed(cell: Any) -> str:
    """A cell as a fault shows it."""
    if pd.isna(cell) or cell == "":
        return "an empty cell"
    if isinstance(cell, str):
        return cell
    return f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else files.number(float(cell))


def attempt(read: Callable[..., Any], *cells: Any) -> Any:
    """What `read` makes of some cells, or, as a str, why it can't."""
    try:
        return read(*cells)
    except ValueError as error:
        return str(error)


def beside(seeds: Seeds) -> Seeds:
    """The tables with what their rules compare beside them, under names of its own."""
    unit = seeds["indicators"].set_index("indicator").unit
    bounds = seeds["indicators"][["indicator", "lower_bound", "upper_bound"]]
    goals, matches, phrases = seeds["targets"], seeds["target_matches"], seeds["phrases"]
    known = set(phrases.phrase_en)
    matches = matches.assign(
        target_unit=matches.target_id.map(goals.set_index("target_id").unit),
        indicator_unit=matches.indicator.map(unit),
        untranslated=_untranslated(matches.reason, known),
    )
    national = _dated(seeds["national"]).merge(bounds, on="indicator", how="left")
    graded = seeds["comparability"]
    return seeds | {
        "reported": reported_beside(seeds),
        "national": national.assign(indicator_unit=national.indicator.map(unit)),
        "targets": _with_instruments(goals, set(seeds["sources"].source_id)),
        "target_matches": matches,
        "comparability": graded.assign(untranslated=_untranslated(graded.reason, known)),
        "phrases": phrases.join(
            pd.DataFrame([_unlike(row) for row in files.each(phrases)], columns=["lost", "brought"])
        ),
    }


def reported_beside(seeds: Seeds) -> pd.DataFrame:
    """The reported figures with source, indicator and target, and what their cells say."""
    sources, goals = seeds["sources"], seeds["targets"][["target_id", "value", "target_year", "scope"]]
    days = sources.published.fillna(sources.event_date)
    sources = sources.assign(latest=days)[["source_id", "coverage", "characters", "latest"]]
    about = seeds["indicators"][["indicator", "unit", "lower_bound", "upper_bound"]]
    goals = goals.set_axis(["goal_id", "goal_value", "goal_period", "goal_scope"], axis=1)
    rows = _read(seeds["reported"], tidy.signs(seeds["reported"], seeds["sources"]))
    rows = rows.assign(goal_id=rows.note.str.extract(r"^(T[A-Z]+\d+)(?:;|$)")[0].where(rows.kind == "target"))
    rows = rows.merge(sources, on="source_id", how="left").merge(about, on="indicator", how="left")
    rows = rows.merge(goals.astype({"goal_period": "str"}), on="goal_id", how="left")
    rows["goal_period"] = rows.goal_period.fillna("")
    # without a date the end of the year of the latest date of any source, as nothing here depends on the day of the run
    rows["latest"] = rows.latest.fillna(days.max() + pd.offsets.YearEnd(0))
    fits = [one in numerals.units_for(unit) for one, unit in zip(rows.unit, rows.unit_printed, strict=True)]
    rows = rows.assign(unfit=rows.unit.notna() & ~pd.Series(fits, rows.index, dtype=bool))
    return _repeated(rows.assign(untranslated=_untranslated(rows.note, set(seeds["phrases"].phrase_en))))


def _read(rows: pd.DataFrame, languages: list[str]) -> pd.DataFrame:
    """What token, qualifier and period of reported figures say, and where tokens and paragraphs may begin."""
    tokens = zip(rows.token, languages, rows.unit_printed, strict=True)
    rows = _dated(rows).assign(
        read=[attempt(numerals.numeral, *cells) for cells in tokens],
        way=[attempt(numerals.hedge, qualifier) for qualifier in rows.qualifier],
        figure=rows.kind.isin(tidy.FIGURES),
        end=rows.offset + rows.token.str.len(),
    )
    rows["read_value"] = pd.to_numeric(rows["read"], errors="coerce")
    size = rows.value.abs().where(rows.kind == "growth", rows.value)  # a rate that falls has a minus
    places = rows.groupby("source_id")[["end", "paragraph"]].shift(fill_value=0)
    return rows.assign(off=(rows.read_value - size).abs(), after=places.end, before=places.paragraph)


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the last day of their period, and what it is read as: that day, or why there is none."""
    ends = pd.Series([str(attempt(numerals.period_end, period)) for period in rows.period], rows.index, dtype="str")
    return rows.assign(period_read=ends, last_day=pd.to_datetime(ends, format="%Y-%m-%d", errors="coerce"))


def _repeated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with how many values their series has for their date, and which."""
    seen = rows[(rows.kind == "observation") & (rows.indicator != "")]  # what is not named yet repeats nothing
    said = seen.value.map(files.number) + " (" + seen.source_id + ")"
    same = seen.assign(said=said).groupby(["province", "indicator", "period_read"])
    return rows.assign(values=same.value.transform("nunique"), said=same.said.transform(", ".join))


def _with_instruments(goals: pd.DataFrame, sources: set[str]) -> pd.DataFrame:
    """Targets with the day of their instrument, and whether their source is unknown."""
    read = [str(attempt(numerals.period_end, date)) for date in goals.instrument_date]
    unknown = [not ADDRESS.fullmatch(told) and not set(told.split(", ")) <= sources for told in goals.source]
    return goals.assign(made_read=read, made=pd.to_datetime(read, format="%Y-%m-%d", errors="coerce"), unknown=unknown)


def _untranslated(texts: pd.Series, known: set[str]) -> pd.Series:
    """Of each reason or note the parts (between semicolons) that phrases.csv has no Vietnamese for, '' for none."""
    parts = texts.str.split("; ").explode()
    ends = parts.str.split(": ", n=1)  # a known head with a known rest will do
    new = parts[(parts != "") & ~parts.isin(known) & ~(ends.str[0].isin(known) & ends.str[1].isin(known))]
    return new.map(repr).groupby(level=0).agg(", ".join).reindex(texts.index, fill_value="")


def _unlike(phrase: Entry) -> tuple[str, str]:
    """Labels and numbers that a phrase's Vietnamese lacks, months by name included, and those that only it has."""
    english = re.sub("|".join(MONTHS), lambda month: MONTHS[month[0]], phrase.phrase_en)
    numbers = {value for value, _ in numerals.numbers_in(english)}
    printed_too = {value for value, _ in numerals.numbers_in(english, "vi")}  # within a quoted token
    said = {value for value, _ in numerals.numbers_in(phrase.phrase_vi, "vi")}
    labels = set(LABEL.findall(phrase.phrase_en)) - set(LABEL.findall(phrase.phrase_vi))
    lost, brought = sorted(numbers - said), sorted(said - numbers - printed_too)
    return ", ".join([*sorted(labels), *map(files.number, lost)]), ", ".join(map(files.number, brought))
