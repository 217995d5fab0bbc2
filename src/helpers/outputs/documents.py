"""What a brief says of one province, and what the rerun writes into the READMEs."""

import functools
from importlib.metadata import version
from typing import Any

import pandas as pd

from helpers.analysis import targets
from helpers.claims import target_words, words
from helpers.claims.sentences import claim_id
from helpers.claims.table import CLAIMED_YEARS
from helpers.outputs import content
from helpers.outputs.markdown import templates
from helpers.tables import files

PILLARS = {name: f"Digital {name}" for name in ("infrastructure", "government", "economy", "society", "data")}
FIGURE = ["indicator", "period", "source", "value"]  # a figure, as comparability.csv names it
READMES = {"README.md": "en", "README.vi.md": "vi"}


def described(frames: content.Frames, province: str, language: str) -> dict[str, Any]:
    """What the template of a brief is filled with: sentences, table rows, sources of one province."""
    quotable = frames["claims"].query("status == 'quotable' and province == @province").set_index("claim_id")
    own = frames["observations"].query("province == @province")
    grown, ahead = content.spans(frames, province), quotable[quotable.kind.isin(["projection", "scenario"])]
    first, since = headline(frames, province), _since(frames, quotable, own, province)
    goals = {scope: content.targets(frames, province, scope, language) for scope in (province, "vietnam")}
    rows = [row for rows in goals.values() for row in rows]
    notes = frames["indicators"].set_index("indicator").note[first.indicator[first.kind == "growth"]]
    used = {*own.source_id, *" ".join(since.source_ids).split()}
    sources = frames["sources"][frames["sources"].source_id.isin(used)]
    return {
        "place": files.place(province, language),
        "version": version("tay-bac-so"),
        "day": words.day(own.date.max(), language),
        "earliest": own.sort_values("date").period_basis.iloc[-1] == "earliest",
        "headline": first[f"short_{language}"].tolist(),
        # what must be said with the fastest growth
        "caveat": content.note(next((str(note) for note in notes if note), ""), frames, language),
        "own": goals[province],
        "national": _together(goals["vietnam"]),
        "headings": [words.translator(language)(heading) for heading in content.HEADINGS],
        "pillars": _pillars(frames, own, grown, quotable, {row["indicator"] for row in rows}, language),
        "grown": len(grown) > 0,
        "projected": content.outlook(frames, ahead, language),
        "since": since[f"short_{language}"].tolist(),
        "compared": province in set(content.side_by_side(frames).province),
        "fallen": _fallen(frames, own, language),
        "sources": [
            {"id": row.source_id, "text": content.source_line(row, language, address=False)}
            for row in files.each(sources)
        ],
        "instruments": target_words.instruments(frames["targets"], [row["target_id"] for row in rows]),
    }


def _since(frames: content.Frames, quotable: pd.DataFrame, own: pd.DataFrame, province: str) -> pd.DataFrame:
    """What later reports say: beside the projections, or of each indicator the newer figure, as a change where it may be quoted."""
    beside: pd.DataFrame = quotable[quotable.kind == "since"]
    if len(beside):
        return beside
    later = frames["later"].query("province == @province").sort_values(["indicator", "date"])
    later = later.drop_duplicates("indicator", keep="last").set_index("indicator")
    before = own.groupby("indicator").date.max().reindex(later.index)
    newer = later[(later.date > before) | before.isna()]
    ends = newer.period.reindex(quotable.indicator).to_numpy() == quotable.end.to_numpy()
    found: pd.DataFrame = quotable[ends & quotable.kind.isin(["growth", "reported"])]
    return found.sort_values(["indicator", "kind"]).drop_duplicates("indicator")


