"""What is known of each number of a report: the figures, targets and projections that it agrees or clashes with."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.articles import verdicts
from helpers.claims import target_words, words
from helpers.claims.sentences import claim_id
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.seeds import numerals
from helpers.tables import files

SLACK = {"stated": (0, 0), "inferred": (366, 366), "earliest": (0, 900)}  # days that a period may be off: before, after
NEAR = 0.6  # of the words, where the value agrees as well
TELLING = 0.45  # of the words, where three digits or more agree
SLIPS = (0.001, 0.1, 10, 1000)  # what a count is off by where digits slipped
ALIKE = 0.3  # of the words, where value and period are those of a figure that counts something else


class Finding(NamedTuple):
    """What is found of a number: agrees | differs | look-alike | misleading | out of date | unknown, why, by which claim."""

    finding: str
    reason: str = ""
    claim_id: str = ""


UNKNOWN = Finding("unknown")


class Known(NamedTuple):
    """All that is known, in the language of the report."""

    language: str
    frames: dict[str, pd.DataFrame]
    observations: pd.DataFrame  # with family, claim_id, and the first and last day that each may be of
    claims: pd.DataFrame  # by claim_id
    indicators: pd.DataFrame  # by indicator

    def tell(self, text: str, **fields: Any) -> str:
        return words.translator(self.language)(text).format(**fields)

    def series(self, province: str, indicator: str) -> pd.DataFrame:
        """The observations of a series in order of time."""
        return content.series_of(self.observations, province, indicator).sort_values("date")

    def reason(self, text: str) -> str:
        """A reason of the tables in the report's language; the English one where nobody has translated it."""
        return content.note(text, self.frames, self.language)


def known(root: Path, language: str) -> Known:
    """All that is known in a project."""
    frames = files.seeds(root) | {name: files.read(name, root) for name in files.names("data")}
    rows, claims, about = frames["observations"], frames["claims"], frames["indicators"].set_index("indicator")
    spans = [_span(row.period, row.period_basis) for row in files.each(rows)]
    ids = [claim_id(row, "reported", row.period) for row in files.each(rows)]
    first, last = zip(*spans, strict=True)
    rows = rows.assign(claim_id=ids, first=first, last=last, family=rows.indicator.map(about.family))
    claims = claims.assign(kind=claims.claim_id.str.split(".").str[2])
    return Known(language, frames, rows, claims.set_index("claim_id"), about)


