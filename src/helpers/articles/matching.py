"""Which known indicator a figure may be: its printed term against the words around the figure."""

import math
import re
from typing import NamedTuple

import pandas as pd

from helpers.articles.phrases import HEDGED, LINK
from helpers.seeds import numerals
from helpers.tables import files

SHORT = {"tthc": "thủ tục hành chính", "cntt": "công nghệ thông tin", "cđs": "chuyển đổi số"}
TERM = 0.5  # how much of a score the term's own cover is
LEAD = 0.6  # what the lead of a clause is worth beside the words next to the figure
OTHER_SIDE = 0.75  # what the side is worth that the wording does not speak of
OTHER_NETWORK = 0.6  # what is left of a score where the generations of mobile networks differ: another indicator
SUBJECT = re.compile(r"\b(?:tỷ lệ|tổng số|tổng doanh thu|số lượng|mức độ)\b", re.I)
ENOUGH = 0.55  # below it no indicator is proposed: the figure may be of one that is not known yet
WORD_LIMIT = 24  # words behind a figure that can still be about it


class Place(NamedTuple):
    """The words around a figure: lead of its clause, between the figure before and it, behind it up to the next."""

    lead: str
    before: str
    after: str


def words(text: str) -> list[str]:
    """The words of a text in small letters, common abbreviations spelled out.

    >>> words("Tỷ lệ TTHC (3G/4G)")
    ['tỷ', 'lệ', 'thủ', 'tục', 'hành', 'chính', '3g', '4g']
    """
    found = re.findall(r"\w+", text.lower())
    return [part for word in found for part in SHORT.get(word, word).split()]


def weights(terms: pd.Series) -> dict[str, float]:
    """How much each word of the terms tells: log of how many terms there are over those that hold it."""
    held: dict[str, int] = {}
    for term in terms:
        for word in set(words(term)):
            held[word] = held.get(word, 0) + 1
    return {word: math.log(1 + len(terms) / count) for word, count in held.items()}


def ranked(place: Place, unit: str, indicators: pd.DataFrame) -> pd.Series:
    """The indicators whose unit fits, by score (0 to 1, best first): index indicator.

    A score is TERM of the share of the term that stands around the figure (in full on the side that the wording
    speaks of, less in the lead of its clause) and the rest of the share of those words that the term explains; words
    count by how much they tell. What follows a figure that speaks of what stands before it is tried at a discount.
    """
    telling = weights(indicators.term_vi)
    lead, before, after = words(place.lead), words(subject(place.before)), words(place.after)[:WORD_LIMIT]
    # what stands before a figure that speaks of what follows belongs to another figure
    sides = [(before, 1.0), (after, OTHER_SIDE)] if backward(place) else [(after, 1.0)]
    scores = {
        row.indicator: max(trust * _score(words(row.term_vi), near, lead, telling) for near, trust in sides)
        for row in files.each(indicators)
        if row.unit in numerals.units_for(unit)
    }
    return pd.Series(scores, dtype=float).sort_values(ascending=False, kind="stable")


def subject(before: str) -> str:
    """What stands before a figure from its own subject on: behind an open bracket, from the last 'tỷ lệ', 'tổng số' …

    >>> subject("% hộ gia đình và tỷ lệ người sử dụng Internet đạt "), subject(" thuê bao (đạt ")
    ('tỷ lệ người sử dụng Internet đạt ', 'đạt ')
    """
    inner = before.rpartition("(")[2] if before.count("(") > before.count(")") else before
    starts = [match.start() for match in SUBJECT.finditer(inner)]
    return inner[starts[-1] :] if starts else inner


def backward(place: Place) -> bool:
    """Whether a figure speaks of what stands before it ('tỷ lệ … đạt X%') and not behind ('X% hộ …', 'có X tuyến').

    >>> backward(Place("", "tỷ lệ người dùng đạt trên ", "%")), backward(Place("", "đã phủ đến ", "% trung tâm xã"))
    (True, False)
    """
    own = subject(place.before)
    linked = (
        LINK.search(own) or LINK.search(HEDGED.sub("", own)) or re.search(r"\b(?:đạt|chiếm|là)\s+\w+\s*$", own, re.I)
    )
    said = words(own[: linked.start()] if linked else own)
    return bool(said) and (bool(linked) or not words(place.after))


def _score(term: list[str], near: list[str], lead: list[str], telling: dict[str, float]) -> float:
    weight = dict.fromkeys(lead, LEAD) | dict.fromkeys(near, 1.0)
    own = dict.fromkeys(term)  # a set would be added up in another order on another day, and near ties would turn
    covered = sum(telling[word] * weight.get(word, 0.0) for word in own) / sum(telling[word] for word in own)
    around = {word: telling[word] * share for word, share in weight.items() if word in telling}
    explained = sum(value for word, value in around.items() if word in term) / (sum(around.values()) or 1.0)
    said = networks(near) or networks(lead)
    same = said == networks(term) or not (networks(near) or networks(term))
    return (TERM * covered + (1 - TERM) * explained) * (1.0 if same else OTHER_NETWORK)


def networks(found: list[str]) -> set[str]:
    """The generations of mobile networks among words: 2g to 6g."""
    return {word for word in found if re.fullmatch("[2-6]g", word)}
