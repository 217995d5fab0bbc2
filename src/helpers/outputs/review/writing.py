"""The task review: a report in, the same report with comments, a page and a table out."""

import argparse
import bisect
import io
import itertools
import re
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from docx.oxml.ns import qn
from docx.text.run import Run

from helpers.articles import draft, places, wording
from helpers.articles import text as texts
from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import drafts, staging
from helpers.outputs.markdown import templates
from helpers.outputs.review import judging, reading, rules
from helpers.outputs.review.judging import Finding, Published
from helpers.outputs.review.reading import Line
from helpers.tables import files
from helpers.tables.refusals import Refusal

COLUMNS = ["place", "sentence", "number", "finding", "known", "claim_id", "source", "write_instead"]
FINDINGS = (N_("misleading"), N_("differs"), N_("look-alike"), N_("out of date"), N_("agrees"), N_("unknown"))
QUIET = ("agrees", "unknown")  # stand in the table, without a comment
HEAD = 6  # lines of a report that say whose it is
SKIPPED = ("date", "legal", "label", "context", "")


class Read(NamedTuple):
    """A number of a report: its line, where it stands in it, its sentence, what is found of it."""

    line: Line
    start: int
    end: int
    sentence: str
    number: str
    finding: Finding


def review(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Write a report's comments, page and table to build/review/; what was found, as lines. The report itself is read only."""
    file, province, out = options.report, options.province, root / "build" / "review"
    if file.resolve().parent == out.resolve():
        raise Refusal(f"{file}:0:: a file that a review wrote; a report elsewhere; copy it out of {out.name}/ first")
    with staging.aside(root) as scratch:
        document = reading.opened(file, scratch)
    lines, left = reading.lines(document), reading.unread(document)
    text = reading.joined(lines)
    if not text.strip():
        found = ", ".join(f"{number} {kind}" for kind, number in left.items()) or "nothing else"
        raise Refusal(f"{file}:0:: no text, {found}; a report whose text can be marked; scan it with text recognition")
    if province:
        drafts.check_province(text, province, files.read("places", root))
    here = judging.published(root, texts.language(text) or "vi")
    numbers = read(lines, here, province)
    table = pd.DataFrame([_row(one, here) for one in numbers], columns=COLUMNS)
    rows, page = list(files.each(table)), templates(here.language).get_template("review.html")
    shown = page.render(title=file.stem, kinds=FINDINGS, rows=rows, left=left, quiet=QUIET)
    for one, row in zip(numbers, rows, strict=True):
        if row.finding not in QUIET:
            _comment(document, one, row, here)
    word = io.BytesIO()
    document.save(word)
    made = {"docx": word.getvalue(), "html": shown.encode(), "csv": drafts.content(table)}
    made = {f"build/review/{file.stem}.{kind}": content for kind, content in made.items()}
    staging.replace(root, made)
    counts = [f"{kind}: {(table.finding == kind).sum()}" for kind in FINDINGS]
    return [*counts, *(f"Not read: {number} {kind}." for kind, number in left.items()), *made], 0


def read(lines: list[Line], here: Published, province: str = "") -> list[Read]:
    """The numbers of a report in order, dates, legal numbers and the like passed over, with what is found of each."""
    head = "\n".join([line.text for line in lines if line.text.strip()][:HEAD])
    province = province or places.main(head, places.names(here.frames["places"]))
    text = plain = reading.joined(lines)
    for typed, usual in wording.readings("typed").items() if texts.signs(text) == "vi" else []:
        plain = re.sub(typed, usual, plain)
    numerals = draft.read(plain, "", here.frames, province)
    waiting = list(files.each(numerals[~numerals.kind.isin(SKIPPED) & numerals.value.notna()]))
    starts = list(itertools.accumulate((len(line.text) + 1 for line in lines), initial=0))
    found: list[Read] = []
    for start, end in texts.sentences(text):
        inside = [row for row in waiting if start <= row.offset < end]
        for row, finding in rules.judged(plain, (start, end), inside, here) if inside else []:
            number = bisect.bisect(starts, row.offset) - 1
            line, base = lines[number], starts[number]
            shown = line.shown if line.place[1] else " ".join(text[start:end].split())
            if line.runs:
                found.append(Read(line, row.offset - base, row.end - base, shown, text[row.offset : row.end], finding))
    return found


def _row(one: Read, here: Published) -> dict[str, str]:
    """The row of a number in the table of a review: the columns of COLUMNS."""
    block, cell = one.line.place
    where = N_("table {table}, row {row}") if cell else N_("paragraph {number}")
    place, reason = here.tell(where, table=block, number=block, row=cell), one.finding.reason
    row = {"place": place, "sentence": one.sentence, "number": one.number, "finding": one.finding.finding}
    row |= {"known": reason, "claim_id": "", "source": "", "write_instead": ""}
    if one.finding.claim_id not in here.claims.index:
        return row
    claim: Any = here.claims.loc[one.finding.claim_id]
    text, short = claim[f"text_{here.language}"], claim[f"short_{here.language}"]
    publishers = here.frames["sources"].set_index("source_id").publisher[claim.source_ids.split()]
    usable = claim.status != "refused" and one.finding.finding not in QUIET
    row |= {"known": f"{reason} {short or text}".strip(), "claim_id": one.finding.claim_id}
    return row | {"source": "; ".join(publishers.unique()), "write_instead": text if usable else ""}


def _comment(document: Any, one: Read, row: Any, here: Published) -> None:
    """Put a comment at a number; the text and its formatting stay as they are."""
    runs = [Run(run, document) for run in reading.cut_out(one.line, one.start, one.end)]
    parts = [f"{words.capital(here.tell(row.finding))}: {row.known}"]
    parts += [here.tell(N_("Write instead: {words}"), words=row.write_instead)] if row.write_instead else []
    parts += [here.tell(N_("Source: {names}"), names=row.source)] if row.source not in row.known else []
    made = document.add_comment(runs, "\n".join(parts), here.tell(N_("Review of figures")), "TBS")
    made._comment_elm.attrib.pop(qn("w:date"), None)
