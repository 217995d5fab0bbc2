"""The periods that Vietnamese reports print, and which of them a figure belongs to: guesses for a person to confirm."""

import re
from typing import NamedTuple

from helpers.articles.phrases import GOAL, YEAR
from helpers.seeds import numerals

MONTHS = {"ba": 3, "sáu": 6, "chín": 9, "mười": 10}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
PERIOD = re.compile(
    rf"năm (?P<from>{YEAR}) và quý (?P<till>IV|I{{1,3}}|[1-4])(?:/|\s+năm\s+|\s+)(?P<till_year>{YEAR})"
    rf"|(?P<months>\d{{1,2}}|ba|sáu|chín|mười) tháng(?: đầu)? năm(?: (?P<months_year>{YEAR}))?"
    rf"|quý (?P<quarter>IV|I{{1,3}}|[1-4])(?:/|\s+năm\s+|\s+)(?P<quarter_year>{YEAR})"
    rf"|tháng (?P<month>\d{{1,2}})(?:/|\s+năm\s+)(?P<month_year>{YEAR})"
    rf"|(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>{YEAR})"
    rf"|giai đoạn (?P<first>{YEAR})\s?[-–]\s?(?P<last>{YEAR})"
    rf"|năm (?P<year>{YEAR})",
    re.IGNORECASE,
)
AGAINST = re.compile(r"\bso(?: với)?(?: cùng kỳ)?(?: của| cuối| đầu)?\s*$|\bcùng kỳ\s*$", re.I)
HORIZON = re.compile(r"(?<!tính )\b(?:đến|tới)\s+(?:hết\s+|cuối\s+)?$|\btầm nhìn\s+$", re.I)
OUTLOOK = re.compile(r"\b(?:định hướng|tầm nhìn)(?:\s+(?:đến|tới))?\s*$", re.I)


class Dated(NamedTuple):
    """A period as a text prints it: where, as the tables write it, and what it is there for."""

    start: int
    end: int
    period: str
    role: str  # reported | base | horizon | outlook | event


def found_in(text: str) -> list[Dated]:
    """The periods that a text prints, each with its role: reported, base ('so với'), horizon, outlook or event.

    >>> [(found.period, found.role) for found in found_in("Quý I năm 2023 tăng so với năm 2022; đến năm 2025")]
    [('2023-Q1', 'reported'), ('2022', 'base'), ('2025', 'horizon')]
    >>> [found.period for found in found_in("9 tháng đầu năm 2024, năm 2022 và Quý I năm 2023, giai đoạn 2021 - 2023")]
    ['2024-01/2024-09', '2022-01/2023-03', '2021/2023']
    """
    found: list[Dated] = []
    for match in PERIOD.finditer(text):
        years = [dated.period[-4:] if "/" not in dated.period else dated.period[:4] for dated in found]
        period = _period(match, next((year for year in reversed(years) if re.fullmatch(YEAR, year)), ""))
        before = text[max(0, match.start() - 40) : match.start()]
        role = "reported"
        if AGAINST.search(before):
            role = "base"
        elif OUTLOOK.search(before):
            role = "outlook"
        elif HORIZON.search(before) and not match["d"]:
            role = "horizon"
        elif match["d"] and not re.search(r"\btính đến(?: hết)?(?: ngày)?\s*$", before, re.I):
            role = "event"
        if period:
            found.append(Dated(match.start(), match.end(), period, role))
    return found


def _period(match: re.Match[str], year_before: str) -> str:
    """A matched period as the tables write it; '' where it is no date."""
    part = match.groupdict()
    if part["from"]:
        period = f"{part['from']}-01/{part['till_year']}-{QUARTERS[part['till'].lower()] * 3:02d}"
    elif part["months"]:
        year = part["months_year"] or year_before
        last = MONTHS.get(part["months"].lower()) or int(part["months"])
        period = f"{year}-01/{year}-{last:02d}"
    elif part["quarter"]:
        period = f"{part['quarter_year']}-Q{QUARTERS[part['quarter'].lower()]}"
    elif part["month"]:
        period = f"{part['month_year']}-{int(part['month']):02d}"
    elif part["d"]:
        period = f"{part['y']}-{int(part['m']):02d}-{int(part['d']):02d}"
    else:
        period = f"{part['first']}/{part['last']}" if part["first"] else part["year"]
    return period if _is_period(period) else ""


