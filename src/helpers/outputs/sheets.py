"""The sheets of the workbook: first as an office reads them, in Vietnamese, then the tables whole, names beside codes."""

from importlib.metadata import version
from typing import NamedTuple

import pandas as pd

from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import content, instruments, targets_table
from helpers.outputs.content import Frames
from helpers.outputs.markdown import PROJECT
from helpers.tables import files

WHOLE = (
    "observations",
    "growth",
    "projections",
    "target_gaps",
    "claims",
    "reported",
    "indicators",
    "targets",
    "sources",
)
NOTES = [
    N_("Sheets in Vietnamese come first; then the whole tables, column names as in the CSV files."),
    N_("A star marks a date that the source does not print."),
    N_("Completion is computed only where figure and target count the same."),
    N_("A figure is cited with the source that printed it; addresses stand in the sheet of sources."),
    N_("Free to use with the source named."),
]
CODEBOOK = {
    "folder": N_("folder"),
    "table": N_("table"),
    "column": N_("column"),
    "type": N_("type"),
    "key": N_("key"),
    "required": N_("required"),
    "allowed": N_("allowed"),
    "pattern": N_("pattern"),
    "minimum": N_("minimum"),
    "maximum": N_("maximum"),
    "refers": N_("refers"),
    "title_en": N_("title in English"),
    "title_vi": N_("title in Vietnamese"),
    "description": N_("description"),
}
_ = words.translator("vi")


class Sheet(NamedTuple):
    """A sheet: name, rows of headings, cells by column, type of each column, columns with web addresses."""

    name: str
    headings: list[list[str]]
    frame: pd.DataFrame
    kinds: dict[str, str]


def all_sheets(frames: Frames) -> list[Sheet]:
    """Every sheet in its order."""
    codebook = files.codebook()
    headings = [[str(name) for name in codebook], [_(CODEBOOK[str(name)]) for name in codebook]]
    first = [targets(frames), figures(frames), sentences(frames), notes(frames)]
    return [*first, *(whole(name, frames) for name in WHOLE), Sheet("codebook", headings, codebook, {})]


def targets(frames: Frames) -> Sheet:
    """The table of targets of every province, its own ones first, then the national ones beside its figures."""
    names = ["number", "name", "unit", "goal", "result", "completion", "verdict", "agency", "source"]
    rows = []
    for province in sorted(frames["observations"].province.unique()):
        for scope in (province, "vietnam"):
            head = [words.capital(files.place(province, "vi")), words.capital(files.place(scope, "vi"))]
            for row in targets_table.rows(frames, province, scope, "vi"):
                rows.append(head + [row[name] for name in names])
    headings = [_(N_("Place")), _(N_("Targets of")), *map(_, targets_table.HEADINGS)]
    frame = pd.DataFrame(rows, columns=headings)
    return Sheet(_(N_("Targets")), [headings], frame, {headings[2]: "integer"})


def figures(frames: Frames) -> Sheet:
    """Every reported figure: name, province, period, value as printed and as a number, unit, source with its address."""
    sources = frames["sources"].set_index("source_id")
    headings = [_(text) for text in (N_("Indicator"), N_("Place"), N_("Period"), N_("Figure"), N_("Value"), N_("Unit"),
                                     N_("Source"), N_("Address"))]  # fmt: skip
    rows = [
        [content.name_of(frames, row.indicator, "vi"), words.capital(files.place(row.province, "vi")),
         words.short(row, "vi"), words.hedged(row, "vi"), row.value, _(row.unit),
         sources.publisher[row.source_id], sources.url[row.source_id]]
        for row in files.each(frames["observations"])
    ]  # fmt: skip
    return Sheet(_(N_("Figures")), [headings], pd.DataFrame(rows, columns=headings), {headings[4]: "number"})


def sentences(frames: Frames) -> Sheet:
    """Sentences that may be quoted, short and in full, with what to say with them."""
    claims = frames["claims"].query("status != 'refused'")
    headings = [_(text) for text in (N_("Indicator"), N_("Place"), N_("Short sentence"), N_("Sentence"), N_("Note"), N_("Id"))]  # fmt: skip
    rows = [
        [content.name_of(frames, row.indicator, "vi"), words.capital(files.place(row.province, "vi")),
         row.short_vi, row.text_vi, content.in_vietnamese(row.reason, frames), row.claim_id]
        for row in files.each(claims)
    ]  # fmt: skip
    return Sheet(_(N_("Sentences")), [headings], pd.DataFrame(rows, columns=headings), {})


def notes(frames: Frames) -> Sheet:
    """What a reader has to know, and the instruments of the targets in full."""
    listed = instruments.of(frames, frames["targets"].target_id.tolist())
    texts = (
        [[_(note), ""] for note in NOTES]
        + [[f"{PROJECT} {version('tay-bac-so')}, CC BY 4.0", ""]]
        + [[one["text"], one["url"]] for one in listed]
    )
    headings = [_(N_("Notes and instruments")), _(N_("Address"))]
    return Sheet(_(N_("Notes")), [headings], pd.DataFrame(texts, columns=headings), {})


def whole(name: str, frames: Frames) -> Sheet:
    """A table as it is in the CSV file, with the indicator's name and the reason in Vietnamese beside the codes."""
    about, frame = files.columns(name), frames[name][list(files.header(name))].copy()
    titles = dict(zip(about.column, about.title_vi, strict=True))
    kinds = dict(zip(about.column, about.type, strict=True))
    if "indicator" in frame and name != "indicators":
        names = [content.name_of(frames, code, "vi") if code else "" for code in frame.indicator]
        frame.insert(list(frame).index("indicator") + 1, "name_vi", names)
        titles["name_vi"] = _(N_("Indicator"))
    for column in TRANSLATED.get(name, []):
        frame[f"{column}_vi"] = [content.in_vietnamese(text, frames) for text in frame[column]]
        titles[f"{column}_vi"] = titles[column]
    headings = [[str(column) for column in frame], [titles[column] for column in frame]]
    return Sheet(name, headings, frame, kinds)


TRANSLATED = {"claims": ["reason"], "target_gaps": ["note"], "growth": ["note"]}
