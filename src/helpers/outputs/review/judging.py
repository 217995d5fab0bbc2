"""Whether one figure of a report agrees, differs or is out of date, by the published figures, targets and projections."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.articles import verdicts, wording
from helpers.claims import target_words, words
from helpers.claims.sentences import claim_id
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.seeds import numerals, tidy
from helpers.seeds.tidy import series_of
from helpers.tables import files

SLACK = {"stated": (0, 0), "inferred": (366, 366), "earliest": (0, 900)}  # days that a period may be off: before, after
NEAR = 0.6  # of the words, where the value agrees as well
TELLING = 0.45  # of the words, where three digits or more agree
ALIKE = 0.36  # of the words, where value and period are those of a figure that counts something else
SLIPS = (0.001, 0.1, 10, 1000)  # what a count is off by where a digit or three are missing or too many


class Finding(NamedTuple):
    """What is found of a number: agrees | differs | look-alike | misleading | out of date | unknown, why, by which claim."""

    finding: str
    reason: str = ""
    claim_id: str = ""
    seen: Any = None  # the observation that the number is


UNKNOWN = Finding("unknown")
ELSE = N_("This is a figure of another indicator, {of}. Published:")
COUNTRY = "vietnam"
CLAIMED = ["claim_id", "text_en", "text_vi", "short_en", "short_vi", "status", "reason", "source_ids"]


class Published(NamedTuple):
    """All that is published, in the language of the report."""

    language: str
    frames: dict[str, pd.DataFrame]
    observations: list[Any]  # by date, with family, claim_id, and the first and last day that each may be of
    claims: pd.DataFrame  # by claim_id
    indicators: pd.DataFrame  # by indicator

    def tell(self, text: str, reason: str = "", **fields: Any) -> str:
        """A text of the catalogue, with a reason of the tables, in the report's language; in English what has no other."""
        reason = content.note(reason, self.frames, self.language) if reason else ""
        return words.translator(self.language)(text).format(reason=reason, **fields)

    def series(self, province: str, indicator: str) -> list[Any]:
        """The observations of a series in order of time."""
        return [one for one in self.observations if (one.province, one.indicator) == (province, indicator)]


def published(root: Path, language: str) -> Published:
    """All that is published in a project."""
    frames = files.seeds(root) | {name: files.read(name, root) for name in files.names("data")}
    indicators = frames["indicators"].set_index("indicator")
    rows = pd.concat([frames["observations"], _of_country(frames, language)]).sort_values("date", kind="stable")
    ids = [claim_id(row, "reported", row.period) for row in files.each(rows)]
    first, last = zip(*(_days(row.period, row.period_basis) for row in files.each(rows)), strict=True)
    rows = rows.assign(family=rows.indicator.map(indicators.family), claim_id=ids, first=first, last=last)
    citable = pd.concat([frames["claims"], rows[rows.province == COUNTRY]])[CLAIMED].fillna("").set_index("claim_id")
    return Published(language, frames, list(files.each(rows)), citable, indicators)


def _of_country(frames: dict[str, pd.DataFrame], language: str) -> pd.DataFrame:
    """The country's figures as observations, with what is known of each as the short form of a claim."""
    rows = tidy.national_observations(frames["national"])
    half = 0.5 * 10.0 ** -rows.value.map(numerals.decimals_of)
    shorts = [
        f"{content.name_of(frames, row.indicator, language)}, {files.place(COUNTRY, language)}: "
        f"{content.figure(row, language)}, {words.label(row.source_id.split(' (')[0], language)}."
        for row in files.each(rows)
    ]
    return rows.assign(lower=rows.value - half, upper=rows.value + half, **{f"short_{language}": shorts})


