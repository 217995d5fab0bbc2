"""A new article: read from its file, cut into numerals, sentences and clauses."""

import re
import unicodedata

import pandas as pd

from helpers.seeds.faults import Fault
from helpers.tables.refusals import Refusal

# One alternative a form, tried in this order at every place; the last two take any digit that is left,
# so that no digit of a text is ever outside a token.
TOKEN = re.compile(
    r"""
      (?P<legal>\d+(?:/\d{4})?[-/][A-ZĐ]{2,}\w*(?:[-/][A-ZĐ]\w*)*)
    | (?P<date>\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)
        | (?:19|20)\d\d-\d\d-\d\d(?!\d)
        | (?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/]|[.,]\d)
        | (?:(?<=[Nn]gày\s)|(?<=[Ss]áng\s)|(?<=[Cc]hiều\s)|(?<=[Tt]ối\s)|(?<=[Hh]ôm\s))\d{1,2}/\d{1,2}(?![\d/])
        | (?<=\()\d{1,2}/\d{1,2}(?=\))
        | \d{1,2}:\d\d(?!\d)
        | \d{1,2}h\d\d(?!\w))
    | (?P<label>(?<!\w)[A-ZĐ][A-Za-zĐđ]{0,7}-?\d+\w*
        | (?<!\w)[kcd]?m[23](?!\w)
        | \d+[A-ZĐ]\d*(?!\w))
    | (?P<numeral>(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?!\d|[.,]\d))
    | (?P<odd>\d+(?:[.,]\d+)*)
    """,
    re.VERBOSE,
)
SENTENCE_END = re.compile(r"[.!?…]+[\"”’)]*\s+|\n+|(?<=%)\.(?=\d)")
COLUMNS = ["paragraph", "offset", "token", "form"]


class BadArticle(Refusal):
    """The article, or what was asked for it, can't be used; `faults` lists why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def decoded(name: str, raw: bytes) -> str:
    """The text of an article from the bytes of its file, to the character (line ends too).

    BadArticle where it is empty, is not UTF-8, begins with a byte-order mark, is not in composed form (NFC), or
    holds no numeral: offsets and hash are of the file itself, so nothing is mended here.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        found = f"byte {raw[error.start]:#04x} is not UTF-8"
        raise BadArticle([Fault(name, row, "", found, "a text in UTF-8", "save it as plain text, UTF-8")]) from error
    if faults := _text_faults(name, text):
        raise BadArticle(faults)
    return text


def _text_faults(name: str, text: str) -> list[Fault]:
    if not text.strip():
        return [Fault(name, 1, "", "an empty file", "a text file with the article", "paste the article into it")]
    if text.startswith("\ufeff"):
        return [Fault(name, 1, "", "a byte-order mark", "UTF-8 without it", "save it as UTF-8 without BOM")]
    for row, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            todo = "normalise the file to NFC first, so that offsets and hash stay those of the file"
            return [Fault(name, row, "", "decomposed letters (NFD)", "composed letters (NFC)", todo)]
    if not re.search(r"\d", text):
        return [Fault(name, 0, "", "no numeral", "an article that reports figures", "is it the whole article?")]
    return []


def numerals(text: str) -> pd.DataFrame:
    """Every numeral of a text, in order: paragraph (1-based, non-empty lines), offset (0-based), token, form.

    A date, a time, a decimal, a grouped number, a label and a legal number are one token; a range and a
    fraction are two. `form` is legal, date, label, numeral or odd (digits that Vietnamese does not print so).

    >>> list(numerals("Ngày 25/2/2022: 2021 - 2025, 139/139 trạm 4G đạt 84,22%.100% của 1.989").token)
    ['25/2/2022', '2021', '2025', '139', '139', '4G', '84,22', '100', '1.989']
    >>> numerals("\\nMột dòng\\n\\nđạt 88.7%").astype(str).iloc[0].tolist()
    ['2', '15', '88.7', 'odd']
    """
    rows, paragraph, start = [], 0, 0
    for line in text.split("\n"):
        paragraph += bool(line.strip())
        rows += [
            (paragraph, start + match.start(), match[0], match.lastgroup or "odd") for match in TOKEN.finditer(line)
        ]
        start += len(line) + 1
    return pd.DataFrame(rows, columns=COLUMNS)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence starts and ends; figures that are glued as in '84,22%.100%' part here, too."""
    spans, start = [], 0
    for match in SENTENCE_END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    return [*spans, (start, len(text))] if start < len(text) else spans


def clauses(text: str, start: int, end: int, figures: list[int]) -> list[tuple[int, int]]:
    """A sentence cut at its semicolons; one before which no figure stood since the last cut does not cut.

    >>> clauses("tỷ lệ hộ; tăng từ 31%; 5 xã", 0, 27, [19, 23])
    [(0, 22), (22, 27)]
    """
    spans, begin = [], start
    for match in re.finditer(";", text[start:end]):
        cut = start + match.end()
        if any(begin <= place < cut for place in figures):
            spans.append((begin, cut))
            begin = cut
    return [*spans, (begin, end)]