def _span(period: str, basis: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day that a figure may be of."""
    before, after = (pd.Timedelta(days=days) for days in SLACK[basis])
    first = numerals.period_start(period) + pd.Timedelta(days=1)
    return first - before, pd.Timestamp(numerals.period_end(period)) + after


def equal(row: Any, rows: pd.DataFrame) -> pd.DataFrame:
    """The observations that a printed figure can be: of its value, else as rounding and hedges of both allow."""
    way = numerals.hedge(row.qualifier)
    bounds = {"up": (row.value, 1.1 * row.value), "down": (0.9 * row.value, row.value)}.get(way, (0, 0))
    overlap: pd.Series = rows.upper.clip(upper=row.upper) - rows.lower.clip(lower=row.lower)
    choices: list[pd.Series] = [rows.value == row.value, overlap > 0, rows.value.between(*bounds)]
    found: pd.DataFrame = rows[next((fits for fits in choices if fits.any()), choices[-1])]
    return found


def exact(row: Any, rows: pd.DataFrame) -> pd.DataFrame:
    """The observations whose printed value is that of a figure, to its last digit; none for what is like everywhere."""
    half = 0.0 if row.qualifier else row.upper - row.value
    telling = row.value != 100 and sum(map(str.isdigit, row.token)) > 1
    found: pd.DataFrame = rows[((rows.value - row.value).abs() <= half) & telling]
    return found


def dated(row: Any, rows: pd.DataFrame) -> pd.DataFrame:
    """The observations that may be of the period of a figure; all where it states none."""
    if row.period_basis != "stated" or not row.period:
        return rows
    first, last = _span(row.period, "stated")
    found: pd.DataFrame = rows[(rows["first"] <= last) & (rows["last"] >= first)]
    return found


def same_month(row: Any, rows: pd.DataFrame) -> pd.DataFrame:
    """The observations whose period ends in the month in which the printed period of a figure ends."""
    if row.period_basis != "stated" or not row.period:
        return rows[:0]
    end = numerals.period_end(row.period)
    found: pd.DataFrame = rows[(rows.date.dt.year == end.year) & (rows.date.dt.month == end.month)]
    return found


def observation(row: Any, clause: str, ranged: bool, here: Known) -> Finding:
    """What is found of a reported level."""
    if row.province not in set(here.observations.province):
        return UNKNOWN
    if not row.indicator:
        return _unnamed(row, clause, here)
    series = here.series(row.province, row.indicator)
    same, strict = equal(row, series), same_month(row, series)
    if len(same) and (strict.empty or strict.index.isin(same.index).any()):
        return _same(row, clause, same, series, here)
    if ranged and row.period:
        ahead = _ahead(row._replace(of=row.indicator), numerals.period_end(row.period).year, ranged, here)
        if ahead.finding == "agrees":
            return ahead
    return next(_otherwise(row, series, here), UNKNOWN)


def _same(row: Any, clause: str, same: pd.DataFrame, series: pd.DataFrame, here: Known) -> Finding:
    """A value that was published of this series: of this time, of another, or not the latest."""
    fitting = dated(row, same)
    if fitting.empty:
        told = exact(row, same)
        if told.empty or (row.period > told.period.iloc[-1] and told.period_basis.iloc[-1] != "stated"):
            return UNKNOWN
        reason = here.tell(N_("This value was published for another time."))
        return Finding("differs", reason, told.claim_id.iloc[-1])
    best = fitting.iloc[-1]
    newer = series[(series.date > best.date) & ~series.index.isin(same.index)]
    if row.period:
        newer = newer[newer.date <= pd.Timestamp(numerals.period_end(row.period))]
    if row.period_basis != "stated" and len(newer) and not verdicts.EARLIER.search(clause.partition(row.token)[0]):
        return Finding("out of date", "", newer.claim_id.iloc[-1])
    return Finding("agrees", "", best.claim_id)


def _otherwise(row: Any, series: pd.DataFrame, here: Known) -> Iterator[Finding]:
    """What a value that was not published of its series may be: the first that fits."""
    rows, about = here.observations, here.indicators
    same = dated(row, exact(row, rows[rows.family == about.family[row.indicator]]))
    for other in files.each(same[(same.province == row.province) & (same.indicator != row.indicator)]):
        alike = verdicts.alike(about.name_vi[row.indicator], about.name_vi[other.indicator])
        yield Finding("agrees", "", other.claim_id) if alike else look_alike(other, here)
    for other in files.each(same[(same.province != row.province) & (same.indicator == row.indicator)]):
        place = files.place(other.province, here.language)
        yield Finding("differs", here.tell(N_("This is the figure of {place}."), place=place), other.claim_id)
    fitting = dated(row, series).iloc[::-1]
    for slip in (equal(scaled(row, factor), fitting) for factor in SLIPS):
        for other in files.each(slip):
            yield Finding("differs", here.tell(N_("A digit too many or too few?")), other.claim_id)
    for other in files.each(same_month(row, series)):
        yield Finding("differs", here.tell(N_("For this time another value was published.")), other.claim_id)
    if len(series):
        text = here.tell(N_("No figure of this value and time is known here; the latest known one:"))
        yield Finding("unknown", text, series.claim_id.iloc[-1])


def scaled(row: Any, factor: float) -> Any:
    """A figure of another scale, within its printed digits; of a share none."""
    if row.unit_printed.startswith("%") or row.value < 100:
        return row
    return row._replace(value=row.value * factor, lower=row.lower * factor, upper=row.upper * factor)


def look_alike(other: Any, here: Known) -> Finding:
    """That a figure is one that counts something else."""
    return Finding("look-alike", here.tell(N_("The published figure counts something else:")), other.claim_id)


def _unnamed(row: Any, clause: str, here: Known) -> Finding:
    """A figure whose words are those of no indicator: near enough and of a published value, or what counts something else."""
    near = {name: float(score) for name, score in (one.rsplit(" ", 1) for one in row.nearest.split("; ") if one)}
    about = here.indicators
    families = {about.family[name] for name, score in near.items() if score >= ALIKE}
    if not families:
        return UNKNOWN
    rows = here.observations[here.observations.province == row.province]
    rows = dated(row, rows[rows.family.isin(families)]).sort_values("date", ascending=False)
    unlike = {
        name for name in rows.indicator if verdicts.differ(clause, f"{about.term_vi[name]}; {about.name_en[name]}")
    }
    enough = TELLING if sum(map(str.isdigit, row.token)) > 2 else NEAR
    for other in files.each(equal(row, rows[~rows.indicator.isin(unlike)])):
        if near.get(other.indicator, 0) >= enough:
            return Finding("agrees", "", other.claim_id)
    for other in files.each(exact(row, rows[rows.indicator.isin(unlike)])):
        return look_alike(other, here)
    return UNKNOWN


def target(row: Any, sentence: str, ranged: bool, here: Known) -> Finding:
    """What is found of a goal, or of a figure of a year to come."""
    goals, matched = here.frames["targets"], here.frames["target_matches"]
    goals = goals[(goals.value == row.value) & goals.scope.isin([row.province, "vietnam"])]
    year = numerals.period_end(row.period).year if row.period and row.kind == "target" else None
    goals = goals[goals.target_year.isna() | (goals.target_year == year) | (year is None)]
    own = set(matched[matched.indicator == (row.of or row.indicator)].target_id)
    for goal in files.each(goals):
        if goal.target_id in own or _worded(sentence, goal.wording_vi, goal.concept):
            return Finding("agrees", aim(goal, here))
    return UNKNOWN if year is None or verdicts.PLANNED.search(sentence) else _ahead(row, year, ranged, here)


def _ahead(row: Any, year: int, ranged: bool, here: Known) -> Finding:
    """What is found of a figure of a year to come that is a projection, or the end of a straight line."""
    paths = content.series_of(here.frames["projections"], row.province, row.of)
    paths = paths[(paths.date.dt.year == year) & paths.value.between(row.lower - 0.05, row.upper + 0.05)]
    ids = [f"{row.province}.{row.of}.{kind}.{year}" for kind in ("projection", "scenario")]
    claim_id = next((one for one in ids if one in here.claims.index), "")
    if "diffusion" in set(paths.method):
        reason = here.tell(N_("A projection is told with its range, and not as a fact."))
        return Finding("agrees", "", claim_id) if ranged else Finding("misleading", reason, claim_id)
    if "straight_line" in set(paths.method):
        reason = here.tell(N_("A straight line to a later year is no projection: shares slow down as they rise."))
        return Finding("misleading", reason, claim_id)
    return UNKNOWN


def _worded(clause: str, *wordings: str) -> bool:
    """Whether a clause has three quarters of the words of a wording."""
    said = set(re.findall(r"\w+", clause.lower()))
    return any(len(said & (own := set(re.findall(r"\w+", one.lower())))) >= 0.75 * len(own) for one in wordings)


def aim(goal: Any, here: Known) -> str:
    """A target in words: how much, by when, by which document."""
    level = target_words.level(goal, here.language)
    return f"{level[0].upper()}{level[1:]}{target_words.due(goal)}, {goal.instrument}."
