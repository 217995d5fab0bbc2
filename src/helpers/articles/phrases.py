"""How Vietnamese reports phrase a figure: what kind it is, its hedge, its unit.

Rules on wording alone, none on an article: what they give is a guess for a person to confirm.
"""

import re

from helpers.seeds import numerals

YEAR = r"(?:19|20)\d\d"
HEDGED = re.compile(
    r"(?:\b(?:ước|hơn|trên|gần|dưới|khoảng|xấp xỉ)\s+(?:(?:đạt|chiếm|tăng|là)\s+)?)+$",
    re.IGNORECASE,
)
IN_A_PLACE = re.compile(r"\s*(?:huyện|xã|tỉnh|thị xã|thị trấn|phường|thành phố|thôn|bản|khu vực|địa bàn)\b")
NUMBERED = re.compile(r"\b(?:ảnh|hình|bảng|biểu|biểu đồ|phụ lục|điều|khoản|chương|mục|phiên bản)\s+(?:số\s+)?$", re.I)
LEGAL = re.compile(
    r"\b(?:nghị quyết|nghị định|quyết định|chỉ thị|thông tư|công văn|kế hoạch|kết luận|luật|văn bản)\s+số\s+$"
    r"|\b(?:nghị quyết|nghị định|chỉ thị|thông tư|kết luận)\s+$",
    re.IGNORECASE,
)
GOAL = re.compile(r"\b(?:mục tiêu|phấn đấu|chỉ tiêu|(?<!định )hướng (?:tới|đến)|dự kiến|kỳ vọng|sẽ|đặt ra)\b", re.I)
DID = re.compile(r"\bđã\b", re.I)
DONE = re.compile(r"\b(?:hoàn thành|vượt|về đích)\s+$", re.I)
RATE = re.compile(
    r"\b(?:tăng|giảm)\s+(?:(?:thêm|hơn|trên|gần|khoảng|ước|bình quân|đạt|là)\s+)*$|\btăng trưởng\b[^.;]*$", re.I
)
LINK = re.compile(r"(?:\b(?:đạt|là|chiếm|còn|lên|xuống|từ|mức|chiều dài|diện tích|kinh phí|trị giá)|:)\s*$", re.I)
PLAN = re.compile(r"%\s*(?:kế hoạch|dự toán|chỉ tiêu)")
UNITS = re.compile(
    r"\s*(%\s*(?:/\s*năm|GRDP|GDP|kế hoạch(?: năm)?|dự toán(?: năm)?|tổng sản phẩm(?: trên địa bàn)?)?"
    r"|(?:nghìn |triệu )?(?:tỷ|triệu|nghìn|vạn)(?: đồng| thuê bao| người| hộ| lượt)?(?:/(?:người(?:/năm)?|năm))?(?!\w)"
    r"|[^\W\d]+(?: [^\W\d]+){0,4}/\d+ (?:dân|người|hộ)|k?m(?![\w])|ha(?!\w))"
)


def form_kind(token: str, form: str, before: str, after: str) -> str:
    """What a numeral is by its form and its next words; 'figure' where only the sentence can tell, '' if unclear.

    >>> form_kind("2023", "numeral", "trong năm ", " đạt"), form_kind("9", "numeral", "trong ", " tháng đầu năm")
    ('date', 'date')
    >>> form_kind("100", "numeral", "86,8 thuê bao/", " dân)"), form_kind("15", "numeral", "từ ", " tuổi trở lên")
    ('context', 'context')
    >>> form_kind("1", "numeral", "toàn diện- Ảnh ", "."), form_kind("72", "numeral", "đạt ", "%")
    ('label', 'figure')
    """
    if form in ("legal", "date", "label"):
        return form
    if NUMBERED.search(before) or (form == "odd" and re.search(r"công nghiệp\s+$", before, re.I)):
        return "label"
    if form == "odd":
        return ""
    if LEGAL.search(before):
        return "legal"
    if re.search(r"\b(?:tháng|quý|ngày)\s+$", before, re.I) or re.match(r"\s*(?:tháng|quý)\b", after, re.I):
        return "date"
    if re.fullmatch(YEAR, token) and not re.match(r"\s*(?:%|tỷ|triệu|km\b)", after):
        return "date"
    if re.search(r"[^\W\d]/\s*$", before) or re.match(r"\s*(?:tuổi|năm|ngày|giờ|phút|tuần)\b", after, re.I):
        return "context"
    return "figure"


