"""The tables to take away as one workbook, as an office reads them, in Vietnamese: targets, figures, sentences, notes."""

import datetime
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.claims import target_words, words
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.outputs.markdown import PROJECT
from helpers.tables import files

NOTES = [
    N_("A star marks a date that the source does not print."),
    N_("Completion is computed only where figure and target count the same."),
    N_("A figure is cited with the source that printed it; addresses stand in the sheet of sources."),
    N_("Free to use with the source named."),
]
CREATED = datetime.datetime(2026, 1, 1)  # a workbook carries a date; the same bytes on every run need one
# a cell that begins with = stays a text, which the default of pandas makes a formula
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {"f": "#,##0.######", "i": "0"}  # by numpy's kind
NARROWEST, WIDEST = 6, 45  # letters
ADDRESS = re.compile(r"https?://\S+")
LINE = 15  # points: a row that says no height is one line high where no Excel lays it out
_ = words.translator("vi")


def build(frames: content.Frames, file: Path) -> None:
    """Write the workbook: headings frozen, dates and numbers as such, addresses as links, no formula."""
    options: dict[str, Any] = {"engine_kwargs": {"options": AS_TEXT}, "datetime_format": "dd/mm/yyyy"}
    sheets = {N_("Targets"): targets, N_("Figures"): figures, N_("Sentences"): _sentences, N_("Notes"): _notes}
    with pd.ExcelWriter(file, engine="xlsxwriter", **options) as writer:
        writer.book.set_properties({"title": PROJECT, "author": PROJECT, "created": CREATED})
        for name, made in sheets.items():
            frame = made(frames)
            frame.to_excel(writer, sheet_name=_(name), startrow=1, header=False, index=False)
            _lay_out(writer.book, writer.sheets[_(name)], frame)


def targets(frames: content.Frames) -> pd.DataFrame:
    """The table of targets of every province, its own ones first, then the national ones beside its figures."""
    names = ["number", "name", "unit", "goal", "result", "completion", "verdict", "agency"]
    rows, publishers = [], frames["sources"].set_index("source_id").publisher
    for province in content.provinces(frames):
        for scope in (province, "vietnam"):
            head = [words.capital(files.place(one, "vi")) for one in (province, scope)]
            for row in content.targets(frames, province, scope, "vi"):
                rows.append([*head, *(row[name] for name in names), publishers.get(row["source"], "")])
    return pd.DataFrame(rows, columns=[_("Place"), _("Targets of"), *map(_, content.HEADINGS)])


def figures(frames: content.Frames) -> pd.DataFrame:
    """Every reported figure: name, province, period, value as printed and as a number, unit, source with its address."""
    columns = {
        "name": _("Indicator"), "place": _("Place"), "when": _("Period"), "figure": _("Figure"), "value": _("Value"),
        "unit": _("Unit"), "publisher": _("Source"), "url": _("Address"), "note": _("Note"),
    }  # fmt: skip
    return content.figures(frames, "vi")[list(columns)].rename(columns=columns)


def _sentences(frames: content.Frames) -> pd.DataFrame:
    """Sentences that may be quoted, short and in full, with what to say with them."""
    columns = {
        "name": _("Indicator"), "place": _("Place"), "short_vi": _("Short sentence"), "text_vi": _("Sentence"),
        "note": _("Note"), "claim_id": _("Id"),
    }  # fmt: skip
    claims = frames["claims"].query("status != 'refused'")
    names = [content.name_of(frames, indicator, "vi") for indicator in claims.indicator]
    places = [words.capital(files.place(province, "vi")) for province in claims.province]
    notes = [content.note(reason, frames, "vi") for reason in claims.reason]
    return claims.assign(name=names, place=places, note=notes)[list(columns)].rename(columns=columns)


def _notes(frames: content.Frames) -> pd.DataFrame:
    """What a reader has to know, and the instruments of the targets in full."""
    texts = [[_(note), ""] for note in NOTES] + [[f"{PROJECT} {version('tay-bac-so')}, CC BY 4.0", ""]]
    listed = target_words.instruments(frames["targets"], list(frames["targets"].target_id))
    texts += [[one["text"], one["url"]] for one in listed]
    return pd.DataFrame(texts, columns=[_("Notes and instruments"), _("Address")])


def _lay_out(book: Any, page: Any, frame: pd.DataFrame) -> None:
    """Headings, widths, links, and how the sheet is printed: A4, as wide as a page, headings on each."""
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#eeeeee", "bottom": 1})
    link = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#0563c1", "underline": 1})
    widths = []
    for name, cells in frame.items():
        longest = max((len(str(cell)) for cell in cells.dropna()), default=0)
        widths.append(min(max(longest, len(str(name)) / 2, NARROWEST), WIDEST))
    page.write_row(0, 0, list(frame), head)
    for row, line in enumerate([list(frame), *frame.itertuples(index=False)]):
        letters = [0 if ADDRESS.fullmatch(str(cell)) else len(str(cell)) for cell in line]
        lines = [1.1 * length // width + 1 for length, width in zip(letters, widths, strict=True)]
        page.set_row(row, LINE * max(1, *lines))
    for column, (width, (_name, cells)) in enumerate(zip(widths, frame.items(), strict=True)):
        form = {"valign": "top", "text_wrap": True, "num_format": FORMATS.get(cells.dtype.kind, "General")}
        page.set_column(column, column, width, book.add_format(form))
        for row, cell in enumerate(cells, start=1):
            if ADDRESS.fullmatch(str(cell)):
                page.write_url(row, column, cell, link, cell)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.autofilter(0, 0, len(frame), len(frame.columns) - 1)
