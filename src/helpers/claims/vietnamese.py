"""What the tables hold in English, said in Vietnamese: reasons, notes, the names of bodies."""

import re
from collections.abc import Mapping
from typing import Any

BODIES_VI = {
    "Ministry of Information and Communications": "Bộ Thông tin và Truyền thông",
    "Vietnam Telecommunications Authority": "Cục Viễn thông",
    "Ministry of Science and Technology": "Bộ Khoa học và Công nghệ",
}


def body(name: str, language: str = "en") -> str:
    """The name of a body that measures or prints, in a language."""
    return BODIES_VI.get(name, name) if language == "vi" else name


TARGET_SOURCE = re.compile(r"target as in (.+) \((.+)\)")


def in_vietnamese(reason: str, phrases: Mapping[Any, str]) -> str:
    """A reason or note in Vietnamese, put together from phrases.csv ({English: Vietnamese}).

    A reason joins parts by '; ', a part may open with one of its own and ': '. KeyError names a part that has no Vietnamese.

    >>> in_vietnamese("grade C: one point; nine months", {"grade C": "mức C", "one point": "một số liệu", "nine months": "chín tháng"})
    'mức C: một số liệu; chín tháng'
    """
    return "; ".join(_phrase(part, phrases) for part in reason.split("; ")) if reason else ""


def _phrase(part: str, phrases: Mapping[Any, str]) -> str:
    if part in phrases:
        return phrases[part]
    if told := TARGET_SOURCE.fullmatch(part):
        return f"mục tiêu theo {told[1]} ({phrases[told[2]]})"
    head, colon, rest = part.partition(": ")
    if not colon or head not in phrases:
        raise KeyError(part)
    return f"{phrases[head]}: {_phrase(rest, phrases)}"
