"""The tasks draft and audit: files in, lines for a person out."""

import argparse
import re
from pathlib import Path

import pandas as pd

from helpers.articles import audit as auditing
from helpers.articles import draft as proposals
from helpers.articles import places
from helpers.articles import text as reading
from helpers.articles.text import BadArticle
from helpers.outputs import drafts
from helpers.seeds import checks
from helpers.seeds.faults import Fault
from helpers.tables import files

HEADINGS = {
    "undecided": "Not yet decided, by row of the draft",
    "jump": "Hard to believe beside the figures that were known, by row of the draft",
    "inferred": "Period inferred, not printed, by row of seeds/reported.csv",
    "proposed": "Grades proposed, not yet decided, by row of seeds/comparability.csv",
}
UNSETTLED = ("undecided", "proposed")  # findings that wait for a person


def draft(root: Path, options: argparse.Namespace) -> list[str]:
    """Write the draft of an article and the form of its source; what was proposed and what to do next, as lines.

    BadArticle: nothing written. Without a text, empty forms for figures that someone quoted from a source.
    """
    seeds = checks.checked_seeds(root)
    source_id = options.source_id or drafts.next_id(seeds["sources"])
    if faults := drafts.source_id_faults(source_id, seeds["sources"]):
        raise BadArticle(faults)
    name, about = f"build/draft-{source_id}.csv", f"build/source-{source_id}.csv"
    if options.text:
        text = drafts.article(options.text)
        if faults := province_faults(text, options.province, seeds["places"]):
            raise BadArticle(faults)
        rows = proposals.draft(text, source_id, seeds, options.province)
        kinds = rows.kind.replace("", "undecided").value_counts()
        lines = [
            f"{name}: {len(rows)} numerals: " + ", ".join(f"{count} {kind}" for kind, count in kinds.items()),
            *doubts(text, rows),
            f"{(rows.guessed != '').sum()} rows hold guesses. Check each against the text, correct it, empty its cell in `guessed`.",
        ]
        form = drafts.form(source_id, text, options.text.name)
    else:
        rows, form = drafts.entries(source_id), drafts.form(source_id)
        lines = [f"{name}: a row for each quoted figure; fill them in."]
    drafts.write(root, {name: rows, about: form}, options.force)
    return [
        *lines,
        f"{about}: what is known of the source; fill in the rest.",
        f"Then: python3 run.py audit {name}",
    ]


def province_faults(text: str, province: str, known: pd.DataFrame) -> list[Fault]:
    """Why an article can't be drafted: the province that was named is no row of places.csv, or the text names none."""
    slugs = ", ".join(known.province)
    if province and province not in set(known.province):
        todo = "add its row to seeds/places.csv first"
        return [Fault("--province", 0, "province", repr(province), f"one of {slugs}", todo)]
    if not province and not any(one.slug != places.NOT_OURS for one in places.mentions(text, places.names(known))):
        found, todo = "no place of seeds/places.csv in the text", "name it with --province"
        return [Fault("--province", 0, "province", found, f"one of {slugs}", todo)]
    return []


def doubts(text: str, rows: pd.DataFrame) -> list[str]:
    """What the draft could not read, as lines."""
    lines = []
    if reading.language(text) == "vi" and reading.signs(reading.plain(text).text) == "en":
        lines.append(
            "Numerals are printed the English way (54.7, 567,666) and are read so: that is why the language of its source is en."
        )
    if odd := list(rows.token[(rows.kind == "") & (rows.note == "")]):
        lines.append(f"{len(odd)} numerals are left undecided: {', '.join(odd[:10])}{' …' if len(odd) > 10 else ''}.")
    if broken := reading.unreadable(text):
        numbers = ", ".join(map(str, broken[:20]))
        lines.append(f"Paragraphs that look badly read, as by a scanner: {numbers}. Compare them with the original.")
    if re.search(r"[^\W\d_]\s*$", text) and len(text) > 200:
        lines.append("The text ends in the middle of a sentence: is it the whole article?")
    return lines


def audit(root: Path, options: argparse.Namespace) -> tuple[list[str], bool]:
    """What a draft, or the seeds, leave open, as lines: each sort under its heading; whether nothing is left to decide."""
    seeds = checks.checked_seeds(root)
    if options.draft:
        source = drafts.read_form(drafts.form_of(options.draft))
        seeds |= {"sources": pd.concat([seeds["sources"], source], ignore_index=True)}  # whose dates bound the periods
        found = auditing.audit(drafts.read(options.draft), seeds)
    else:
        found = auditing.audit_seeds(seeds)
    lines = []
    for finding, heading in HEADINGS.items():
        rows = list(files.each(found[found.finding == finding]))
        told = [f"  {row.row}: {', '.join(filter(None, (row.printed, row.of, row.detail)))}" for row in rows]
        lines += [f"{heading}: {len(rows)}", *told, ""] if told else []
    if left := found.finding.isin(UNSETTLED).sum():
        return [*lines, f"{left} to decide."], False
    then = [f"Then: python3 run.py enter {options.draft.as_posix()}"] if options.draft else []
    return [*lines, "Nothing is left to decide.", *then], True
