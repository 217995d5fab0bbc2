"""The tasks draft and audit, and the files that people edit: drafts, the forms of their sources, each fault at its row."""

import argparse
import hashlib
import re
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.articles import audit as auditing
from helpers.articles import draft as proposals
from helpers.articles import periods, places
from helpers.articles import text as reading
from helpers.articles.draft import ledger
from helpers.articles.text import BadArticle
from helpers.outputs import staging
from helpers.outputs.markdown import templates
from helpers.seeds import checks
from helpers.seeds.faults import Fault
from helpers.seeds.file_rules import cell_problem
from helpers.tables import files

FORMULA = re.compile(r"^[=+\-@\t\r]")
HELP = ("guessed", "goal", "note_vi")  # columns of a draft, beside those of reported.csv, that are read back
UNSETTLED = ("undecided", "proposed")  # findings that wait for a person


def draft(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Write the draft of an article and the form of its source (both empty without a text); what was proposed and what to do next."""
    seeds = checks.checked_seeds(root)
    source_id = options.source_id or next_id(seeds["sources"])
    check_source_id(source_id, seeds["sources"])
    name, form_name = f"build/draft-{source_id}.csv", f"build/source-{source_id}.csv"
    values: dict[str, Any] = {"draft": name, "form": form_name, "read": None}
    if options.text:
        text = article(options.text)
        check_province(text, options.province, seeds["places"])
        rows = proposals.draft(text, source_id, seeds, options.province)
        source = form(source_id, text, options.text.name)
        values["read"] = _reading(text, rows)
    else:
        row = dict.fromkeys([*ledger(), "note_vi"], "") | {"source_id": source_id, "entry": "1", "kind": "observation"}
        rows, source = pd.DataFrame([row]), form(source_id)
    if not options.force and (there := [one for one in (name, form_name) if (root / one).exists()]):
        raise BadArticle([Fault(there[0], 0, "", "a file that is there already", "a new file", "--force replaces it")])
    staging.replace(root, {name: content(rows), form_name: content(source)})
    return templates("en").get_template("drafted.txt").render(values).splitlines(), 0


def check_province(text: str, province: str, provinces: pd.DataFrame) -> None:
    """BadArticle where the province that was named is no row of places.csv, or the text names none."""
    found, todo = repr(province), "add its row to seeds/places.csv first"
    if not province and not any(one.slug != places.NOT_OURS for one in places.mentions(text, places.names(provinces))):
        found, todo = "no place of seeds/places.csv in the text", "name it with --province"
    elif province in {"", *provinces.province}:
        return
    raise BadArticle([Fault("--province", 0, "province", found, f"one of {', '.join(provinces.province)}", todo)])


def _reading(text: str, rows: pd.DataFrame) -> dict[str, Any]:
    """How a text was read: how many numerals of each kind, how many rows hold guesses, and what could not be read."""
    return {
        "kinds": rows.kind.replace("", "undecided").value_counts(),
        "guesses": (rows.guessed != "").sum(),
        "english": reading.language(text) == "vi" and reading.signs(reading.plain(text).text) == "en",
        "odd": list(rows.token[(rows.kind == "") & (rows.note == "")]),
        "broken": reading.unreadable(text),
        "cut": re.search(r"[^\W\d_]\s*$", text) and len(text) > 200,
    }


def audit(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """What a draft, or the seeds, leave open, as lines: each sort under its heading; 1 where anything is left to decide."""
    seeds = checks.checked_seeds(root)
    empty: list[str] = []  # of the form
    if options.draft:
        source = read_form(form_of(options.draft))
        needed = files.columns("sources").query("required == 'yes'").column
        empty = [name for name in needed if source[name][0] == ""]
        seeds |= {"sources": pd.concat([seeds["sources"], source], ignore_index=True)}  # whose dates bound the periods
        found = auditing.audit(read(options.draft), seeds)
    else:
        found = auditing.audit_seeds(seeds)
    left, form = found.finding.isin(UNSETTLED).sum() + len(empty), form_of(options.draft) if empty else ""
    values = {"found": list(files.each(found)), "left": left, "draft": options.draft, "empty": empty, "form": form}
    return templates("en").get_template("audited.txt").render(values).splitlines(), int(left > 0)


def check_source_id(source_id: str, sources: pd.DataFrame) -> None:
    """BadArticle where an id can't be given to a new source: malformed, or taken (an id is never used again)."""
    if not re.fullmatch(r"S\d{2,}", source_id):
        found, allowed = repr(source_id), "S and at least two digits"
        raise BadArticle([Fault("--source-id", 0, "source_id", found, allowed, "name one such as S12")])
    for row in sources.index[sources.source_id == source_id]:
        found, todo = f"{source_id!r} is taken", f"take the next one, {next_id(sources)}"
        raise BadArticle([Fault("seeds/sources.csv", row + 2, "source_id", found, "an id never used before", todo)])


def next_id(sources: pd.DataFrame) -> str:
    """The next free id of a source."""
    return f"S{max(int(one[1:]) for one in sources.source_id) + 1:02d}"


def article(file: Path) -> str:
    """The text of an article, as text.decoded gives it; BadArticle where there is no such file."""
    if not file.is_file():
        found, allowed = "no such file", "a text file with the article"
        raise BadArticle([Fault(file.as_posix(), 0, "", found, allowed, "check the path")])
    return reading.decoded(file.as_posix(), file.read_bytes())


def content(frame: pd.DataFrame) -> bytes:
    """A table as Excel reads it right: UTF-8 with its mark, and an apostrophe before what it would run as a formula."""

    def shown(cell: Any) -> str:
        if isinstance(cell, str) and FORMULA.match(cell):
            return f"'{cell}"
        return "" if pd.isna(cell) else files.number(cell) if isinstance(cell, float) else str(cell)

    return frame.astype(object).map(shown).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _saved(file: Path, columns: list[str]) -> pd.DataFrame:
    """The cells of a file that a person has saved, as texts; a spreadsheet's marks and line ends read as if absent."""
    name, allowed = file.as_posix(), f"a CSV in UTF-8 with the columns {', '.join(columns)}"
    try:
        cells = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # pandas' errors of broken and of empty files are ValueErrors
        found = getattr(error, "strerror", None) or str(error).strip()
        raise BadArticle([Fault(name, 1, "", found, allowed, "make it: python3 run.py draft TEXT")]) from error
    if missing := [column for column in columns if column not in cells]:
        raise BadArticle([Fault(name, 1, column, "no such column", allowed, "put it back") for column in missing])
    return cells


def read(file: Path) -> pd.DataFrame:
    """A draft as a person has saved it, typed; `guessed` is '' where the column is gone. BadArticle with every fault."""
    name, cells, faults = file.as_posix(), _saved(file, ledger()), []
    for column in files.each(files.columns("reported")):
        for row, cell in enumerate(cells[column.column], start=2):
            if problem := cell_problem(cell, column.type):
                faults.append(Fault(name, row, column.column, *problem))
    todo = "put the printed one back; when opening the draft, import its columns as text"
    contexts = cells.get("context", [""] * len(cells))
    for row, (token, context) in enumerate(zip(cells.token, contexts, strict=True), start=2):
        if context and f"[{token}]" not in context:  # a spreadsheet has turned it into a date or number of its own
            faults.append(Fault(name, row, "token", repr(token), f"the token in {context!r}", todo))
    if faults:
        raise BadArticle(faults)
    help_ = {name: [" ".join(cell.split()) for cell in cells.get(name, [""] * len(cells))] for name in HELP}
    return files.typed(cells, "reported").assign(**help_)


def form_of(draft: Path) -> Path:
    """Where the form of a draft's source lies: build/source-S12.csv beside build/draft-S12.csv."""
    return draft.with_name("source-" + draft.name.removeprefix("draft-"))


def form(source_id: str, text: str = "", file: str = "") -> pd.DataFrame:
    """The form of a source, a line for each column of sources.csv: field, value (as far as a text tells), meaning."""
    values = {"source_id": source_id, "coverage": "full" if text else "figures", "language": "vi"}
    if text:
        first = next(line.strip() for line in text.split("\n") if line.strip())
        title = first if len(first) <= 150 and not first.endswith((".", ":", ";")) else ""
        day = periods.printed_day(reading.plain(text).text)
        values |= {
            "file": re.sub(r"[^\w.-]", "-", file),
            "title": "".join(letter for letter in title if letter.isprintable()),
            "published": day,
            "published_basis": "printed" if day else "",
            "language": reading.signs(reading.plain(text).text),  # by which its numerals are read
            "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
            "characters": str(len(text)),
        }
    book = files.columns("sources").query("column != 'ledger_sha256'")
    lines = {"field": book.column, "value": [values.get(name, "") for name in book.column]}
    return pd.DataFrame(lines | {"meaning": book.description.where(book.description != "", book.title_en)})


def row_of(field: str) -> int:
    """The row of a form in which a column of sources.csv stands; 1 for its seal, which has none."""
    names = [name for name in files.header("sources") if name != "ledger_sha256"]
    return names.index(field) + 2 if field in names else 1


def read_form(file: Path) -> pd.DataFrame:
    """The row of sources.csv that a form holds, typed, without a seal; BadArticle where a date or the length is none."""
    lines = _saved(file, ["field", "value"])
    given = {row.field.strip(): " ".join(row.value.removeprefix("'").split()) for row in files.each(lines)}
    cells = {column: given.get(column, "") for column in files.header("sources")}
    wrong = {} if re.fullmatch(r"\d*", cells["characters"]) else {"characters": "a whole number"}
    for name in ("published", "event_date"):
        day = cells[name]
        if day and (len(day) != 10 or not periods.is_period(day)):
            wrong[name] = "a day as 2025-07-22"
    if wrong:
        faults = [(row_of(name), name, repr(cells[name]), allowed, "correct it") for name, allowed in wrong.items()]
        raise BadArticle([Fault(file.as_posix(), *fault) for fault in faults])
    return files.typed(pd.DataFrame([cells]), "sources")
