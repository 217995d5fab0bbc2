"""From a new article to proposed rows of reported.csv, each guess named, for a person to complete."""

import math
import re
import unicodedata

import pandas as pd

from helpers.articles import grids, matching, periods, phrases, places, wording
from helpers.articles import text as reading
from helpers.articles.naming import OPEN, nearest, rows_of, without_places_and_periods
from helpers.articles.sentences import Article, Row, Scene, figures_of, handed_on
from helpers.seeds import numerals
from helpers.seeds.rules import attempt
from helpers.tables import files

ADDED = list(files.header("draft"))  # columns beside those of reported.csv
CONTEXT_WORDS = 4
YEAR_AHEAD = re.compile(r"\b(?:năm|tháng|quý|giai đoạn) \[", re.IGNORECASE)


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
    return read(text, source_id, seeds, province)[[*ledger(), *ADDED]]


def read(text: str, source_id: str, seeds: dict[str, pd.DataFrame], province: str = "") -> pd.DataFrame:
    """A draft with what its table leaves out: `end` of a token, `lower` and `upper` of its value, `of`.

    `of` is the indicator that the words of a figure of any kind name, a goal's too.
    """
    page = reading.plain(text)
    signs = reading.signs(page.text)
    laid = grids.laid_out(page.text)
    tokens = marked(laid, reading.numerals(page.text, signs))
    article = _article(laid, signs, seeds, province)
    proposed = {row["offset"]: row for row in proposals(article, tokens)}
    blank = dict.fromkeys([*ledger(), *ADDED, "of", "falls"], "") | {"source_id": source_id, "entry": pd.NA}
    rows = []
    for token in files.each(tokens):
        row = blank | token._asdict() | {"kind": token.kind.replace("figure", "")} | proposed.get(token.offset, {})
        rows.append(_completed(row, text, page, signs))
    frame = pd.DataFrame(rows, columns=[*ledger(), *ADDED, "of", "end", "lower", "upper"])
    numbers = dict.fromkeys(["hedge_step", "value", "score"], float) | {"paragraph": int, "offset": int, "end": int}
    return frame.replace({"hedge_step": "", "score": ""}, math.nan).astype(numbers | {"entry": "Int64"})


def _completed(row: Row, text: str, page: reading.Plain, signs: str) -> Row:
    """A row with what follows from its cells; its token and offset as the text itself has them."""
    first, end = row["offset"], row["offset"] + len(row["token"])
    value, step = _value(row, signs), row["hedge_step"] or None
    unread = value is None
    lower, upper = (math.nan, math.nan) if unread else numerals.input_range(row["token"], row["qualifier"], step, row["unit_printed"], signs)  # fmt: skip
    row |= {"value": value, "lower": lower, "upper": upper, "context": context(page.text, first, end - first)}
    row |= {"province": row["province"].replace(places.NOT_OURS, ""), "guessed": _guessed(row)}
    start, end = page.offsets[first], page.offsets[end]
    return row | {"token": unicodedata.normalize("NFC", text[start:end]), "offset": start, "end": end}


