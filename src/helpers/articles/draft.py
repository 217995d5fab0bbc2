"""From a new article to proposed rows of reported.csv, each guess named, for a person to complete."""

import math
import re
import unicodedata
from typing import Any

import pandas as pd

from helpers.articles import grids, matching, periods, phrases, places, wording
from helpers.articles import text as reading
from helpers.articles.naming import OPEN, nearest, rows_of, without_places_and_periods
from helpers.articles.sentences import Article, Row, Scene, figures_of, handed_on
from helpers.seeds import numerals, units
from helpers.tables import files

AID = list(files.header("draft"))
CONTEXT_WORDS = 4
YEAR_AHEAD = re.compile(r"\b(?:năm|tháng|quý|giai đoạn) \[", re.IGNORECASE)
NUMBERS = ("hedge_step", "score")
PROPOSED = [
    "qualifier", "hedge_step", "unit_printed", "kind", "province", "indicator", "period", "period_basis", "note",
    "score", "nearest", "goal", "note_vi", "falls", "of",
]  # fmt: skip


def ledger() -> list[str]:
    """The columns of reported.csv."""
    return list(files.header("reported"))


def draft(text: str, source_id: str, seeds: dict[str, pd.DataFrame], province: str = "") -> pd.DataFrame:
    """The proposed rows of reported.csv for a text, one a numeral, with what helps a person to decide.

    `seeds` needs reported and indicators: what is known so far. Returns the columns of reported.csv, then
    `guessed` (the columns that are a guess; whoever has checked them empties the cell), `score` of the proposed
    indicator (0 to 1), `nearest` (where none is proposed, the two that come nearest), `goal` (the word of a goal that
    reaches the figure) and `context`, at most four words on either side.
    """
    return read(text, source_id, seeds, province)[[*ledger(), *AID]]


def read(text: str, source_id: str, seeds: dict[str, pd.DataFrame], province: str = "") -> pd.DataFrame:
    """A draft with what its table leaves out: `end` of a token, `lower` and `upper` of its value, `of`.

    `of` is the indicator that the words of a figure of any kind name, a goal's too.
    """
    page = reading.plain(text)
    language = reading.language(page.text) or "vi"
    signs = "en" if language == "en" else reading.signs(page.text)
    rows = marked(page.text, reading.numerals(page.text, signs))
    article = _article(page.text, language, signs, seeds, province)
    proposed = pd.DataFrame(proposals(article, rows), columns=["offset", *PROPOSED])
    proposed["province"] = proposed.province.replace(places.NOT_OURS, "")
    frame = rows.drop(columns="kind").merge(proposed, on="offset", how="left")
    frame["kind"] = frame.kind.fillna(rows.kind.replace("figure", ""))
    texts = [name for name in PROPOSED if name not in NUMBERS]
    frame[texts] = frame[texts].astype(object).fillna("").astype("str")
    frame = frame.assign(
        source_id=source_id,
        entry=pd.Series(pd.NA, frame.index, dtype="Int64"),
        **{name: frame[name].astype(float) for name in NUMBERS},
    )
    frame["value"] = [_value(row, signs) for row in files.each(frame)]
    frame["context"] = [context(page.text, row.offset, len(row.token)) for row in files.each(frame)]
    frame["guessed"] = [_guessed(row) for row in files.each(frame)]
    printed = [(page.offsets[row.offset], page.offsets[row.offset + len(row.token)]) for row in files.each(frame)]
    frame["token"] = [unicodedata.normalize("NFC", text[start:end]) for start, end in printed]
    frame["offset"], frame["end"] = zip(*printed, strict=True) if printed else ([], [])
    ranges = [_range(row, signs) for row in files.each(frame)]
    return frame.assign(lower=[low for low, _ in ranges], upper=[high for _, high in ranges])


