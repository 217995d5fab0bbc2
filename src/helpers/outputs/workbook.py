"""The tables to take away as one workbook: first as an office reads them, in Vietnamese, then whole, names beside codes."""

import datetime
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.claims import instruments, words
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.outputs.markdown import PROJECT
from helpers.tables import files

WHOLE = (
    "observations", "growth", "projections", "target_gaps", "claims", "reported", "indicators", "targets", "sources",
)  # fmt: skip
TRANSLATED = {
    "claims": "reason",
    "target_gaps": "note",
    "growth": "note",
}  # the column that has its Vietnamese beside it
NOTES = [
    N_("Sheets in Vietnamese come first; then the whole tables, column names as in the CSV files."),
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


class Sheet(NamedTuple):
    """A sheet: name, rows of headings, cells by column."""

    name: str
    headings: list[list[Any]]
    frame: pd.DataFrame


def build(root: Path, file: Path) -> None:
    """Write the workbook: headings frozen, dates and numbers as such, addresses as links, no formula."""
    options: dict[str, Any] = {"engine_kwargs": {"options": AS_TEXT}, "datetime_format": "dd/mm/yyyy"}
    frames = content.frames(root)
    first = [targets(frames), figures(frames), _sentences(frames), _notes(frames)]
    with pd.ExcelWriter(file, engine="xlsxwriter", **options) as writer:
        writer.book.set_properties({"title": PROJECT, "author": PROJECT, "created": CREATED})
        for sheet in [*first, *(_whole(name, frames) for name in WHOLE)]:
            sheet.frame.to_excel(writer, sheet_name=sheet.name, startrow=len(sheet.headings), header=False, index=False)
            _lay_out(writer.book, writer.sheets[sheet.name], sheet)


def targets(frames: content.Frames) -> Sheet:
    """The table of targets of every province, its own ones first, then the national ones beside its figures."""
    names = ["number", "name", "unit", "goal", "result", "completion", "verdict", "agency"]
    rows, publishers = [], frames["sources"].set_index("source_id").publisher
    for province in content.provinces(frames):
        for scope in (province, "vietnam"):
            head = [words.capital(files.place(one, "vi")) for one in (province, scope)]
            for row in content.targets(frames, province, scope, "vi"):
                rows.append([*head, *(row[name] for name in names), publishers.get(row["source"], "")])
    headings = [_("Place"), _("Targets of"), *map(_, content.HEADINGS)]
    return Sheet(_("Targets"), [headings], pd.DataFrame(rows, columns=headings))


def figures(frames: content.Frames) -> Sheet:
    """Every reported figure: name, province, period, value as printed and as a number, unit, source with its address."""
    columns = {
        "name": _("Indicator"), "place": _("Place"), "when": _("Period"), "figure": _("Figure"), "value": _("Value"),
        "unit": _("Unit"), "publisher": _("Source"), "url": _("Address"), "note": _("Note"),
    }  # fmt: skip
    frame = content.figures(frames, "vi")[list(columns)].rename(columns=columns)
    return Sheet(_("Figures"), [list(frame)], frame)


def _sentences(frames: content.Frames) -> Sheet:
    """Sentences that may be quoted, short and in full, with what to say with them."""
    claims = frames["claims"].query("status != 'refused'")
    frame = pd.DataFrame(
        {
            _("Indicator"): [content.name_of(frames, indicator, "vi") for indicator in claims.indicator],
            _("Place"): [words.capital(files.place(province, "vi")) for province in claims.province],
            _("Short sentence"): claims.short_vi,
            _("Sentence"): claims.text_vi,
            _("Note"): [content.note(reason, frames, "vi") for reason in claims.reason],
            _("Id"): claims.claim_id,
        }
    )
    return Sheet(_("Sentences"), [list(frame)], frame)


def _notes(frames: content.Frames) -> Sheet:
    """What a reader has to know, and the instruments of the targets in full."""
    texts = [[_(note), ""] for note in NOTES] + [[f"{PROJECT} {version('tay-bac-so')}, CC BY 4.0", ""]]
    listed = instruments.of(frames["targets"], list(frames["targets"].target_id))
    texts += [[one["text"], one["url"]] for one in listed]
    headings = [_("Notes and instruments"), _("Address")]
    return Sheet(_("Notes"), [headings], pd.DataFrame(texts, columns=headings))


def _whole(name: str, frames: content.Frames) -> Sheet:
    """A table as it is in the CSV file, with the indicator's name and the reason in Vietnamese beside the codes."""
    frame = frames[name][list(files.header(name))].copy()
    titles = files.columns(name).set_index("column").title_vi.to_dict()
    if "indicator" in frame and name != "indicators":
        names = [content.name_of(frames, code, "vi") if code else "" for code in frame.indicator]
        frame.insert(list(frame).index("indicator") + 1, "name_vi", names)
        titles["name_vi"] = _("Indicator")
    if column := TRANSLATED.get(name):
        frame[f"{column}_vi"] = [content.note(text, frames, "vi") for text in frame[column]]
        titles[f"{column}_vi"] = titles[column]
    return Sheet(name, [list(frame), [titles[column] for column in frame]], frame)


def _lay_out(book: Any, page: Any, sheet: Sheet) -> None:
    """Headings, widths, links, and how the sheet is printed: A4, as wide as a page, headings on each."""
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#eeeeee", "bottom": 1})
    link = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#0563c1", "underline": 1})
    widths = []
    for name, cells in sheet.frame.items():
        longest = max((len(str(cell)) for cell in cells.dropna()), default=0)
        widths.append(min(max(longest, len(str(name)) / 2, NARROWEST), WIDEST))
    for row, headings in enumerate(sheet.headings):
        page.write_row(row, 0, headings, head)
    for row, line in enumerate([*sheet.headings, *sheet.frame.itertuples(index=False)]):
        letters = [0 if ADDRESS.fullmatch(str(cell)) else len(str(cell)) for cell in line]
        lines = [1.1 * length // width + 1 for length, width in zip(letters, widths, strict=True)]
        page.set_row(row, LINE * max(1, *lines))
    first = len(sheet.headings)
    for column, (width, (_name, cells)) in enumerate(zip(widths, sheet.frame.items(), strict=True)):
        form = {"valign": "top", "text_wrap": True, "num_format": FORMATS.get(cells.dtype.kind, "General")}
        page.set_column(column, column, width, book.add_format(form))
        for row, cell in enumerate(cells, start=first):
            if ADDRESS.fullmatch(str(cell)):
                page.write_url(row, column, cell, link, cell)
    page.freeze_panes(first, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, first - 1)
    page.autofilter(first - 1, 0, len(sheet.frame) + first - 1, len(sheet.frame.columns) - 1)
