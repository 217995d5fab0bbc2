"""The words of reports, from vocabulary.csv: spelled one way, and what they say of a figure; none is of one article."""

import functools
import re
from pathlib import Path

import pandas as pd

from helpers.seeds.numerals import BESIDE_HEDGES, PHRASES

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


# --- patterns ---

YEAR = r"(?:19|20)\d\d"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


MONTHS_EN = "january|february|march|april|may|june|july|august|september|october|november|december"
_HEDGE = "|".join(map(re.escape, sorted(set(PHRASES) - {"từ"}, key=len, reverse=True)))  # 'tăng từ 44%' hedges nothing
_BESIDE = "|".join(map(re.escape, sorted(BESIDE_HEDGES, key=len, reverse=True)))
HEDGED = _any(rf"\b(?:(?:vào|mức|an)\s+)?(?:{_HEDGE})\s+(?:(?:{_HEDGE}|{_BESIDE})\s+)*(?:VN[DĐ]|US\$|\$)?$")
MONEY = re.compile(r"\s*(?:VN[DĐ]|US\$|\$)\s*$")
COMPARED = re.compile(r"\b(?:cao|thấp|nhiều|ít|lớn|nhanh)\s+$", re.I)  # 'cao hơn mức 8,7%' hedges nothing
PLANNED = _any(*printed("plan_itself"))  # '…: kế hoạch 98%, thực hiện 99%'
IN_A_PLACE = _any(rf"\s*(?:{listed('small_place')})\b")


def unhedged(before: str) -> str:
    """What stands before a figure without its hedge, and without the word that makes a plan's figure of it."""
    return PLANNED.sub("", COMPARED.sub("", MONEY.sub("", HEDGED.sub("", before)))).rstrip()


# --- what is no figure to report ---

NUMBERED = _any(rf"\b(?:{listed('numbered')}) +(?:số +|no\.? +)?$", *printed("numbered_in"))
NAMED = re.compile(r"\b(?:[Bb]ản|[Tt]hôn|[Xx]óm|[Tt]ổ|[Kk]hu)(?: [A-ZĐÂĂÊÔƠƯÁ]\w*)+ $")  # 'bản Huổi Lụ 2'
PERSON = re.compile(r"[A-ZĐ]\w+, $")  # 'Ly A Pao, 41, who …'
RANKED = _any(rf"\b(?:{listed('ranked')})\s+(?:thứ\s+)?(?:\d+\s*/\s*)?$", rf"\b(?:{listed('seen')})\s*[:(]+\s*$")
NOT_MEASURED = _any(rf"\s*(?:{listed('lasting')}|{listed('seen')})\b")
DATE_BEFORE = _any(rf"\b(?:tháng|quý|ngày|{MONTHS_EN})\s+$", r"\bcác (?:tháng|quý|ngày) (?:\d\d?, )*\d\d?(?:,| và) $")
DATE_BEHIND = _any(rf"\s*(?:tháng|quý|(?:{MONTHS_EN}) {YEAR})\b")
COUNTED = re.compile(r"\s*(?:%|phần trăm|tỷ(?! lệ| trọng)|triệu|nghìn|km\b)")  # what stands behind no year
FILE_OR_ADDRESS = re.compile("|".join(printed("address")))
TELEPHONE = re.compile(r"0\d{8,10}")
DIVIDED = _any(rf"\s*(?:{listed('divided')})\b")
LEGAL = _any(rf"\b(?:{listed('law')}|{listed('document')})\s+số:?\s+$", rf"\b(?:{listed('law')})\s+$")

# --- what kind of figure ---

GOAL = _any(rf"\b(?:{listed('goal')})\b")
GOAL_ITSELF = _any(*printed("goal_itself"), *printed("plan_itself"))
GOAL_BEHIND = re.compile(
    r"[^.;\d]*\b(?:là (?:mục tiêu|chỉ tiêu|đích)|phải (?:có|đạt|được|hoàn thành)|is the (?:target|goal|aim))\b", re.I
)
REPORTED = _any(rf"\b(?:{listed('reported')})\b")
DID = _any(rf"\b(?:{listed('done')})\b")
SUMS_UP = re.compile(r"\b(?:kết quả|tổng kết|đánh giá)\b", re.I)
DONE = _any(rf"\b(?:{listed('met')})\s+$")
RATE = _any(rf"\b(?:{listed('rise')})\s+(?:(?:{listed('by')})\s+)*$", *printed("rate"))
FALL = _any(rf"\b(?:{listed('fall')})\b")
AGAINST_PLAN = _any(*printed("against_plan"))
OF_ANOTHER_TIME = _any(*printed("other_time"))
PRICE = re.compile(r"\s*(?:(?:nghìn|triệu|tỷ) )?đồng/(?!người|năm)")
TIMES = _any(r"\s*(?:(?:%|phần trăm)/năm|lần|điểm phần trăm|điểm %|bậc\b|percentage points?|times|fold)")

COLUMNS = {kind: _any(rf"\b(?:{listed(f'{kind}_column')})\b") for kind in ("target", "context")}

# --- how a figure hangs on its words ---

LINK = _any(rf"(?:\b(?:{listed('link')})|:)\s*$")
APPOSED = _any(*printed("apposed"))
IN_TURN = _any(r"\blần lượt\b", r"\brespectively\b")
NOW = _any(rf"\b(?:{listed('now')})\b")
INSIDE = _any(r"\b(?:in|across|tại|ở|trong)\s*$")  # 'in 129 communes' says where
GOES_ON = re.compile(r"(?:,|\bvà|\band)\s*$")
MORE_OF = re.compile(r"(?:,|\b(?:và|and|gồm|trong đó|of which|of them|including))\s*$", re.I)  # of the same unit
ITEM = re.compile(r"\s*(?:[-–+*•▪●]|[a-zđ]\)|\d{1,2}[.)/])\s")
RANGE = re.compile(r"\s*(?:%|phần trăm)?\s*(?:[-–÷~]|đến|tới|to)\s*$", re.I)
THIS = _any(*printed("this"))
THESE = _any(*printed("these"))

# --- units ---

MEASURES = re.compile(rf"\s*({listed('measure')})", re.IGNORECASE)
IN_WORDS = r"(?:nghìn|ngàn|vạn|triệu|tỷ|thousand|million|billion)"
NOUNS = [*printed("noun"), *printed("noun_en")]  # what is counted, where the ledger does not name it
