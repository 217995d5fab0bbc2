"""The tasks draft and audit: files in, lines for a person out."""

import argparse
import re
from pathlib import Path

import pandas as pd

from helpers.articles import audit as auditing
from helpers.articles import draft as proposals
from helpers.articles.text import BadArticle
from helpers.outputs import drafts
from helpers.seeds import checks
from helpers.seeds.faults import Fault

HIDDEN = {
    "Not yet decided": ["finding"],
    "Period inferred, not printed": ["finding", "detail"],
    "Clashes with what was known": [],
}


def draft(root: Path, options: argparse.Namespace) -> list[str]:
    """Write the draft of an article; what was proposed and what to do next, as lines. BadArticle: nothing written."""
    seeds = checks.checked_seeds(root)
    if faults := drafts.source_id_faults(options.source_id, seeds["sources"]):
        raise BadArticle(faults)
    text = drafts.article(options.text)
    out = drafts.target(root, options.out or Path("build", f"draft-{options.source_id}.csv"), options.force)
    if not re.fullmatch("[a-z][a-z-]*", slug := options.province or proposals.place_of(text, seeds["places"])):
        found = repr(slug) if slug else "no known province in the text"
        raise BadArticle([Fault("--province", 0, "province", found, "a slug as dien-bien", "name it with --province")])
    rows = proposals.draft(text, options.source_id, seeds, slug)
    drafts.write(rows, out)
    kinds = rows.kind.replace("", "undecided").value_counts()
    name = out.relative_to(root.resolve()).as_posix()
    return [
        f"{name}: {len(rows)} numerals: " + ", ".join(f"{count} {kind}" for kind, count in kinds.items()),
        f"{(rows.guessed != '').sum()} rows hold guesses. Check each against the text, correct it, empty its cell in "
        f"`guessed`; then: python -m helpers audit {name}",
        "",
        "Proposed row of seeds/sources.csv:",
        drafts.source_row(text, options.text, options.source_id).rstrip(),
    ]


def audit(root: Path, options: argparse.Namespace) -> tuple[list[str], bool]:
    """What a draft, or the seeds, leave open, as lines; whether nothing is left to decide. Writes only with --out."""
    seeds = checks.checked_seeds(root)
    found = auditing.audit(drafts.read(options.draft), seeds) if options.draft else auditing.audit_seeds(seeds)
    if options.out:
        drafts.write(found, drafts.target(root, options.out, options.force))
    return report(found), not len(unsettled(found))


def unsettled(found: pd.DataFrame) -> pd.DataFrame:
    """The findings that still wait for a person."""
    return found[(found.settled == "") & (found.finding != "inferred")]


def report(found: pd.DataFrame) -> list[str]:
    """Findings as lines for a terminal: a heading and an aligned table for each sort, and their count."""
    found = found if found.province.replace("", None).nunique() > 1 else found.drop(columns="province")
    parts = {
        "Not yet decided": found[found.finding == "undecided"],
        "Period inferred, not printed": found[found.finding == "inferred"],
        "Clashes with what was known": auditing.clashes(found),
    }
    lines = []
    for heading, part in parts.items():
        if len(part):
            same = (part.known_indicator == part.indicator) & (part.indicator != "")
            plain = part.assign(known_indicator=part.known_indicator.mask(same, "the same"))
            plain = plain.drop(columns=HIDDEN[heading])
            lines += [f"{heading}: {len(part)}", "", auditing.aligned(plain), ""]
    return [*lines, f"{len(unsettled(found))} to decide." if len(unsettled(found)) else "Nothing is left to decide."]
