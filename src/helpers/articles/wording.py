"""The words by which Vietnamese and English reports say what a figure is: rules on wording alone, none on an article."""

import re

from helpers.articles.vocabulary import listed, printed
from helpers.seeds.numerals import BESIDE_HEDGES, PHRASES

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
ITEM = re.compile(r"\s*(?:[-–+*•▪●]|[a-zđ]\)|\d{1,2}[.)])\s")
RANGE = re.compile(r"\s*(?:%|phần trăm)?\s*(?:[-–÷~]|đến|tới|to)\s*$", re.I)
THIS = _any(*printed("this"))
THESE = _any(*printed("these"))

# --- units ---

MEASURES = re.compile(rf"\s*({listed('measure')})", re.IGNORECASE)
IN_WORDS = r"(?:nghìn|ngàn|vạn|triệu|tỷ|thousand|million|billion)"
NOUNS = [*printed("noun"), *printed("noun_en")]  # what is counted, where the ledger does not name it
