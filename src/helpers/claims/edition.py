"""What a notebook says in its language: texts, sentences of claims.csv or why there is none, tables, quantities."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from helpers.analysis import pairs, projection
from helpers.claims import show, words
from helpers.seeds import numerals
from helpers.seeds.tidy import series_of
from helpers.tables import files, shown


class Edition(NamedTuple):
    """Functions of one language, to be unpacked at the top of a notebook."""

    translate: Callable[[str], str]  # a text
    say: Callable[..., Any]  # the sentence of the latest claim of a series and kind
    tell: Callable[..., Any]  # a text with values in its fields, as Markdown
    table: Callable[..., Any]  # a frame for reading
    number: Callable[..., str]  # a value with its unit


def of(language: str) -> Edition:
    """The edition of a language."""
    _ = words.translator(language)

    def tell(text: str, **values: Any) -> Any:
        return markdown(_(text).format(**values))

    def number(value: float, unit: str = "", decimals: int | None = None) -> str:
        return words.quantity(value, unit, language, decimals)

    def table(
        frame: pd.DataFrame,
        rows: int = shown.ROWS,
        whole: str = "",
        decimals: Mapping[str, int] | None = None,
        **headings: str,
    ) -> Any:
        """The first `rows` of a frame, in words, with English `headings` or the codebook's; `whole` names all's file."""
        caption = _("{n} of {all} rows").format(n=min(rows, len(frame)), all=len(frame))
        caption += _("; the whole table: {file}").format(file=whole) if whole else ""
        named = {key: _(text) for key, text in headings.items()}
        note = caption if len(frame) > rows or whole else ""
        return shown.styled(show.named(frame.head(rows), language), language, named, decimals, note)

    return Edition(_, partial(say, language=language), tell, table, number)


def say(what: str | pd.DataFrame, indicator: str = "", kinds: str = "", language: str = "en") -> Any:
    """The sentence of the latest claim of each kind that may be quoted, as Markdown, with the command that traces it.

    `what` is a province. Kinds, joined by blanks: reported, growth, projection, scenario, target, pace, chance,
    feasible, country, slowing, later, since. Where there is no such claim, it says so and why. Of a frame of claims
    all their sentences, as a list.
    """
    if isinstance(what, pd.DataFrame):
        return markdown("\n".join(f"- {text}" for text in what[f"text_{language}"]))
    claims = series_of(words.with_kinds(files.read("claims")), what, indicator)
    # when what is claimed ends: the period of a figure, of a span its last, the year of a projection or a target
    years = files.read("targets").set_index("target_id").target_year.astype("str")
    last = claims.subject.map(years).fillna(claims.subject).str.extract(r"(\d{4}(?:-Q\d|(?:-\d\d){1,2})?)$")[0]
    claims, texts = claims.assign(end=pd.to_datetime(last.map(numerals.period_end, na_action="ignore"))), list[str]()
    for kind in kinds.split():
        found = claims[claims.kind == kind]
        usable = found[found.status != "refused"].sort_values(["status", "end"], ascending=False, kind="stable")
        for claim in files.each(usable.head(1)):
            texts += [getattr(claim, f"text_{language}"), f"`python3 run.py claim {claim.claim_id}`"]
        if usable.empty:
            texts.append(_why_not(found, what, indicator, kind, language))
    return markdown("\n\n".join(texts))


def markdown(text: str) -> Any:
    """A text as a notebook shows it."""
    import IPython.display as show  # slow to import, and only a notebook needs it

    return show.Markdown(text)  # type: ignore[no-untyped-call]


def _why_not(refused: pd.DataFrame, province: str, indicator: str, kind: str, language: str) -> str:
    """Why nothing of a kind can be said of a series."""
    _, indicators = words.translator(language), files.read("indicators")
    name = indicators.set_index("indicator")[f"name_{language}"].get(indicator, indicator)
    text = _("{name}, {place}: no sentence of the kind “{kind}” can be given")
    text = text.format(name=name, place=files.place(province, language), kind=words.label(kind, language))
    reason = "; ".join(refused.reason.tail(1))
    if not reason and kind in ("projection", "scenario"):
        observations = files.read("observations")
        spans = pairs.spans(observations, files.read("comparability"))
        rows = projection.not_projected(observations, spans, indicators)
        reason = "; ".join(series_of(rows, province, indicator).reason)
    return f"{text} ({show.reasons(language)(reason)})." if reason else f"{text}."
