"""The tables that outputs are made from, and what several of them show: figures, spans, projections and targets as rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.analysis import pairs
from helpers.analysis.targets import conclusion_key
from helpers.claims import show, table, target_words, words
from helpers.claims.sentences import claim_id
from helpers.claims.table import CLAIMED_YEARS
from helpers.claims.words import N_
from helpers.seeds import numerals, tidy
from helpers.seeds.tidy import SERIES, series_of
from helpers.tables import files

Frames = Mapping[str, pd.DataFrame]
Row = dict[str, Any]  # of a table in a document
HEADINGS = [
    N_("No."), N_("Indicator"), N_("Unit"), N_("Target (year, instrument)"), N_("Result (period)"),
    N_("Completion (%)"), N_("Verdict"), N_("Lead agency"), N_("Source"),
]  # fmt: skip
# by what may be concluded, in the order of the table; of others a question mark
SHAPES = {"met": "●", "not met": "✕", "likely": "▲", "unlikely": "▼", "open": "◆", "none": "–"}
MATCHES = ["exact", "near", "context"]


def frames(root: Path) -> dict[str, pd.DataFrame]:
    """All tables of a project by name; claims with what stands beside them while they are made: kind, start, end."""
    seeds, made = files.seeds(root), {name: files.read(name, root) for name in files.names("data")}
    spans = pairs.spans(made["observations"], seeds["comparability"])
    return prepared(seeds, made | {"claims": table.claims_table(seeds, made | {"spans": spans})})


def prepared(seeds: Frames, made: Frames) -> dict[str, pd.DataFrame]:
    """All tables in one; `observations` are those that rates and verdicts rest on, `later` the later reports."""
    own = tidy.in_full(made["observations"])
    later = made["observations"].drop(own.index)
    return {**seeds, **made, "observations": own, "later": later, "tokens": _tokens(seeds)}


def _tokens(seeds: Frames) -> pd.DataFrame:
    """The observations of reported.csv with their id, each `printed` as a whole, with its source; empty cells as ''."""
    rows = seeds["reported"].query("kind == 'observation'")
    rows = rows.assign(observation_id=tidy.observation_ids(rows))
    rows = rows.merge(seeds["sources"][["source_id", "title", "publisher", "url"]], on="source_id")
    printed = rows[["qualifier", "token", "unit_printed"]].agg(" ".join, axis=1).str.split().str.join(" ")
    rows = rows.assign(printed=printed, url=rows.url.where(rows.url.str.startswith("https://"), ""))
    return rows.astype(object).where(rows.notna(), "")


def side_by_side(frames: Frames) -> pd.DataFrame:
    """The latest figure of each indicator that several places report under one definition."""
    national = tidy.national_observations(frames["national"])
    return pairs.side_by_side(pd.concat([frames["observations"], national]), frames["indicators"])[0]


def provinces(frames: Frames) -> list[str]:
    """The provinces with figures, by slug."""
    return sorted(frames["observations"].province.unique())


def at(frames: Frames, row: Any, date: pd.Timestamp) -> Any:
    """The observation of a row's series at a date."""
    return series_of(frames["observations"], row.province, row.indicator).query("date == @date").iloc[0]


def figure(row: Any, language: str) -> str:
    """A reported figure for a table cell: '72 % (2023)'."""
    return f"{words.hedged(row, language)} ({words.short(row, language)})"


def name_of(frames: Frames, indicator: str, language: str) -> str:
    """The name of an indicator."""
    return str(frames["indicators"].set_index("indicator")[f"name_{language}"][indicator])


def counted(frames: Frames, row: Any, language: str) -> str:
    """The name of what the source of a figure counts: that of its indicator, or the source's own."""
    own = frames["wordings"].set_index(["indicator", "source_id"])[f"name_{language}"]
    return str(own.get((row.indicator, row.source_id), name_of(frames, row.indicator, language)))


def spans(frames: Frames, province: str) -> pd.DataFrame:
    """The longest comparable span of each series of a province that has a yearly rate, with the id of its claim: rows of growth.csv."""
    growth = frames["growth"].query("province == @province and comparability in ['A', 'B']")
    rows = growth.dropna(subset="annual_growth_pct").sort_values(["indicator", "years"])
    rows = rows.drop_duplicates(SERIES, keep="last")
    periods = [[at(frames, row, date).period for date in (row.start_date, row.end_date)] for row in files.each(rows)]
    ids = [claim_id(row, "growth", "-to-".join(ends)) for row, ends in zip(files.each(rows), periods, strict=True)]
    return rows.assign(claim_id=ids)