def period_of(sentence: str, start: int, end: int, kind: str, latest: str = "") -> tuple[str, str]:
    """The period that a sentence states for the figure at start:end, and 'stated'; ('', '') where it states none.

    The period right behind the figure ('44% của năm 2020') wins, then the nearest before it, then the next behind
    it with no figure between. 'đến hết năm 2023' reports where it is not after `latest`, the period of the text;
    else it is a horizon, which a target takes: only inferred where it stands before the word for the goal.

    >>> text = "tăng từ 75% của năm 2020 lên 95% năm 2023"
    >>> period_of(text, 8, 11, "observation"), period_of(text, 29, 32, "observation")
    (('2020', 'stated'), ('2023', 'stated'))
    >>> period_of("Trên 52% hộ có Internet vào cuối năm 2023", 5, 8, "observation")
    ('2023', 'stated')
    >>> period_of("Đến hết năm 2023, đạt 41 thuê bao", 22, 24, "observation", "2024-08-15")
    ('2023', 'stated')
    """
    found = found_in(sentence)
    if kind == "target":
        return _horizon(sentence[:start], [one for one in found if one.role == "horizon"])
    reported = [one for one in found if one.role == "reported" or (one.role == "horizon" and _past(one.period, latest))]
    adjacent = r"[^\d,.;]{0,12}(?:của|trong|vào|\()?\s*"
    behind = [one for one in reported if one.start >= end]
    close = [one for one in behind if re.fullmatch(adjacent, sentence[end : one.start])]
    before = [one for one in reported if one.end <= start]
    later = [one for one in behind if not re.search(r"[\d;]", sentence[end : one.start])]
    chosen = [*close[:1], *before[-1:], *later[:1]]
    return (chosen[0].period, "stated") if chosen else ("", "")


def _horizon(lead: str, ahead: list[Dated]) -> tuple[str, str]:
    goals = list(GOAL.finditer(lead))
    if not ahead:
        return "", ""
    return ahead[-1].period, "stated" if not goals or goals[0].start() < ahead[-1].start else "inferred"


def _past(period: str, latest: str) -> bool:
    return bool(latest) and bool(numerals.period_end(period) <= numerals.period_end(latest))


def usual_period(text: str) -> str:
    """The period of figures that state none: the printed day of publication, else the last day reported on.

    >>> usual_period("Tiêu đề\\n22/07/2025 - 14:00\\nĐến năm 2030 ..."), usual_period("9 tháng đầu năm 2024 đạt 5")
    ('2025-07-22', '2024-09-30')
    """
    if day := printed_day(text):
        return day
    ends = [
        numerals.period_end(one.period)
        for one in found_in(text)
        if one.role == "reported" and not re.fullmatch(rf"{YEAR}/{YEAR}", one.period)
    ]
    return max(ends).isoformat() if ends else ""


def printed_day(text: str) -> str:
    """The day of publication, where one of the first lines is little more than a date; else ''.

    >>> printed_day("Tiêu đề\\nNgọc Ánh\\n22/07/2025 - 14:00"), printed_day("Ngày 25/2/2022 tỉnh ban hành nghị quyết.")
    ('2025-07-22', '')
    """
    for line in text.split("\n")[:12]:
        stamp = re.fullmatch(rf"[^\d.]{{0,40}}(\d{{1,2}})/(\d{{1,2}})/({YEAR})\W*(?:\d{{1,2}}:\d\d)?\W*", line.strip())
        if stamp:
            day = f"{stamp[3]}-{int(stamp[2]):02d}-{int(stamp[1]):02d}"
            return day if _is_period(day) else ""
    return ""


def _is_period(text: str) -> bool:
    try:
        numerals.period_end(text)
    except ValueError:
        return False
    return True
