"""Which known indicator a figure may be: proposed only where its own words and a printed term say the same."""

import math
import re
from typing import NamedTuple

import pandas as pd

from helpers.articles import phrases, wording
from helpers.articles.wording import SCOPE, listed, words
from helpers.seeds import numerals
from helpers.tables import files

ENOUGH = 0.82  # of the term that is printed, and of what is printed that the term has
LEAD = 0.2  # what a word counts that stands before a figure whose own noun stands behind it
# the words that a printed unit stands for, by its pattern
UNIT_WORDS = {"GDP": "gdp", "/người": "bình_quân_người", "GRDP|sản phẩm": "grdp", r"^km$": "chiều_dài"}
UNKNOWN = 0.6  # what a word tells that no term has: most compounds are two
NAMES = ["term_vi", "name_vi", "name_en", "definition_en"]
AMONG = 3  # the syllables that a term needs: 'thiết bị' alone is of anything
NETWORKS = frozenset({"2g", "3g", "4g", "5g", "6g"})
# a part of a sentence without a subject
ASIDE = re.compile(rf"^\W*(?:{listed('aside')})\b|\b(?:{listed('verb')})\b", re.I)
OPENED = re.compile(rf"(?:^|[,;:(.]|\b(?:và|còn|thì|năm|and|while|of|in))\s*(?=\b(?:{listed('subject')})\b)", re.I)
NEW_SUBJECT = re.compile(
    rf"\s*(?:[;.:()\n\t\"”]| (?:{listed('turn')})\b|(?<!độ \d)(?<!level \d), (?=\d)(?!\dG)|,? (?:while|including|and (?=\d|an? |the ))|"
    rf", (?:{listed('turn_comma')}|{listed('subject')})\b)"
)
TO_THE_NEXT = re.compile(r"(?:,? (?:và|and|còn|while)|,) [^,;.]*\b(?:in|to|at|of|đến|tới|về|phủ|ở|tại|đạt|là)\s*$")


class Place(NamedTuple):
    """The words of a figure's clause: its lead, those between the figure before and it, those behind it up to the next."""

    lead: str
    before: str
    after: str
    unit: str = ""


class Term(NamedTuple):
    """A wording of an indicator, with its unit."""

    indicator: str
    unit: str
    words: frozenset[str]


class Terms:
    """The wordings of indicators, and how much each word tells: log of how many indicators there are over those of it."""

    def __init__(self, indicators: pd.DataFrame) -> None:
        printed = indicators.set_index("indicator")[NAMES].agg("; ".join, axis=1).str.lower()
        self.printed = printed.groupby(level=0).agg("; ".join)
        every = [
            Term(row.indicator, row.unit, words(getattr(row, name))) for row in files.each(indicators) for name in NAMES
        ]
        self.terms = [term for term in every if len("_".join(term.words).split("_")) >= AMONG]
        having = pd.Series({(word, term.indicator): 1.0 for term in self.terms for word in term.words}, dtype=float)
        self.weights = dict((len(indicators) / having.groupby(level=0).sum()).map(math.log1p)) if len(having) else {}
        self.units = dict(zip(indicators.indicator, indicators.unit, strict=True))
        counted = indicators.set_index("indicator").name_vi.str.extract(rf"^Số ({listed('noun')})\b")[0]
        self.counted = counted[~counted.index.duplicated()].to_dict()  # what an indicator is a number of
        self.others = {*self.counted.values(), *wording.printed("divided")}
        self.most = UNKNOWN * math.log1p(len(self.terms))

    def may_count(self, indicator: str, unit: str) -> bool:
        """Whether a printed unit is not the noun of something else: '181 thiết bị' are no facilities."""
        return unit.lower() in {"", self.counted.get(indicator)} or unit.lower() not in self.others

    def weight(self, found: frozenset[str]) -> float:
        """What words tell together."""
        in_order = sorted(found)  # a set is in another order on another day, and so is its sum
        return sum(float(self.weights.get(word, self.most)) for word in in_order)


def wordings(place: Place) -> list[tuple[str, str]]:
    """What a figure may be of, as (its own words, words of the lead), by how it hangs on them.

    'tỷ lệ … đạt X%' speaks of what stands before it, and of what is added behind; 'X% hộ …' of what follows; 'phủ đến
    X% khu vực' of both.

    >>> wordings(Place("", "tỷ lệ người dùng đạt ", "% ở bản"))[0]
    ('tỷ lệ người dùng ở bản', '')
    >>> wordings(Place("Sóng đã phủ đến ", "Sóng đã phủ đến ", "% trung tâm xã, tăng 3%"))[-1]
    ('trung tâm xã', 'Sóng đã phủ đến')
    """
    bare = wording.unhedged(place.before)
    apposed = wording.APPOSED.search(bare)  # 'trung tâm xã (100%) đã có …'
    if apposed:
        bare, place = bare[: apposed.start()], place._replace(after=re.sub(r"^(\s*%?\s*)[),]", r"\1", place.after))
    link = wording.LINK.search(bare) or wording.RATE.search(bare + " ")
    subject = bare[: link.start()] if link else bare
    after = beyond(place) if phrases.is_share(place.unit) else place.after
    first = behind(after.split(",")[0])
    if place.unit in subject.lower():
        first = first.removeprefix(place.unit)
    own = first if link and link[0].strip() != ":" and words(subject) else behind(after)
    phrasings = [(f"{cut} {first if link else own}".strip(), "") for cut in subjects(subject)]
    if words(own) - words(subject):
        alone = place.lead != place.before or not NETWORKS & words(bare) - words(own)  # 'về 5G, có 61 trạm'
        phrasings += [(own, "")] * alone + [(own, (place.lead or place.before).strip())]
    return phrasings


