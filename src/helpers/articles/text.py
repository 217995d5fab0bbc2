"""A new article as its file holds it, and as it is read: plain letters, numerals, sentences, clauses."""

import re
import unicodedata
from typing import NamedTuple

import pandas as pd

from helpers.seeds.faults import Fault, Faulty

# One alternative a form, tried in this order at every place; the last two take any digit that is left,
# so that no digit of a text is ever outside a token.
FORMS = r"""
      (?P<legal>\d+(?:/\d{4})?[-/][A-ZĐ]{2,}\w*(?:[-/][A-ZĐ]\w*)*)
    | (?P<date>\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)
        | (?:19|20)\d\d-\d\d-\d\d(?!\d)
        | (?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/]|[.,]\d)
        | (?:(?<=[Nn]gày\s)|(?<=[Ss]áng\s)|(?<=[Cc]hiều\s)|(?<=[Tt]ối\s)|(?<=[Hh]ôm\s)|(?<=đến\s)(?=\d+/\d+(?:[,;:.)]|\s+(?:là|đạt|toàn|cả|tỉnh)))|(?=10/10[,;.)])|(?<=[Tt]ừ\s)(?=\d+/\d+,))\d{1,2}[/-]\d{1,2}(?![\d/-])
        | (?<=\()\d{1,2}[/-]\d{1,2}(?=\))
        | \d{1,2}:\d\d(?!\d)
        | \d{1,2}h\d\d(?!\w))
    | (?P<label>(?<!\w)(?!VN[DĐ]|USD?)[A-ZĐ][A-Za-zĐđ]{0,7}-?\d+\w*
        | (?<!\w)[kcd]?m[23](?!\w)
        | \d+[A-ZĐ]\d*(?!\w))
    | (?P<numeral>(?:\d{1,3}(?:GROUP\d{3})+|\d+)(?:DECIMAL\d+)?(?!\d|[.,]\d))
    | (?P<odd>\d+(?:[.,]\d+)*)
    """
TOKEN = {
    language: re.compile(FORMS.replace("GROUP", group).replace("DECIMAL", decimal), re.VERBOSE)
    for language, group, decimal in (("vi", r"\.", ","), ("en", ",", r"\."))
}
OF_VIETNAMESE = re.compile(r"(?<![\d.,])(?:\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+(?:,\d+)?)(?![\d.,]\d|\d)")
OF_ENGLISH = re.compile(r"(?<![\d.,])(?:\d+\.\d{1,2}|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?![\d.,]\d|\d)")
# a figure alone on a line of a picture's text, whose words stand on the next; the number of an item
NO_SENTENCE = re.compile(
    r"[ \t]*(?:[^\W\d]+ )?\d[\d.,]*[ \t]*(?:%|km|tỷ đồng|triệu đồng)?[ \t]*\n"
    r"|\s*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+|[a-zđ])\.[^\S\n]+"
)
# the third parts glued figures, the last a cell that says itself what its figure is of
SENTENCE_END = re.compile(r"[.!?…]+[\"”’)]*\s+|\n+|(?<=%)\.(?=\d)|\t(?=[^\W\d][^\t\n]*: [^\t\n]*\d)")
LETTER = re.compile(r"[^\W\d_]")
BROKEN_WORD = re.compile(r"\ufffd|(?<!\w)[a-zà-ỹđ]{1,2}(?: [a-zà-ỹđ](?!\w)){2,}|[a-zà-ỹđ]\d[a-zà-ỹđ]")
UNEVEN = re.compile(r"[\u0300-\u036f\u00d0\u00f0]|[^\S\n\t ]|  ")  # not letter for letter as it is read
SPACED = re.compile(r"^.*\S {2,}\S.* {2,}\S.*$", re.M)  # a row of a table whose columns blanks align
COMMON = ("the", "of", "and", "in", "to", "is", "has", "had", "for", "at", "with", "a")  # words of any English text
LONGEST = 200_000  # characters; what is longer is no article
COLUMNS = ["paragraph", "offset", "token", "form"]


class BadArticle(Faulty):
    """The article, or what was asked for it, can't be used."""


class Plain(NamedTuple):
    """A text with plain letters and blanks, and for each of its places (its end too) the offset in the file."""

    text: str
    offsets: list[int]


def decoded(name: str, raw: bytes) -> str:
    """The text of an article from the bytes of its file, to the character (line ends too).

    BadArticle where it is empty, is not UTF-8, begins with a byte-order mark, holds a character that nobody sees, or
    no numeral, or is in neither Vietnamese nor English.
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
    """The first reason why a text can't be drafted, if any."""
    odd = re.finditer(r"[^\t\n\r -~\xa1-\xac\xae-\u024f\u1e00-\u1eff]", text)
    unseen = next((one for one in odd if unicodedata.category(one[0]) in ("Cf", "Cc")), None)
    letter, start = (unseen[0], unseen.start()) if unseen else (" ", 0)
    place = start - text.rfind("\n", 0, start)
    hidden = f"{unicodedata.name(letter, 'a control character').lower()} (U+{ord(letter):04X}) at character {place}"
    languages = "an article in Vietnamese, with its diacritics, or in English"
    checks = [
        (not text.strip(), 1, "an empty file", "a text file with the article", "paste the article into it"),
        (text.startswith("\ufeff"), 1, "a byte-order mark", "UTF-8 without it", "save it as UTF-8 without BOM"),
        (unseen, text[:start].count("\n") + 1, hidden, "letters, digits, signs and blanks", "delete that character"),
        (len(text) > LONGEST, 0, f"{len(text):,} characters", f"one article, of at most {LONGEST:,} characters", "cut the article out of it"),
        (not re.search(r"\d", text), 0, "no numeral", "an article that reports figures", "is it the whole article?"),
        (not language(text), 0, "a text in another language", languages, "enter its figures by hand"),
    ]  # fmt: skip
    return [Fault(name, row, "", found, allowed, todo) for wrong, row, found, allowed, todo in checks if wrong][:1]


