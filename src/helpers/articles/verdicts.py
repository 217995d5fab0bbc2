"""What the words around a report's figures claim: a target met, a trend, fewer people; and what is counted."""

import re

from helpers.articles.wording import listed, readings


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


# --- what a sentence says ---

_GOAL = r"\s+(?:[^\W\d]+\s+){0,2}(?:mục tiêu|chỉ tiêu|targets?|goals?)"
MET = _words(rf"(?:vượt|hoàn thành|về đích|đạt|met|meets|exceed(?:s|ed)|reached|achieved|surpass(?:es|ed)){_GOAL}")
MISSED = _words(rf"(?:{listed('missed')}){_GOAL}")
DONE = re.compile(rf"\b(?:đã|has|have|had)\b[^,.;]{{0,20}}{MET.pattern}", re.IGNORECASE)
HOPED = re.compile(rf"\b(?:{listed('hoped')})\s+$", re.IGNORECASE)
PLANNED = _words(listed("planned"))
COUNTRY = _words("quốc gia|cả nước|trung ương|national|country")
CAUTIOUS = _words(listed("cautious"))  # who writes so has thought of it
MOVES = _words(listed("moves"))
FEWER_PEOPLE = _words(listed("fewer_people"))

# --- what a figure is, by the words before or behind it ---

AIM = re.compile(r"\b(?:mục tiêu|chỉ tiêu|targets?|goals?)\b[^.;\d]{0,60}$", re.IGNORECASE)
EARLIER = re.compile(rf"\b(?:{listed('earlier')})\b[^,;]*$", re.IGNORECASE)
RANGED = re.compile(r"khoảng (?:dự báo|tham khảo)|trở lên|≥|\brange\b|\bor more\b|\d\s*%?\s*[-–]\s*\d", re.IGNORECASE)
YEARLY = re.compile(rf"\b(?:{listed('yearly')})\b|/\s*năm", re.IGNORECASE)
POINTS = re.compile(r"điểm (?:phần trăm|%)|(?:percentage )?points?\b", re.IGNORECASE)

# --- what is counted ---

PEOPLE = re.compile("người dân|dân số|people|population|residents", re.IGNORECASE)  # called so or so
# of each group a sentence and a term mean the same, or they speak of different things
COUNTED = (readings("counted"), readings("reached"))


def differ(text: str, term: str) -> bool:
    """Whether a text counts something else ('người dân') than a term ('thuê bao'), as far as both say what."""
    for group in COUNTED:
        found, own = ({name for words, name in group.items() if re.search(words, one, re.I)} for one in (text, term))
        if found and own and not found & own:
            return True
    return False
