"""Broken seeds, one rule each: texts to swap from bad_tables.toml, and changes of a table's whole text."""

import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Change = Callable[[bytes], bytes]


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


def windows_1258(text: str) -> str:
    return unicodedata.normalize("NFD", text).replace("\u0323", "\xf2").encode("cp1258", "replace").decode("latin-1")


LISTED = tomllib.loads(Path(__file__).with_name("bad_tables.toml").read_text(encoding="utf-8"))
CASES = {name: Case(table, swapped(old, new), words) for name, (table, old, new, words) in LISTED.items()} | {
    "an empty file": Case("sources", lambda raw: b"", "sources.csv:1:source_id: no such column"),
    "a header alone": Case("sources", whole(lambda text: text.partition("\n")[0] + "\n"), "sources.csv:2:: a header alone"),
    "a row cut off in the middle": Case("target_matches", lambda raw: raw[:-80], "target_matches.csv:26:bound: 3 cells in this row; 5 cells in a row"),
    "a row of commas": Case("target_matches", lambda raw: raw + b",,,,\n", "target_matches.csv:28:: an empty row"),
    "a fault below a line break in a cell": Case("indicators", whole(broken_twice), "indicators.csv:3:name_en: a space at an end, or two in a row"),
    "UTF-16": Case("phrases", whole(str, "utf-16"), "phrases.csv:1:: UTF-16; UTF-8"),
    "UTF-16 without its mark": Case("phrases", whole(str, "utf-16-le"), "phrases.csv:1:: UTF-16; UTF-8"),
    "Windows-1258": Case("sources", whole(windows_1258, "latin-1"), "sources.csv:2:: byte"),
    "semicolons": Case("target_matches", lambda raw: raw.replace(b",", b";"), "target_matches.csv:1:: semicolons"),
    "tabs": Case("target_matches", lambda raw: raw.replace(b",", b"\t"), "target_matches.csv:1:: tabs"),
    "a carriage return alone": Case("phrases", lambda raw: raw.replace(b"\n", b"\r"), "phrases.csv:1:: a carriage return"),
    "a pair without a grade": Case("comparability", lambda raw: raw[: raw.rindex(b"\n", 0, -1) + 1], "no row for lai-chau,village_mobile_any_pct"),
}  # fmt: skip
