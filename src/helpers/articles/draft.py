"""From a new article to proposed rows of reported.csv, each guess named, for a person to complete."""

import re
from typing import Any, NamedTuple

import pandas as pd

from helpers.articles import dating, matching, phrases
from helpers.articles import text as reading
from helpers.seeds import numerals
from helpers.tables import files

AID = list(files.header("draft"))
CONTEXT_WORDS = 4
SAME_SUBJECT = re.compile(r"\b(?:lên|xuống|còn)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)  # 'từ 44% … lên 72%'

YEAR_AHEAD = re.compile(r"\b(?:năm|tháng|quý|giai đoạn) \[", re.IGNORECASE)


class Figure(NamedTuple):
    """A numeral with a value to report, and the words around it."""

    offset: int
    token: str
    sentence: str
    start: int  # within the sentence
    place: matching.Place
    follows: bool  # another figure stands before it in its clause


def ledger() -> list[str]:
    """The columns of reported.csv."""
    return list(files.header("reported"))


def draft(text: str, source_id: str, seeds: dict[str, pd.DataFrame], province: str = "") -> pd.DataFrame:
    """The proposed rows of reported.csv for a text, one a numeral, with what helps a person to decide.

    `seeds` needs places, reported and indicators: what is known so far. Returns the columns of reported.csv, then
    `guessed` (the columns that are a guess; whoever has checked them empties the cell), `score` of the proposed
    indicator (0 to 1), `runner_up` with its score (the nearest one where none is near enough), and `context`,
    at most four words on either side.
    """
    rows = reading.numerals(text).assign(source_id=source_id)
    rows["kind"] = [
        phrases.form_kind(row.token, row.form, text[max(0, row.offset - 40) : row.offset], _behind(text, row, 40))
        for row in files.each(rows)
    ]
    units = sorted(set(seeds["reported"].unit_printed) - {""})
    slug, usual = province or place_of(text, seeds["places"]), dating.usual_period(text)
    read = [_read(figure, units, slug, usual) for figure in figures(text, rows)]
    proposed = pd.DataFrame(_named(read, seeds["indicators"]), columns=["offset", *PROPOSED]).set_index("offset")
    proposed = proposed.astype(
        dict.fromkeys(("hedge_step", "score", "runner_up_score"), float)
    )  # also where all are empty
    figure = rows.offset.isin(proposed.index)
    frame = rows.drop(columns="kind").merge(proposed, left_on="offset", right_index=True, how="left")
    frame["kind"] = rows.kind.where(~figure, frame.kind)
    texts = [name for name in PROPOSED if name not in ("hedge_step", "score", "runner_up_score")]
    frame = frame.assign(note="", **frame[texts].astype(object).fillna("").astype("str"))
    frame["value"] = [_value(row.token, row.kind, row.unit_printed) for row in files.each(frame)]
    frame["context"] = [context(text, row.offset, len(row.token)) for row in files.each(frame)]
    frame["guessed"] = [_guessed(row) for row in files.each(frame)]
    return frame[[*ledger(), *AID]]


PROPOSED = [
    "qualifier", "hedge_step", "unit_printed", "kind", "province", "indicator", "period", "period_basis",
    "score", "runner_up", "runner_up_score",
]  # fmt: skip


def figures(text: str, rows: pd.DataFrame) -> list[Figure]:
    """The numerals of kind 'figure' with their sentence, and the words of their clause around them."""
    found = []
    marked = rows[rows.kind == "figure"]
    for start, end in reading.sentences(text):
        inside = marked[marked.offset.between(start, end - 1)]
        for left, right in reading.clauses(text, start, end, list(inside.offset)):
            clause = inside[inside.offset.between(left, right - 1)]
            ends = [left, *(clause.offset + clause.token.str.len())]
            nexts = [*clause.offset[1:], right]
            lead = text[left : clause.offset.iloc[0]] if len(clause) else ""
            for place, row in enumerate(files.each(clause)):
                behind = text[ends[place + 1] : nexts[place]]
                if behind.strip() == "/" and place + 2 < len(
                    ends
                ):  # the noun of a fraction stands behind its second number
                    behind = text[ends[place + 2] : [*nexts, right][place + 1]]
                around = matching.Place(lead, text[ends[place] : row.offset], behind)
                found.append(Figure(row.offset, row.token, text[start:end], row.offset - start, around, place > 0))
    return found


def _read(figure: Figure, units: list[str], slug: str, usual: str) -> dict[str, object]:
    """What the wording says of a figure: unit, hedge, kind, place, period."""
    lead = figure.sentence[: figure.start]
    unit = phrases.unit(figure.place.after, lead, units)
    kind = phrases.figure_kind(lead, figure.place.before, unit)
    words = phrases.qualifier(lead, figure.place.after)
    period, basis = dating.period_of(figure.sentence, figure.start, figure.start + len(figure.token), kind, usual)
    if not period and kind == "observation" and usual:
        period, basis = usual, "inferred"
    return {
        "figure": figure,
        "offset": figure.offset,
        "qualifier": words,
        "hedge_step": phrases.hedge_step(figure.token, words, unit),
        "unit_printed": unit,
        "kind": kind,
        "province": slug,
        "period": period,
        "period_basis": basis,
    }


def _named(read: list[dict[str, object]], indicators: pd.DataFrame) -> list[dict[str, object]]:
    """The rows with their nearest indicators: an observation's own, and for a growth rate that of the figure before."""
    named: list[dict[str, object]] = []
    for row in read:
        figure = row.pop("figure")
        assert isinstance(figure, Figure)
        before = named[-1] if named and figure.follows else {}
        if row["kind"] == "growth":
            row["indicator"] = before.get("indicator", "") if before.get("kind") == "observation" else ""
        elif row["kind"] == "observation" and before and SAME_SUBJECT.search(figure.place.before):
            row |= {
                name: before[name] for name in ("indicator", "score", "runner_up", "runner_up_score") if name in before
            }
        elif row["kind"] == "observation":
            row |= nearest(matching.ranked(figure.place, str(row["unit_printed"]), indicators))
        named.append(row)
    return named


def decided(rows: pd.DataFrame, changes: dict[int, dict[str, str]]) -> pd.DataFrame:
    """A draft as a person leaves it who corrects the cells in `changes`, by offset, and confirms every other guess."""
    result = rows.assign(guessed="").set_index("offset")
    for offset, cells in changes.items():
        for column, cell in cells.items():
            result.loc[offset, column] = cell
    return result.reset_index()[list(rows)]


def nearest(scores: pd.Series) -> dict[str, object]:
    """The proposed indicator and its runner-up from ranked scores; below matching.ENOUGH none is proposed.

    >>> nearest(pd.Series({"a": 0.9, "b": 0.5})), nearest(pd.Series({"a": 0.2}))
    ({'indicator': 'a', 'score': 0.9, 'runner_up': 'b', 'runner_up_score': 0.5}, {'runner_up': 'a', 'runner_up_score': 0.2})
    """
    best = [(name, round(float(score), 2)) for name, score in scores.head(2).items()]
    if not best or best[0][1] < matching.ENOUGH:
        return dict(zip(("runner_up", "runner_up_score"), best[0], strict=True)) if best else {}
    second = best[1] if len(best) > 1 else ("", float("nan"))
    return {"indicator": best[0][0], "score": best[0][1], "runner_up": second[0], "runner_up_score": second[1]}


def place_of(text: str, places: pd.DataFrame) -> str:
    """The slug of the province that a text names most; '' where it names none that is known."""
    named = {row.province: text.count(row.name_en) for row in files.each(places) if row.province != "vietnam"}
    slug = max(named, key=lambda one: named[one])
    return slug if named[slug] else ""


def context(text: str, offset: int, length: int) -> str:
    """A few words on either side of a token, the token in corner brackets.

    >>> context("Tỷ lệ hộ có Internet đạt 54%, tăng so với năm trước", 25, 2)
    '… hộ có Internet đạt [54] %, tăng so với …'
    """
    before = text[max(0, offset - 200) : offset].split()[-CONTEXT_WORDS:]
    after = text[offset + length : offset + length + 200].split()[:CONTEXT_WORDS]
    return " ".join(["…", *before, f"[{text[offset : offset + length]}]", *after, "…"])


def _behind(text: str, row: Any, length: int) -> str:
    end = row.offset + len(row.token)
    return text[end : end + length]


def _value(token: str, kind: str, unit: str) -> float | None:
    """The value of a token; none for labels, legal numbers, compound dates and what is not printed as numerals are."""
    try:
        return None if kind in ("label", "legal", "") else numerals.numeral(token) * numerals.scale(unit)
    except ValueError:
        return None


def _guessed(row: Any) -> str:
    """The columns of a row that are a guess: nothing where the token's form alone says what it is.

    What is printed as such (a per cent sign, a measure) is no guess; a hedge is one, as 'trên' also means 'in'.
    """
    if row.form in ("legal", "date", "label") or (row.kind == "date" and YEAR_AHEAD.search(row.context)):
        return ""
    names = ["hedge_step", "kind", "province", "indicator", "period"]
    names += [] if phrases.UNITS.match(row.unit_printed) else ["unit_printed"]
    return " ".join(name for name in names if getattr(row, name) == getattr(row, name) != "")  # NaN is not itself
