"""What the documents draw from the tables, filled in between marks: findings of the READMEs, lists of the glossary."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from babel import Locale

from helpers.claims import target_words, words
from helpers.claims.outlook import CLAIMED_YEARS
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.outputs.content import Frames
from helpers.outputs.markdown import inert
from helpers.tables import files

READMES = {"README.md": "en", "README.vi.md": "vi"}
DOCUMENTS = READMES | {"docs/glossary.md": "en"}
TARGETS = [
    N_("Target"), N_("Level"), N_("Latest figure"), N_("Distance"), N_("Points a year so far"),
    N_("Points a year needed"), N_("So"),
]  # fmt: skip
SHARES = [
    N_("Share"), N_("First figure"), N_("Last figure"), N_("Points a year"), N_("Projection to {year}"),
    N_("Scenario for {year}"),
]  # fmt: skip
BOUNDS = {"lower": N_("at most {pace}"), "upper": N_("at least {pace}")}
FINDINGS = [  # what the READMEs quote: of growth the longest span, of targets the first
    ("dien-bien", "village_fibre_pct", "target"),
    ("dien-bien", "household_fibre_connected_pct", "target"),
    ("dien-bien", "digital_economy_grdp_pct", "target"),
    ("dien-bien", "smartphone_population_pct", "growth"),
    ("dien-bien", "smartphone_population_pct", "projection"),
    ("dien-bien", "smartphone_population_pct", "scenario"),
    ("dien-bien", "household_internet_pct", "growth"),
    ("lai-chau", "smartphone_adults_pct", "reported"),
]


def filled(text: str, language: str, frames: Frames) -> str:
    """A document with what stands between its marks written anew from the tables, part by part; nothing else is read."""
    parts = {"targets": _targets, "shares": _shares, "findings": _findings}
    parts |= {"indicators": _indicators, "conclusions": _conclusions}
    for name, make in parts.items():
        start, end = f"<!-- {name}: rewritten by the rerun -->\n", f"<!-- end of {name} -->"
        if start in text:
            before, rest = text.split(start)
            after = rest.split(end)[1]
            text = before + start + "\n".join(make(language, frames)) + "\n" + end + after
    return text


def untold(claims: pd.DataFrame, phrases: pd.DataFrame) -> list[str]:
    """The parts of the claims' reasons that phrases.csv has no Vietnamese for, each once."""
    known = phrases.set_index("phrase_en").phrase_vi.to_dict()
    missing: dict[str, None] = {}
    for part in dict.fromkeys(part for reason in claims.reason for part in reason.split("; ")):
        try:
            words.in_vietnamese(part, known)
        except KeyError as error:
            missing[error.args[0]] = None
    return list(missing)


def _findings(language: str, frames: Frames) -> Iterator[str]:
    """A line for each finding: its sentence, its first caveat unless it was given before, its id."""
    claims, notes = frames["claims"], frames["indicators"].set_index("indicator").note
    longest, given = set(content.spans(frames).claim_id), set[str]()
    for province, indicator, kind in FINDINGS:
        rows = content.series_of(claims, province, indicator).query("kind == @kind and status == 'quotable'")
        rows = rows[rows.claim_id.isin(longest) | (kind != "growth")]
        if rows.empty:
            continue
        claim: Any = rows.sort_values("claim_id").iloc[0]
        note = "" if indicator in given else notes[indicator]
        note = claim.reason.split("; ")[0] if kind == "target" else note  # how the series and the target differ
        given.add(indicator)
        note = content.in_vietnamese(note, frames) or note if language == "vi" else note
        caveat = f" *{inert(note[0].upper() + note[1:])}.*" if note else ""
        yield f"- {inert(claim[f'text_{language}'])}{caveat} `{claim.claim_id}`"


def _targets(language: str, frames: Frames) -> Iterator[str]:
    """A row for each target that a series may be judged by: level, latest figure, distance, paces, conclusion."""
    rows = [row for province in _provinces(frames) for row in content.target_rows(frames, province, language)]
    rows.sort(key=lambda row: (row["gap"].target_date, -row["gap"].gap_points))
    cells = [
        [row["goal"][0].upper() + row["goal"][1:], row["level"], row["latest"], row["left"],
         content.pace(row["gap"].pace_so_far, language), _needed(row["gap"], language), row["conclusion"]]
        for row in rows
    ]  # fmt: skip
    return _table(map(words.translator(language), TARGETS), cells)


def _provinces(frames: Frames) -> list[str]:
    return sorted(frames["observations"].province.unique())


def _shares(language: str, frames: Frames) -> Iterator[str]:
    """A row for each projected share: its two figures, its pace, the projection and the scenario with their ranges."""
    claims = frames["claims"].query("status == 'quotable' and method == 'diffusion'").set_index("claim_id")
    spans = content.spans(frames)
    rows = []
    for province, indicator in claims.sort_index()[["province", "indicator"]].drop_duplicates().to_numpy():
        row = next(files.each(content.series_of(spans, province, indicator)))
        mine = content.series_of(claims, province, indicator)
        found, ahead = content.pace_row(frames, row, language), content.outlook(frames, mine, language)[0]
        name = f"{found['name']}, {files.place(province, language)}"
        rows.append([name, found["start"], found["end"], found["pace"], ahead["first"], ahead["second"]])
    _ = words.translator(language)
    years = [*[None] * 4, *CLAIMED_YEARS]
    return _table([_(heading).format(year=year) for heading, year in zip(SHARES, years, strict=True)], rows)


def _indicators(language: str, frames: Frames) -> Iterator[str]:
    """A row for each indicator: its names, and what its figures are shares of."""
    rows = [
        [row.name_en, row.name_vi, row.denominator.replace("none", "–")]
        for row in files.each(frames["indicators"].sort_values("name_en"))
    ]
    return _table(["English", Locale("vi").display_name, "Of"], rows)


def _conclusions(language: str, frames: Frames) -> Iterator[str]:
    """A row for each thing that may be concluded of a target."""
    rows = [[text, words.translator("vi")(text)] for text in target_words.CONCLUSIONS.values()]
    return _table(["English", Locale("vi").display_name], rows)


def _needed(gap: Any, language: str) -> str:
    """The pace that a target takes; where the series only bounds the target's quantity, that of the bound."""
    if gap.match != "near" or np.isnan(gap.pace_needed) or gap.gap_points <= 0:
        return content.pace(gap.pace_needed, language)
    return words.translator(language)(BOUNDS[gap.bound]).format(pace=content.pace(gap.pace_needed, language))


def _table(headings: Iterable[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of a Markdown table, its cells inert."""
    headings = list(headings)
    yield "| " + " | ".join(headings) + " |"
    yield "| " + " | ".join(["---"] * len(headings)) + " |"
    for row in rows:
        yield "| " + " | ".join(inert(cell).replace("|", "\\|") for cell in row) + " |"
