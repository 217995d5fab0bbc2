"""The draft's file: where it may lie, how it is written so that no cell acts as a formula, how it is read again."""

import hashlib
import os
import re
from pathlib import Path

import pandas as pd

from helpers.articles import periods
from helpers.articles import text as texts
from helpers.articles.draft import ledger
from helpers.articles.text import BadArticle
from helpers.seeds.faults import Fault
from helpers.tables import files

FILLED_IN = ("source_id", "coverage", "title", "publisher", "language", "url")  # of every source
FORMULA = re.compile(r"^[=+\-@\t\r]")


def source_id_faults(source_id: str, sources: pd.DataFrame) -> list[Fault]:
    """Why a source id can't be given to a new article: malformed, or taken (an id is never used again)."""
    if not re.fullmatch(r"S\d{2,}", source_id):
        return [
            Fault("--source-id", 0, "source_id", repr(source_id), "S and at least two digits", "name one such as S12")
        ]
    taken = sources.index[sources.source_id == source_id]
    if len(taken):
        todo = f"take the next one, {next_id(sources)}"
        found = f"{source_id!r} is taken"
        return [Fault(files.label("sources"), taken[0] + 2, "source_id", found, "an id of its own, never reused", todo)]
    return []


def next_id(sources: pd.DataFrame) -> str:
    """The next free id of a source."""
    return f"S{max(int(one[1:]) for one in sources.source_id) + 1:02d}"


def entries(source_id: str) -> pd.DataFrame:
    """The form for figures that someone quoted from a source: one row of reported.csv, to be repeated."""
    row = dict.fromkeys([*ledger(), "note_vi"], "")
    return pd.DataFrame([row | {"source_id": source_id, "entry": "1", "kind": "observation"}])


def target(root: Path, out: Path, force: bool = False) -> Path:
    """Where a table may be written: inside the root, outside what the project commits, on nothing but an older one.

    BadArticle says why not. `force` lets it replace a file that begins as one of these tables does, nothing else.
    """
    file = (out if out.is_absolute() else root / out).resolve()
    name = out.as_posix()
    if not file.is_relative_to(root.resolve()):
        allowed = "a file inside the project"
        raise BadArticle([Fault(name, 0, "", "a path outside of it", allowed, "name one such as build/draft.csv")])
    if file.relative_to(root.resolve()).parts[:1] != ("build",):
        allowed = "a file below build/, which is not committed"
        raise BadArticle([Fault(name, 0, "", "a path that is committed", allowed, "name one such as build/draft.csv")])
    if file.exists() and not force:
        todo = "add --force to replace it, or name another with --out"
        raise BadArticle([Fault(name, 0, "", "a file that is there already", "a new file", todo)])
    if file.exists() and not _ours(file):
        found = "a file that is no draft and no audit"
        raise BadArticle([Fault(name, 0, "", found, "--force replaces only these", "name another with --out")])
    return file


def article(file: Path) -> str:
    """The text of an article, as text.decoded gives it; BadArticle where there is no such file."""
    if not file.is_file():
        found, allowed = "no such file", "a text file with the article"
        raise BadArticle([Fault(file.as_posix(), 0, "", found, allowed, "check the path")])
    return texts.decoded(file.as_posix(), file.read_bytes())


