"""The periods that reports print, and which of them a figure belongs to: guesses for a person to confirm."""

import re
from typing import NamedTuple

from helpers.articles import wording
from helpers.articles.wording import YEAR, listed, readings
from helpers.seeds import numerals
from helpers.seeds.rules import attempt

MONTHS, QUARTERS = ({word: int(number) for word, number in readings(use).items()} for use in ("months", "quarters"))
MONTHS_EN = wording.MONTHS_EN.split("|")
_QUARTER = r"IV|I{1,3}|[1-4]"
_OF_YEAR = r"(?:/|-|,?\s+năm\s+|\s+)"
PERIOD = re.compile(
    rf"năm (?P<from>{YEAR}) và quý (?P<till>{_QUARTER}){_OF_YEAR}(?P<till_year>{YEAR})"
    rf"|(?P<months>(?:\d{{1,2}}|hai|ba|bốn|sáu|bảy|tám|chín|mười)(?= tháng)|nửa(?= đầu))(?: tháng)?(?: đầu)?(?: năm)?(?: (?P<months_year>{YEAR}))?(?![\d/])"
    rf"|first (?P<months_en>half|(?:three|six|nine|ten|eleven|\d{{1,2}})(?= months))(?: months)?(?: of (?P<months_en_year>{YEAR}))?"
    rf"|quý (?P<quarter>{_QUARTER})\b(?:{_OF_YEAR}(?P<quarter_year>{YEAR}))?"
    rf"|(?P<ago>năm ngoái|last year)|(?P<earlier>năm trước đó|a year earlier|the year before)"
    rf"|Q(?P<q>[1-4])(?: of)? (?P<q_year>{YEAR})|(?P<nth>first|second|third|fourth) quarter of (?P<nth_year>{YEAR})"
    rf"|(?P<on>ngày |(?<=đến ))?(?P<d>\d{{1,2}})(?:[/.-]| tháng )(?P<m>\d{{1,2}})(?:(?:[/.-]| năm )(?P<y>{YEAR})(?!\d)|(?(on)(?![\d/-])|(?!)))"
    rf"|(?P<in>tháng )?(?P<month>\d{{1,2}})(?:(?:/|-|(?(in)\s+năm\s+|(?!)))(?P<month_year>{YEAR})(?!\d)|(?(in)(?![\d/-])|(?!)))"
    rf"|(?:(?P<day_word>\d{{1,2}}) )?(?P<word>{wording.MONTHS_EN}) (?:(?P<word_day>\d{{1,2}}), )?(?P<word_year>{YEAR})"
    rf"|(?:giai đoạn |nhiệm kỳ |năm )?(?P<first>{YEAR})\s?[-–]\s?(?P<last>{YEAR})"
    rf"|(?<![\d.,/-])(?P<year>{YEAR})(?![\d/]|[.,]\d|\s*(?:%|phần|tỷ(?! lệ| trọng)|triệu|nghìn|km\b|thuê bao|hộ\b|người|thiết bị|trạm))",
    re.IGNORECASE,
)
_NAMED_YEAR = r"(?:\s+(?:các\s+)?năm)?\s*$"
AGAINST = re.compile(rf"(?:{listed('against')}){_NAMED_YEAR}", re.I)
PRICES = re.compile(rf"\b(?:{listed('prices')}){_NAMED_YEAR}", re.I)
OUTLOOK = re.compile(rf"\b(?:định hướng|tầm nhìn)(?:\s+(?:đến|tới))?{_NAMED_YEAR}", re.I)
HORIZON = re.compile(listed("horizon"), re.I)
DAYS = (62, 366)  # since a period of results, beside others in its heading or alone there
PLANNED = re.compile(rf"\s*\((?:{listed('plan')})\)", re.I)  # '2025 (kế hoạch)'
PLAN = re.compile(rf"\b(?:{listed('plan')})\b[^.;,%\d]{{0,60}}$", re.I)
AS_OF = re.compile(r"\b(?:(?:tính )?đến(?: hết)?(?: ngày)?|chốt|số liệu|thời điểm|as of|by)\s*$", re.I)
FROM = re.compile(r"\b(?:từ|from) (?:\w+ ){0,2}#[^,;.\d]{0,30}\b(?:lên|xuống|to)\b", re.I)  # 'tăng từ # % lên 52%'
OF_FROM = re.compile(r"\d\s*(?:%|\w+)?\s*(?:của |trong |vào |in |\()?(?:năm |tháng )?#\W*(?:lên|xuống|to)\b", re.I)
OTHERS = re.compile(r"\d\s*%[^;#]*#[^;]*;")  # '88,7% bản năm # đã có; …': of that clause alone
SINCE = re.compile(r"\d.*(?:[,;] |\bthì |đến )(?:hiện|nay|now)\b", re.I)  # past a figure it speaks of today again
REACHES = re.compile(r"^[\s(:]*(?:(?:của|vào|trong|là|đạt|chỉ|mới|có|ở mức|con số|was|is)\s*)*[\s(:]*$", re.I)