def marked(text: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The numerals of a text with their `kind` by form alone: 'figure' where the sentence must tell."""
    named = {place for match in wording.FILE_OR_ADDRESS.finditer(text) for place in range(*match.span())}
    kinds = []
    for row in files.each(rows):
        end = row.offset + len(row.token)
        before, after = text[max(0, row.offset - 40) : row.offset], text[end : end + 40]
        kinds.append("label" if row.offset in named else phrases.form_kind(row.token, row.form, before, after))
    return rows.assign(kind=pd.Series(kinds, rows.index, dtype=object))


def _article(text: str, signs: str, seeds: dict[str, pd.DataFrame], province: str) -> Article:
    slugs = places.names(seeds["places"])
    usual = periods.printed_day(text) or periods.last_reported(_reported(text))
    printed = pd.concat([seeds["sources"].published, seeds["sources"].event_date]).dropna()
    latest = usual or (f"{printed.max():%Y-%m-%d}" if len(printed) else "")
    units = tuple(sorted(set(seeds["reported"].unit_printed) - {""}))
    terms = matching.Terms(seeds["indicators"])
    own = province or places.main(text, slugs)
    short = {part: full for part, full in wording.readings("short").items() if full.lower() in text.lower()}
    short |= reading.abbreviations(text)
    return Article(text, signs, slugs, own, usual, latest, terms, short, units)


def _reported(text: str) -> list[str]:
    """The periods that sentences without a goal report on."""
    found = []
    for start, end in reading.sentences(text):
        sentence = text[start:end]
        over = wording.REPORTED.search(sentence) and not wording.GOAL.search(sentence)
        roles = ("reported", "horizon") if over else ("reported",)
        dated = [] if phrases.is_goal(sentence) else periods.found_in(sentence)
        found += [one.period for one in dated if one.role in roles and not phrases.is_goal(sentence[: one.start])]
    return found


def proposals(article: Article, rows: pd.DataFrame) -> list[Row]:
    """What is proposed for each figure of a text: tables line by line, all else sentence by sentence."""
    cells = {cell.row.offset: cell for cell in grids.cells(article.text, rows)}
    figures = rows[rows.kind == "figure"]
    found = [_of_table(article, cells[offset]) for offset in figures.offset if offset in cells]
    waiting = list(files.each(figures[~figures.offset.isin(list(cells))]))[::-1]
    scene, header, frame = Scene(), Scene(), Scene()
    last: list[Row] = []
    for start, end in reading.sentences(article.text):
        text = article.text[start:end]
        item = wording.ITEM.match(text)
        if start == 0 or article.text[start - 1] == "\n":  # a new line: a list goes on with what its heading said
            scene, last = header if item or header.goal else frame._replace(spoken=scene.spoken), []
        inside = []
        while waiting and waiting[-1].offset < end:
            inside.append(waiting.pop())
        sentence, read = rows_of(article, text, figures_of(text, start, inside), scene, last)
        scene = handed_on(article, sentence, read)
        last = read or last
        if not inside and (period := periods.announced(sentence.dated, article.latest)):
            frame = frame._replace(period=period)  # 'Quý I năm 2026, bức tranh số …' is of what follows
        heads = not inside and not re.search(r"[.!?;]\s*$", text)  # a heading, or what announces a list
        if heads and not periods.printed_day(text):  # a day under the heading leaves its place
            frame = frame._replace(place=scene.place if len({one.slug for one in sentence.named}) == 1 else "")
        header = scene if heads or text.rstrip().endswith(":") else header if item else Scene()
        found += read
    return found


def _of_table(article: Article, cell: grids.Cell) -> Row:
    """The row of a figure in a table: its unit, period and kind from heading and line."""
    printed = f"{cell.title}; {cell.label}; {cell.column}; {cell.rest}"
    named = places.mentions(printed, article.places)
    dated = periods.found_in(printed, article.usual[:4])[-1:]
    planned = [one.role for one in dated if one.start > len(cell.title)] == ["plan"]
    kind = "target" if planned else _kind_of_column(cell.column)
    for words in (cell.label, cell.column, cell.title):  # where the label is a year or a place the column says more
        place = without_places_and_periods(matching.Place("", f"{words} là ", ""), article)
        if wording.words(place.before):
            break
    hedge = phrases.qualifier(cell.lead, "")
    row: Row = {
        "offset": cell.row.offset,
        "qualifier": hedge,
        "hedge_step": phrases.hedge_step(cell.row.token, hedge, cell.unit, article.signs),
        "unit_printed": cell.unit,
        "kind": kind,
        "province": named[-1].slug if named else article.province,
        "period": dated[0].period if dated else "",
        "period_basis": "stated" if dated else "",
    }
    over = dated and (not article.latest or periods.past(dated[0].period, article.latest))
    if kind == "observation" and not over:
        row |= {"period": article.usual, "period_basis": "inferred" if article.usual else ""}
    phrasings = matching.wordings(place)
    found = nearest(article, [*phrasings, (phrasings[0][0], cell.title)], place, row)
    return row | found | (OPEN if not cell.whole else {} if kind == "observation" else {"indicator": "", "score": None})


def _kind_of_column(heading: str) -> str:
    """The kind of the figures under a heading, by its first word that tells: 'so với kế hoạch' is no plan."""
    found = [(match.start(), kind) for kind, words in wording.COLUMNS.items() if (match := words.search(heading))]
    return min(found)[1] if found else "observation"


def context(text: str, offset: int, length: int) -> str:
    """A few words on either side of a token, the token in corner brackets.

    >>> context("Tỷ lệ hộ có Internet đạt 54%, tăng so với năm trước", 25, 2)
    '… hộ có Internet đạt [54] %, tăng so với …'
    """
    before = text[max(0, offset - 200) : offset].split()[-CONTEXT_WORDS:]
    after = text[offset + length : offset + length + 200].split()[:CONTEXT_WORDS]
    return " ".join(["…", *before, f"[{text[offset : offset + length]}]", *after, "…"])


def _value(row: Row, signs: str) -> float | None:
    """The value of a token in its unit; none for labels, legal numbers, dates of several parts and what is no numeral."""
    if row["kind"] in ("label", "legal") or row["form"] == "odd":
        return None
    value = attempt(lambda token: numerals.numeral(token, signs, row["unit_printed"]), row["token"])
    return None if isinstance(value, str) else -value if row["falls"] else value


def _guessed(row: Row) -> str:
    """The columns of a row that are a guess: nothing where the token's form alone says what it is.

    A hedge is a guess, too, as 'trên' also means 'in'; a per cent sign is none.
    """
    if row["form"] in ("legal", "date", "label") or (row["kind"] == "date" and YEAR_AHEAD.search(row["context"])):
        return ""
    names = ["hedge_step", "kind", "province", "indicator", "period"]
    names += [] if phrases.is_share(row["unit_printed"]) else ["unit_printed"]
    return " ".join(name for name in names if row[name] not in ("", None))