def figures(frames: Frames, language: str) -> pd.DataFrame:
    """Every reported figure as people read it: name, place, period, figure and token as printed, source, what to say with it."""
    seen = pd.concat([frames["observations"], frames["later"]]).sort_values([*SERIES, "date"], kind="stable")
    seen = seen.merge(frames["sources"][["source_id", "publisher", "url"]], on="source_id")
    tokens = frames["reported"].token.set_axis(tidy.observation_ids(frames["reported"]))
    reasons = frames["claims"].query("kind == 'reported'").set_index("observation_ids").reason
    return seen.assign(
        name=[counted(frames, row, language) for row in files.each(seen)],
        place=[words.capital(files.place(slug, language)) for slug in seen.province],
        when=[words.short(row, language) for row in files.each(seen)],
        figure=[words.hedged(row, language) for row in files.each(seen)],
        unit=seen.unit.map(words.translator(language)),
        token=seen.qualifier.str.cat(seen.observation_id.map(tokens), " ").str.strip(),
        paragraph=seen.paragraph.astype(object).where(seen.paragraph.notna(), ""),
        note=[note(reason, frames, language) for reason in seen.observation_id.map(reasons).fillna("")],
        claim_id=[claim_id(row, "reported", row.period) for row in files.each(seen)],
    )


def note(text: str, frames: Frames, language: str) -> str:
    """A note or reason of the tables in a language, sources by name; in English where nobody has put it into Vietnamese yet."""
    phrases = frames["phrases"].set_index("phrase_en").phrase_vi.to_dict()
    return show.written(text, language, phrases, frames["sources"].set_index("source_id").publisher)


def outlook(frames: Frames, ahead: pd.DataFrame, language: str) -> list[Row]:
    """The rows of the table of projections: origin, then the cell of each claimed year; without a range a dash."""
    rows = []
    for province, indicator in ahead[SERIES].drop_duplicates().to_numpy():
        origin = series_of(frames["observations"], province, indicator).sort_values("date").iloc[-1]
        rows.append({"name": name_of(frames, indicator, language), "origin": figure(origin, language)})
        for name, year in zip(("first", "second"), CLAIMED_YEARS, strict=True):
            ids = [claim_id(origin, kind, year) for kind in ("projection", "scenario")]
            found = ahead[ahead.index.isin(ids)]
            rows[-1][name] = words.phrase("projected", language, found.iloc[0]) if len(found) else "–"
    return rows


def source_line(row: Any, language: str, address: bool = True) -> str:
    """A source as it is listed: author, quoted title, publisher, date, address; a star where the date is inferred."""
    star = "*" if row.published_basis == "inferred" else ""
    date = "" if pd.isna(row.published) else f", {words.day(row.published, language)}{star}"
    author = f"{row.authors}, " if row.authors else ""
    return f"{author}“{row.title}”, {row.publisher}{date}" + (f", {row.url}" if address else "")


def targets(frames: Frames, province: str, scope: str, language: str) -> list[Row]:
    """A scope's targets for a province: with a conclusion first, without a figure last; of national ones those with a figure."""
    goals, gaps = frames["targets"].query("scope == @scope"), frames["target_gaps"].query("province == @province")
    gaps = gaps.assign(rank=gaps.match.map(MATCHES.index)).sort_values(["rank", "latest_date"], ascending=[True, False])
    best = {gap.target_id: gap for gap in files.each(gaps.drop_duplicates("target_id"))}
    found = [
        _target(frames, goal, best.get(goal.target_id), language)
        for goal in files.each(goals)
        if goal.target_id in best or scope == province
    ]
    order = [*(key for key in SHAPES if key != "none"), "", "none"]
    found.sort(key=lambda row: order.index(row["key"] if row["key"] in order else ""))
    return [row | {"number": number} for number, row in enumerate(found, start=1)]


def _target(frames: Frames, goal: Any, gap: Any, language: str) -> Row:
    """A target with unit, year and instrument, and its figure and verdict; without a figure what is noted, as that its object is gone."""
    _ = words.translator(language)
    level = words.capital(target_words.level(goal, language) + target_words.due(goal))
    row = dict.fromkeys(("completion", "source", "claim_id", "indicator", "agency"), "") | {
        "target_id": goal.target_id,
        "name": words.capital(target_words.term(goal, language)),
        "unit": "%" if goal.unit.startswith("%") else words.capital(_("count")),
        "goal": f"{level}, {target_words.short_instrument(goal.instrument)}",
    }
    if gap is None:
        noted = words.capital(note(goal.note, frames, language)) or "–"
        return row | {"result": noted, "key": "none", "verdict": _("No figure yet"), "shape": SHAPES["none"]}
    latest = at(frames, gap, gap.latest_date)
    key, name = conclusion_key(gap), counted(frames, latest, language)
    result = figure(latest, language)
    if gap.match == "exact":
        row["name"], result = words.capital(name), words.capital(result)
        row["completion"] = numerals.number(100 * gap.latest_value / gap.target_value, 0, language)
    else:
        result = f"{name}: {result}"
    return row | {
        "result": result,
        "key": key,
        "verdict": _(words.capital(key)) if key in SHAPES else _("Not enough grounds"),
        "shape": SHAPES.get(key, "?"),
        "source": latest.source_id,
        "claim_id": claim_id(gap, "target", gap.target_id),
        "indicator": gap.indicator,
    }
