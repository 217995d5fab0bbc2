"""What the documents say: sentences and table rows from data/ and seeds/, for briefs, READMEs and the site."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.analysis import pairs, targets
from helpers.claims import table, target_words, words
from helpers.claims.outlook import CLAIMED_YEARS
from helpers.claims.words import N_
from helpers.seeds import numerals, tidy
from helpers.seeds.tidy import SERIES
from helpers.tables import files

PILLARS = {
    "infrastructure": N_("Digital infrastructure"),
    "government": N_("Digital government"),
    "economy": N_("Digital economy"),
    "society": N_("Digital society"),
    "data": N_("Digital data"),
}
FIGURE = ["indicator", "period", "source", "value"]  # a figure, as comparability.csv names it
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


def content(frames: Frames, province: str, language: str) -> dict[str, Any]:
    """What the template of a brief is filled with: sentences, table rows, sources of one province."""
    quotable = frames["claims"].query("status == 'quotable' and province == @province")
    quotable = quotable.assign(text=quotable[f"text_{language}"]).set_index("claim_id")
    own = frames["observations"].query("province == @province")
    grown = spans(frames, province)
    ahead = quotable[quotable.kind.isin(["projection", "scenario"])]
    headline = _headline(frames, quotable, grown, ahead)
    return {
        "place": files.place(province, language),
        "version": version("tay-bac-so"),
        "headline": headline.text.tolist(),
        "caveat": _caveat(frames, headline, language),
        "grown": [pace_row(frames, row, language) for row in files.each(grown)],
        "projected": outlook(frames, ahead, language),
        "since": [row.text for row in files.each(quotable[quotable.kind == "since"])],
        "targets": target_rows(frames, province, language),
        "pillars": _pillars(frames, own, set(quotable.index), language, bool(len(grown))),
        "fallen": _fallen(frames, own, language),
        "sources": _sources(frames, own, province),
    }


def _headline(frames: Frames, quotable: pd.DataFrame, grown: pd.DataFrame, ahead: pd.DataFrame) -> pd.DataFrame:
    """The first sentences: targets not met, the fastest growth with its projection, the nearest target; or three levels."""
    if grown.empty:
        keep = quotable[(quotable.kind == "reported") & (quotable.unit.str.startswith("%"))]
        return keep.sort_values("value").iloc[[0, len(keep) // 3, len(keep) // 2]]
    fastest = grown.sort_values("points_per_year", ascending=False).head(1)
    unmet = [
        claim_id(gap, "target", gap.target_id)
        for gap in files.each(frames["target_gaps"])
        if targets.conclusion_key(gap) == "not met"
    ]
    goals = quotable[quotable.kind == "target"]
    missed = goals.index.isin(unmet)
    left = goals[~missed].query("value > 0").sort_values("value").head(1)
    ahead = ahead[ahead.indicator.isin(fastest.indicator)]
    return pd.concat([goals[missed], quotable.loc[fastest.claim_id], ahead, left])


def _caveat(frames: Frames, headline: pd.DataFrame, language: str) -> str:
    """What must be said with the fastest growth; '' where nothing."""
    notes = frames["indicators"].set_index("indicator").note[headline.indicator[headline.kind == "growth"]]
    note = next((str(note) for note in notes if note), "")
    return (in_vietnamese(note, frames) if language == "vi" else "") or note


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


def _pillars(frames: Frames, own: pd.DataFrame, quoted: set[str], language: str, grown: bool) -> list[Row]:
    """One table a pillar: the latest figure of each indicator, with the one before where there are two."""
    about, result = frames["indicators"].set_index("indicator"), []
    for pillar, title in PILLARS.items():
        rows = []
        for indicator in about.index[about.pillar == pillar]:
            series = own[own.indicator == indicator].sort_values("date")
            if len(series) and not (grown and about.upper_bound[indicator] != 100 and len(series) < 2):
                rows.append({"name": about[f"name_{language}"][indicator], **_latest(series, quoted, language)})
        if rows:
            result.append({"title": words.translator(language)(title), "rows": rows})
    return result


def _latest(series: pd.DataFrame, quoted: set[str], language: str) -> Row:
    """The latest figure and the one before, with its source where that is another; † where no claim joins the two."""
    last = series.iloc[-1]
    found = {"value": words.hedged(last, language), "when": words.short(last, language), "earlier": ""}
    if len(series) > 1:
        before = series.iloc[-2]
        other = "" if before.source_id == last.source_id else f", {before.source_id}"
        mark = "" if claim_id(last, "growth", f"{before.period}-to-{last.period}") in quoted else "\u00a0†"
        found["earlier"] = f"{words.hedged(before, language)} ({words.short(before, language)}{other}){mark}"
    return found | {"source": last.source_id}


def _fallen(frames: Frames, own: pd.DataFrame, language: str) -> list[str]:
    """The names of the series in which a break stands before a lower figure: nobody may write that they fell."""
    pairs = frames["comparability"].query("grade == 'D' and start_indicator == end_indicator")
    figures = own[["province", "indicator", "period", "source_id", "value"]]
    for end in ("start", "end"):
        pairs = pairs.merge(figures.set_axis(["province", *(f"{end}_{key}" for key in FIGURE)], axis=1))
    fallen = pairs.end_indicator[pairs.end_value < pairs.start_value]
    return sorted({name_of(frames, indicator, language) for indicator in fallen})


def _sources(frames: Frames, own: pd.DataFrame, province: str) -> list[Row]:
    """The sources of the province's figures, then those of its targets that no article of ours printed."""
    sources, goals = frames["sources"], frames["targets"]
    used = sources[sources.source_id.isin(own.source_id)]
    found = [{"id": row.source_id, "text": source_line(row)} for row in files.each(used)]
    elsewhere = goals[(goals.scope == province) & goals.source.str.startswith("http")]
    for (instrument, url), rows in elsewhere.groupby(["instrument", "source"], sort=False):
        found.append({"id": ", ".join(rows.target_id), "text": f"{instrument}: {url}"})
    return found


def source_line(row: Any) -> str:
    """A source as it is listed: publisher, title, date, address."""
    star = "*" if row.published_basis == "inferred" else ""
    date = "" if pd.isna(row.published) else f", {words.day(row.published)}{star}"
    return f"{row.publisher}, “{row.title}”{date}. {row.url}"
