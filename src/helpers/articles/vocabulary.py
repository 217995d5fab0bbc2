"""The words of such reports, from vocabulary.csv: spelled one way, those that tell nothing, those that name a part."""

import functools
import re
from pathlib import Path

import pandas as pd

_ROWS = pd.read_csv(Path(__file__).with_name("vocabulary.csv"), dtype=str, keep_default_na=False)


def printed(use: str) -> list[str]:
    """What the table lists for a use: patterns for spelling and scope, else words."""
    return list(_ROWS.printed[_ROWS.use == use])


def listed(use: str) -> str:
    """The same as one pattern of alternatives."""
    return "|".join(printed(use))


def readings(use: str) -> dict[str, str]:
    """What the table lists for a use, with what it stands for."""
    return dict(zip(printed(use), _ROWS.read_as[_ROWS.use == use], strict=True))


SPELLING = readings("spelling")
_FILLER = re.compile(rf"\b(?:{'|'.join(sorted(printed('filler'), key=len, reverse=True))})\b")
IMPLIED = readings("implied")  # what tells nothing beside a word: of 4g all is signal, mobile and broad
SCOPE = re.compile(rf"\b(?:{listed('scope')})\b", re.IGNORECASE)


@functools.lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """The words of a text that tell something, spelled one way: one word for one thing.

    >>> sorted(words("Tỷ lệ TTHC của hộ dân (3G/4G)"))
    ['3g', '4g', 'hộ_gia_đình', 'thủ_tục']
    >>> words("sóng 4G phủ tới thôn, bản") == words("tỷ lệ bản được phủ sóng 4G")
    True
    """
    text = text.lower()
    for pattern, spelling in SPELLING.items():
        text = re.sub(pattern, spelling, text)
    found = frozenset(re.findall(r"\w+", _FILLER.sub(" ", text)))
    return found.difference(*(rest.split() for word, rest in IMPLIED.items() if found.issuperset(word.split())))
