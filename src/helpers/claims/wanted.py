"""What targets want and what is left to them, said in English and in Vietnamese."""

from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.seeds import numerals

LEAST = {
    "en": {">=": "at least ", ">": "more than ", "<=": "at most ", "<": "less than "},
    "vi": {">=": "tối thiểu ", ">": "trên ", "<=": "tối đa ", "<": "dưới "},
}


def level(goal: Any, language: str = "en") -> str:
    """What a target asks for, without its year: 'more than 60 %', 'tối thiểu 10%', '100 %'."""
    least = "" if goal.value == 100 else LEAST[language][goal.comparator]
    return f"{least}{words.quantity(goal.value, '%', language)}"


def due(goal: Any) -> str:
    """A target's year behind its level, starred where it is inferred: ' (2025)', ' (2025*)'; '' without a year."""
    return "" if pd.isna(goal.target_year) else f" ({goal.target_year}{'*' if goal.year_basis == 'inferred' else ''})"


def term(goal: Any, language: str = "en") -> str:
    """What a target is about: our name of it, or the printed Vietnamese term, with its level where the term needs one.

    A term that says "tối thiểu" (at least) is no Vietnamese without the number behind it.
    """
    if language == "en":
        return str(goal.concept)
    least = "tối thiểu"
    return str(goal.wording_vi).replace(least, level(goal, "vi")) if least in goal.wording_vi else str(goal.wording_vi)


def distance(row: Any, latest: Any, decimals: int, language: str = "en") -> str:
    """What is left to a target, from a row of target_gaps.csv, with the hedge of the latest figure: 'about 0.5 points left'.

    Where the series only bounds the target's quantity, what is left of that quantity: a series that counts less
    (`bound` lower) tells the most, one that counts more (upper) the least.
    """
    gap = row.gap_points
    if row.match == "near" and gap >= 0:
        return _one_sided(gap, latest, language, row.bound)
    size = words.quantity(abs(gap), "points", language, decimals)
    if gap == 0:
        return {"en": "no distance left", "vi": "bằng mức mục tiêu"}[language]
    if gap < 0:
        return {"en": f"{size} beyond it", "vi": f"vượt {size}"}[language]
    ways = {
        "en": {"up": "at most ", "down": "at least ", "both": "about "},
        "vi": {"up": "nhiều nhất ", "down": "ít nhất ", "both": "khoảng "},
    }
    hedge = ways[language].get(numerals.hedge(latest.qualifier), "")
    return {"en": f"{hedge}{size} left", "vi": f"còn thiếu {hedge}{size}"}[language]


def bounded_gap(gap: float, latest: Any, bound: str) -> float:
    """What is left of a target's quantity at most (a series that counts less) or at least (one that counts more).

    Each at the end of the latest figure's input range that makes it true.
    """
    return float(gap + latest.value - (latest.lower if bound == "lower" else latest.upper))


def _one_sided(gap: float, latest: Any, language: str, bound: str) -> str:
    left = bounded_gap(gap, latest, bound)
    if bound == "upper" and left <= 0:
        return {
            "en": "how far the target's own quantity is stays open",
            "vi": "chưa xác định được mức còn thiếu",
        }[language]
    size = words.quantity(left, "points", language)
    told = {
        "lower": {"en": f"at most {size} left", "vi": f"còn thiếu nhiều nhất {size}"},
        "upper": {"en": f"at least {size} left", "vi": f"còn thiếu ít nhất {size}"},
    }
    return told[bound][language]
