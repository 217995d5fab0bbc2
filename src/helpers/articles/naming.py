"""The indicators of a sentence's figures, and figures that hang together: ranges, and figures named in turn."""

import re
from itertools import pairwise

from helpers.articles import matching, periods, phrases, places, wording
from helpers.articles.sentences import Article, Figure, Row, Scene, Sentence, opened, read
from helpers.articles.wording import words
from helpers.seeds import numerals

OPEN: Row = {"indicator": "", "score": None, "of": ""}
TERMS = re.compile(r",? (?:và|and) (?=tỷ lệ|tổng|số|doanh thu|the )|; |, (?=tỷ lệ|tổng|số|doanh thu)")


def rows_of(
    article: Article, text: str, inside: list[Figure], scene: Scene, last: list[Row]
) -> tuple[Sentence, list[Row]]:
    """A sentence and the rows of its figures; `last` are those of the sentence before it in its paragraph."""
    sentence = opened(article, text, scene)
    rows: list[Row] = []
    again = last[-len(inside) :] if wording.THESE.search(text) else []  # 'hai tỷ lệ tương ứng': in the same order
    for number, figure in enumerate(inside):
        row = read(article, sentence, figure)
        if rows and not row["unit_printed"] and wording.MORE_OF.search(wording.unhedged(figure.place.before)):
            row["unit_printed"] = rows[-1]["unit_printed"]
        rows.append(row | named(article, figure, row, [*last, *rows], again[number : number + 1]))
    _ranges(article, inside, rows)
    _in_turn(article, sentence, inside, rows)
    return sentence, rows


def named(article: Article, figure: Figure, row: Row, earlier: list[Row], again: list[Row]) -> Row:
    """The indicator of a figure: its own, or that of an earlier one of its unit where it says no subject of its own.

    `subject` holds the words that tell what it is of, for the figures behind it; `part` whether they are of a part only;
    `again` the figure that is named anew, if any.
    """
    unit, part = row["unit_printed"], False
    bare = without_places_and_periods(figure.place, article)._replace(unit=unit)
    again_named = all(part.lstrip().startswith(unit) for part in (bare.before, bare.after))
    renamed = again_named and unit and wording.GOES_ON.search(bare.before) and not phrases.is_share(unit)
    if renamed:  # '55 trạm 5G và 2.104 trạm BTS'
        bare = bare._replace(before=re.sub(r"\b[2-6]G\b", "", bare.before))
    phrasings = matching.wordings(bare)
    apposition = wording.APPOSED.search(wording.unhedged(bare.before))  # '57%, tức hơn 780 doanh nghiệp'
    apposed = earlier and apposition and not words(bare.before[: apposition.start()])
    alike = again or [one for one in earlier if _alike(unit, one["unit_printed"])][-1:]
    others = bare._replace(before="" if apposed else wording.THIS.sub(" ", bare.before))
    silent = not matching.own_words(others if alike or apposed or phrases.is_share(unit) else others._replace(unit=""))
    opened_anew = matching.OPENED.search(bare.before) and words(bare.before)
    more: list[str] = []
    if earlier and (wording.THIS.search(figure.place.before) or silent):
        like = earlier[-1] if apposed else (alike or earlier)[-1]
        more = [] if silent else [others.before]  # 'ở cấp xã, tỷ lệ này'
        phrasings, part = [(" ".join([own, *more]), lead) for own, lead in like["subject"]], like["part"]
        if unit == "%" and row["province"] not in places.ABROAD and phrases.is_share(like["measured"]):
            row = row | {"unit_printed": like["measured"]}  # 'tỷ lệ tương ứng là 9%'
    elif earlier and not wording.INSIDE.search(bare.before) and ("/" in unit or not opened_anew):
        before = "" if renamed else earlier[-1]["subject"][0][0]
        phrasings = [*phrasings, (phrasings[0][0], before)]
        if not alike and words(bare.before) <= words(before):  # '45 tổ ở bản với 300 thành viên'
            phrasings += [(matching.behind(bare.after), before)]
    found = {"subject": phrasings, "measured": row["unit_printed"]} | nearest(article, phrasings, bare, row, part)
    if (more and found["of"] == like["of"]) or figure.place.before.strip() == "/":  # of a part, or what 9/10 is out of
        found |= OPEN | {"part": True}
    reported = row["kind"] in ("observation", "growth")
    return found if reported else found | {"indicator": "", "score": None, "nearest": ""}


def _alike(unit: str, other: str) -> bool:
    """Whether two printed units are of one sort: the same, or both a share."""
    return unit == other != "" or (phrases.is_share(unit) and phrases.is_share(other) and "/" not in other)