def marked(text: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The numerals of a text with their `kind` by form alone: 'figure' where the sentence must tell."""
    names = [place for match in wording.FILE_OR_ADDRESS.finditer(text) for place in range(match.start(), match.end())]
    named = rows.offset.isin(names)
    kinds = [
        phrases.form_kind(
            row.token,
            row.form,
            text[max(0, row.offset - 40) : row.offset] if row.offset else "",
            text[(end := row.offset + len(row.token)) : end + 40],
        )
        for row in files.each(rows)
    ]
    return rows.assign(kind=pd.Series(kinds, rows.index, dtype=object).mask(named, "label"))


def _article(text: str, language: str, signs: str, seeds: dict[str, pd.DataFrame], province: str) -> Article:
    known = places.names(seeds["places"])
    usual = periods.printed_day(text) or periods.last_reported(_reported(text, language))
    printed = pd.concat([seeds["sources"].published, seeds["sources"].event_date]).dropna()
    latest = usual or (f"{printed.max():%Y-%m-%d}" if len(printed) else "")
    units = tuple(sorted(set(seeds["reported"].unit_printed) - {""}))
    terms = matching.Terms(seeds["indicators"], language)
    return Article(text, language, signs, known, province or places.main(text, known), usual, latest, terms, units)


def _reported(text: str, language: str) -> list[str]:
    """The periods that sentences without a goal report on."""
    found, goal = [], False
    for start, end in reading.sentences(text):
        sentence = text[start:end]
        reports = bool(wording.REPORTED[language].search(sentence))
        goes_on = wording.ITEM.match(sentence) or text[start - 1 : start] != "\n"
        goal = bool(goal and goes_on and not reports) or phrases.is_goal(sentence, language)
        roles = ("reported", "horizon") if reports else ("reported",)
        found += [] if goal else [one.period for one in periods.found_in(sentence) if one.role in roles]
    return found


def proposals(article: Article, rows: pd.DataFrame) -> list[Row]:
    """What is proposed for each figure of a text: tables line by line, all else sentence by sentence."""
    cells = {cell.offset: cell for cell in grids.cells(article.text, rows)}
    figures = rows[rows.kind == "figure"]
    found = [_of_table(article, cells[offset]) for offset in figures.offset if offset in cells]
    waiting = list(files.each(figures[~figures.offset.isin(list(cells))]))[::-1]
    scene, header, last = Scene(), Scene(), Row()
    for start, end in reading.sentences(article.text):
        text = article.text[start:end]
        item = wording.ITEM.match(text)
        if start == 0 or article.text[start - 1] == "\n":  # a new line: a list goes on with what its heading said
            scene, last = header if item else Scene(), {}
        inside = []
        while waiting and waiting[-1].offset < end:
            inside.append(waiting.pop())
        sentence, read = rows_of(article, text, figures_of(text, start, inside), scene, last)
        scene = handed_on(article, sentence, read)
        last = read[-1] if read else last
        header = scene if text.rstrip().endswith(":") else header if item else Scene()
        found += read
    return found


def _of_table(article: Article, cell: grids.Cell) -> Row:
    """The row of a figure in a table pasted as lines: its unit and year from heading and line."""
    named = places.mentions(f"{cell.title} {cell.label}", article.places)
    place = without_places_and_periods(matching.Place("", f"{cell.label} là ", ""), article)
    row: Row = {
        "offset": cell.offset, "qualifier": "", "hedge_step": None, "unit_printed": cell.unit, "kind": "observation",
        "province": named[-1].slug if named else article.province, "note": "", "goal": "", "falls": False,
        "period": cell.period, "period_basis": "stated",
    }  # fmt: skip
    if article.latest and not periods.past(cell.period, article.latest):  # the year is not over
        row |= {"period": article.usual, "period_basis": "inferred" if article.usual else ""}
    found = nearest(article, matching.wordings(place), place, row)
    return row | (found if cell.whole else found | OPEN)


def decided(rows: pd.DataFrame, changes: dict[int, dict[str, str]]) -> pd.DataFrame:
    """A draft as a person leaves it who corrects the cells in `changes`, by offset, and confirms every other guess."""
    result = rows.assign(guessed="").set_index("offset")
    for offset, cells in changes.items():
        for column, cell in cells.items():
            result.loc[offset, column] = cell
    return result.reset_index()[list(rows)]


def context(text: str, offset: int, length: int) -> str:
    """A few words on either side of a token, the token in corner brackets.

    >>> context("Tỷ lệ hộ có Internet đạt 54%, tăng so với năm trước", 25, 2)
    '… hộ có Internet đạt [54] %, tăng so với …'
    """
    before = text[max(0, offset - 200) : offset].split()[-CONTEXT_WORDS:]
    after = text[offset + length : offset + length + 200].split()[:CONTEXT_WORDS]
    return " ".join(["…", *before, f"[{text[offset : offset + length]}]", *after, "…"])


def _value(row: Any, signs: str) -> float | None:
    """The value of a token in its unit; none for labels, legal numbers, dates of several parts and what is no numeral."""
    try:
        value = numerals.numeral(row.token, signs) * units.scale(row.unit_printed)
    except ValueError:
        return None
    return (
        None
        if row.kind in ("label", "legal") or row.form == "odd"
        else round(-value if row.falls == "True" else value, 9)
    )


def _range(row: Any, signs: str) -> tuple[float, float]:
    """What a printed figure allows; NaN where it has no value."""
    if pd.isna(row.value):
        return math.nan, math.nan
    step = None if pd.isna(row.hedge_step) else row.hedge_step
    return numerals.input_range(row.token, row.qualifier, step, row.unit_printed, signs)


def _guessed(row: Any) -> str:
    """The columns of a row that are a guess: nothing where the token's form alone says what it is.

    What is printed as such (a per cent sign, a measure) is no guess; a hedge is one, as 'trên' also means 'in'.
    """
    if row.form in ("legal", "date", "label") or (row.kind == "date" and YEAR_AHEAD.search(row.context)):
        return ""
    names = ["hedge_step", "kind", "province", "indicator", "period"]
    names += [] if phrases.measured(row.unit_printed) else ["unit_printed"]
    return " ".join(name for name in names if getattr(row, name) == getattr(row, name) != "")  # NaN is not itself
