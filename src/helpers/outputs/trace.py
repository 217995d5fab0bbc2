"""From a claim back to the printed token: what `python -m helpers claim ID` prints."""

import difflib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.seeds import numerals
from helpers.tables import files


def told(claim_id: str, root: Path) -> tuple[list[str], bool]:
    """The lines that tell a claim, and whether it exists; for an unknown id the nearest ones."""
    table = files.read("claims", root).set_index("claim_id")
    if claim_id not in table.index:
        near = [known for known in table.index if claim_id in known] or difflib.get_close_matches(
            claim_id, table.index, 8, 0.4
        )
        return [
            f"no claim {claim_id!r}; an id of data/claims.csv; did you mean:",
            *(f"  {known}" for known in near[:20]),
        ], False
    claim: Any = table.loc[claim_id]
    tokens = tokens_of(claim, root)
    notebook, heading = claim.notebook.split("#")
    lines = [*_sentences(claim, root), f"Shown in: notebooks/{notebook}.ipynb, under “{heading}”"]
    lines += ["", "Printed tokens:", *(_printed(row) for row in files.each(tokens))]
    return [*lines, "", "Cite:", *_cited(claim_id, claim, tokens, root)], True


def _sentences(claim: Any, root: Path) -> list[str]:
    """What is claimed, in both languages, with what goes with it."""
    phrases = files.read("phrases", root).set_index("phrase_en").phrase_vi.to_dict()
    try:
        told = words.in_vietnamese(claim.reason, phrases)
    except KeyError:  # a reason of new rows that nobody has put into Vietnamese yet
        told = ""
    head = ["May be quoted." if claim.status == "quotable" else f"REFUSED: {claim.reason}", ""]
    lines = [*head, claim.text_en, claim.text_vi, ""]
    if claim.value == claim.value:
        lines.append(f"Value: {claim.printed_en} / {claim.printed_vi}")
    if ends := [bound for bound in (claim.lower, claim.upper) if bound == bound]:
        decimals = min(max(numerals.decimals_of(bound) for bound in ends), 1)
        told = {True: "or more", False: "or less"}[claim.lower == claim.lower]
        range_ = (
            f"{numerals.number(ends[0], decimals)} {told}"
            if len(ends) == 1
            else words.between(ends[0], ends[1], decimals)
        )
        lines.append(f"Range: {range_} ({claim.unit})")
    if claim.reason and claim.status == "quotable":
        lines.append(f"Say with it: {claim.reason}")
    if told:
        lines.append(f"{'Nêu kèm' if claim.status == 'quotable' else 'Lý do'}: {told}")
    return lines


def _printed(row: Any) -> str:
    """One figure as it was printed, and where."""
    qualifier = f"{row.qualifier} " if row.qualifier else ""
    place = f"{row.source_id}, paragraph {row.paragraph}, offset {row.offset}"
    return f"  {place}: {qualifier}{row.token} {row.unit_printed} ({row.indicator}, {row.period}, {row.period_basis})"


def _cited(claim_id: str, claim: Any, tokens: pd.DataFrame, root: Path) -> list[str]:
    """What to cite: the sources that printed the figures and, where it may be quoted, this project."""
    sources, lines = files.read("sources", root).set_index("source_id"), []
    for source in dict.fromkeys(tokens.source_id):
        origin: Any = sources.loc[source]
        date = "" if origin.published != origin.published else f", {origin.published:%Y-%m-%d}"
        lines.append(f"  {origin.publisher}, “{origin.title}”{date}, {origin.url}")
    if claim.status == "quotable":
        lines.append(f"  Tây Bắc số, version {version('tay-bac-so')}, claim {claim_id}, CC BY 4.0")
    return lines


def tokens_of(claim: Any, root: Path) -> pd.DataFrame:
    """The rows of reported.csv that a claim rests on: its family's observations in its paragraphs that its sentence prints."""
    reported: pd.DataFrame = files.read("reported", root)
    families: dict[str, str] = dict(files.read("indicators", root)[["indicator", "family"]].to_numpy().tolist())
    rows = reported[(reported.kind == "observation") & (reported.province == claim.province)]
    rows = rows[rows.indicator.map(families) == families[claim.indicator]]
    rows = rows[(rows.source_id + ":" + rows.paragraph.astype(str)).isin(claim.paragraphs.split())]
    said = {value for value, _ in numerals.numbers_in(claim.text_en)}
    named: pd.DataFrame = rows[rows.value.isin(said)]
    same: pd.DataFrame = rows[rows.indicator == claim.indicator]
    return named if len(named) else same