def nearest(
    article: Article, phrasings: list[tuple[str, str]], place: matching.Place, row: Row, part: bool = False
) -> Row:
    """The indicator that is near enough, of this province and of all its people; else the two nearest, none proposed."""
    ranked = matching.ranked(phrasings, row["unit_printed"], row["kind"], article.terms)
    if row["province"] == "vietnam":  # the gross regional product is a province's
        ranked = [one for one in ranked if article.terms.units[one[2]] != "% of GRDP"]
    score, weight, name = ranked[0] if ranked else (0.0, 0.0, "")
    near = score >= matching.ENOUGH and (len(ranked) < 2 or ranked[1][:2] < (score, weight))
    ours = row["province"] not in ("", places.NOT_OURS)
    part = part or matching.scoped(place, article.terms.printed.get(name, ""))
    if near and ours and not part:
        return {"indicator": name, "score": score, "nearest": "", "of": name, "part": False}
    return OPEN | {"nearest": "; ".join(f"{name} {score:.2f}" for score, _, name in ranked[:2] if score), "part": part}


def without_places_and_periods(place: matching.Place, article: Article) -> matching.Place:
    """The words of a figure without those that have columns of their own."""

    def bare(part: str) -> str:
        spans = [(one.start, one.end) for one in periods.found_in(part, article.usual[:4])]
        spans += [(one.start, one.end) for one in places.mentions(part, article.places)]
        for start, end in sorted(spans, reverse=True):
            part = f"{part[:start]} {part[end:]}"
        for short, full in article.short.items():
            part = re.sub(rf"\b{short}\b", full, part)
        return re.sub(r" +", " ", part)

    return matching.Place(bare(place.lead), bare(place.before), bare(place.after))


def _ranges(article: Article, figures: list[Figure], rows: list[Row]) -> None:
    """Two figures of one range: 'từ 52% đến 56%' is 52 with a hedge up to 56, '52-56%' is left undecided."""
    for number, (low, high) in enumerate(pairwise(figures)):
        first, second = rows[number : number + 2]
        if not wording.RANGE.match(high.place.before):
            continue
        aside: Row = dict.fromkeys(["period", "period_basis", "province", "qualifier"], "")
        aside |= {"kind": "context", "hedge_step": None}
        note = {"note": "upper end of the range before it", "note_vi": "đầu trên của khoảng đứng trước"}
        both = low._replace(place=low.place._replace(after=high.place.after))  # its noun stands behind the upper end
        first |= {"unit_printed": second["unit_printed"]}
        first |= named(article, both, first, rows[:number], [])
        rows[number] = first | _of_range(article, low, high, first)
        rows[number + 1] = second | OPEN | aside | note


def _of_range(article: Article, low: Figure, high: Figure, row: Row) -> Row:
    """What becomes of the row of a range's lower end."""
    ends = [numerals.numeral(one.token, article.signs, row["unit_printed"]) for one in (low, high)]
    width = round(ends[1] - ends[0], 9)
    if re.search(r"\btừ\s*$", low.place.before, re.I) and width > 0:
        return {"qualifier": "từ", "hedge_step": width}
    kind = "" if row["kind"] == "observation" else row["kind"]
    spans = {"note": f"from {low.token} to {high.token}", "note_vi": f"từ {low.token} đến {high.token}"}
    return OPEN | {"kind": kind} | spans


def _in_turn(article: Article, sentence: Sentence, figures: list[Figure], rows: list[Row]) -> None:
    """'lần lượt': figures in the order of the years, the places or the terms that stand before them; else left open."""
    turn = wording.IN_TURN.search(sentence.text)
    if not turn:
        return
    behind = turn[0] != "respectively"  # 'lần lượt' stands before its figures, 'respectively' behind them
    ends = [sentence.text.rfind(";", 0, turn.start()), (sentence.text + ";").find(";", turn.end())]
    reach = range(turn.end(), ends[1]) if behind else range(ends[0] + 1, turn.start())
    ordered = [number for number, one in enumerate(figures) if one.start in reach]
    if len(ordered) < 2:
        return
    until = turn.start() if behind else figures[ordered[0]].start
    years = [one.period for one in sentence.dated if one.end <= until and one.role == "reported"]
    if len(years) != len(ordered):  # 'lần lượt đạt 7% và 8% trong các năm 2021 và 2022'
        end = figures[ordered[-1]].end
        years = [one.period for one in sentence.dated if one.start >= end and one.role == "reported"][: len(ordered)]
    slugs = [one.slug for one in sentence.named if one.end <= until][-len(ordered) :]
    terms = TERMS.split(sentence.text[:until])[-len(ordered) :]
    for place, number in enumerate(ordered):
        if len(years) == len(ordered):
            rows[number] |= {"period": years[place], "period_basis": "stated"}
        elif len(slugs) == len(ordered):
            rows[number] |= {"province": slugs[place]}
        elif len(terms) == len(ordered):
            own = matching.Place("", f"{terms[place]} đạt ", figures[number].place.after)
            rows[number] |= named(article, figures[number]._replace(place=own), rows[number], [], [])
        else:
            rows[number] |= OPEN
