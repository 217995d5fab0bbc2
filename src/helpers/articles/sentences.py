"""A sentence of an article: its figures, what its wording says of each, and what it hands on to the next."""

import re
from typing import Any, NamedTuple

from helpers.articles import matching, periods, phrases, places, wording
from helpers.articles import text as reading
from helpers.seeds import numerals

Row = dict[str, Any]


class Article(NamedTuple):
    """A text and what holds for all of it."""

    text: str
    signs: str  # of its numerals
    places: dict[str, str]
    province: str
    usual: str  # the period of figures that state none
    latest: str  # the last day that it can be of
    terms: matching.Terms
    short: dict[str, str]  # its abbreviations
    units: tuple[str, ...]


class Figure(NamedTuple):
    """A numeral with a value to report, and where it stands in its sentence."""

    offset: int
    token: str
    start: int
    end: int
    clause: int  # where the words begin that are its own: its clause, or the figure before it
    place: matching.Place


class Scene(NamedTuple):
    """What a sentence hands on to the next: the word of a goal with its year, a period, a place."""

    goal: str = ""
    horizon: str = ""
    period: str = ""
    place: str = ""
    spoken: str = ""  # the province that was named last, in whichever paragraph


class Sentence(NamedTuple):
    """A sentence with the periods and places that it names, and what the one before handed on."""

    text: str
    dated: list[periods.Dated]
    named: list[places.Mention]
    scene: Scene


def figures_of(sentence: str, start: int, inside: list[Any]) -> list[Figure]:
    """The figures of a sentence, with the words of their clause around them."""
    found = []
    for left, right in reading.clauses(sentence, [row.offset - start for row in inside]):
        clause = [row for row in inside if left <= row.offset - start < right]
        item = wording.ITEM.match(sentence) if left == 0 else None
        ends = [item.end() if item else left, *(row.offset - start + len(row.token) for row in clause)]
        nexts = [*(row.offset - start for row in clause[1:]), right]
        lead = ""
        for number, row in enumerate(clause):
            place = row.offset - start
            before, after = sentence[ends[number] : place], sentence[ends[number + 1] : nexts[number]]
            if after.strip() == "/" and number + 2 < len(ends):  # the noun of a fraction stands behind its second
                after = sentence[ends[number + 2] : [*nexts, right][number + 1]]
            goes_on = number and wording.GOES_ON.search(wording.unhedged(before))  # 'phủ đến 100% xã và 95% bản'
            lead = lead if goes_on else before
            around = matching.Place(lead, before, after)
            found.append(Figure(row.offset, row.token, place, ends[number + 1], ends[number], around))
    return found


def opened(article: Article, text: str, scene: Scene) -> Sentence:
    """A sentence to be read; a goal reaches it unless it reports."""
    dated = periods.found_in(text, article.usual[:4], article.latest)
    again = [places.Mention(*one.span(), scene.spoken) for one in places.THIS.finditer(text) if scene.spoken]
    named = sorted([*places.mentions(text, article.places), *again])
    return Sentence(text, dated, named, scene._replace(goal="") if wording.REPORTED.search(text) else scene)


def handed_on(article: Article, sentence: Sentence, rows: list[Row]) -> Scene:
    """What a sentence whose figures are read hands on to the next."""
    text, dated, named, scene = sentence
    both = not rows and wording.SUMS_UP.search(text)  # 'Kết quả năm 2024, mục tiêu năm 2025' heads results
    goal = scene.goal or (_goal(text) if phrases.is_goal(text) and not both else "")
    ahead = [row["period"] for row in rows if row["kind"] == "target" and row["period"]]
    own = periods.horizon(dated, len(text), article.latest)
    reported = [one.period for one in dated if one.role == "reported" and periods.past(one.period, article.latest)]
    over = dated and periods.SINCE.search(text[dated[-1].end :])
    local = [one.slug for one in named if one.start < places.OPENING and one.lasts]
    spoken = [scene.spoken, *(one.slug for one in named if one.slug not in places.ABROAD)][-1]
    back = scene.place in places.ABROAD and places.whole(text, named, "")
    if not local and not article.province and places.whole(text, named, ""):
        local = [spoken]
    return Scene(
        goal=goal,
        horizon=(ahead[-1] if ahead else own or scene.horizon) if goal else "",
        period=max(reported, key=numerals.period_end) if reported and not over else scene.period,
        place=local[0] if local else "" if back else scene.place,
        spoken=spoken,
    )