def headline(frames: content.Frames, province: str) -> pd.DataFrame:
    """The first claims: targets not met, the fastest growth with its projection, the nearest target; or three levels."""
    quotable = frames["claims"].query("status == 'quotable' and province == @province").set_index("claim_id")
    grown = content.spans(frames, province)
    if grown.empty:
        keep = quotable[(quotable.kind == "reported") & (quotable.unit.str.startswith("%"))]
        return keep.sort_values("value").iloc[[0, len(keep) // 3, len(keep) // 2]]
    fastest = grown.sort_values("points_per_year", ascending=False).head(1)
    unmet = [
        claim_id(gap, "target", gap.target_id)
        for gap in files.each(frames["target_gaps"])
        if targets.conclusion_key(gap) == "not met"
    ]
    goals = quotable[quotable.kind == "target"]
    missed = goals.index.isin(unmet)
    left = goals[~missed].query("value > 0").sort_values("value").head(1)
    ahead = quotable[quotable.indicator.isin(fastest.indicator) & (quotable.kind == "projection")]
    return pd.concat([goals[missed], quotable.loc[fastest.claim_id], ahead, left])


def _together(rows: list[content.Row]) -> list[content.Row]:
    """National targets that stand beside the same figure, and that ask for the same in other words, in one row."""
    found: dict[str, content.Row] = {}
    for row in rows:
        first = found.setdefault(row["result"], row | {"number": len(found) + 1, "goal": ""})
        first["goal"] += f"; {words.lowered(row['goal'])}" if first["goal"] else row["goal"]
    return list(found.values())


def _pillars(
    frames: content.Frames, own: pd.DataFrame, grown: pd.DataFrame, quoted: pd.DataFrame, shown: set[str], language: str
) -> list[content.Row]:
    """By pillar the latest figure of each indicator with the one before; apart, single figures of shares not yet shown."""
    indicators, result = frames["indicators"].set_index("indicator"), []
    for pillar, title in PILLARS.items():
        rows, singles = [], []
        for indicator in indicators.index[indicators.pillar == pillar]:
            series = own[own.indicator == indicator].sort_values("date")
            if len(series) > 1 or (len(series) and grown.empty):
                row = _latest(frames, series, grown, quoted, language)
                rows.append(row | {"latest": words.capital(row["latest"])})
            elif len(series) and indicators.upper_bound[indicator] == 100 and indicator not in shown:
                singles.append(_latest(frames, series, grown, quoted, language))
        if rows or singles:
            result.append({"title": words.translator(language)(title), "rows": rows, "singles": singles})
    return result


def _latest(
    frames: content.Frames, series: pd.DataFrame, grown: pd.DataFrame, quoted: pd.DataFrame, language: str
) -> content.Row:
    """The latest figure, the one before (with its source where that is another; † where no claim joins the two), the pace."""
    last, _ = series.iloc[-1], words.translator(language)
    name = content.counted(frames, last, language)
    found = {"name": name, "latest": content.figure(last, language), "source": last.source_id}
    found |= {"earlier": "", "pace": ""}
    if len(series) > 1:
        before = series.iloc[-2]
        other = "" if before.source_id == last.source_id else f"; {before.source_id}"
        joint = claim_id(last, "growth", f"{before.period}-to-{last.period}") in quoted.index
        earlier = f"{words.capital(words.hedged(before, language))} ({words.short(before, language)}{other})"
        found["earlier"] = earlier if joint else f"{earlier}\u00a0†"
    for row in files.each(grown[grown.indicator == last.indicator]):
        # the pace of another wording is none of this one
        if content.counted(frames, content.at(frames, row, row.end_date), language) == name:
            pace = words.phrase("pace", language, quoted[f"printed_{language}"][row.claim_id])
            ends = [row.start_date, row.end_date]
            if list(series.date[-2:]) != ends:
                start, end = (words.short(content.at(frames, row, date), language) for date in ends)
                pace += _(" ({start} to {end})").format(start=start, end=end)
            found["pace"] = pace
    return found


def _fallen(frames: content.Frames, own: pd.DataFrame, language: str) -> list[str]:
    """The names of the series in which a break stands before a lower figure: nobody may write that they fell."""
    pairs = frames["comparability"].query("grade == 'D' and start_indicator == end_indicator")
    figures = own[["province", "indicator", "period", "source_id", "value"]]
    for end in ("start", "end"):
        pairs = pairs.merge(figures.set_axis(["province", *(f"{end}_{key}" for key in FIGURE)], axis=1))
    fallen = pairs.end_indicator[pairs.end_value < pairs.start_value]
    return sorted({content.name_of(frames, indicator, language) for indicator in fallen})


def filled(text: str, language: str, frames: content.Frames) -> str:
    """A README with what stands between its marks written anew from the tables: the blocks of a template."""
    provinces, quotable = content.provinces(frames), frames["claims"].query("status == 'quotable'")
    ahead = quotable.query("method == 'diffusion'").set_index("claim_id").sort_index()
    template = templates(language).get_template("readme.j2")
    values = {
        "own": [row for one in provinces for row in content.targets(frames, one, one, language)],
        "shares": content.outlook(frames, ahead, language),
        "years": CLAIMED_YEARS,
        "since": quotable.loc[quotable.kind == "since", f"short_{language}"],
        "findings": list(files.each(pd.concat(headline(frames, one) for one in provinces).reset_index())),
        "notes": frames["indicators"].set_index("indicator").note,
        "note": functools.partial(content.note, frames=frames, language=language),
    }
    for name, block in template.blocks.items():
        start, end = f"<!-- {name}: rewritten by the rerun -->\n", f"<!-- end of {name} -->"
        if start in text:
            before, rest = text.split(start)
            text = before + start + "".join(block(template.new_context(values))) + end + rest.split(end)[1]
    return text