def beyond(place: Place) -> str:
    """What stands behind a figure and its unit; a unit of two parts ('thuê bao/100 dân') tells what it is of."""
    after = place.after.lstrip()
    return after if "/" in place.unit else after.removeprefix(place.unit)


def behind(after: str) -> str:
    """The words behind a figure that still are of it: past a per cent sign, up to where something else begins.

    >>> behind("% hộ gia đình có Internet, tăng 5%"), behind(" vị trí có phủ sóng 4G, "), behind("%.")
    ('hộ gia đình có Internet', 'vị trí có phủ sóng 4G', '')
    """
    rest = re.sub(rf"^\s*(?:{numerals.PER_CENT})?(?:\s*,.*)?", " ", TO_THE_NEXT.sub("", wording.unhedged(after)))
    rest = re.sub(r"\(((?:[A-ZĐ&-]{2,6}|[2-6]G)(?:[,/ ]+[2-6]G)*)\)", r"\1", rest)  # '(3G, 4G)' is of the term
    return NEW_SUBJECT.split(rest, maxsplit=1)[0].strip(" ,-–/")


def subjects(before: str) -> list[str]:
    """What stands before a figure, and its ends from where a subject may begin."""
    opened = [match.end() for match in OPENED.finditer(before)]
    parts = re.split(r"(?<=[,;:]) ", before[opened[-1] if opened else 0 :].strip())
    cuts = [" ".join(parts[place:]) for place in range(len(parts)) if place == 0 or ASIDE.search(parts[place - 1])]
    return [*cuts, before.strip()]  # 'trong lĩnh vực viễn thông, doanh thu'


def ranked(phrasings: list[tuple[str, str]], unit: str, kind: str, terms: Terms) -> list[tuple[float, float, str]]:
    """The indicators for the words of a figure (see `wordings`), best first: score from 0 to 1, what the term tells, name.

    Of a rate of growth the indicator may have any unit, else one that the printed unit can stand for.
    """
    best: dict[str, tuple[float, float]] = {}
    of_unit, fitting = words_of_unit(unit), numerals.units_for(unit)
    for own, lead in phrasings:
        printed = words(own) | of_unit
        for term in terms.terms:
            if kind == "growth" or (term.unit in fitting and terms.may_count(term.indicator, unit)):
                score = round(_score(term, printed, words(lead) - printed, terms), 2)
                best[term.indicator] = max(best.get(term.indicator, (0.0, 0.0)), (score, terms.weight(term.words)))
    return sorted(((*score, name) for name, score in best.items()), key=lambda one: (-one[0], -one[1], one[2]))


def _score(term: Term, printed: frozenset[str], lead: frozenset[str], terms: Terms) -> float:
    """The lesser of two shares: of the term that is printed, and of what is printed that is of the term.

    Words count by what they tell; 0 where the generations of mobile networks differ; at least ENOUGH where the whole
    term is printed and beside it one syllable that no term has.
    """
    shared, led = terms.weight(term.words & printed), terms.weight(term.words & lead)
    if not shared or (printed | lead) & NETWORKS != term.words & NETWORKS:
        return 0.0
    around = terms.weight(printed) + led + LEAD * (terms.weight(lead) - led)
    score = (shared + led) / max(terms.weight(term.words), around)
    besides = printed - term.words
    stray = term.words <= printed and len(besides) == 1 and not besides & {*terms.weights, "khác", "đảng"}
    return max(score, ENOUGH) if stray and "_" not in min(besides) else score  # a compound says more


def words_of_unit(unit: str) -> frozenset[str]:
    """The words that a printed unit stands for."""
    return frozenset(word for pattern, word in UNIT_WORDS.items() if re.search(pattern, unit))


def scoped(place: Place, term: str) -> bool:
    """Whether a figure's clause speaks of a part of the people or of the place that its term, in small letters, does not."""
    own = f"{place.lead or place.before} {behind(place.after)} {re.split('[,;.]', place.after)[0]}"
    found = {match[0].lower() for match in SCOPE.finditer(own)}
    if not phrases.is_share(place.unit):  # 'trong số này, 82 vị trí có 4G': the term is that part
        found -= {"trong số"}
    return any(part.removeprefix("cấp ") not in term for part in found)


def own_words(place: Place) -> frozenset[str]:
    """The words on either side of a figure that tell what it is of; none where it goes on with the figure before it."""
    inner = wording.RATE.sub("", wording.unhedged(place.before.rpartition("(")[2]))
    return words(f"{subjects(inner)[0]} {behind(beyond(place))}") - words_of_unit(place.unit)