class Dated(NamedTuple):
    """A period as a text prints it: where, as the tables write it, and what it is there for."""

    start: int
    end: int
    period: str
    role: str  # reported | base | horizon | outlook | event | plan | prices


def found_in(text: str, year: str = "", latest: str = "") -> list[Dated]:
    """The periods that a text prints, each with its role; `year` is that of '6 tháng đầu năm' where none is printed.

    'đến hết năm 2023' reports where it is not after `latest`, the last day that the text can be of.

    >>> [(found.period, found.role) for found in found_in("Quý I năm 2023 tăng so với năm 2022; đến năm 2025")]
    [('2023-Q1', 'reported'), ('2022', 'base'), ('2025', 'horizon')]
    """
    found: list[Dated] = []
    for match in PERIOD.finditer(text):
        years = [year, *(re.findall(YEAR, dated.period)[0] for dated in found)]
        period = _period(match, years[0] if match["ago"] else years[-1])
        if is_period(period):
            role = _role(match, text)
            estimated = period[:4] == latest[:4] and re.search(r"\bước\b", text[match.end() :])
            over = role == "horizon" and (estimated or past(period, latest))
            found.append(Dated(match.start(), match.end(), period, "reported" if over else role))
    return found


def _role(match: re.Match[str], text: str) -> str:
    before = re.split(r"[\t|]", text[max(0, match.start() - 80) : match.start()])[-1]  # a table's cell alone
    own = re.match(r"năm\s+", match[0], re.I)
    lead = before + (own[0] if own else "")
    if AGAINST.search(lead) or (re.search(r"\((?:năm )?$", lead) and text.startswith(":", match.end())):
        return "base"
    if PRICES.search(lead):
        return "prices"
    if OUTLOOK.search(lead):
        return "outlook"
    if match["d"] or match["word_day"] or match["day_word"]:
        return "reported" if AS_OF.search(before) else "event"
    if HORIZON.search(lead):
        return "horizon"
    if PLANNED.match(text, match.end()):
        return "plan"
    if PLAN.search(before) and not re.search(r"\b(?:kết quả|thực hiện)\b", before, re.I):
        return "plan"
    return "reported"


def _period(match: re.Match[str], year_before: str) -> str:
    """A matched period as the tables write it; not always one of the calendar."""
    part = match.groupdict()
    if part["from"]:
        return f"{part['from']}-01/{part['till_year']}-{QUARTERS[part['till'].lower()] * 3:02d}"
    if months := part["months"] or part["months_en"]:
        year = part["months_year"] or part["months_en_year"] or year_before
        return f"{year}-01/{year}-{MONTHS.get(months.lower()) or int(months):02d}"
    for name in ("quarter", "q", "nth"):
        if part[name]:
            return f"{part[f'{name}_year'] or year_before}-Q{QUARTERS[part[name].lower()]}"
    if part["ago"] or part["earlier"]:
        return str(int(year_before) - 1) if year_before else ""
    if part["d"]:
        return f"{part['y'] or year_before}-{int(part['m']):02d}-{int(part['d']):02d}"
    if part["month"]:
        return f"{part['month_year'] or year_before}-{int(part['month']):02d}"
    if part["word"]:
        month = MONTHS_EN.index(part["word"].lower()) + 1
        day = part["word_day"] or part["day_word"]
        return f"{part['word_year']}-{month:02d}" + (f"-{int(day):02d}" if day else "")
    return f"{part['first']}/{part['last']}" if part["first"] else part["year"]


