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
TRANSLATED = {"reported": "note", "comparability": "reason", "target_matches": "reason"}  # what sentences quote
MONTHS = {name: str(number) for number, name in enumerate(calendar.month_name) if name}


def faults(seeds: Seeds) -> list[Fault]:
    """Every row that breaks a rule, by rule."""
    tables = beside(seeds)
    return [fault for rule in files.each(files.builtin("rules")) for fault in broken(tables[rule.table], rule)]


def drafted_faults(rows: pd.DataFrame, seeds: Seeds) -> list[Fault]:
    """What the rules of drafts find in rows that are not in the seeds yet, beside those that are; row 2 is the first."""
    entered = len(seeds["reported"])
    both = beside(seeds | {"reported": pd.concat([seeds["reported"], rows], ignore_index=True)})["reported"]
    found = [
        fault for rule in files.each(files.builtin("rules").query("drafts == 'yes'")) for fault in broken(both, rule)
    ]
    return [fault._replace(row=fault.row - entered) for fault in found if fault.row - entered > 1]


def broken(rows: pd.DataFrame, rule: Entry) -> Iterator[Fault]:
    """The rows for which `wrong` of a rule holds, `cell` being that of its column, or of each of its columns."""
    for column in rule.column.split(";"):
        rows = rows.assign(cell=rows[column])
        named = rows[[name for name in rows if name in rule.wrong]]  # eval prepares every column that it is given
        wrong = pd.Series(named.eval(rule.wrong, engine="python"), rows.index)
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
    """The tables with what their rules compare beside them: the rows that they refer to, and what their cells say."""
    tables = {name: _with_references(name, seeds) for name in seeds}
    for name, column in TRANSLATED.items():
        tables[name]["untranslated"] = _untranslated(tables[name][column], set(seeds["phrases"].phrase_en))
    days = seeds["sources"].published.fillna(seeds["sources"].event_date)
    unlike = [_unlike(row) for row in files.each(seeds["phrases"])]
    return tables | {
        "reported": _repeated(_read(tables["reported"], seeds["targets"], days.max())),
        "national": _dated(tables["national"]),
        "targets": _with_instruments(tables["targets"], set(seeds["sources"].source_id)),
        "phrases": tables["phrases"].join(pd.DataFrame(unlike, columns=["lost", "brought"])),
    }


def _with_references(name: str, seeds: Seeds) -> pd.DataFrame:
    """A table with the columns of the rows that it refers to, each under its own column's name: source_id_coverage."""
    rows = seeds[name]
    for column, refers in files.columns(name).query("refers != ''")[["column", "refers"]].itertuples(index=False):
        table, key = refers.split(".")
        there = seeds[table].add_prefix(f"{column}_")
        rows = rows.merge(there, how="left", left_on=column, right_on=f"{column}_{key}")
    return rows


def _read(rows: pd.DataFrame, targets: pd.DataFrame, newest: pd.Timestamp) -> pd.DataFrame:
    """Reported figures with what token, qualifier and period say, where they may stand, and the target of their note."""
    tokens = zip(rows.token, rows.source_id_language.fillna("vi"), rows.unit_printed, strict=True)
    fits = [one in numerals.units_for(unit) for one, unit in zip(rows.indicator_unit, rows.unit_printed, strict=True)]
    rows = _dated(rows).assign(
        read=[attempt(numerals.numeral, *cells) for cells in tokens],
        way=[attempt(numerals.hedge, qualifier) for qualifier in rows.qualifier],
        figure=rows.kind.isin(tidy.FIGURES),
        end=rows.offset + rows.token.str.len(),
        unfit=rows.indicator_unit.notna() & ~pd.Series(fits, rows.index, dtype=bool),
        # without a date the end of the year of the newest source, as nothing here depends on the day of the run
        latest=rows.source_id_published.fillna(rows.source_id_event_date).fillna(newest + pd.offsets.YearEnd(0)),
        goal_target_id=rows.note.str.extract(r"^(T[A-Z]+\d+)(?:;|$)")[0].where(rows.kind == "target"),
    )
    rows["read_value"] = pd.to_numeric(rows["read"], errors="coerce")
    size = rows.value.abs().where(rows.kind == "growth", rows.value)  # a rate that falls has a minus
    places = rows.groupby("source_id")[["end", "paragraph"]].shift(fill_value=0)
    rows = rows.assign(off=(rows.read_value - size).abs(), after=places.end, before=places.paragraph)
    rows = rows.merge(targets.add_prefix("goal_"), on="goal_target_id", how="left")
    return rows.assign(goal_period=rows.goal_target_year.astype("str").fillna(""))


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the last day of their period, and what it is read as: that day, or why there is none."""
    ends = pd.Series([str(attempt(numerals.period_end, period)) for period in rows.period], rows.index, dtype="str")
    return rows.assign(period_read=ends, last_day=pd.to_datetime(ends, format="%Y-%m-%d", errors="coerce"))


def _repeated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with how many values their series has for their date, and which."""
    seen = rows[(rows.kind == "observation") & (rows.indicator != "")]  # what is not named yet repeats nothing
    listed = seen.value.map(files.number) + " (" + seen.source_id + ")"
    same = seen.assign(listed=listed).groupby(["province", "indicator", "period_read"])
    return rows.assign(values=same.value.transform("nunique"), listed=same.listed.transform(", ".join))


def _with_instruments(goals: pd.DataFrame, sources: set[str]) -> pd.DataFrame:
    """Targets with the day of their instrument, and whether their source is unknown."""
    read = [str(attempt(numerals.period_end, date)) for date in goals.instrument_date]
    unknown = [not ADDRESS.fullmatch(source) and not set(source.split(", ")) <= sources for source in goals.source]
    return goals.assign(made_read=read, made=pd.to_datetime(read, format="%Y-%m-%d", errors="coerce"), unknown=unknown)


def _untranslated(texts: pd.Series, translated: set[str]) -> pd.Series:
    """Of each reason or note the parts (between semicolons) that phrases.csv has no Vietnamese for, '' for none."""
    parts = texts.str.split("; ").explode()
    ends = parts.str.split(": ", n=1)  # a known head with a known rest will do
    done = parts.isin(translated) | (ends.str[0].isin(translated) & ends.str[1].isin(translated))
    new = parts[(parts != "") & ~done]
    return new.map(repr).groupby(level=0).agg(", ".join).reindex(texts.index, fill_value="")


def _unlike(phrase: Entry) -> tuple[str, str]:
    """Labels and numbers that a phrase's Vietnamese lacks, months by name included, and those that only it has."""
    english = re.sub("|".join(MONTHS), lambda month: MONTHS[month[0]], phrase.phrase_en)
    numbers = {value for value, _ in numerals.numbers_in(english)}
    printed_too = {value for value, _ in numerals.numbers_in(english, "vi")}  # within a quoted token
    vietnamese = {value for value, _ in numerals.numbers_in(phrase.phrase_vi, "vi")}
    labels = set(LABEL.findall(phrase.phrase_en)) - set(LABEL.findall(phrase.phrase_vi))
    lost, brought = sorted(numbers - vietnamese), sorted(vietnamese - numbers - printed_too)
    return ", ".join([*sorted(labels), *map(files.number, lost)]), ", ".join(map(files.number, brought))