def _days(period: str, basis: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day that a figure may be of."""
    before, after = (pd.Timedelta(days=days) for days in SLACK[basis])
    first = numerals.period_start(period) + pd.Timedelta(days=1)
    return first - before, pd.Timestamp(numerals.period_end(period)) + after


# --- whether a printed figure is a published one ---


def equal(row: Any, one: Any) -> bool:
    """Whether a printed figure can be of a published value, as rounding and hedges of both allow."""
    return bool(min(row.upper, one.upper) > max(row.lower, one.lower))


def exact(row: Any, one: Any) -> bool:
    """Whether its value is the published one, to its last digit; never for what is like everywhere."""
    half = 0.0 if row.qualifier else row.upper - row.value
    return row.value != 100 and sum(map(str.isdigit, row.token)) > 1 and abs(one.value - row.value) <= half


def slipped(row: Any, one: Any, earlier: bool) -> bool:
    """Whether a figure is a published one with digits missing, too many, or two neighbours that changed places.

    Two digits alone tell that of no figure that may be a later one, or one of a time before.
    """
    published = numerals.number(one.value, numerals.decimals_of(one.value))
    digits, right = (re.sub(r"\D", "", text) for text in (row.token, published))
    pairs = range(len(digits) - 1 if len(digits) > 2 or (row.value < one.value and not earlier) else 0)
    swapped = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in pairs} - {digits}
    times = SLIPS if row.value >= 100 else ()
    return right in swapped or any(equal(row._replace(lower=row.lower * by, upper=row.upper * by), one) for by in times)


def dated(row: Any, rows: list[Any]) -> list[Any]:
    """The published figures that may be of the time of a figure; all where it states none."""
    if row.period_basis != "stated" or not row.period:
        return rows
    first, last = _days(row.period, "stated")
    return [one for one in rows if one.first <= last and one.last >= first]


def same_month(row: Any, rows: list[Any]) -> list[Any]:
    """The published figures whose period ends in the month in which the printed one ends."""
    end = numerals.period_end(row.period) if row.period_basis == "stated" and row.period else None
    return [one for one in rows if end and (one.date.year, one.date.month) == (end.year, end.month)]


# --- what is found of it ---


def level(row: Any, clause: str, here: Published) -> Finding:
    """What is found of a reported level: out of date where a newer one was published, unless its words say an earlier time."""
    if row.province not in {one.province for one in here.observations}:
        return UNKNOWN
    if not row.indicator:
        return _unnamed(row, clause, here)
    series = here.series(row.province, row.indicator)
    same = [one for one in same_month(row, series) or dated(row, series) if equal(row, one)]
    earlier = bool(verdicts.EARLIER.search(clause.partition(row.token)[0]))
    if not same:
        return next(_otherwise(row, series, earlier, here), UNKNOWN)
    end = pd.Timestamp(numerals.period_end(row.period)) if row.period else series[-1].date
    newer = [one for one in series if same[-1].date < one.date <= end and not equal(row, one)]
    if newer and row.period_basis != "stated" and not earlier:
        return Finding("out of date", "", newer[-1].claim_id, same[-1])
    return Finding("agrees", "", same[-1].claim_id, same[-1])


def _otherwise(row: Any, series: list[Any], earlier: bool, here: Published) -> Iterator[Finding]:
    """What a value that was not published of its series and time may be, the first that fits; what was, if anything."""
    family = here.indicators.family[row.indicator]
    matches = [one for one in here.observations if one.family == family and exact(row, one)]
    for one in dated(row, matches):
        instead = next(reversed(dated(row, series) or series), one)
        if one.province == row.province and one.indicator != row.indicator:
            terms = {verdicts.PEOPLE.sub("", here.indicators.name_vi[name]) for name in (row.indicator, one.indicator)}
            if len(terms) == 1:
                yield Finding("agrees", "", one.claim_id, one)
            of = words.lowered(content.counted(here.frames, one, here.language))
            yield Finding("look-alike", here.tell(ELSE, of=of), instead.claim_id)
        elif one.indicator == row.indicator and len({one.province, row.province, COUNTRY}) > 2:  # two provinces
            place, own = (files.place(where.province, here.language) for where in (one, instead))
            reason = here.tell(N_("This is the figure of {place}. Published of {own}:"), place=place, own=own)
            yield Finding("differs", reason, instead.claim_id)
    for one in dated(row, series):
        if slipped(row, one, earlier):
            yield Finding("differs", here.tell(N_("Are its digits right?")), one.claim_id)
    for one in same_month(row, series) if row.province != COUNTRY else []:  # two offices count its economy in two ways
        yield Finding("differs", here.tell(N_("For this time another value was published.")), one.claim_id)
    for one in matches:
        if one in series and not (row.period > one.period and one.period_basis != "stated"):
            yield Finding("differs", here.tell(N_("This value was published for another time.")), one.claim_id)


def _unnamed(row: Any, clause: str, here: Published) -> Finding:
    """A figure whose words are those of no indicator: near enough and of a published value, or what counts something else."""
    near = {name: float(score) for name, score in map(str.split, filter(None, row.nearest.split("; ")))}
    families = {here.indicators.family[name] for name, score in near.items() if score >= ALIKE}
    rows = [one for one in here.observations if one.province == row.province and one.family in families]
    enough, found = TELLING if sum(map(str.isdigit, row.token)) > 2 else NEAR, UNKNOWN
    alike = Finding("look-alike", here.tell(N_("The published figure counts something else:")))
    for one in dated(row, rows)[::-1]:
        indicator = here.indicators.loc[one.indicator]
        if verdicts.differ(clause, f"{indicator.term_vi}; {indicator.name_en}"):
            found = alike._replace(claim_id=one.claim_id) if found == UNKNOWN and exact(row, one) else found
        elif near.get(one.indicator, 0) >= enough and equal(row, one):
            return Finding("agrees", "", one.claim_id, one)
    return found


def goals(row: Any, sentence: str, here: Published) -> Iterator[Any]:
    """The targets of its place or of the country that a figure is, of the indicator or in the words of its sentence."""
    rows, matched = here.frames["targets"], here.frames["target_matches"]
    own = set(matched[matched.indicator == (row.of or row.indicator)].target_id)
    printed = wording.words(sentence)
    for goal in files.each(rows[(rows.value == row.value) & rows.scope.isin([row.province, COUNTRY])]):
        if goal.target_id in own or any(wording.words(one) <= printed for one in (goal.wording_vi, goal.concept)):
            yield goal


def target(row: Any, sentence: str, here: Published) -> Finding:
    """That a figure is a goal, with its year and instrument."""
    for goal in goals(row, sentence, here):
        text = words.capital(target_words.level(goal, here.language))
        return Finding("agrees", f"{text}{target_words.due(goal)}, {goal.instrument}.")
    return UNKNOWN


def ahead(row: Any, ranged: bool, here: Published) -> Finding:
    """What is found of a figure of a year to come that is a projection, or the end of a straight line."""
    year = numerals.period_end(row.period).year if row.period else 0
    paths = series_of(here.frames["projections"], row.province, row.of or row.indicator)
    paths = paths[(paths.date.dt.year == year) & paths.value.between(row.lower - 0.05, row.upper + 0.05)]
    ids = [f"{row.province}.{row.of or row.indicator}.{kind}.{year}" for kind in ("projection", "scenario")]
    claim = next((one for one in ids if one in here.claims.index), "")
    if "diffusion" in set(paths.method):
        reason = here.tell(N_("A projection is told with its range, and not as a fact."))
        return Finding("agrees", "", claim) if ranged else Finding("misleading", reason, claim)
    if "straight_line" in set(paths.method):
        reason = here.tell(N_("A straight line to a later year is no projection: shares slow down as they rise."))
        return Finding("misleading", reason, claim)
    return UNKNOWN
