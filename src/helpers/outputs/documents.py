"""What the documents draw from the tables, filled in between marks: findings of the READMEs, lists of the glossary."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis import conclusions
from helpers.claims import vietnamese, wanted, words
from helpers.outputs.markup import inert
from helpers.seeds import numerals
from helpers.tables import files

Frames = Mapping[str, pd.DataFrame]
READMES = {"README.md": "en", "README.vi.md": "vi"}
DOCUMENTS = READMES | {"docs/glossary.md": "en"}
HEADINGS = {
    "targets": {
        "en": ["Target", "Level", "Latest figure", "Distance", "Points a year so far", "Points a year needed", "So"],
        "vi": [
            "Mục tiêu", "Mức", "Số liệu mới nhất", "Khoảng cách",
            "Tốc độ đã đạt (điểm phần trăm/năm)", "Tốc độ cần đạt (điểm phần trăm/năm)", "Kết luận",
        ],
    },
    "shares": {
        "en": ["Share", "First figure", "Last figure", "Points a year", "Projection to {0}", "Scenario for {1}"],
        "vi": [
            "Chỉ tiêu", "Số liệu đầu", "Số liệu cuối", "Điểm phần trăm/năm",
            "Dự báo đến cuối năm {0}", "Kịch bản đến cuối năm {1}",
        ],
    },
}  # fmt: skip

BOUNDS = {
    "lower": {"en": "at most ", "vi": "nhiều nhất "},
    "upper": {"en": "at least ", "vi": "ít nhất "},
}


def filled(text: str, language: str, seeds: Frames, frames: Frames) -> str:
    """A document with what stands between its marks rewritten from the tables, part by part.

    The lines of `findings` name the claims to tell, in their order; KeyError names one that does not exist.
    """
    parts = {"targets": _targets, "shares": _shares, "findings": _sentences}
    parts |= {"indicators": _indicators, "conclusions": _conclusions}
    for name, make in parts.items():
        start, end = f"<!-- {name}: rewritten by the rerun -->\n", f"<!-- end of {name} -->"
        if start in text:
            before, rest = text.split(start)
            inside, after = rest.split(end)
            text = before + start + "\n".join(make(inside, language, seeds, frames)) + "\n" + end + after
    return text


def untold(claims: pd.DataFrame, phrases: pd.DataFrame) -> list[str]:
    """The parts of the claims' reasons that phrases.csv has no Vietnamese for, each once."""
    known = phrases.set_index("phrase_en").phrase_vi.to_dict()
    missing: dict[str, None] = {}
    for part in dict.fromkeys(part for reason in claims.reason for part in reason.split("; ")):
        try:
            vietnamese.in_vietnamese(part, known)
        except KeyError as error:
            missing[error.args[0]] = None
    return list(missing)


def _sentences(inside: str, language: str, seeds: Frames, frames: Frames) -> Iterator[str]:
    """A line for each claim that a line names: its sentence, its first caveat unless it was told before, its id."""
    known, notes = frames["claims"].set_index("claim_id"), seeds["indicators"].set_index("indicator").note
    phrases = seeds["phrases"].set_index("phrase_en").phrase_vi.to_dict()
    told: set[str] = set()
    for claim in re.findall(r"`([^`]+)`$", inside, re.M):
        row = known.loc[claim]
        note = "" if row.indicator in told else notes[row.indicator]
        note = row.reason.split("; ")[0] if ".target." in claim else note  # how the series and the target differ
        told.add(row.indicator)
        note = vietnamese.in_vietnamese(note, phrases) if language == "vi" else note
        caveat = f" *{inert(note[0].upper() + note[1:])}.*" if note else ""
        yield f"- {inert(row[f'text_{language}'])}{caveat} `{claim}`"


