"""The tasks enter and seal: a decided draft and its source become seeds, graded and sealed; a source is sealed anew."""

import argparse
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.articles import audit as auditing
from helpers.articles import grades
from helpers.articles.text import BadArticle
from helpers.outputs import drafts, staging
from helpers.outputs.markdown import templates
from helpers.seeds import checks, rules, tidy
from helpers.seeds.faults import BadSeeds, Fault, Seeds
from helpers.tables import files

WRITTEN = ("sources", "reported", "comparability", "phrases")


def enter(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Write a decided draft and its source into seeds/; what is left to decide, as lines. BadArticle with every fault: nothing written."""
    form, name = drafts.form_of(options.draft), options.draft.as_posix()
    source = drafts.read_form(form)
    source_id = source.source_id[0]
    rows = drafts.read(options.draft).assign(source_id=source_id)
    seeds = checks.checked_seeds(root)
    ledger = rows[list(files.header("reported"))]
    if seeds["reported"].query("source_id == @source_id").reset_index(drop=True).equals(ledger):
        return [f"{source_id} is entered already, with these {len(rows)} rows: nothing was written."], 0
    drafts.check_source_id(source_id, seeds["sources"])
    entered = seeds | {"sources": pd.concat([seeds["sources"], source])}
    if opened := auditing.open_cells(rows, entered, rules.drafted_faults(rows, entered)):
        allowed, todo = "a decided row", f"decide it; python3 run.py audit {name} lists all"
        raise BadArticle([Fault(name, at + 2, "", "; ".join(found), allowed, todo) for at, found in opened.items()])
    made = _entered(seeds, rows, source)
    contents = {files.label(name): files.text(made[name], name).encode("utf-8") for name in WRITTEN}
    with staging.aside(root) as folder:  # the new seeds are held to every rule
        shutil.copytree(root / "seeds", folder / "seeds")
        for name, raw in contents.items():
            (folder / name).write_bytes(raw)
        try:
            checks.checked_seeds(folder)
        except BadSeeds as error:
            forms = {"reported": options.draft, "sources": form}
            raise BadArticle([_at_home(fault, seeds, forms) for fault in error.faults]) from error
    staging.replace(root, contents)
    return _report(seeds, made, rows), 0


def _entered(seeds: Seeds, rows: pd.DataFrame, source: pd.DataFrame) -> Seeds:
    """The seeds with a source and its rows: sealed, its notes translated, its pairs graded, those it parts removed."""
    ledger = rows[list(files.header("reported"))]
    reported = pd.concat([seeds["reported"], ledger], ignore_index=True)
    sealed = source.assign(ledger_sha256=[checks.seal(row, ledger) for row in files.each(source)])
    sources = pd.concat([seeds["sources"], sealed], ignore_index=True)
    seen = tidy.observations(reported, seeds["indicators"], sources)
    pairs = tidy.neighbours(seen, seeds["indicators"].set_index("indicator").family)
    graded = pairs.merge(seeds["comparability"], on=tidy.PAIR, how="left")
    new = grades.proposed(graded[graded.grade.isna()], seen, seeds["indicators"])
    kept = seeds["comparability"].merge(pairs, on=tidy.PAIR)
    noted = rows[(rows.kind == "observation") & (rows.note != "") & (rows.note_vi != "")]
    texts = ((row.note.split("; "), row.note_vi.split("; ")) for row in files.each(noted))
    parts = [pair for english, vietnamese in texts for pair in zip(english, vietnamese, strict=False)]
    notes = pd.DataFrame(parts, columns=["phrase_en", "phrase_vi"])
    phrases = pd.concat([seeds["phrases"], notes, grades.phrases(new, seeds["phrases"])])
    return seeds | {
        "reported": reported,
        "sources": sources,
        "comparability": pd.concat([kept, new], ignore_index=True),
        "phrases": phrases.drop_duplicates("phrase_en").sort_values("phrase_en", ignore_index=True, kind="stable"),
    }


def _at_home(fault: Fault, seeds: Seeds, forms: dict[str, Path]) -> Fault:
    """A fault of a row that the draft or the form of the source brings, told where the person wrote it."""
    name = Path(fault.file).stem
    if name not in forms or fault.row <= (before := len(seeds[name]) + 1):
        return fault
    row = fault.row - before + 1 if name == "reported" else drafts.row_of(fault.column)
    column = "note_vi" if fault.column == "note" else fault.column  # where the Vietnamese of a draft's note is written
    return fault._replace(file=forms[name].as_posix(), row=row, column=column)


def _report(seeds: Seeds, made: Seeds, rows: pd.DataFrame) -> list[str]:
    """What was entered, and what a person still decides, with file and row."""
    graded = made["comparability"]
    new = graded[graded.reason.str.startswith(grades.PROPOSED)]
    goals = rows[(rows.kind == "target") & ~rows.note.str.match(r"T[A-Z]+\d+")]
    gone, before = len(seeds["comparability"]) + len(new) - len(graded), len(seeds["reported"])
    values: dict[str, Any] = {"rows": rows, "new": new, "gone": gone, "goals": goals, "before": before}
    return templates("en").get_template("entered.txt").render(values, proposed=grades.PROPOSED).splitlines()


def seal(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Write the seal of a source, a hash of what a person has checked, into seeds/sources.csv; what was done as lines."""
    source_id = options.source_id
    seeds = checks.checked_seeds(root, sealed=False)
    sources, rows = seeds["sources"], seeds["reported"].query("source_id == @source_id")
    if source_id not in set(sources.source_id):
        ids, todo = ", ".join(sources.source_id), "name one of them, or add its row"
        raise BadSeeds([Fault("seeds/sources.csv", 0, "source_id", repr(source_id), f"one of {ids}", todo)])
    place = sources.index[sources.source_id == source_id][0]
    before, made = sources.ledger_sha256[place], checks.seal(next(files.each(sources.loc[[place]])), rows)
    if made == before:
        return [f"{source_id}: the seal is that of its {len(rows)} rows already."], 0
    sources.loc[place, "ledger_sha256"] = made
    staging.replace(root, {"seeds/sources.csv": files.text(sources, "sources").encode("utf-8")})
    return [f"{source_id}: sealed with its {len(rows)} rows, {before[:12] or 'no seal'} → {made[:12]}."], 0
