"""The sheets of the workbook: first as an office reads them, in Vietnamese, then the tables whole, names beside codes."""

from importlib.metadata import version
from typing import NamedTuple

import pandas as pd

from helpers.claims import instruments, words
from helpers.claims.words import N_
from helpers.outputs import content, targets_table
from helpers.outputs.content import Frames
from helpers.outputs.markdown import PROJECT
from helpers.tables import files

WHOLE = (
    "observations", "growth", "projections", "target_gaps", "claims", "reported", "indicators", "targets", "sources",
)  # fmt: skip
NOTES = [
    N_("Sheets in Vietnamese come first; then the whole tables, column names as in the CSV files."),
    N_("A star marks a date that the source does not print."),
    N_("Completion is computed only where figure and target count the same."),
    N_("A figure is cited with the source that printed it; addresses stand in the sheet of sources."),
    N_("Free to use with the source named."),
]
_ = words.translator("vi")


class Sheet(NamedTuple):
    """A sheet: name, rows of headings, cells by column."""

    name: str
    headings: list[list[str]]
    frame: pd.DataFrame


def all_sheets(frames: Frames) -> list[Sheet]:
    """Every sheet in its order."""
    first = [targets(frames), figures(frames), sentences(frames), notes(frames)]
    return [*first, *(whole(name, frames) for name in WHOLE)]


def targets(frames: Frames) -> Sheet:
    """The table of targets of every province, its own ones first, then the national ones beside its figures."""
    names = ["number", "name", "unit", "goal", "result", "completion", "verdict", "agency", "source"]
    rows, publishers = [], frames["sources"].set_index("source_id").publisher
    for province in content.provinces(frames):
        for scope in (province, "vietnam"):
            head = [words.capital(files.place(province, "vi")), words.capital(files.place(scope, "vi"))]
            for row in targets_table.rows(frames, province, scope, "vi"):
                source = publishers.get(row["source"], "")
                rows.append(head + [row[name] for name in names[:-1]] + [source])
    headings = [_(N_("Place")), _(N_("Targets of")), *map(_, targets_table.HEADINGS)]
    frame = pd.DataFrame(rows, columns=headings)
    return Sheet(_(N_("Targets")), [headings], frame)


def figures(frames: Frames) -> Sheet:
    """Every reported figure: name, province, period, value as printed and as a number, unit, source with its address."""
    headings = [_(text) for text in (N_("Indicator"), N_("Place"), N_("Period"), N_("Figure"), N_("Value"), N_("Unit"),
                                     N_("Source"), N_("Address"), N_("Note"))]  # fmt: skip
    columns = ["name", "place", "when", "figure", "value", "unit", "publisher", "url", "note"]
    return Sheet(_(N_("Figures")), [headings], content.figures(frames, "vi")[columns].set_axis(headings, axis=1))


def sentences(frames: Frames) -> Sheet:
    """Sentences that may be quoted, short and in full, with what to say with them."""
    claims = frames["claims"].query("status != 'refused'")
    headings = [_(text) for text in (N_("Indicator"), N_("Place"), N_("Short sentence"), N_("Sentence"), N_("Note"), N_("Id"))]  # fmt: skip
    rows = [
        [content.name_of(frames, row.indicator, "vi"), words.capital(files.place(row.province, "vi")),
         row.short_vi, row.text_vi, content.note(row.reason, frames, "vi"), row.claim_id]
        for row in files.each(claims)
    ]  # fmt: skip
    return Sheet(_(N_("Sentences")), [headings], pd.DataFrame(rows, columns=headings))


def notes(frames: Frames) -> Sheet:
    """What a reader has to know, and the instruments of the targets in full."""
    listed = instruments.of(frames["targets"], list(frames["targets"].target_id))
    texts = (
        [[_(note), ""] for note in NOTES]
        + [[f"{PROJECT} {version('tay-bac-so')}, CC BY 4.0", ""]]
        + [[one["text"], one["url"]] for one in listed]
    )
    headings = [_(N_("Notes and instruments")), _(N_("Address"))]
    return Sheet(_(N_("Notes")), [headings], pd.DataFrame(texts, columns=headings))


def whole(name: str, frames: Frames) -> Sheet:
    """A table as it is in the CSV file, with the indicator's name and the reason in Vietnamese beside the codes."""
    about, frame = files.columns(name), frames[name][list(files.header(name))].copy()
    titles = dict(zip(about.column, about.title_vi, strict=True))
    if "indicator" in frame and name != "indicators":
        names = [content.name_of(frames, code, "vi") if code else "" for code in frame.indicator]
        frame.insert(list(frame).index("indicator") + 1, "name_vi", names)
        titles["name_vi"] = _(N_("Indicator"))
    for column in TRANSLATED.get(name, []):
        frame[f"{column}_vi"] = [content.note(text, frames, "vi") for text in frame[column]]
        titles[f"{column}_vi"] = titles[column]
    headings = [[str(column) for column in frame], [titles[column] for column in frame]]
    return Sheet(name, headings, frame)


TRANSLATED = {"claims": ["reason"], "target_gaps": ["note"], "growth": ["note"]}
