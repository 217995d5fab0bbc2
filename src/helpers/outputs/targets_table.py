"""The table of targets that every such report carries: target, result, completion, verdict, source."""

from typing import Any

from helpers.analysis import targets
from helpers.claims import instruments, target_words, words
from helpers.claims.sentences import claim_id
from helpers.claims.words import N_
from helpers.outputs import content
from helpers.outputs.content import Frames, Row
from helpers.seeds import numerals
from helpers.tables import files

HEADINGS = [
    N_("No."), N_("Indicator"), N_("Unit"), N_("Target (year, instrument)"), N_("Result (period)"),
    N_("Completion (%)"), N_("Verdict"), N_("Lead agency"), N_("Source"),
]  # fmt: skip
VERDICTS = {  # by what may be concluded; the order is that of the table
    "met": N_("Met"),
    "not met": N_("Not met"),
    "likely": N_("Likely"),
    "unlikely": N_("Unlikely"),
    "open": N_("Open"),
}
NO_GROUNDS, NO_FIGURE = N_("Not enough grounds"), N_("No figure yet")
SHAPES = {"met": "●", "not met": "✕", "likely": "▲", "unlikely": "▼", "open": "◆", "none": "–"}  # others: ?
MATCHES = ["exact", "near", "context"]


def rows(frames: Frames, province: str, scope: str, language: str) -> list[Row]:
    """The rows of the targets of a scope, for a province: those with a conclusion first, those without a figure last.

    National targets are there only where the province has a figure to set beside them.
    """
    goals, gaps = frames["targets"].query("scope == @scope"), frames["target_gaps"].query("province == @province")
    gaps = gaps.assign(rank=gaps.match.map(MATCHES.index)).sort_values(["rank", "latest_date"], ascending=[True, False])
    best = {gap.target_id: gap for gap in files.each(gaps.drop_duplicates("target_id"))}
    found = [
        _row(frames, goal, best.get(goal.target_id), language)
        for goal in files.each(goals)
        if goal.target_id in best or scope == province
    ]
    order = [*VERDICTS, "", "none"]
    found.sort(key=lambda row: order.index(row["key"] if row["key"] in order else ""))
    return [row | {"number": number} for number, row in enumerate(found, start=1)]


def _row(frames: Frames, goal: Any, gap: Any, language: str) -> Row:
    """A target with its unit, year and instrument, and what a series says of it: its figure and the verdict.

    Without a figure what is noted stands in its place, such as that the target's object is gone; a figure of something
    else is named.
    """
    _ = words.translator(language)
    level = words.capital(target_words.level(goal, language) + target_words.due(goal))
    row = dict.fromkeys(("completion", "source", "claim_id", "indicator", "agency"), "") | {
        "target_id": goal.target_id,
        "name": words.capital(target_words.term(goal, language)),
        "unit": "%" if goal.unit.startswith("%") else words.capital(_("count")),
        "goal": f"{level}, {instruments.short(goal.instrument)}",
    }
    if gap is None:
        noted = words.capital(content.note(goal.note, frames, language)) or "–"
        return row | {"result": noted, "key": "none", "verdict": _(NO_FIGURE), "shape": SHAPES["none"]}
    latest = content.at(frames, gap, gap.latest_date)
    key, name, result = (
        targets.conclusion_key(gap),
        content.counted(frames, latest, language),
        content.figure(latest, language),
    )
    if gap.match == "exact":
        row["name"], result = words.capital(name), words.capital(result)
        row["completion"] = numerals.number(100 * gap.latest_value / gap.target_value, 0, language)
    else:
        result = f"{name}: {result}"
    return row | {
        "result": result,
        "key": key,
        "verdict": _(VERDICTS.get(key, NO_GROUNDS)),
        "shape": SHAPES.get(key, "?"),
        "source": latest.source_id,
        "claim_id": claim_id(gap, "target", gap.target_id),
        "indicator": gap.indicator,
    }
