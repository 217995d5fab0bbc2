"""Figures as Vietnamese texts print them: read into numbers, units, ranges and dates, and printed again."""

import datetime as dt
import re

import pandas as pd
from babel.numbers import format_decimal  # knows each language's separators; alive, no dependencies

from helpers.tables import files

SIGNS = {"vi": (".", ","), "en": (",", ".")}  # what groups thousands, and the decimal sign
_WORDS = files.builtin(
    "hedges"
)  # the phrases of each meaning, the usual Vietnamese one first; last words beside hedges
_MEANT = _WORDS[_WORDS.meaning != ""]
PHRASES: dict[str, str] = dict(zip(_MEANT.phrase, _MEANT.meaning, strict=True))
# which way a hedge of a meaning opens a figure
WAYS: dict[str, str] = dict(zip(_MEANT.meaning, _MEANT.way, strict=True))
USUAL = _MEANT.drop_duplicates("meaning").set_index("meaning").phrase
BESIDE_HEDGES = set(_WORDS.phrase) - set(PHRASES)
LARGE, ESTIMATED_TO = 100_000.0, 1_000.0  # an estimate of a large number is no more exact than its thousands
_HEDGE = re.compile("|".join(sorted(PHRASES, key=len, reverse=True)))
PER_CENT = r"%|phần trăm|per ?cent\b"
_COUNTED = {"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}  # fmt: skip


def _numeral(token: str, language: str) -> re.Match[str] | None:
    group, decimal = map(re.escape, SIGNS[language])
    return re.fullmatch(rf"(\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{decimal}(\d+))?", token, re.ASCII)


def numeral(token: str, language: str = "vi", unit: str = "") -> float:
    """The value of a numeral as a language prints it: in Vietnamese '.' groups thousands, ',' is the decimal sign.

    `unit` is the printed one: its thousands are written out.

    ValueError where the token is not one, as '88.7', '3G' or '25/2/2022'.

    >>> numeral("567.666"), numeral("9,33"), numeral("03"), numeral("567,666", "en"), numeral("9.33", "en")
    (567666.0, 9.33, 3.0, 567666.0, 9.33)
    """
    match = _numeral(token, language)
    if not match:
        group, decimal = SIGNS[language]
        name = {"vi": "a Vietnamese", "en": "an English"}[language]
        raise ValueError(f"{token!r} is not {name} numeral: groups of three by {group!r}, decimals after {decimal!r}")
    value = float(match[1].replace(SIGNS[language][0], "") + "." + (match[2] or "0"))
    return round(value * scale(unit), 9)


def last_digit(token: str, language: str = "vi") -> float:
    """The unit of a numeral's last printed digit: 0.1 of 88,7, 1 of 73.000."""
    match = _numeral(token, language)
    return 10.0 ** -len((match and match[2]) or "")


def _hedges(qualifier: str) -> list[str]:
    return _HEDGE.findall(" ".join(qualifier.lower().split()))


def hedge(qualifier: str) -> str:
    """Which way a qualifier opens a figure: 'up', 'down', 'both', or '' where there is none.

    ValueError for a qualifier that is not known: it must be read by a person first.

    >>> hedge("Trên"), hedge("ước đạt gần"), hedge("ước chiếm"), hedge("không dưới"), hedge("")
    ('up', 'down', 'both', 'up', '')
    """
    words = _HEDGE.sub(" ", " ".join(qualifier.lower().split())).split()
    if unknown := [word for word in words if word not in BESIDE_HEDGES]:
        raise ValueError(f"unknown word {unknown[0]!r}; known are {', '.join(sorted({*PHRASES, *BESIDE_HEDGES}))}")
    ways = [WAYS[PHRASES[phrase]] for phrase in _hedges(qualifier)]
    # 'ước đạt gần' is an estimate that lies below: the one-sided word decides
    return next((way for way in ways if way != "both"), ways[0] if ways else "")


def beyond(qualifier: str) -> str:
    """On which side of the printed figure a hedged one surely lies: 'up', 'down', or '' where it may be the figure itself."""
    return "" if english_hedge(qualifier).startswith(("at least", "at most")) else hedge(qualifier).replace("both", "")


def estimated(qualifier: str) -> bool:
    """Whether a qualifier calls a figure an estimate: ước, estimated."""
    return "estimated" in [PHRASES[phrase] for phrase in _hedges(qualifier)]


def english_hedge(qualifier: str) -> str:
    """What a qualifier puts before a figure in English, an estimate apart."""
    meanings = [PHRASES[phrase] for phrase in _hedges(qualifier)]
    one_sided = [meaning for meaning in meanings if WAYS[meaning] != "both"]
    if one_sided:
        return one_sided[0] + (" about" if "about" in meanings else "")
    return "about" if meanings and "estimated" not in meanings else ""


def vietnamese_hedges(qualifier: str) -> list[str]:
    """The hedges of a qualifier in Vietnamese: as printed, or the usual word for an English one (over: hơn)."""
    return [USUAL[PHRASES[phrase]] if phrase.isascii() else phrase for phrase in _hedges(qualifier)]


def input_range(
    token: str, qualifier: str = "", hedge_step: float | None = None, unit: str = "", language: str = "vi"
) -> tuple[float, float]:
    """What a printed figure allows, as (lower, upper).

    Half a unit of the last digit both ways; hedged, `hedge_step` upwards for hơn and trên,
    downwards for gần, half of it both ways for ước. `unit` is the printed one: its thousands are written out.

    >>> input_range("52"), input_range("52", "trên", 1), input_range("95", "gần", 1), input_range("9,5", "ước", 0.2)
    ((51.5, 52.5), (52.0, 53.0), (94.0, 95.0), (9.4, 9.6))
    >>> input_range("0,39", unit="triệu thuê bao")
    (385000.0, 395000.0)
    """
    value, way = numeral(token, language, unit), hedge(qualifier)
    down = up = last_digit(token, language) * scale(unit) / 2
    if way and hedge_step is not None:
        down = {"up": 0.0, "down": hedge_step, "both": hedge_step / 2}[way]
        up = {"up": hedge_step, "down": 0.0, "both": hedge_step / 2}[way]
    return round(value - down, 9), round(value + up, 9)


def scale(unit_printed: str) -> float:
    """What a number is multiplied by that stands before a printed unit: a count in thousands or millions is written out.

    Money keeps the unit of its indicator, billions of đồng (tỷ) or millions (triệu).

    >>> scale("triệu thuê bao"), scale("thuê bao"), scale("tỷ đồng"), scale("nghìn tỷ đồng"), scale("triệu đồng")
    (1000000.0, 1.0, 1.0, 1000.0, 1.0)
    """
    words = unit_printed.lower().split()
    if not words or words[0] not in _COUNTED:
        return 1.0
    if words[0] in ("nghìn", "ngàn", "triệu") and words[1:2] == ["tỷ"]:
        return _COUNTED[words[0]]
    is_money = re.search(r"\b(?:đồng|vnd|vnđ|usd|đô la|dong)\b", unit_printed.lower()) or words == ["tỷ"]
    return 1.0 if is_money else _COUNTED[words[0]]


def units_for(printed_unit: str) -> tuple[str, ...]:
    """The units of indicators that a printed unit can stand for."""
    of_product = re.search("G(?:R)?DP|sản phẩm", printed_unit)
    patterns = {
        PER_CENT: ("% of GRDP", "% of GDP") if of_product else ("%", "per 100", "% of GRDP", "% of GDP"),
        r".*(?:/100 |per 100)": ("per 100 people",),
        r"(?:nghìn |triệu )?tỷ\b|billion(?: VND| dong)?$": ("billion VND",),
        r"triệu đồng|million (?:VND|dong)": ("million VND",),
        r"điểm|lần|bậc|percentage|.*(?:USD|đô la|đồng)": (),
        r"km$": ("km",),
    }
    return next((units for pattern, units in patterns.items() if re.match(pattern, printed_unit, re.I)), ("number",))


def period_end(period: str) -> dt.date:
    """The last day of a period: a value stands at the end of its period. ValueError where it is none of these.

    >>> [str(period_end(period)) for period in ("2020", "2023-Q1", "2024-01/2024-09", "2021/2023", "2025-07-22")]
    ['2020-12-31', '2023-03-31', '2024-09-30', '2023-12-31', '2025-07-22']
    """
    start, _, end = period.partition("/")
    if end:
        first, last = period_end(start), period_end(end)
        if first > last:
            raise ValueError(f"period {period!r} ends before it starts")
        return last
    if not re.fullmatch(r"\d{4}(-Q[1-4]|-\d\d(-\d\d)?)?", period, re.ASCII):
        raise ValueError(f"{period!r} is not a period such as 2020, 2023-Q1, 2024-01/2024-09 or 2025-07-22")
    return pd.Period(period.replace("-Q", "Q")).end_time.date()


def period_start(period: str) -> pd.Timestamp:
    """The last day before a period: the earliest date at which its value may stand."""
    first = pd.Period(period.partition("/")[0].replace("-Q", "Q"))
    return first.start_time.normalize() - pd.Timedelta(days=1)


def number(value: float, decimals: int, language: str = "en") -> str:
    """A number as a language prints it, with a fixed count of decimals: 1,234.5, in Vietnamese 1.234,5."""
    printed = format_decimal(value, f"#,##0.{'0' * decimals}", language)
    return printed if re.search("[1-9]", printed) else printed.removeprefix("-")  # nothing is minus nought


def decimals_of(value: float) -> int:
    """How many decimals a reported value has, at most three."""
    return next(places for places in range(4) if abs(value - round(value, places)) < 1e-9 or places == 3)


def numbers_in(sentence: str, language: str = "en") -> list[tuple[float, int]]:
    """The numerals of a sentence as (value, decimals) pairs, labels such as 4G or TDB6 left out.

    >>> numbers_in("from 44 % to 567,666: 17.8 %"), numbers_in("17,8% và 567.666", "vi"), numbers_in("9.4", "vi")
    ([(44.0, 0), (567666.0, 0), (17.8, 1)], [(17.8, 1), (567666.0, 0)], [])
    """
    group, decimal = SIGNS[language]
    whole = rf"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+|[0-9]+"
    pattern = rf"(?<![\w.,-])(-?)({whole})(?:{re.escape(decimal)}([0-9]+))?(?!\w|[.,][0-9])"
    return [
        (float(f"{sign}{digits.replace(group, '')}.{rest or 0}"), len(rest))
        for sign, digits, rest in re.findall(pattern, sentence)
    ]
