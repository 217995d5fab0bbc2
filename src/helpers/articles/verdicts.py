"""What the words around a report's figures claim: a target met, a trend, fewer people; and what is counted."""

import re

from helpers.articles.wording import listed, readings


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


# --- what a sentence says ---

_GOAL = r"\s+(?:[^\W\d]+\s+){0,2}(?:mục tiêu|chỉ tiêu|targets?|goals?)"
MET = _words(rf"(?:vượt|hoàn thành|về đích|đạt|met|meets|exceed(?:s|ed)|reached|achieved|surpass(?:es|ed)){_GOAL}")
MISSED = _words(
    rf"(?:(?:chưa|không)(?: thể)? (?:đạt|hoàn thành|về đích)(?: được)?|not (?:met|reached)|miss(?:es|ed)|"
    rf"f[ae]ll(?:s|en)? short of){_GOAL}"
)
HOPED = re.compile(rf"\b(?:{listed('hoped')})\s+$", re.IGNORECASE)
PLANNED = _words(listed("planned"))
COUNTRY = _words("quốc gia|cả nước|trung ương|national|country")
CAUTIOUS = _words(listed("cautious"))  # who writes so has thought of it
MOVES = _words(listed("moves"))
FEWER_PEOPLE = _words(
    r"(?:người|people|users)\b(?:(?!thuê bao|subscri)[^.;]){0,60}\b(?:giảm|ít đi|fell|dropped|declined)|"
    r"(?:ít|fewer|giảm số|mất)\s+(?:\w+\s+)?(?:người|people|users)"
)

# --- what a figure is, by the words before or behind it ---

AIM = re.compile(r"\b(?:mục tiêu|chỉ tiêu|targets?|goals?)\b[^.;\d]{0,60}$", re.IGNORECASE)
EARLIER = re.compile(rf"\b(?:{listed('earlier')})\b[^,;]*$", re.IGNORECASE)
RANGED = re.compile(r"khoảng (?:dự báo|tham khảo)|trở lên|≥|\brange\b|\bor more\b|\d\s*%?\s*[-–]\s*\d", re.IGNORECASE)
YEARLY = re.compile(rf"\b(?:{listed('yearly')})\b|/\s*năm", re.IGNORECASE)
POINTS = re.compile(r"điểm (?:phần trăm|%)|(?:percentage )?points?\b", re.IGNORECASE)

# --- what is counted ---

PEOPLE = re.compile("người dân|dân số|people|population|residents", re.IGNORECASE)
# of each group a sentence and a term mean the same, or they speak of different things
COUNTED = (readings("counted"), readings("reached"))


def differ(text: str, term: str) -> bool:
    """Whether a text counts something else than a term, as far as both say what.

    >>> differ("72,9% người dân có điện thoại thông minh", "thuê bao di động dùng điện thoại thông minh")
    True
    >>> differ("72,9% có điện thoại thông minh", "thuê bao di động dùng điện thoại thông minh")
    False
    """
    for group in COUNTED:
        found, own = ({name for words, name in group.items() if re.search(words, one, re.I)} for one in (text, term))
        if found and own and not found & own:
            return True
    return False


def alike(term: str, other: str) -> bool:
    """Whether two terms differ in nothing but what they call the people.

    >>> alike("Tỷ lệ người dân có điện thoại thông minh", "Tỷ lệ dân số có điện thoại thông minh")
    True
    """
    return PEOPLE.sub("", term) == PEOPLE.sub("", other)
