"""Broken seeds, a rule each, several in a run: texts to swap from bad_tables.toml, and changes of a whole table."""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from helpers.tables import files

Change = Callable[[bytes], bytes | None]  # None: no file any more


class Case(NamedTuple):
    """One way to break one table, and words that the message must hold."""

    table: str
    change: Change
    words: str


def swapped(old: str, new: str) -> Change:
    """Another text in place of the first one that is found."""

    def change(raw: bytes) -> bytes:
        assert old.encode() in raw, old
        return raw.replace(old.encode(), new.encode(), 1)

    return change


def whole(change: Callable[[str], str], encoding: str = "utf-8") -> Change:
    """A change of a table's whole text, and the encoding in which it is then saved."""
    return lambda raw: change(raw.decode("utf-8")).encode(encoding)


def broken_twice(text: str) -> str:
    """A line break in a cell, and a fault in the row below."""
    return text.replace("People with a smartphone", '"People with\na smartphone"').replace(
        "Adults with a", "Adults with  a"
    )


def as_excel_saves(raw: bytes) -> bytes:
    """With a byte-order mark and Windows' line ends, which are read as if absent."""
    return b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")


def windows_1258(text: str) -> str:
    return unicodedata.normalize("NFD", text).replace("\u0323", "\xf2").encode("cp1258", "replace").decode("latin-1")


NEXT = len(files.read("target_matches")) + 2  # the row behind the last
WHOLE = {
    "a row cut off in the middle": ("file-1", Case("target_matches", lambda raw: raw + b"TVN1,x,near", f"target_matches.csv:{NEXT}:bound: 3 cells in this row; 5 cells in a row")),
    "a missing table": ("file-1", Case("feasibility", lambda raw: None, "feasibility.csv:0:: no such file")),
    "a row of commas": ("file-2", Case("target_matches", lambda raw: raw + b",,,,\n", f"target_matches.csv:{NEXT}:: an empty row")),
    "a fault below a line break in a cell": ("file-2", Case("indicators", whole(broken_twice), "indicators.csv:3:name_en: a space at an end, or two in a row")),
    "semicolons": ("file-3", Case("target_matches", lambda raw: raw.replace(b",", b";"), "target_matches.csv:1:: semicolons")),
    "an empty file": ("file-4", Case("sources", lambda raw: b"", "sources.csv:1:source_id: no such column")),
    "tabs": ("file-4", Case("target_matches", lambda raw: raw.replace(b",", b"\t"), "target_matches.csv:1:: semicolons or tabs")),
    "a header alone": ("file-5", Case("sources", whole(lambda text: text.partition("\n")[0] + "\n"), "sources.csv:2:: a header alone")),
    "UTF-16 without its mark": ("file-6", Case("phrases", whole(str, "utf-16-le"), "phrases.csv:1:: UTF-16; UTF-8")),
    "Windows-1258": ("file-6", Case("sources", whole(windows_1258, "latin-1"), "sources.csv:2:: a byte")),
    "a carriage return alone": ("file-7", Case("phrases", lambda raw: raw.replace(b"\n", b"\r"), "phrases.csv:1:: a carriage return")),
    "a pair without a grade": ("grades-1", Case("comparability", lambda raw: re.sub(rb"lai-chau,village_mobile_any_pct.*\n", b"", raw), "no row for lai-chau,village_mobile_any_pct")),
}  # fmt: skip
LISTED = tomllib.loads(Path(__file__).with_name("bad_tables.toml").read_text(encoding="utf-8"))
RUNS = {
    run: {name: Case(table, swapped(old, new), words) for name, (table, old, new, words) in cases.items()}
    | {name: case for name, (beside, case) in WHOLE.items() if beside == run}
    for run, cases in LISTED.items()
}
CASES = {name: case for cases in RUNS.values() for name, case in cases.items()}
zero = CASES["0.72 for 72"]
RUNS["saved by Excel"] = {"0.72 for 72": zero._replace(change=lambda raw: as_excel_saves(zero.change(raw)))}
