"""From a claim back to the printed token: what `python -m helpers claim ID` prints."""

import difflib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.outputs.content import Frames
from helpers.outputs.markdown import PROJECT
from helpers.seeds import numerals
from helpers.seeds.tidy import observation_ids
from helpers.tables import files

HEADS = {"quotable": "May be quoted.", "orientation": "May be quoted for orientation, with what differs."}
CAVEATS = {"quotable": N_("Say with it:"), "orientation": N_("Say with it:"), "refused": N_("Reason:")}


def told(claim_id: str, root: Path) -> tuple[list[str], bool]:
    """The lines that tell a claim, and whether it exists; for an unknown id the nearest ones."""
    frames = content.frames(root)
    claims = frames["claims"].set_index("claim_id")
    if claim_id not in claims.index:
        near = [known for known in claims.index if claim_id in known]
        near = near or difflib.get_close_matches(claim_id, claims.index, 8, 0.4)
        return [
            f"no claim {claim_id!r}; an id of data/claims.csv; did you mean:",
            *(f"  {known}" for known in near[:20]),
        ], False
    claim: Any = claims.loc[claim_id]
    tokens = tokens_of(claim, frames)
    notebook, heading = claim.notebook.split("#")
    lines = [*_sentences(claim, frames), f"Shown in: notebooks/{notebook}.ipynb, under “{heading}”"]
    lines += ["", "Printed tokens:", *(_printed(row) for row in files.each(tokens))]
    return [*lines, "", "Cite:", *_cited(claim_id, claim, tokens, frames)], True


def tokens_of(claim: Any, frames: Frames) -> pd.DataFrame:
    """The rows of reported.csv that a claim rests on, in their order there."""
    reported = frames["reported"]
    named = observation_ids(reported)
    found: pd.DataFrame = reported[named.isin(claim.observation_ids.split()) & (reported.kind == "observation")]
    return found


def _sentences(claim: Any, frames: Frames) -> list[str]:
    """What is claimed, in both languages, with what goes with it, each once."""
    lines = [HEADS.get(claim.status, f"REFUSED: {claim.reason}"), "", claim.text_en, claim.text_vi, ""]
    if claim.short_en:
        lines += [claim.short_en, claim.short_vi, ""]
    if not pd.isna(claim.value):
        lines.append(f"Value: {claim.printed_en} / {claim.printed_vi}")
    if bounds := _range(claim):
        lines.append(f"Range: {bounds} ({claim.unit})")
    if claim.reason and claim.status != "refused":
        lines.append(f"Say with it: {claim.reason}")
    if reason := content.in_vietnamese(claim.reason, frames):
        lines.append(f"{words.translator('vi')(CAVEATS[claim.status])} {reason}")
    return lines


def _range(claim: Any) -> str:
    """The range of a claim's value, open where one end is; '' without one."""
    ends = [bound for bound in (claim.lower, claim.upper) if not pd.isna(bound)]
    if not ends:
        return ""
    decimals = min(words.most_decimals(*ends), 1)
    if len(ends) == 2:
        return words.range_in_words(ends[0], ends[1], "", decimals)
    return f"{numerals.number(ends[0], decimals)} {'or less' if pd.isna(claim.lower) else 'or more'}"


def _printed(row: Any) -> str:
    """One figure as it was printed, and where."""
    qualifier = f"{row.qualifier} " if row.qualifier else ""
    place = f"{row.source_id}, paragraph {row.paragraph}, offset {row.offset}"
    place = (
        place if pd.isna(row.entry) else f"{row.source_id}, entry {row.entry} (a report quoted, its text not at hand)"
    )
    return f"  {place}: {qualifier}{row.token} {row.unit_printed} ({row.indicator}, {row.period}, {row.period_basis})"


def _cited(claim_id: str, claim: Any, tokens: pd.DataFrame, frames: Frames) -> list[str]:
    """What to cite: the sources that printed the figures and, where it may be quoted, this project."""
    sources, lines = frames["sources"].set_index("source_id"), []
    for source in dict.fromkeys(tokens.source_id):
        origin: Any = sources.loc[source]
        date = "" if pd.isna(origin.published) else f", {origin.published:%Y-%m-%d}"
        lines.append(f"  {origin.publisher}, “{origin.title}”{date}, {origin.url}")
    if claim.status != "refused":
        lines.append(f"  {PROJECT}, version {version('tay-bac-so')}, claim {claim_id}, CC BY 4.0")
    return lines
