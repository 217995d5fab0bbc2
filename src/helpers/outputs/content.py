"""What the documents say: sentences and table rows from data/ and seeds/, for briefs, READMEs and the site."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.analysis import pairs
from helpers.claims import table, target_words, words
from helpers.claims.outlook import CLAIMED_YEARS
from helpers.seeds import numerals, tidy
from helpers.seeds.tidy import SERIES
from helpers.tables import files

Frames = Mapping[str, pd.DataFrame]
Row = dict[str, Any]  # of a table in a document


def frames(root: Path) -> dict[str, pd.DataFrame]:
    """All tables of a project by name; claims with what stands beside them while they are made: kind, start, end.

    `observations` are those that rates and verdicts rest on; `later` are the later reports.
    """
    seeds, made = files.seeds(root), {name: files.read(name, root) for name in files.names("data")}
    spans = pairs.spans(pairs.links(made["observations"], seeds["comparability"]))
    ahead = (made[name] for name in ("projections", "target_gaps"))
    claims = table.claims_table(seeds, made["observations"], made["growth"], spans, *ahead)
    own = tidy.in_full(made["observations"])
    return {**seeds, **made, "observations": own, "later": made["observations"].drop(own.index), "claims": claims}


def claim_id(row: Any, kind: str, when: object) -> str:
    """The id of a claim about a series: province.indicator.kind.when."""
    return f"{row.province}.{row.indicator}.{kind}.{when}".replace("/", "-to-")


def series_of(frame: pd.DataFrame, province: str, indicator: str) -> pd.DataFrame:
    return frame[(frame.province == province) & (frame.indicator == indicator)]


def at(frames: Frames, row: Any, date: pd.Timestamp) -> Any:
    """The observation of a row's series at a date."""
    return series_of(frames["observations"], row.province, row.indicator).query("date == @date").iloc[0]


def figure(row: Any, language: str) -> str:
    """A reported figure for a table cell: '72 % (2023)'."""
    return f"{words.hedged(row, language)} ({words.short(row, language)})"


def name_of(frames: Frames, indicator: str, language: str) -> str:
    return str(frames["indicators"].set_index("indicator")[f"name_{language}"][indicator])


def spans(frames: Frames, province: str = "") -> pd.DataFrame:
    """The longest comparable span of each series that has a yearly rate, with the id of its claim: rows of growth.csv."""
    growth = frames["growth"]
    growth = growth[growth.comparability.isin(["A", "B"]) & growth.annual_growth_pct.notna()]
    growth = growth[(growth.province == province) | (province == "")]
    rows = growth.sort_values(["indicator", "years"]).drop_duplicates(SERIES, keep="last")
    ends = [(at(frames, row, row.start_date).period, at(frames, row, row.end_date).period) for row in files.each(rows)]
    ids = [
        claim_id(row, "growth", f"{start}-to-{end}") for row, (start, end) in zip(files.each(rows), ends, strict=True)
    ]
    return rows.assign(claim_id=ids)


def in_vietnamese(text: str, frames: Frames) -> str:
    """A note or reason of the tables in Vietnamese; '' where nobody has put it into Vietnamese yet."""
    try:
        return words.in_vietnamese(text, frames["phrases"].set_index("phrase_en").phrase_vi.to_dict())
    except KeyError:
        return ""


def pace(value: float, language: str) -> str:
    """A pace in points a year: one decimal from 1 upwards, two below, a dash for none."""
    return "–" if pd.isna(value) else numerals.number(value, 1 if abs(value) >= 1 else 2, language)


def pace_row(frames: Frames, row: Any, language: str) -> Row:
    """A row of the table of paces, from a row of growth.csv."""
    points = row.points_per_year
    return {
        "name": name_of(frames, row.indicator, language),
        "start": figure(at(frames, row, row.start_date), language),
        "end": figure(at(frames, row, row.end_date), language),
        "pace": "" if pd.isna(points) else numerals.number(points, 1, language),
        "compound": words.quantity(row.annual_growth_pct, "%", language, 1),
    }


def outlook(frames: Frames, ahead: pd.DataFrame, language: str) -> list[Row]:
    """The rows of the table of projections: origin, then the cell of each claimed year; without a range a dash."""
    rows = []
    for province, indicator in ahead[SERIES].drop_duplicates().to_numpy():
        origin = series_of(frames["observations"], province, indicator).sort_values("date").iloc[-1]
        rows.append({"name": name_of(frames, indicator, language), "origin": figure(origin, language)})
        for name, year in zip(("first", "second"), CLAIMED_YEARS, strict=True):
            ids = [claim_id(origin, kind, year) for kind in ("projection", "scenario")]
            found = ahead[ahead.index.isin(ids)]
            rows[-1][name] = words.projected(found.iloc[0], language) if len(found) else "–"
    return rows


def target_rows(frames: Frames, province: str, language: str) -> list[Row]:
    """The rows of the table of targets that a series may be judged by, with what may be concluded."""
    gaps = frames["target_gaps"].query("match != 'context' and province == @province")
    gaps = gaps.assign(claim_id=[claim_id(gap, "target", gap.target_id) for gap in files.each(gaps)])
    goals, rows = frames["targets"].set_index("target_id"), []
    for gap in files.each(gaps.sort_values("claim_id")):
        goal, latest = goals.loc[gap.target_id], at(frames, gap, gap.latest_date)
        rows.append(
            {
                "goal": f"{target_words.term(goal, language)}, {goal.instrument}",
                "level": f"{target_words.level(goal, language)}{target_words.due(goal)}",
                "latest": f"{name_of(frames, gap.indicator, language)}: {figure(latest, language)}",
                "left": target_words.distance(gap, latest, language),
                "conclusion": target_words.conclusion(gap, language),
                "gap": gap,
            }
        )
    return rows


def source_line(row: Any, language: str, address: bool = True) -> str:
    """A source as it is listed: author, quoted title, publisher, date, address; a star where the date is inferred."""
    star = "*" if row.published_basis == "inferred" else ""
    date = "" if pd.isna(row.published) else f", {words.day(row.published, language)}{star}"
    author = f"{row.authors}, " if row.authors else ""
    return f"{author}“{row.title}”, {row.publisher}{date}" + (f", {row.url}" if address else "")
