"""The page of one indicator: definition, reported figures, claims, what-if."""

import json
from importlib.metadata import version
from typing import Any

import pandas as pd

from helpers.analysis import projection
from helpers.claims import say, vietnamese, words
from helpers.outputs.markup import escaped
from helpers.outputs.site.cards import series_of, small_chart
from helpers.outputs.site.markup import fill, page, raw
from helpers.outputs.site.words import WORDS
from helpers.seeds import tidy
from helpers.tables import files


def indicator_page(known: dict[str, pd.DataFrame], name: str, language: str) -> str:
    """The page of one indicator: definition, every reported figure, claims, what-if."""
    words = WORDS[language]
    about: Any = known["indicators"].set_index("indicator").loc[name]
    facts = [f"**{words['printed_term']}:** {escaped(about.term_vi)}", f"**ID:** `{name}`"]
    if language == "en":
        facts.insert(
            0,
            f"**{words['definition']}:** {escaped(about.definition_en)}. **{words['denominator']}:** {escaped(about.denominator)}.",
        )
    seen = known["observations"][known["observations"].indicator == name]
    parts = ["\n\n".join(facts), f"## {escaped(words['reported'])}"]
    if seen.empty:
        parts.append(escaped(words["none"]))
    else:
        rows = seen.merge(known["reported"][["source_id", "offset", "token"]], on=["source_id", "offset"])
        parts.append(fill("reported.html", rows=[_figure_row(row, language) for row in files.each(rows)], words=words))
    newest = tidy.latest(seen)
    movable = newest[(about.upper_bound == 100) & (newest.value < 100)]
    if len(movable):
        parts += [f"## {escaped(words['whatif'])}", escaped(words["about_whatif"])]
        parts += [_what_if(known, row, language) for row in files.each(movable)]
    mine = say.by_kind(known["claims"])
    mine = mine[mine.indicator == name]
    for heading, kinds in SECTIONS.items():
        rows = mine[mine.kind.isin(kinds)]
        if len(rows):
            told = [_claim(claim, known, language) for claim in files.each(rows)]
            chart = _charts_of(known, name, language) if heading == "projection" else []
            parts += [f"## {escaped(words[heading])}", *chart, fill("claims.html", claims=told, words=words)]
    if len(mine):
        links = " · ".join(f'<a href="../data/{table}.csv" download>{table}.csv</a>' for table in files.names("data"))
        parts += [f"## {escaped(words['downloads'])}", raw(f"<p>{links}</p>")]
    return page(about[f"name_{language}"], language, f"indicators/{name}", *parts)


SECTIONS = {  # heading of an indicator's page -> the kinds of claims under it
    "growth": ("growth", "trend"),
    "projection": ("projection", "scenario", "illustration"),
    "goals": ("target",),
    "claims": ("reported",),
}


def _charts_of(known: dict[str, pd.DataFrame], name: str, language: str) -> list[str]:
    """The small chart of each place that has a projection of the indicator."""
    paths = known["projections"][
        (known["projections"].indicator == name) & (known["projections"].method == "diffusion")
    ]
    gaps = known["target_gaps"]
    return [
        raw(small_chart(known, province, name, series_of(gaps, province, name), language))
        for province in paths.province.unique()
    ]


def _figure_row(row: Any, language: str) -> dict[str, Any]:
    return {
        "place": files.place(row.province, language), "when": words.when(row.period, row.period_basis, language),
        "figure": words.hedged(row, language), "token": f"{row.qualifier} {row.token}".strip(), "source": row.source_id,
        "paragraph": row.paragraph, "claim_id": f"{row.province}.{row.indicator}.reported.{row.period.replace('/', '-to-')}",
    }  # fmt: skip


def _claim(claim: Any, known: dict[str, pd.DataFrame], language: str) -> dict[str, Any]:
    """What the page shows of a claim: its sentence, reason in the page's language, citation."""
    sources = known["sources"].set_index("source_id")
    reason, lang = claim.reason, ""
    if language == "vi":
        try:
            reason = vietnamese.in_vietnamese(reason, known["phrases"].set_index("phrase_en").phrase_vi.to_dict())
        except KeyError:  # of rows that nobody has put into Vietnamese yet
            lang = "en"
    printed_by = "; ".join(
        f"{sources.publisher[one]}, {sources.title[one]}, {sources.url[one]}" for one in claim.source_ids.split()
    )
    citation = f"{printed_by}; Tây Bắc số {version('tay-bac-so')}, {claim.claim_id}"
    text = getattr(claim, f"text_{language}")
    return {
        "id": claim.claim_id,
        "text": text,
        "reason": reason,
        "reason_lang": lang,
        "citation": citation,
        "refused": claim.status == "refused",
    }


def _what_if(known: dict[str, pd.DataFrame], row: Any, language: str) -> str:
    """The form of one series, from its latest figure: at first the pace that leads to the central projection, or none."""
    start, year = tidy.decimal_year([row.date])[0], projection.HORIZON.year
    paths = projection.shown(series_of(known["projections"], row.province, row.indicator))
    central = paths[(paths.method == "diffusion") & (paths.date == projection.HORIZON)].value
    pace = (central.iloc[0] - row.value) / (year + 1 - start) if len(central) else 0.0
    gaps = series_of(known["target_gaps"], row.province, row.indicator)
    own = gaps[gaps.match != "context"]
    goals = (own if len(own) else gaps).target_value
    labels = WORDS[language]
    return fill(
        "what-if.html",
        place=files.place(row.province, language),
        figure=words.hedged(row, language),
        when=words.when(row.period, row.period_basis, language),
        value=row.value,
        start=repr(float(start)),
        pace=f"{pace:.2f}",
        year=year,
        first=row.date.year + 1,
        target=f"{goals.max() if len(goals) else 100:.0f}",
        id=f"w-{row.province}",
        words=labels,
        told=json.dumps({"told": labels["told"], "never": labels["never"]}, ensure_ascii=False),
    )
