"""How reports phrase a figure: what kind it is, its hedge, its unit. A guess for a person to confirm."""

import re
from functools import lru_cache

from helpers.articles import wording
from helpers.articles.wording import listed
from helpers.seeds import numerals


def form_kind(token: str, form: str, before: str, after: str) -> str:
    """What a numeral is by its form and its next words; 'figure' where only the sentence can tell, '' if unclear."""
    if form in ("legal", "date", "label"):
        return form
    if wording.NUMBERED.search(before) or wording.NAMED.search(before) or wording.TELEPHONE.fullmatch(token):
        return "label"
    opens = not before.rpartition("\n")[2].strip(" |")
    if opens and re.match(r"[.)]\s|/ ?[^\W\d]|\t|\s*\|", after) and len(token) < 3:
        return "label"  # the number of a heading, or of a row of a table
    if opens and re.fullmatch(r"\d(?:\.\d{1,2}){1,2}", token) and re.match(r"\.? +[A-ZĐÀ-Ỹ]", after):
        return "label"  # '4.1. Kết quả'
    if form == "odd":
        return ""
    if wording.LEGAL.search(before):
        return "legal"
    if wording.RANKED.search(before) or (wording.PERSON.search(before) and after.startswith(",")):
        return "context"
    dated = token.isdigit() and wording.DATE_BEFORE.search(before) and not wording.COUNTED.match(after)
    if dated or wording.DATE_BEHIND.match(after):
        return "date"
    if re.fullmatch(wording.YEAR, token) and not wording.COUNTED.match(after):
        return "date"
    if re.search(r"\d/\s*$", before) and wording.DIVIDED.match(after):
        return "context"  # what '38/38 xã' is out of
    if re.search(r"[^\W\d]/\s*$|\bper\s+$", before) or wording.NOT_MEASURED.match(after):
        return "context"
    return "figure"


def figure_kind(before: str, unit: str, after: str) -> str:
    """Whether a figure is an observation, a growth rate, or context (a share of a plan); goals are another's matter."""
    rate = wording.RATE.search(before)
    if (
        wording.PRICE.match(after)
        or wording.AGAINST_PLAN.match(unit)
        or (not rate and wording.AGAINST_PLAN.match(after))
    ):
        return "context"
    if wording.TIMES.fullmatch(unit) or wording.OF_ANOTHER_TIME.match(after):
        return "growth"
    # 'tăng trưởng … 1.115 tỷ đồng' is a size: the looser wording makes a rate of a per cent only
    if rate and (is_share(unit) or not rate[0].lower().startswith("tăng trưởng")):
        return "growth"
    return "observation"


def is_share(unit: str) -> bool:
    """Whether a printed unit is per cent."""
    return bool(re.match(numerals.PER_CENT, unit))


def is_goal(sentence_before: str) -> bool:
    """Whether a verb or noun of a goal reaches the end of a sentence's beginning.

    'vượt mục tiêu' and 'mục tiêu …, đã đạt' report; what is still to come has no 'đã'.
    """
    goals = list(wording.GOAL.finditer(sentence_before))
    return (
        bool(goals)
        and not wording.DONE.search(sentence_before[: goals[-1].start()])
        and not wording.DID.search(sentence_before, goals[-1].end())
    )


def qualifier(before: str, after: str) -> str:
    """The hedge in front of a figure, as printed; '' for none, and for 'trên 4 huyện', which means *in* four."""
    match = wording.HEDGED.search(before)
    if not match:
        return ""
    words = wording.MONEY.sub("", match[0]).strip()
    inside = words.lower() == "trên" and wording.IN_A_PLACE.match(after)
    return "" if inside or wording.COMPARED.search(before[: match.start()]) else words


