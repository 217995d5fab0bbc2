"""What a notebook says in its language: texts, sentences of claims, tables, quantities."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from helpers.claims import say as sentences
from helpers.claims import show, words
from helpers.tables import shown


class Edition(NamedTuple):
    """Functions of one language, to be unpacked at the top of a notebook."""

    translate: Callable[[str], str]  # a text
    say: Callable[..., Any]  # the sentence of the latest claim of a series and kind
    tell: Callable[..., Any]  # a text with values in its fields, as Markdown
    table: Callable[..., Any]  # a frame for reading
    number: Callable[..., str]  # a value with its unit


def of(language: str) -> Edition:
    """The edition of a language.

    >>> of("vi").number(9.333, "points a year", 1)
    '9,3 điểm phần trăm/năm'
    """
    _ = words.translator(language)

    def say(what: str | pd.DataFrame, indicator: str = "", kinds: str = "") -> Any:
        """Of a province and an indicator the latest sentence of each kind; of claims all their sentences."""
        if isinstance(what, pd.DataFrame):
            return sentences.listed(what, language)
        return sentences.say(what, indicator, kinds, language)

    def tell(text: str, **values: Any) -> Any:
        return sentences.markdown(_(text).format(**values))

    def number(value: float, unit: str = "", decimals: int | None = None) -> str:
        return words.quantity(value, unit, language, decimals)

    def table(
        frame: pd.DataFrame,
        rows: int = shown.ROWS,
        whole: str = "",
        decimals: Mapping[str, int] | None = None,
        **headings: str,
    ) -> Any:
        """The first `rows` of a frame, in words; `whole` names the file that has them all.

        `headings` are English; the codebook has those of the columns that are not named.
        """
        caption = _("{n} of {all} rows").format(n=min(rows, len(frame)), all=len(frame))
        caption += _("; the whole table: {file}").format(file=whole) if whole else ""
        named = {key: _(text) for key, text in headings.items()}
        note = caption if len(frame) > rows or whole else ""
        return shown.styled(show.named(frame.head(rows), language), language, named, decimals, note)

    return Edition(_, say, tell, table, number)