def _goal(text: str) -> str:
    """The last word of a goal in a text, '' for none."""
    goals = wording.GOAL.findall(text)
    return goals[-1].lower() if goals else ""


def read(article: Article, sentence: Sentence, figure: Figure) -> Row:
    """What the wording says of a figure: unit, hedge, kind, place, period."""
    lead, place = sentence.text[: figure.start], figure.place
    unit = phrases.unit(place.after, lead, article.units) or phrases.counted(place.before, article.units)
    words = phrases.qualifier(lead, place.after)
    kind = phrases.figure_kind(place.before, unit, place.after)
    behind = wording.GOAL_BEHIND.match(place.after)
    itself = wording.GOAL_ITSELF.search(lead)
    own = behind[0].split()[-1].lower() if behind else itself[0].strip(" (:").lower() if itself else ""
    goal = own or (_goal(lead) if phrases.is_goal(lead) else sentence.scene.goal)
    if kind != "context" and (goal or _is_to_come(article, sentence, figure)):
        kind = "target"
    otherwise = sentence.scene.place or article.province
    spoken = [one.slug for one in sentence.named if one.end <= figure.start and one.slug not in places.ABROAD]
    here = article.province or [sentence.scene.spoken, *spoken][-1] if otherwise in ("", *places.ABROAD) else otherwise
    period, basis = _dated(article, sentence, figure, kind)
    return {
        "offset": figure.offset,
        "qualifier": words,
        "hedge_step": phrases.hedge_step(figure.token, words, unit, article.signs),
        "unit_printed": unit,
        "kind": kind,
        "province": places.of_figure(sentence.text, figure, sentence.named, otherwise, here),
        "period": period,
        "period_basis": basis,
        "note": "",
        "note_vi": "",
        "goal": goal,
        "falls": bool(kind == "growth" and wording.FALL.search(place.before)),
    }


def _is_to_come(article: Article, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure's year is after that of the text, or the year that leads to it a horizon that is not over."""
    period = periods.stated(sentence.text, figure.start, figure.end, sentence.dated)
    if period and article.latest and period[:4] > article.latest[:4]:
        return True
    before = [one for one in sentence.dated if one.end <= figure.start and one.role in ("reported", "horizon", "plan")]
    ahead = [
        one.role == "horizon" or not periods.past(one.period, article.latest)
        for one in before[-1:]
        if one.role != "reported"
    ]
    return any(ahead) or bool(_horizon_behind(sentence, figure))


def _horizon_behind(sentence: Sentence, figure: Figure) -> str:
    """The year right behind a figure that leads to what is to come: '98% vào năm 2027', '20% by 2030'."""
    behind = [one for one in sentence.dated if one.start >= figure.end]
    between = sentence.text[figure.end : behind[0].start] if behind else ""
    own = behind and re.fullmatch(r"[^,;.\d]*", between) and not wording.GOAL.search(between)
    return behind[0].period if own and behind[0].role == "horizon" else ""


def _dated(article: Article, sentence: Sentence, figure: Figure, kind: str) -> tuple[str, str]:
    """Period and basis: printed for the figure, else handed on, else the text's own; never after what is possible."""
    text, dated, _, scene = sentence
    if kind == "target":
        own = _horizon_behind(sentence, figure) or periods.horizon(dated, figure.start, article.latest)
        goals = [match.start() for match in wording.GOAL.finditer(text[: figure.start])]
        printed = own and (not goals or any(one.period == own and one.start > goals[0] for one in dated))
        period = own or scene.horizon
        return period, "stated" if printed else "inferred" if period else ""
    period = periods.stated(text, figure.start, figure.end, dated)
    if period and (not article.latest or periods.past(period, article.latest)):
        return period, "stated"
    if kind != "observation":
        return "", ""
    carried = scene.period if not period and not wording.NOW.search(text[: figure.start]) else ""
    if carried and "đồng" not in text[figure.end : figure.end + 20]:  # money is of a whole period
        carried = numerals.period_end(carried).isoformat()
    return carried or article.usual, "inferred" if carried or article.usual else ""
