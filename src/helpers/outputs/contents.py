"""What a brief says of a province: its claims and table rows, from data/ and seeds/."""

import contextlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.analysis import conclusions
from helpers.claims import say, vietnamese, wanted, words
from helpers.claims.outlook import CLAIMED_YEARS
from helpers.seeds import numerals
from helpers.tables import files

PILLARS = {
    "infrastructure": {"en": "Digital infrastructure", "vi": "Hạ tầng số"},
    "government": {"en": "Digital government", "vi": "Chính quyền số"},
    "economy": {"en": "Digital economy", "vi": "Kinh tế số"},
    "society": {"en": "Digital society", "vi": "Xã hội số"},
    "data": {"en": "Digital data", "vi": "Dữ liệu số"},
}


Row = dict[str, Any]  # of a table in a brief
KEY = ("indicator", "period", "source", "value")  # of a figure, as pairs name it


def content(root: Path, province: str, language: str) -> dict[str, Any]:
    """What the template of a brief is filled with, from data/ and seeds/: claims, table rows, sources."""
    observations, indicators = files.read("observations", root), files.read("indicators", root)
    quotable = say.by_kind(files.read("claims", root))
    quotable = quotable[(quotable.status == "quotable") & (quotable.province == province)]
    quotable = quotable.assign(text=quotable[f"text_{language}"])
    spans = _one_span(quotable[quotable.kind == "growth"])
    own, about = observations[observations.province == province], indicators.set_index("indicator")
    quoted = set(quotable.claim_id)
    projected = quotable[quotable.kind.isin(["projection", "scenario"])]
    return {
        "place": files.place(province, language),
        "version": version("tay-bac-so"),
        "headline": _records(_headline(quotable, projected)),
        "caveat": _caveat(root, _headline(quotable, projected), about, language),
        "grown": _paces(root, spans, about, language),
        "projected": _projections(projected, own, about, language),
        "targets": _targets(root, quotable[quotable.kind == "target"], own, about, language),
        "pillars": _pillars(own, indicators, quoted, language, bool(len(spans))),
        "fallen": _fallen(root, own, about, language),
        "sources": _sources(root, own, province),
    }


def _records(rows: pd.DataFrame) -> list[Row]:
    return [{"claim_id": row.claim_id, "text": row.text} for row in files.each(rows)]


def _one_span(growth: pd.DataFrame) -> pd.DataFrame:
    """The longest span of each indicator that has a yearly rate."""
    yearly = growth[growth.unit.isin(["points a year", "% a year"])]
    length = (
        yearly.claim_id.str.split(".")
        .str[3]
        .str.split("-to-")
        .map(lambda ends: numerals.period_end(ends[1]) - numerals.period_end(ends[0]))
    )
    return yearly.assign(length=length).sort_values(["indicator", "length"]).drop_duplicates("indicator", keep="last")


