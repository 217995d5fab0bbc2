"""What the READMEs draw from the tables, filled in between marks: the same rows and sentences as briefs and site."""

from collections.abc import Iterable, Iterator

import pandas as pd

from helpers.claims import words
from helpers.claims.prospects import CLAIMED_YEARS
from helpers.claims.words import N_
from helpers.outputs import content, provinces, targets_table
from helpers.outputs.content import Frames
from helpers.outputs.markdown import inert
from helpers.tables import files

READMES = {"README.md": "en", "README.vi.md": "vi"}
TARGETS = {"name": 1, "goal": 3, "result": 4, "completion": 5, "verdict": 6}  # column -> its place in HEADINGS
SHARES = [N_("Share"), N_("Latest figure"), N_("Projection to {year}"), N_("Scenario for {year}")]


def filled(text: str, language: str, frames: Frames) -> str:
    """A README with what stands between its marks written anew from the tables, part by part; nothing else is read."""
    for name, make in {"targets": _targets, "shares": _shares, "since": _since, "findings": _findings}.items():
        start, end = f"<!-- {name}: rewritten by the rerun -->\n", f"<!-- end of {name} -->"
        if start in text:
            before, rest = text.split(start)
            after = rest.split(end)[1]
            text = before + start + "\n".join(make(language, frames)) + "\n" + end + after
    return text


def untold(claims: pd.DataFrame, phrases: pd.DataFrame) -> list[str]:
    """The parts of the claims' reasons that phrases.csv has no Vietnamese for, each once."""
    known = phrases.set_index("phrase_en").phrase_vi.to_dict()
    parts = dict.fromkeys(part for reason in claims.reason for part in reason.split("; ") if part)
    return [part for part in parts if words.vietnamese_or_english(part, known) == part]


def _findings(language: str, frames: Frames) -> Iterator[str]:
    """The first sentences of the brief of each province, each with its first caveat and its id."""
    notes = frames["indicators"].set_index("indicator").note
    for province in content.provinces(frames):
        for claim in files.each(provinces.headline(frames, province).reset_index()):
            note = {"target": claim.reason.split("; ")[0], "growth": notes[claim.indicator]}.get(claim.kind, "")
            note = content.note(note, frames, language)
            caveat = f" *{inert(words.capital(note))}.*" if note else ""
            yield f"- {inert(getattr(claim, f'text_{language}'))}{caveat} `{claim.claim_id}`"


def _targets(language: str, frames: Frames) -> Iterator[str]:
    """A row for each target that a province has set itself."""
    rows = [row for one in content.provinces(frames) for row in targets_table.rows(frames, one, one, language)]
    headings = [words.translator(language)(targets_table.HEADINGS[place]) for place in TARGETS.values()]
    return _table(headings, [[row[name] for name in TARGETS] for row in rows])


def _shares(language: str, frames: Frames) -> Iterator[str]:
    """A row for each projected share: its latest figure, the projection and the scenario with their ranges."""
    ahead = frames["claims"].query("status == 'quotable' and method == 'diffusion'").set_index("claim_id").sort_index()
    rows = [
        [one["name"], one["origin"], one["first"], one["second"]] for one in content.outlook(frames, ahead, language)
    ]
    _ = words.translator(language)
    years = [None, None, *CLAIMED_YEARS]
    return _table([_(heading).format(year=year) for heading, year in zip(SHARES, years, strict=True)], rows)


def _since(language: str, frames: Frames) -> Iterator[str]:
    """What later reports print for the dates of projections, in short."""
    claims = frames["claims"].query("status == 'quotable'")
    for text in claims.loc[claims.claim_id.str.contains(".since.", regex=False), f"short_{language}"]:
        yield f"- {inert(text)}"


def _table(headings: Iterable[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of a Markdown table, its cells inert."""
    headings = list(headings)
    yield "| " + " | ".join(headings) + " |"
    yield "| " + " | ".join(["---"] * len(headings)) + " |"
    for row in rows:
        yield "| " + " | ".join(inert(cell).replace("|", "\\|") for cell in row) + " |"
