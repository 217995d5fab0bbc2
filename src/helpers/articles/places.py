"""Which place a figure is of: the provinces that a text names, the country, and places that are no province."""

import re
from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from helpers.articles.text import unmarked
from helpers.articles.wording import listed, printed
from helpers.seeds import numerals

# provinces of before and after 1 July 2025: a figure beside another one's name is not of the text's own province
PROVINCES = [form for name in printed("province") for form in (name, name.upper())]
_CAPITAL = "".join(letter for letter in map(chr, (*range(0x41, 0x1B1), *range(0x1EA0, 0x1EFA))) if letter.isupper())
_NAME = rf"[{_CAPITAL}]\w*(?: [{_CAPITAL}]\w*)*"
_SMALL = r"[Hh]uyện|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Bb]ản|[Tt]hôn|[Xx]óm|[Tt]hành phố|TP\.?|đặc khu"
BEFORE_NAME = (
    r"(?P<country>\b(?:[Cc]ả nước|[Tt]oàn quốc|Việt Nam|Viet ?nam|[Nn]ation(?:wide|ally)|Vietnamese(?= (?:house|peop|adult|home|vill|comm))|the (?:whole )?country)\b)"
    r"|(?P<region>\b(?:[Bb]ình quân|[Tt]rung bình)(?: chung)?(?: của)? (?:vùng|khu vực|các tỉnh)\b|\b(?:[Cc]ác|[Nn]hiều) tỉnh\b(?! ủy)|\b[Tt]ỉnh (?:bạn|láng giềng|khác)\b)"
    rf"|(?P<type>\bLà (?:một )?(?:trong )?(?:những |các )?(?:{_SMALL})\b[^,.;\d]{{0,80}},)"
    rf"|(?P<firm>\b(?:{listed('firm')})\b)"
    rf"|\b(?P<small>(?:{_SMALL}) {_NAME}|{_NAME} (?:[Dd]istrict|[Cc]ommune|[Tt]own|[Ww]ard|[Vv]illage))\b"
    rf"|(?P<local>\b(?:của|toàn|trong|tại|ở) (?:{_SMALL})(?= (?:đạt|là|có|đều|hiện|đã|chỉ)\b|[.;)]|,(?! (?:bản|phường|thị trấn|tổ))))"
)
THE_WHOLE = re.compile(rf"\b(?:{listed('whole')})\b", re.I)
THIS = re.compile(r"\btỉnh (?:này|ấy|đó)\b", re.I)  # the one that was named last
IN_IT = re.compile(r"[\s,()]*(?:thuộc|của|-)?\s*")
AT_IT = re.compile(rf"\s*(?:{numerals.PER_CENT})?\s*(?:tại|ở|in)\s*(?:tỉnh\s*)?")
BESIDE = re.compile(rf"\b(?:{listed('beside')}) $", re.I)
NOT_OURS = "?"  # a place that is no province of the tables: no slug, no indicator
OPENING = 60  # a place named so near the beginning of a sentence is still meant behind it
PASSING = 15  # a village that is named further on in a sentence is no more than an example
ABROAD = (NOT_OURS, "vietnam")


class Mention(NamedTuple):
    """Where a text names a place, and its slug; NOT_OURS for a district, a firm, a province that the tables lack."""

    start: int
    end: int
    slug: str
    lasts: bool = True  # whether the next sentence still speaks of it: not of a firm, nor of what is compared with


def names(table: pd.DataFrame) -> dict[str, str]:
    """Name → slug of the places that figures can be of, from seeds/places.csv; without diacritics too."""
    spelled = dict(zip(table.name_en, table.province, strict=True))
    spelled |= {unmarked(name): place for name, place in spelled.items()}
    return spelled | {name.upper(): place for name, place in spelled.items()}


@lru_cache(maxsize=8)
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(map(re.escape, sorted({*PROVINCES, *spellings}, key=lambda name: (-len(name), name))))
    return re.compile(
        rf"{BEFORE_NAME}|(?:(?P<own>\b[Tt]ỉnh|\bTỈNH) )?\b(?P<name>{every})\b(?P<more> (?!(?:TV|Smart|ID|Province|province)\b){_NAME})?"
    )


def mentions(text: str, slugs: dict[str, str]) -> list[Mention]:
    """The places that a text names, in order; `slugs` maps the names that figures can be of to their slugs.

    >>> slugs = {"Điện Biên": "dien-bien", "Viet Nam": "vietnam"}
    >>> [one.slug for one in mentions("Điện Biên, cả nước, Hà Nội, Điện Biên Phủ, huyện Điện Biên", slugs)]
    ['dien-bien', 'vietnam', '?', '?', '?']
    """
    found: list[Mention] = []
    # where the last district, commune or firm ends: 'xã Nà Sản (huyện Mai Sơn, tỉnh Sơn La)' is of the commune
    small = 0
    for match in _pattern(tuple(slugs)).finditer(text):
        passing = match["small"] and match.start() > PASSING
        lasts = not (match["firm"] or passing or BESIDE.search(text[: match.start()]))
        if not (small and match["name"] and IN_IT.fullmatch(text[small : match.start()])):
            found.append(Mention(match.start(), match.end(), _slug(match, slugs), lasts))
        small = match.end() if match["small"] or match["firm"] else 0
    return found


def _slug(match: re.Match[str], slugs: dict[str, str]) -> str:
    if match["country"]:
        return "vietnam"
    named = match["name"] or ""
    return NOT_OURS if match["more"] and not match["own"] and not named.isupper() else slugs.get(named, NOT_OURS)


def main(text: str, slugs: dict[str, str]) -> str:
    """The slug of the province that a text names at least twice as often as any other; '' where none is."""
    named = Counter(one.slug for one in mentions(text, slugs) if one.slug not in ABROAD).most_common(2)
    return named[0][0] if named and (len(named) == 1 or named[0][1] >= 2 * named[1][1]) else ""


def whole(sentence: str, found: list[Mention], province: str) -> list[Mention]:
    """Where a sentence says 'toàn tỉnh' or 'của tỉnh' without a name: the text's own province."""
    own = [Mention(match.start(), match.end(), province) for match in THE_WHOLE.finditer(sentence)]
    return [one for one in own if not any(place.start - 1 <= one.end and one.start <= place.end for place in found)]


def of_figure(sentence: str, figure: Any, found: list[Mention], otherwise: str, own: str) -> str:
    """The place of a figure of a sentence (see sentences.Figure).

    A name that stands at it ('97% tại Lai Châu'); the nearest before it in its clause; one behind it ('100% hộ của
    tỉnh …'), before the next figure; the nearest before it in the sentence; else `otherwise`. 'toàn tỉnh' is the `own`
    province.
    """
    named = sorted([*found, *whole(sentence, found, own)])
    at_it = [one for one in found if AT_IT.fullmatch(sentence, figure.end, one.start)]
    before = at_it or [one for one in named if one.end <= figure.start]
    if at_it or (before and before[-1].start >= figure.clause):
        return before[-1].slug
    rest = re.split(r"[;,\d]", sentence[figure.end :], maxsplit=1)[0]
    behind = [one for one in named if figure.end <= one.start < figure.end + len(rest)]
    beside = not before or (before[-1].slug == "vietnam" and before[-1].start >= OPENING)  # a clause compared with it
    return behind[0].slug if behind else otherwise if beside else before[-1].slug
