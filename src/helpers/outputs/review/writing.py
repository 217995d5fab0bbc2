"""The task review: a report in, the same report with comments, a page and a table out."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.articles import draft, periods, places, verdicts, wording
from helpers.articles import text as texts
from helpers.claims.words import N_
from helpers.outputs import drafts, staging
from helpers.outputs.drafting import province_faults
from helpers.outputs.markdown import templates
from helpers.outputs.review import judging, reading, rules
from helpers.outputs.review.judging import Finding, Known
from helpers.outputs.review.reading import Line
from helpers.seeds import checks
from helpers.tables import files
from helpers.tables.refusals import Refusal

COLUMNS = ["place", "sentence", "number", "finding", "known", "claim_id", "source", "write_instead"]
FINDINGS = {
    "misleading": N_("misleading"),
    "differs": N_("differs"),
    "look-alike": N_("look-alike"),
    "out of date": N_("out of date"),
    "agrees": N_("agrees"),
    "unknown": N_("unknown"),
}
HEAD = 6  # lines of a report that say whose it is
QUIET = ("agrees", "unknown")  # stand in the table, without a comment
SKIPPED = ("date", "legal", "label", "context", "")
UNREAD = {"pictures": N_("pictures"), "text boxes": N_("text boxes"), "notes": N_("notes")}


class Read(NamedTuple):
    """A number of a report: its line, where it stands in the line's own text, its sentence, what is found of it."""

    line: Line
    start: int
    end: int
    sentence: str
    number: str
    finding: Finding


def review(root: Path, file: Path, province: str = "") -> list[str]:
    """Write a report's comments, page and table to build/review/; what was found and where it lies, as lines.

    The report itself is read only. Refusal where it can't be read: nothing written.
    """
    out = root / "build" / "review"
    if file.resolve().parent == out.resolve():
        raise Refusal(f"{file}:0:: a file that a review wrote; a report elsewhere; copy it out of {out.name}/ first")
    with staging.aside(root) as scratch:
        document = reading.opened(file, scratch)
        lines = reading.lines(document)
        text = "\n".join(line.text for line in lines)
        _check(file, text, document, province, root)
        language = texts.language(text) or "vi"
        here = judging.known(root, language)
        found = read(lines, text, here, province)
        made = scratch / "made"
        made.mkdir()
        table = rows(found, here)
        _write(made, file.stem, document, found, table, here)
        out.mkdir(parents=True, exist_ok=True)
        for one in made.iterdir():
            shutil.move(one, out / one.name)
    counts = table.finding.value_counts()
    names = [f"build/review/{file.stem}.{kind}" for kind in ("docx", "html", "csv")]
    left = [f"Not read: {number} {kind}." for kind, number in reading.unread(document).items()]
    return [*(f"{kind}: {counts.get(kind, 0)}" for kind in FINDINGS), *left, *names]


def _check(file: Path, text: str, document: Any, province: str, root: Path) -> None:
    if not text.strip():
        left = ", ".join(f"{number} {kind}" for kind, number in reading.unread(document).items()) or "nothing else"
        raise Refusal(f"{file}:0:: no text, {left}; a report whose text can be marked; scan it with text recognition")
    if province and (faults := province_faults(text, province, checks.checked_seeds(root)["places"])):
        raise Refusal("\n".join(map(str, faults)))


def read(lines: list[Line], text: str, here: Known, province: str = "") -> list[Read]:
    """The numbers of a report in order, dates, legal numbers and the like passed over, with what is found of each."""
    seeds = here.frames | {"indicators": _worded(here)}
    names = places.names(here.frames["places"])
    head = "\n".join([line.text for line in lines if line.text.strip()][:HEAD])
    numerals = draft.read(text, "", seeds, province or places.main(head, names))
    numerals = numerals[~numerals.kind.isin(SKIPPED) & numerals.value.notna()]
    waiting = list(files.each(numerals))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    spans = texts.sentences(text)
    found: list[Read] = []
    place = 0
    for start, end in spans:
        inside = [row for row in waiting if start <= row.offset < end]
        while place + 1 < len(lines) and starts[place + 1] <= start:
            place += 1
        found += _sentence(lines[place], starts[place], text, (start, end), inside, here)
    return found


def _worded(here: Known) -> pd.DataFrame:
    """The indicators, each with the other wordings of its sources."""
    rows = here.frames["indicators"]
    other = here.frames["wordings"].drop(columns="source_id").drop_duplicates("name_vi").set_index("indicator")
    again = rows[rows.indicator.isin(other.index)].set_index("indicator")
    again.update(other.assign(term_vi=other.name_vi))
    return pd.concat([again.reset_index()[list(rows)], rows], ignore_index=True)


def _sentence(
    line: Line, base: int, text: str, span: tuple[int, int], inside: list[Any], here: Known
) -> Iterator[Read]:
    """The numbers of one sentence that stand in a line's own text."""
    start, end = span
    quoted = list(_quoted(text[start:end], here))
    figures: list[rules.Figure] = []
    for number, row in enumerate(inside):
        left = inside[number - 1].end if number else start
        right = inside[number + 1].offset if number + 1 < len(inside) else end
        figures.append(_judged(row, text[left:right], text[start:end], row.offset - start, figures, here))
    over = dict(rules.of_sentence(text[start:end], figures, here))
    for number, one in enumerate(figures):
        mine = [claim for first, last, claim in quoted if first <= one.row.offset - start < last]
        finding = _claimed(mine[0], here) if mine else over.get(number, one.finding)
        first = one.row.offset - base - line.lead
        if 0 <= first < len(line.text) - line.lead and one.row.offset - base < len(line.text):
            shown = line.shown if line.place[1] else " ".join(text[start:end].split())
            yield Read(line, first, first + one.row.end - one.row.offset, shown, one.row.token, finding)