def _ours(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        return lines.readline().split(",")[0] in ("source_id", "finding", "field")


def write(frame: pd.DataFrame, file: Path) -> None:
    """Write a frame whole or not at all: numbers as in all tables, no cell that a spreadsheet would run.

    UTF-8 with a byte-order mark, without which Excel garbles Vietnamese letters; `read` takes it as absent.
    """
    cells = {name: [_cell(cell) for cell in frame[name]] for name in frame}
    file.parent.mkdir(parents=True, exist_ok=True)
    passing = file.with_name(f".{file.name}.new")
    try:
        passing.write_text(
            pd.DataFrame(cells).to_csv(index=False, lineterminator="\n"), encoding="utf-8-sig", newline="\n"
        )
        os.replace(passing, file)
    finally:
        passing.unlink(missing_ok=True)


def _cell(cell: object) -> str:
    if cell is pd.NA:
        return ""
    return files.number(cell) if isinstance(cell, float) else as_text(str(cell))


def as_text(cell: str) -> str:
    """A cell that spreadsheets show and never run: an apostrophe goes before = + - @, tab and carriage return.

    The columns of reported.csv never need it, as tokens, hedges and units begin with a digit, a letter or %:
    so what is copied into the ledger is to the letter what the text prints.

    >>> as_text("=HYPERLINK(1)"), as_text("… = 5 …"), as_text("thuê bao")
    ("'=HYPERLINK(1)", '… = 5 …', 'thuê bao')
    """
    return f"'{cell}" if FORMULA.match(cell) else cell


def read(file: Path) -> pd.DataFrame:
    """A draft as a person has saved it, typed; `guessed` is '' where the column is gone.

    BadArticle with every fault where it is missing, is no UTF-8, lacks a column of reported.csv or holds a cell
    that is no number where one belongs. The byte-order mark and line ends of spreadsheets are read as if absent.
    """
    name = file.as_posix()
    if not file.is_file():
        raise BadArticle([Fault(name, 0, "", "no such file", "a draft", "make one: python3 run.py draft TEXT")])
    try:
        cells = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise BadArticle([Fault(name, 1, "", str(error).strip(), "a CSV in UTF-8", "save it as CSV UTF-8")]) from error
    allowed = "the columns of reported.csv, by comma"
    faults = [Fault(name, 1, one, "no such column", allowed, "put it back") for one in ledger() if one not in cells]
    faults = faults or _cell_faults(name, cells) + _token_faults(name, cells)
    if faults:
        raise BadArticle(faults)
    rows: pd.DataFrame = files.typed(cells, "reported")
    for name in ("guessed", "goal", "note_vi"):
        rows[name] = [" ".join(cell.split()) for cell in cells.get(name, pd.Series("", cells.index))]
    return rows


def _cell_faults(name: str, cells: pd.DataFrame) -> list[Fault]:
    book = files.columns("reported")
    faults = []
    for column in files.each(book[book.type.isin(["number", "integer"])]):
        pattern = r"\d+" if column.type == "integer" else r"-?\d+(?:\.\d+)?"
        for row, cell in enumerate(cells[column.column], start=2):
            if not re.fullmatch(pattern, cell) and (cell or column.required == "yes"):
                allowed = "a whole number" if column.type == "integer" else "a number with a decimal point"
                faults.append(Fault(name, row, column.column, repr(cell), allowed, "correct the cell"))
    return faults


def _token_faults(name: str, cells: pd.DataFrame) -> list[Fault]:
    """Tokens that a spreadsheet has turned into its own dates or numbers: `context` still holds them as printed."""
    if "context" not in cells:
        return []
    todo = "put the printed one back; when opening the draft, import its columns as text"
    return [
        Fault(name, row, "token", repr(token), f"the token in {context!r}", todo)
        for row, (token, context) in enumerate(zip(cells.token, cells.context, strict=True), start=2)
        if context and f"[{token}]" not in context
    ]


def form_of(draft: Path) -> Path:
    """Where the form of a draft's source lies: build/source-S12.csv beside build/draft-S12.csv."""
    return draft.with_name("source-" + draft.name.removeprefix("draft-"))


def form(source_id: str, text: str = "", file: str = "") -> pd.DataFrame:
    """The form of a source, a line for each column of sources.csv: field, value, meaning.

    Of a text hash, length, language and a printed day are filled in, and a first line without a full stop as the title.
    Without a text the coverage is `figures`: only those that someone quoted from it.
    """
    book = files.columns("sources")
    about = {"source_id": source_id, "coverage": "full" if text else "figures", "language": "vi"}
    if text:
        first = next(line.strip() for line in text.split("\n") if line.strip())
        title = first if len(first) <= 150 and not first.endswith((".", ":", ";")) else ""
        day = periods.printed_day(texts.plain(text).text)
        about |= {
            "file": re.sub(r"[^\w.-]", "-", file),
            "title": "".join(letter for letter in title if letter.isprintable()),
            "published": day,
            "published_basis": "printed" if day else "",
            "language": texts.language(text),
            "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
            "characters": str(len(text)),
        }
    meanings = [row.description or row.title_en for row in files.each(book)]
    values = [about.get(name, "") for name in book.column]
    lines = pd.DataFrame({"field": book.column.to_numpy(), "value": values, "meaning": meanings})
    return lines[lines.field != "ledger_sha256"]


def row_of(field: str) -> int:
    """The row of a form in which a column of sources.csv stands."""
    names = [name for name in files.columns("sources").column if name != "ledger_sha256"]
    return names.index(field) + 2 if field in names else 1


def read_form(file: Path) -> pd.DataFrame:
    """The row of sources.csv that a form holds, typed, without a seal; BadArticle names its empty or wrong lines."""
    name = file.as_posix()
    if not file.is_file():
        todo = "make it: python3 run.py draft TEXT"
        raise BadArticle([Fault(name, 0, "", "no such file", "the form of the draft's source", todo)])
    lines = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if not {"field", "value"} <= set(lines):
        raise BadArticle([Fault(name, 1, "value", "no such column", "field, value, meaning", "put it back")])
    given = {row.field.strip(): " ".join(row.value.removeprefix("'").split()) for row in files.each(lines)}
    cells = {column: given.get(column, "") for column in files.columns("sources").column}
    faults = [
        Fault(name, row_of(column), column, "an empty cell", "a value", "fill it in")
        for column in (*FILLED_IN, *(("file", "sha256", "characters") if cells["coverage"] == "full" else ()))
        if not cells[column]
    ]
    for column in ("published", "event_date"):
        if cells[column] and not re.fullmatch(r"\d{4}-\d\d-\d\d", cells[column]):
            faults.append(Fault(name, row_of(column), column, repr(cells[column]), "a day as 2025-07-22", "correct it"))
    if faults:
        raise BadArticle(faults)
    typed: pd.DataFrame = files.typed(pd.DataFrame([cells]), "sources")
    return typed
