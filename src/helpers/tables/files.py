"""Where the tables lie, what their columns are, and how they are read and written."""

import functools
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.tables.refusals import Refusal

PROJECT = Path(__file__).resolve().parents[3]


def root() -> Path:
    """The folder of seeds/, data/, notebooks/: HELPERS_ROOT (of kernels), else the first upwards, else this project.

    Refusal where it has a code of its own: the figures of one copy and the code of another are not mixed.
    """
    if os.environ.get("HELPERS_ROOT"):
        return Path(os.environ["HELPERS_ROOT"])
    upwards = [Path.cwd(), *Path.cwd().parents]
    found = next((one for one in upwards if (one / "seeds").is_dir() and (one / "notebooks").is_dir()), PROJECT)
    if (found / "src" / "helpers").is_dir() and not found.samefile(PROJECT):
        raise Refusal(
            f"the figures here are those of {found}, the code is that of {PROJECT}: copies are not mixed; "
            "run `python3 run.py lab` in the folder of the figures, or name one folder in HELPERS_ROOT"
        )
    return found


def place(slug: str, language: str = "en") -> str:
    """The name of a place in a language, as seeds/places.csv of the `root()` has it; a slug without one in title case."""
    names = _places(path("places"), path("places").stat().st_mtime_ns)
    return names.get((slug, language)) or slug.replace("-", " ").title()


@functools.cache
def _places(file: Path, changed: int) -> dict[tuple[str, str], str]:
    """Names by slug and language; `changed` is when the file was, so that a corrected one is read again."""
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    return {(row.province, one): getattr(row, f"name_{one}") for row in each(rows) for one in ("en", "vi")}


@functools.cache
def builtin(name: str) -> pd.DataFrame:
    """A table of the code itself: codebook (every column), rules (what rows of the seeds must not be), hedges, sentences."""
    return pd.read_csv(Path(__file__).with_name(f"{name}.csv"), dtype=str, keep_default_na=False)


def names(folder: str) -> list[str]:
    """The tables of seeds/ or data/, in the order in which they depend on each other."""
    book = builtin("codebook")
    return list(dict.fromkeys(book.loc[book.folder == folder, "table"]))


@functools.cache
def columns(table: str) -> pd.DataFrame:
    """The rows of the codebook that describe a table, not to be changed; KeyError for an unknown one."""
    book = builtin("codebook")
    rows = book[book.table == table]
    if rows.empty:
        raise KeyError(f"no table {table!r}; there are {', '.join(dict.fromkeys(book.table))}")
    return rows


@functools.cache
def header(table: str) -> tuple[str, ...]:
    """The names of a table's columns, in order."""
    return tuple(columns(table).column)


def path(table: str, folder: Path | None = None) -> Path:
    """Where a table lies below a root (default: `root()`)."""
    return Path(folder or root(), columns(table).folder.iloc[0], f"{table}.csv")


def read(table: str, folder: Path | None = None) -> pd.DataFrame:
    """A table as a frame typed by the codebook: numbers as float, dates as datetime64, missing text as ''."""
    return parsed(path(table, folder).read_bytes(), table)


def parsed(raw: bytes, table: str) -> pd.DataFrame:
    """The frame of what a table's file holds."""
    return typed(pd.read_csv(io.StringIO(cleaned(raw.decode("utf-8"))), dtype=str, keep_default_na=False), table)


def released(version: str) -> pd.DataFrame:
    """The claims of a release as it published them, in docs/releases: its own columns, numbers as float."""
    return pd.read_csv(Path(root(), "docs", "releases", f"{version}.csv"))


def cleaned(content: str) -> str:
    """A table's text without Excel's byte-order mark and CRLF; line ends that are not all alike stay, for the checks."""
    bare = content.removeprefix("\ufeff")
    lines = bare.replace("\r\n", "")
    return bare if "\n" in lines or "\r" in lines else bare.replace("\r\n", "\n")


def typed(text: pd.DataFrame, table: str) -> pd.DataFrame:
    """A frame of strings converted to the types of the codebook; a missing number or date is NaN, NaT or NA."""
    found = {}
    for name, kind, required in columns(table)[["column", "type", "required"]].itertuples(index=False):
        cells = text[name]
        if kind == "date":
            cells = pd.to_datetime(cells.replace("", None), format="%Y-%m-%d")
        elif kind in ("number", "integer"):
            whole = "int64" if required else "Int64"
            cells = pd.to_numeric(cells.replace("", None)).astype(float if kind == "number" else whole)
        found[name] = cells
    return pd.DataFrame(found)


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame as named tuples; `Any`, as no type checker can know the columns of a frame."""
    return iter(frame.itertuples() if len(frame) else ())  # of no row every column would be fetched all the same


def seed_names() -> list[str]:
    """The seed tables: those made by hand, then those that calibration derives."""
    return names("seeds") + names("seeds/calibration")


def seeds(folder: Path | None = None) -> dict[str, pd.DataFrame]:
    """All seed tables by name."""
    return {table: read(table, folder) for table in seed_names()}


def label(table: str) -> str:
    """How messages name a table's file: its path below the root."""
    return f"{columns(table).folder.iloc[0]}/{table}.csv"


def text(frame: pd.DataFrame, table: str) -> str:
    """A frame as it is written: the codebook's columns, six decimals without trailing zeros, LF."""
    printed: dict[str, Callable[[pd.Series], Any]] = {
        "date": lambda cells: pd.to_datetime(cells).dt.strftime("%Y-%m-%d").fillna(""),
        "number": lambda cells: [number(value) for value in cells],
        "integer": lambda cells: cells.astype("Int64").astype(str).replace("<NA>", ""),
        "string": lambda cells: cells.fillna(""),
    }
    book = columns(table)[["column", "type"]].itertuples(index=False)
    cells = pd.DataFrame({name: printed[kind](frame[name]) for name, kind in book})
    return cells.to_csv(index=False, lineterminator="\n")


def number(value: float | None) -> str:
    """A number as a table prints it: six decimals, no trailing zero, '' for a missing one."""
    if value is None or np.isnan(value):
        return ""
    printed = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if printed == "-0" else printed


def differences(expected: str, found: str, table: str) -> list[str]:
    """Where two texts of a table part ways, one line each: 'data/growth.csv:5:change: …'."""
    file, todo = label(table), "python3 run.py"
    left, right = (pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False) for content in (expected, found))
    if list(left.columns) != list(right.columns):
        return [f"{file}:1: columns {', '.join(right.columns)}; the seeds give {', '.join(left.columns)}; {todo}"]
    if len(left) != len(right):  # cell by cell, all after the first new row would differ
        first = min(len(left), len(right)) + 2
        return [f"{file}:{first}: {len(right)} rows; the seeds give {len(left)}; {todo}"]
    lines = [
        f"{file}:{row + 2}:{left.columns[at]}: {right.iat[row, at]!r}; the seeds give {left.iat[row, at]!r}; {todo}"
        for row, at in np.argwhere((left != right).to_numpy())
    ]
    if not lines and expected != found:
        lines = [f"{file}: same cells, other bytes (line ends, quotes, encoding); {todo}"]
    return lines