def plain(text: str) -> Plain:
    """A text as it is read: composed letters, Ð (eth) as Đ, a run of blanks as one, or as a tab between columns.

    >>> plain("Ðiện  Biên\\u00a0đạt").text, plain(unicodedata.normalize("NFD", "độ 5")).offsets
    ('Điện Biên đạt', [0, 1, 4, 5, 6])
    """
    if not UNEVEN.search(text):
        return Plain(text, list(range(len(text) + 1)))
    letters: list[str] = []
    offsets: list[int] = []
    text = SPACED.sub(lambda line: re.sub(r"(^ {8,}|(?<=\S) +) (?=\S)", r"\1\t", line[0]), text)
    for match in re.finditer(r"\n|\t|[^\S\n\t]+|.[\u0300-\u036f]*", text):
        composed = unicodedata.normalize("NFC", match[0]).replace("\u00d0", "Đ").replace("\u00f0", "đ")
        letter = " " if composed.isspace() and composed not in "\n\t" else composed
        letters.append(letter)
        offsets += [match.start()] * len(letter)
    return Plain("".join(letters), [*offsets, len(text)])


def unmarked(text: str) -> str:
    """A text without the marks of its letters, for names of files, for search, for places that are typed so.

    >>> unmarked("Điện thoại")
    'Dien thoai'
    """
    plain = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ", "dD")))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def language(text: str) -> str:
    """'vi' or 'en', the language of a text by its letters and smallest words; '' for another.

    >>> language("Tỷ lệ hộ có mạng đạt 5%"), language("The share of households is 5%"), language("Plus de 5 % des ménages ont un accès")
    ('vi', 'en', '')
    """
    letters = LETTER.findall(unicodedata.normalize("NFC", text).lower())
    marked = sum(letter in "ăâđêôơưĐ" or "\u1ea0" <= letter <= "\u1ef9" for letter in letters)
    if marked > 0.05 * len(letters) or not letters:
        return "vi"
    words = re.findall(r"[^\W\d]+", text.lower())
    common = sum(word in COMMON for word in words)
    return "en" if common > 0.1 * len(words) else "" if len(words) > 5 else "vi"


def signs(text: str) -> str:
    """The language by whose signs a text's numerals are read: English for an English text, and for a Vietnamese one
    that prints more of them so.
    """
    return "en" if language(text) == "en" or len(OF_ENGLISH.findall(text)) > len(OF_VIETNAMESE.findall(text)) else "vi"


def numerals(text: str, language: str = "vi") -> pd.DataFrame:
    """Every numeral of a text, in order: paragraph (1-based, non-empty lines), offset (0-based), token, form.

    A date, a time, a decimal, a grouped number, a label and a legal number are one token; a range and a
    fraction are two. `form` is legal, date, label, numeral or odd (digits that the language does not print so).

    >>> list(numerals("Ngày 25/2/2022: 2021 - 2025, 139/139 trạm 4G đạt 84,22%.100% của 1.989").token)
    ['25/2/2022', '2021', '2025', '139', '139', '4G', '84,22', '100', '1.989']
    >>> numerals("\\nMột dòng\\n\\nđạt 88.7%").astype(str).iloc[0].tolist()
    ['2', '15', '88.7', 'odd']
    """
    rows, paragraph, start = [], 0, 0
    for line in text.split("\n"):
        paragraph += bool(line.strip())
        found = TOKEN[language].finditer(line)
        rows += [(paragraph, start + match.start(), match[0], match.lastgroup or "odd") for match in found]
        start += len(line) + 1
    return pd.DataFrame(rows, columns=COLUMNS)


def abbreviations(text: str) -> dict[str, str]:
    """The abbreviations that a text explains, with their words.

    >>> abbreviations("Kinh tế số (KTS) của tỉnh (GRDP) tăng")
    {'KTS': 'Kinh tế số'}
    """
    found = {}
    for match in re.finditer(r"\(([A-ZĐ]{2,6})\)", text):
        words = re.findall(r"\w+", text[: match.start()])[-len(match[1]) :]
        if "".join(word[0] for word in words).upper() == match[1]:
            found[match[1]] = " ".join(words)
    return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence starts and ends; figures that are glued as in '84,22%.100%' part here, too."""
    spans, start = [], 0
    for match in SENTENCE_END.finditer(text):
        if not NO_SENTENCE.fullmatch(text, start, match.end()):
            spans.append((start, match.end()))
            start = match.end()
    return [*spans, (start, len(text))] if start < len(text) else spans


def clauses(text: str, figures: list[int]) -> list[tuple[int, int]]:
    """A sentence cut at its semicolons; one before which no figure stood since the last cut does not cut."""
    spans, begin = [], 0
    for match in re.finditer(";", text):
        if any(begin <= place < match.end() for place in figures):
            spans.append((begin, match.end()))
            begin = match.end()
    return [*spans, (begin, len(text))]


def unreadable(text: str) -> list[int]:
    """The paragraphs that look like a picture read badly: words broken into letters, digits inside words.

    >>> unreadable("Tỷ lệ đạt 5%\\nT ỷ l ệ h ộ đ ạ t 5%\\nth0ng t1n đạt 5%")
    [2, 3]
    """
    lines = [line for line in text.split("\n") if line.strip()]
    return [number for number, line in enumerate(lines, start=1) if BROKEN_WORD.search(line)]