def figure_kind(sentence_before: str, before: str, unit: str) -> str:
    """Whether a figure is an observation, a growth rate, a target, or context (a share of a plan).

    >>> figure_kind("GRDP ước tăng ", "GRDP ước tăng ", "%"), figure_kind("tăng từ ", "tăng từ ", "%")
    ('growth', 'observation')
    >>> figure_kind("Phấn đấu đến năm 2030, đạt ", " đạt ", "%"), figure_kind("thu đạt ", "đạt ", "% kế hoạch năm")
    ('target', 'context')
    """
    if PLAN.match(unit):
        return "context"
    goal = list(GOAL.finditer(sentence_before))
    # 'vượt mục tiêu' and 'mục tiêu …, đã đạt' report; what is still to come has no 'đã'
    if (
        goal
        and not DONE.search(sentence_before[: goal[-1].start()])
        and not DID.search(sentence_before, goal[-1].end())
    ):
        return "target"
    rate = RATE.search(before)
    # 'tăng trưởng … 1.115 tỷ đồng' is a size: the looser wording makes a rate of a per cent only
    if rate and (unit.startswith("%") or not rate[0].lower().startswith("tăng trưởng")):
        return "growth"
    return "observation"


def qualifier(before: str, after: str) -> str:
    """The hedge in front of a figure, as printed; '' for none, and for 'trên 4 huyện', which means *in* four.

    >>> qualifier("thuê bao ước đạt hơn ", " thuê bao"), qualifier("camera trên ", " huyện"), qualifier("đạt ", "%")
    ('ước đạt hơn', '', '')
    """
    match = HEDGED.search(before)
    if not match:
        return ""
    words = match[0].strip()
    return "" if words.lower() == "trên" and IN_A_PLACE.match(after) else words


def hedge_step(token: str, words: str, unit: str) -> float | None:
    """How far a hedged figure may lie from what is printed: a proposal, or None where nothing hedges.

    An estimate (ước, khoảng): two units of its last digit. hơn, trên: up to the next round number, one unit
    of the last digit that is not 0. gần, dưới: a tenth of that. Never less than a unit of the last digit printed,
    which it always is for a per cent.

    >>> hedge_step("1.115", "ước đạt", "tỷ đồng"), hedge_step("9.000", "hơn", "thành viên"), hedge_step("52", "", "%")
    (2.0, 1000.0, None)
    >>> hedge_step("400", "gần", "tỷ đồng"), hedge_step("90", "trên", "%")
    (10.0, 1.0)
    """
    last: float
    try:
        way, value, last = numerals.hedge(words), numerals.numeral(token), numerals.last_digit(token)
    except ValueError:
        return None
    if not way:
        return None
    if way == "both":
        return round(2 * last, 9)
    if unit.startswith("%") or value == 0:
        return last
    place = last
    while round(value / place, 9) % 10 == 0:
        place *= 10
    return max(last, place if way == "up" else place / 10)


def unit(after: str, before: str, known: list[str]) -> str:
    """The unit a figure is printed with: a sign or measure, a noun that the ledger knows, else the next word.

    >>> unit("% của năm 2020", "", []), unit(" tỷ đồng, tăng", "", []), unit(" thuê bao/100 dân)", "", ["thuê bao"])
    ('%', 'tỷ đồng', 'thuê bao/100 dân')
    >>> unit(" bao gồm hình thức", "thuê bao Internet đạt ", ["thuê bao"]), unit(" trường học", "", [])
    ('thuê bao', 'trường')
    """
    if match := UNITS.match(after):
        return re.sub(r"\s+", " ", match[1]).strip()
    nouns = sorted((noun for noun in known if re.fullmatch(r"[^\W\d]+(?: [^\W\d]+)*", noun)), key=len, reverse=True)
    if match := re.match(r"\s*(?:các |cái |chiếc )?(" + "|".join(map(re.escape, [*nouns, r"-"])) + r")\b", after, re.I):
        return match[1]
    linked = LINK.search(HEDGED.sub("", before))
    if (
        linked
        and nouns
        and (said := list(re.finditer(r"\b(" + "|".join(map(re.escape, nouns)) + r")\b", before, re.I)))
    ):
        return said[-1][1]
    word = re.match(r"\s*([^\W\d]+)", after)
    return word[1] if word else ""