def _headline(quotable: pd.DataFrame, projected: pd.DataFrame) -> pd.DataFrame:
    """The first sentences: targets not met, the fastest growth with its projection, the nearest target; or three levels."""
    growth = _one_span(quotable[quotable.kind == "growth"])
    if growth.empty:
        keep = quotable[(quotable.kind == "reported") & (quotable.unit.str.startswith("%"))]
        return keep.sort_values("value").iloc[[0, len(keep) // 3, len(keep) // 2]]
    shares = growth[growth.unit == "points a year"].sort_values("value", ascending=False).head(1)
    ahead = projected[projected.indicator.isin(shares.indicator)]
    goals = quotable[quotable.kind == "target"]
    missed = goals[goals.text_en.str.contains("; not met")]
    left = goals.drop(missed.index).query("value > 0").sort_values("value").head(1)
    return pd.concat([missed, shares, ahead, left])


def _caveat(root: Path, told: pd.DataFrame, about: pd.DataFrame, language: str) -> str:
    """What must be said with the fastest growth, as a sentence; '' where nothing."""
    notes = about.note[told.indicator[told.kind == "growth"]]
    note = next((note for note in notes if note), "")
    if language == "vi":
        phrases = files.read("phrases", root).set_index("phrase_en").phrase_vi.to_dict()
        with contextlib.suppress(KeyError):  # of a row that nobody has put into Vietnamese yet
            note = vietnamese.in_vietnamese(note, phrases) if note else ""
    return f"{note[0].upper()}{note[1:]}." if note else ""


def _paces(root: Path, spans: pd.DataFrame, about: pd.DataFrame, language: str) -> list[Row]:
    """The rows of the table of paces: one a series, from the claims' own numbers."""
    growth = files.read("growth", root)
    observations = files.read("observations", root)
    rows = []
    for claim in files.each(spans):
        start, end = claim.claim_id.split(".")[3].split("-to-")
        series = observations[(observations.province == claim.province) & (observations.indicator == claim.indicator)]
        first, last = (series[series.period == period].iloc[0] for period in (start, end))
        row = growth[(growth.province == claim.province) & (growth.indicator == claim.indicator)]
        row = row[(row.start_date == first.date) & (row.end_date == last.date)].iloc[0]
        compound = words.quantity(row.annual_growth_pct, "%", language, 1)
        ends = {"start": first, "end": last}
        ends = {
            name: f"{words.hedged(point, language)} ({words.short(point, language)})" for name, point in ends.items()
        }
        pace = numerals.number(claim.value, 1, language) if claim.unit == "points a year" else ""
        rows.append({"name": about[f"name_{language}"][claim.indicator], **ends, "pace": pace, "compound": compound})
    return rows


def _fallen(root: Path, own: pd.DataFrame, about: pd.DataFrame, language: str) -> list[str]:
    """The names of the series in which a break stands before a lower figure: nobody may write that they fell."""
    pairs = files.read("comparability", root)
    pairs = pairs[pairs.grade.eq("D") & pairs.start_indicator.eq(pairs.end_indicator)]
    figures = own[["province", "indicator", "period", "source_id", "value"]]
    for end in ("start", "end"):
        pairs = pairs.merge(figures.set_axis(["province", *(f"{end}_{key}" for key in KEY)], axis=1))
    return sorted(
        {about[f"name_{language}"][row.end_indicator] for row in files.each(pairs[pairs.end_value < pairs.start_value])}
    )


def _projections(projected: pd.DataFrame, own: pd.DataFrame, about: pd.DataFrame, language: str) -> list[Row]:
    """The rows of the table of projections: origin, then each target year with its range."""
    rows = []
    for indicator, group in projected.groupby("indicator", sort=False):
        group = group.sort_values("claim_id")
        series = own[own.indicator == indicator].sort_values("date").iloc[-1]
        cells = {claim.claim_id[-4:]: words.projected(claim, language) for claim in files.each(group)}
        first, second = (cells.get(str(year), "–") for year in CLAIMED_YEARS)  # no range, no figure to quote
        origin = f"{words.hedged(series, language)} ({words.short(series, language)})"
        rows.append({"name": about[f"name_{language}"][indicator], "origin": origin, "first": first, "second": second})
    return rows


def _targets(root: Path, chosen: pd.DataFrame, own: pd.DataFrame, about: pd.DataFrame, language: str) -> list[Row]:
    """The rows of the table of targets, with what may be concluded."""
    goals = files.read("targets", root).set_index("target_id")
    gaps = files.read("target_gaps", root)
    rows = []
    for claim in files.each(chosen):
        target = claim.claim_id.rsplit(".", 1)[1]
        goal = goals.loc[target]
        gap = gaps[
            (gaps.target_id == target) & (gaps.indicator == claim.indicator) & (gaps.province == claim.province)
        ].iloc[0]
        latest = own[own.indicator == claim.indicator].sort_values("date").iloc[-1]
        rows.append(
            {
                "goal": f"{wanted.term(goal, language)}, {goal.instrument}",
                "level": f"{wanted.level(goal, language)}{wanted.due(goal)}",
                "latest": f"{about[f'name_{language}'][claim.indicator]}: {words.hedged(latest, language)} ({words.short(latest, language)})",
                "left": wanted.distance(gap, latest, numerals.decimals_of(abs(gap.gap_points)), language),
                "conclusion": conclusions.conclusion(gap, language),
            }
        )
    return rows


def _pillars(own: pd.DataFrame, indicators: pd.DataFrame, quoted: set[str], language: str, grown: bool) -> list[Row]:
    """One table a pillar: the latest figure of each indicator, with the one before where there are two."""
    about = indicators.set_index("indicator")
    result = []
    for pillar, titles in PILLARS.items():
        rows = []
        for indicator in about.index[about.pillar == pillar]:
            series = own[own.indicator == indicator].sort_values("date")
            share = about.upper_bound[indicator] == 100
            if series.empty or (grown and not share and len(series) < 2):
                continue
            rows.append({"name": about[f"name_{language}"][indicator], **_latest(series, quoted, language)})
        if rows:
            result.append({"title": titles[language], "rows": rows})
    return result


def _latest(series: pd.DataFrame, quoted: set[str], language: str) -> Row:
    """The latest figure and the one before, with its source where that is another; † where no claim joins the two."""
    last = series.iloc[-1]
    found = {"value": words.hedged(last, language), "when": words.short(last, language), "earlier": ""}
    if len(series) > 1:
        before = series.iloc[-2]
        other = "" if before.source_id == last.source_id else f", {before.source_id}"
        joint = f"{last.province}.{last.indicator}.growth.{before.period}-to-{last.period}".replace("/", "-to-")
        mark = "" if joint in quoted else "\u00a0†"
        found["earlier"] = f"{words.hedged(before, language)} ({words.short(before, language)}{other}){mark}"
    return found | {"source": last.source_id}


def _sources(root: Path, own: pd.DataFrame, province: str) -> list[Row]:
    """The sources of the province's figures, then those of its targets that no article of ours printed."""
    sources, goals = files.read("sources", root), files.read("targets", root)
    found = [
        {"id": row.source_id, "text": source_line(row)}
        for row in files.each(sources)
        if row.source_id in set(own.source_id)
    ]
    named: dict[tuple[str, str], list[str]] = {}
    for goal in files.each(goals[(goals.scope == province) & goals.source.str.startswith("http")]):
        named.setdefault((goal.instrument, goal.source), []).append(goal.target_id)
    return found + [{"id": ", ".join(ids), "text": f"{instrument}: {url}"} for (instrument, url), ids in named.items()]


def source_line(row: Any) -> str:
    """A source as it is listed: publisher, title, date, address."""
    star = "*" if row.published_basis == "inferred" else ""
    date = "" if pd.isna(row.published) else f", {words.day_vi(row.published)}{star}"
    return f"{row.publisher}, “{row.title}”{date}. {row.url}"