def stated(sentence: str, start: int, end: int, found: list[Dated]) -> str:
    """The period that a sentence states for the figure at start:end; '' where it states none.

    A base right before the figure ('cùng kỳ năm 2023 là 49%') wins, then the period right behind it ('44% của năm
    2020'), then the nearest before it, then the next behind it with no figure between.

    >>> text = "tăng từ 75% của năm 2020 lên 95% năm 2023"
    >>> [stated(text, start, start + 3, found_in(text)) for start in (8, 29)]
    ['2020', '2023']
    >>> text = "Đến hết năm 2023, đạt 41 thuê bao"
    >>> stated(text, 22, 24, found_in(text, latest="2024-08-15")), stated(text, 22, 24, found_in(text))
    ('2023', '')
    """
    bases = [one for one in found if one.role == "base" and one.end <= start]
    if bases and (
        REACHES.match(sentence[bases[-1].end : start]) or FROM.search(f"{sentence[:start]}#{sentence[end:]}")
    ):
        return bases[-1].period
    reported = [one for one in found if one.role == "reported"]
    adjacent = r"(?!.*\b(?:và|and)\b)[^\d,.;]{0,14}(?:của|trong|vào|in|\()?\s*"
    behind = [one for one in reported if one.start >= end]
    close = [one for one in behind if re.fullmatch(adjacent, sentence[end : one.start])]
    passed = [one for one in reported if one.end <= start]
    passed = [one for one in passed if not OF_FROM.search(f"{sentence[: one.start]}#{sentence[one.end : start]}")]
    passed = [one for one in passed if not OTHERS.search(f"{sentence[: one.start]}#{sentence[one.end : start]}")]
    before = [one for one in passed if not SINCE.search(sentence[one.end : start])]
    later = [one for one in behind if not re.search(r"[\d;]", sentence[end : one.start])]
    chosen = [*close[:1], *before[-1:], *later[:1]]
    return chosen[0].period if chosen else ""


def horizon(found: list[Dated], start: int, latest: str) -> str:
    """The year that a goal's figure at `start` is meant for: the nearest before it that is still to come, else behind."""
    ahead = [one for one in found if one.role in ("horizon", "reported", "plan") and not past(one.period, latest)]
    before = [one.period for one in ahead if one.start < start]
    return before[-1] if before else ahead[0].period if ahead else ""


def past(period: str, latest: str) -> bool:
    """Whether a period ends by the end of another; False where the other is not known."""
    return bool(latest) and bool(numerals.period_end(period) <= numerals.period_end(latest))


DATELINE = re.compile(r"\W*(?:[^\W\d_a-z][\w-]* ?)+[,(]\s*(?:\w+ )?$")


def announced(found: list[Dated], latest: str) -> str:
    """The period that a heading gives to what follows: of those over the only one, and lately over; else ''."""
    over = [one.period for one in found if one.role == "reported" and past(one.period, latest)]
    days = (numerals.period_end(latest) - numerals.period_end(over[0])).days if len(over) == 1 else DAYS[1] + 1
    return over[0] if days <= DAYS[len(found) == 1] else ""


def last_reported(periods: list[str]) -> str:
    """The last day of the periods that a text reports on, spans of years aside: what it is of where no day is printed."""
    ends = [numerals.period_end(period) for period in periods if not re.fullmatch(rf"{YEAR}/{YEAR}", period)]
    return max(ends).isoformat() if ends else ""


def printed_day(text: str) -> str:
    """The day of publication, where one of the first lines, or the last, is little more than a date; else ''.

    >>> printed_day("Tiêu đề\\nNgọc Ánh\\n22/07/2025 - 14:00"), printed_day("Ngày 25/2/2022 tỉnh ban hành nghị quyết.")
    ('2025-07-22', '')
    >>> printed_day("Cập nhật lúc 08:45 ngày 05-12-2024\\nTin"), printed_day("08:15, 03/02/2026"), printed_day("Tin\\nJune 15, 2024")
    ('2024-12-05', '2026-02-03', '2024-06-15')
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    time = r"(?:\d{1,2}(?::|h)\d\d(?: ?[AP]M)?)"
    for line in [*lines[:12], *lines[-2:]]:
        days = [one for one in PERIOD.finditer(line) if one["d"] or one["word_day"] or one["day_word"]]
        rest = re.sub(time, "", line.replace(days[0][0], "")) if days else ""
        if days and DATELINE.match(line[: days[0].start()]) and re.match(r"\)?\s*[-–—:]", line[days[0].end() :]):
            return _period(days[0], "")  # 'DIEN BIEN PHU, June 15, 2024 – The province …'
        if len(days) == 1 and len(re.findall(r"\w+", rest)) <= 8 and not rest.endswith("."):
            day = _period(days[0], "")
            return day if is_period(day) else ""
    return ""


def is_period(text: str) -> bool:
    """Whether the tables take a text for a period."""
    return not isinstance(attempt(numerals.period_end, text), str)