def _judged(row: Any, clause: str, sentence: str, at: int, before: list[rules.Figure], here: Known) -> rules.Figure:
    """A figure with what is found of it by itself and by the figures before it."""
    ranged = bool(verdicts.RANGED.search(sentence[at + len(row.token) :]))
    if row.kind == "growth":
        return rules.Figure(row, sentence[:at], rules.growth(row, clause, before, here), None)
    if row.kind == "target" or verdicts.AIM.search(sentence[:at]):
        last = [one.seen.indicator for one in before if one.seen is not None][-1:]
        row = row._replace(of="".join([row.of] if row.of else last))
        return rules.Figure(row, sentence[:at], judging.target(row, sentence, ranged, here), None)
    lead, _, after = clause.partition(row.token)
    near = f"{re.split('[,;]', lead)[-1]} {re.split('[,;]', after)[0]}"
    earlier = verdicts.EARLIER.search(lead) and not periods.found_in(near)
    if earlier or wording.NOW.search(lead):  # a period further off is not its own
        row = row._replace(period_basis="inferred")
    finding = judging.observation(row, clause, ranged, here)
    return rules.Figure(row, sentence[:at], finding, _seen(row, finding, here))


def _seen(row: Any, finding: Finding, here: Known) -> Any:
    """The observation that a figure is; None for what is none, or another's."""
    if finding.finding == "out of date":  # its claim is that of the later figure
        return next(files.each(judging.equal(row, here.series(row.province, row.indicator)).iloc[::-1]))
    if finding.finding == "agrees":
        return next(files.each(here.observations[here.observations.claim_id == finding.claim_id]), None)
    return None


def _quoted(sentence: str, here: Known) -> Iterator[tuple[int, int, str]]:
    """Where a sentence holds one of the claims, in full or short, word for word."""
    plain = sentence.replace("\u00a0", " ").lower()
    for kind in ("text", "short"):
        for claim_id, told in here.claims[f"{kind}_{here.language}"].items():
            bare = told.rstrip(".").lower()
            if bare and (start := plain.find(bare)) >= 0:
                yield start, start + len(bare), str(claim_id)


def _claimed(claim_id: str, here: Known) -> Finding:
    """What is found of the numbers of a sentence that is a claim's."""
    claim: Any = here.claims.loc[claim_id]
    if claim.status != "refused":
        return Finding("agrees", "", claim_id)
    reason = here.tell(N_("This sentence is not to be used: {reason}."), reason=here.reason(claim.reason))
    return Finding("misleading", reason, claim_id)


def rows(found: list[Read], here: Known) -> pd.DataFrame:
    """The table of a review, a row for each number: the columns of COLUMNS."""
    return pd.DataFrame([_row(one, here) for one in found], columns=COLUMNS)


def _row(one: Read, here: Known) -> dict[str, str]:
    finding, language = one.finding, here.language
    row = {"place": place(one.line, here), "sentence": one.sentence, "number": one.number, "finding": finding.finding}
    claim: Any = here.claims.loc[finding.claim_id] if finding.claim_id in here.claims.index else None
    short = "" if claim is None else claim[f"short_{language}"] or claim[f"text_{language}"]
    known = " ".join(part for part in (finding.reason, short) if part)
    sources = [] if claim is None else claim.source_ids.split()
    publishers = here.frames["sources"].set_index("source_id").publisher
    instead = claim is not None and claim.status != "refused" and finding.finding not in QUIET
    return row | {
        "known": known,
        "claim_id": finding.claim_id if claim is not None else "",
        "source": "; ".join(dict.fromkeys(publishers[source] for source in sources)),
        "write_instead": claim[f"text_{language}"] if instead else "",
    }


def place(line: Line, here: Known) -> str:
    """Where a line stands, in words."""
    if line.place[1]:
        return here.tell(N_("table {table}, row {row}"), table=line.place[0], row=line.place[1])
    return here.tell(N_("paragraph {number}"), number=line.place[0])


def _write(folder: Path, stem: str, document: Any, found: list[Read], table: pd.DataFrame, here: Known) -> None:
    (folder / f"{stem}.csv").write_bytes(drafts.content(table))
    _ = here.tell
    counts = {kind: int((table.finding == kind).sum()) for kind in FINDINGS}
    left = {_(UNREAD[kind]): number for kind, number in reading.unread(document).items()}
    page = templates(here.language).get_template("review.html")
    shown = page.render(title=stem, counts=counts, names={kind: _(name) for kind, name in FINDINGS.items()},
        rows=list(files.each(table)), left=left, quiet=QUIET)  # fmt: skip
    (folder / f"{stem}.html").write_text(shown, encoding="utf-8", newline="\n")
    for one, row in zip(found, files.each(table), strict=True):
        if row.finding not in QUIET:
            comment(document, one, row, here)
    document.save(folder / f"{stem}.docx")


def comment(document: Any, one: Read, row: Any, here: Known) -> None:
    """Put a comment at a number; the text and its formatting stay as they are."""
    runs = reading.cut_out(one.line, one.start, one.end)
    if not runs:
        return
    from docx.text.run import Run

    head = here.tell(FINDINGS[row.finding])
    parts = [f"{head[0].upper()}{head[1:]}: {row.known}"]
    parts += [here.tell(N_("Write instead: {words}"), words=row.write_instead)] if row.write_instead else []
    parts += [here.tell(N_("Source: {names}"), names=row.source)] if row.source not in row.known else []
    ends = [Run(runs[0], document), Run(runs[-1], document)]
    made = document.add_comment(ends, "\n".join(parts), here.tell(N_("Review of figures")), "TBS")
    made._comment_elm.attrib.pop("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}date", None)
