"""The table of targets that every such report carries: target, result, completion, verdict, source."""

from typing import Any

from helpers.analysis import targets
from helpers.claims import instruments, target_words, words
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
    best = gaps.drop_duplicates("target_id").set_index("target_id")
    found = []
    for goal in files.each(goals):
        if goal.target_id in best.index:
            gap: Any = best.loc[goal.target_id].copy()
            gap["target_id"] = goal.target_id
            found.append(_measured(frames, goal, gap, language))
        elif scope == province:
            found.append(_unmeasured(frames, goal, language))
    order = [*VERDICTS, "", "none"]
    found.sort(key=lambda row: order.index(row["key"] if row["key"] in order else ""))
    return [row | {"number": number} for number, row in enumerate(found, start=1)]


def _measured(frames: Frames, goal: Any, gap: Any, language: str) -> Row:
    """A target that a series meets: its figure, named where it counts something else, and the verdict."""
    latest = content.at(frames, gap, gap.latest_date)
    key, name = targets.conclusion_key(gap), content.name_of(frames, gap.indicator, language)
    same, result = gap.match == "exact", content.figure(latest, language)
    completion = numerals.number(100 * gap.latest_value / gap.target_value, 0, language) if same else ""
    return _row(goal, language, key, VERDICTS.get(key, NO_GROUNDS)) | {
        "name": words.capital(name if same else target_words.term(goal, language)),
        "result": result if same else f"{name}: {result}",
        "completion": completion,
        "source": latest.source_id,
        "claim_id": content.claim_id(gap, "target", gap.target_id),
        "indicator": gap.indicator,
    }


def _unmeasured(frames: Frames, goal: Any, language: str) -> Row:
    """A target of which no source reports a figure; in place of a result what is noted, such as that its object is gone."""
    made = _row(goal, language, "none", NO_FIGURE)
    made |= dict.fromkeys(("completion", "source", "claim_id", "indicator"), "")
    made |= {"name": words.capital(target_words.term(goal, language))}
    return made | {"result": words.capital(content.note(goal.note, frames, language)) or "–"}


def _row(goal: Any, language: str, key: str, verdict: str) -> Row:
    """What all rows have: unit, target with its year and instrument, verdict with its shape."""
    level = words.capital(target_words.level(goal, language) + target_words.due(goal))
    return {
        "target_id": goal.target_id,
        "unit": "%" if goal.unit.startswith("%") else words.translator(language)(N_("count")),
        "goal": f"{level}, {instruments.short(goal.instrument)}",
        "key": key,
        "verdict": words.translator(language)(verdict),
        "shape": SHAPES.get(key, "?"),
        "agency": "",
    }