def hedge_step(token: str, words: str, unit: str, language: str = "vi") -> float | None:
    """How far a hedged figure may lie from what is printed, in its unit: a proposal, or None where nothing hedges.

    An estimate (ước, khoảng): two units of its last digit that is not zero; of six digits or more, no finer than
    thousands. hơn, trên: one such unit. gần, dưới: the same, or a tenth of it where that is the only digit. Never less
    than a unit of the last digit printed.

    >>> hedge_step("590.000", "khoảng", "thuê bao"), hedge_step("567.666", "ước đạt", "thuê bao")
    (20000.0, 2000.0)
    >>> hedge_step("9.000", "hơn", "thành viên"), hedge_step("400", "gần", "tỷ đồng"), hedge_step("90", "trên", "%")
    (1000.0, 10.0, 1.0)
    >>> hedge_step("1,2", "khoảng", "triệu người"), hedge_step("52", "", "%")
    (200000.0, None)
    """
    try:
        way = numerals.hedge(words)
        value, place = numerals.numeral(token, language), numerals.last_digit(token, language)
    except ValueError:
        return None
    if not way:
        return None
    last = place
    while value and round(value / place, 9) % 10 == 0 and not (is_share(unit) and way != "both"):
        place *= 10
    several = round(value / place, 9) >= 10
    step = {"both": 2 * place, "up": place, "down": place if several else max(last, place / 10)}[way]
    step *= numerals.scale(unit)
    if way == "both" and value * numerals.scale(unit) >= numerals.LARGE:
        step = max(step, 2 * numerals.ESTIMATED_TO)
    return round(step, 9)


def counted(before: str, units: tuple[str, ...]) -> str:
    """The noun that a clause counts where none stands behind its figure; '' for none.

    >>> counted("Số thuê bao di động là ", ()), counted("- Vị trí có 4G: ", ()), counted("đạt ", ())
    ('thuê bao', 'Vị trí', '')
    """
    bare = wording.unhedged(before)
    if not (wording.LINK.search(bare) or wording.RATE.search(bare + " ")):
        return ""
    nouns = _nouns(units)
    explicit = re.findall(rf"\b(?:số|tổng|lượng|trong đó|gồm)[: ]+({nouns})\b", bare, re.I)
    heads = [re.findall(rf"\b({nouns})\b", part, re.I)[:1] for part in re.split(r"[,;:(]", bare)]
    return str((explicit or [noun for head in heads for noun in head] or [""])[-1])


@lru_cache(maxsize=8)
def _nouns(units: tuple[str, ...]) -> str:
    nouns = {*wording.NOUNS, *(noun for noun in units if re.fullmatch(r"[^\W\d]+(?: [^\W\d]+)*", noun))}
    return "|".join(map(re.escape, sorted(nouns, key=lambda noun: (-len(noun), noun))))


def unit(after: str, before: str, units: tuple[str, ...]) -> str:
    """The unit a figure is printed with: a sign or measure, a noun that is known, else the next word.

    >>> unit("% của năm 2020", "", ()), unit(" tỷ đồng, tăng", "", ()), unit(" thuê bao/100 dân)", "", ("thuê bao",))
    ('%', 'tỷ đồng', 'thuê bao/100 dân')
    >>> unit(" lán trại", "", ())
    'lán'
    >>> unit(" triệu thuê bao di động", "", ()), unit(" triệu đồng/người/năm", "", ())
    ('triệu thuê bao', 'triệu đồng/người/năm')
    """
    if match := wording.MEASURES.match(after):
        return re.sub(r"\s+", " ", match[1]).strip()
    if (money := re.search(r"(VN[DĐ]|US\$|\$)\s*$", before)) and (sized := re.match(r"\s*(million|billion)\b", after)):
        return f"{sized[1]} {'VND' if money[1].startswith('VN') else 'USD'}"
    nouns = _nouns(units)
    counted = rf"\s*((?:{wording.IN_WORDS} )?(?:{nouns}))\b"
    if match := re.match(rf"\s*(?:các |cái |chiếc )?(?={counted}){counted}", after, re.I):
        return match[1]
    if match := re.match(rf"\s*(?:[a-z0-9-]+ ){{1,2}}((?:{listed('noun_en')}))\b", after, re.I):
        return match[1]
    word = re.match(r"\s*((?:" + wording.IN_WORDS + r" )?(?!(?:" + listed("no_unit") + r")\b)[^\W\d]+)", after)
    return word[1] if word else ""