def _targets(_: str, language: str, seeds: Frames, frames: Frames) -> Iterator[str]:
    """A row for each target that a series may be judged by: level, latest figure, distance, paces, conclusion."""
    goals, names = seeds["targets"].set_index("target_id"), seeds["indicators"].set_index("indicator")
    gaps = frames["target_gaps"]
    rows = []
    for gap in files.each(
        gaps[gaps.match != "context"].sort_values(["target_date", "gap_points"], ascending=[True, False])
    ):
        goal, latest = goals.loc[gap.target_id], _at(frames, gap, gap.latest_date)
        level = wanted.level(goal, language) + wanted.due(goal)
        name = wanted.term(goal, language)
        decimals = numerals.decimals_of(abs(gap.gap_points))
        rows.append([
            f"{name[0].upper()}{name[1:]}, {goal.instrument}", level,
            f"{names[f'name_{language}'][gap.indicator]}: {_figure(latest, language)}",
            wanted.distance(gap, latest, decimals, language),
            _pace(gap.pace_so_far, language), _needed(gap, latest, language), conclusions.conclusion(gap, language),
        ])  # fmt: skip
    return _table(HEADINGS["targets"][language], rows)


def _shares(_: str, language: str, seeds: Frames, frames: Frames) -> Iterator[str]:
    """A row for each projected share: its two figures, its pace, the projection and the scenario with their ranges."""
    claims = frames["claims"]
    ahead = claims[(claims.status == "quotable") & (claims.method == "diffusion")]
    years = sorted(ahead.claim_id.str[-4:].unique())
    grown = frames["growth"][frames["growth"].points_per_year.notna() & frames["growth"].comparability.isin(["A", "B"])]
    names = seeds["indicators"].set_index("indicator")[f"name_{language}"]
    rows = []
    for key, told in ahead.sort_values("claim_id").groupby(["province", "indicator"], sort=False):
        province, indicator = map(str, key)
        span = grown[(grown.province == province) & (grown.indicator == indicator)].sort_values("years").iloc[-1]
        ends = [_figure(_at(frames, span, date), language) for date in (span.start_date, span.end_date)]
        rows.append(
            [f"{names[indicator]}, {files.place(province, language)}", *ends, _pace(span.points_per_year, language)]
        )
        cells = {claim.claim_id[-4:]: words.projected(claim, language) for claim in files.each(told)}
        rows[-1] += [cells.get(year, "–") for year in years]  # no range, no figure to quote
    return _table([heading.format(*years) for heading in HEADINGS["shares"][language]], rows)


def _indicators(_: str, language: str, seeds: Frames, frames: Frames) -> Iterator[str]:
    """A row for each indicator: its names, and what its figures are shares of."""
    rows = [
        [row.name_en, row.name_vi, row.denominator.replace("none", "–")]
        for row in files.each(seeds["indicators"].sort_values("name_en"))
    ]
    return _table(["English", "Tiếng Việt", "Of"], rows)


def _conclusions(_: str, language: str, seeds: Frames, frames: Frames) -> Iterator[str]:
    """A row for each thing that may be concluded of a target."""
    return _table(["English", "Tiếng Việt"], [list(said.values()) for said in conclusions.CONCLUSIONS.values()])


def _at(frames: Frames, row: Any, date: pd.Timestamp) -> Any:
    found = frames["observations"]
    return found[(found.province == row.province) & (found.indicator == row.indicator) & (found.date == date)].iloc[0]


def _figure(row: Any, language: str) -> str:
    return f"{words.hedged(row, language)} ({words.short(row, language)})"


def _pace(value: float, language: str) -> str:
    """A pace in points a year: one decimal from 1 upwards, two below, a dash for none."""
    return "–" if np.isnan(value) else numerals.number(value, 1 if abs(value) >= 1 else 2, language)


def _needed(gap: Any, latest: Any, language: str) -> str:
    """The pace that a target takes; where the series only bounds the target's quantity, that of the bound."""
    if gap.match != "near" or np.isnan(gap.pace_needed) or gap.gap_points <= 0:
        return _pace(gap.pace_needed, language)
    pace = gap.pace_needed * wanted.bounded_gap(gap.gap_points, latest, gap.bound) / gap.gap_points
    outwards = np.ceil if gap.bound == "lower" else np.floor  # "at most" must hold, rounded too
    return BOUNDS[gap.bound][language] + _pace(outwards(10 * pace) / 10, language)


def _table(headings: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of a Markdown table, its cells inert."""
    for cells in (
        headings,
        ["---"] * len(headings),
        *([inert(cell).replace("|", "\\|") for cell in row] for row in rows),
    ):
        yield "| " + " | ".join(cells) + " |"
