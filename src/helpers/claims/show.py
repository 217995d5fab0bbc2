"""Tables of the notebooks and documents: names, periods and verdicts in words of one language."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.tables import files

VERBATIM = ("publisher", "source_id", "source_ids", "qualifier", "token", "unit", "unit_printed")  # as they are


def named(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """A frame with words in place of names, codes and periods (with a star by `period_basis`, which goes)."""
    made, in_language = frame.reset_index(drop=True), in_words(language)
    for column in made:
        if name := in_language.get(column):
            made[column] = [name(value) if isinstance(value, str) else value for value in made[column]]
        elif str(column).endswith("period"):
            basis = made.get(f"{column}_basis", pd.Series("stated", made.index))
            rows = pd.DataFrame({"period": made[column], "period_basis": basis})
            made[column] = ["" if pd.isna(row.period) else words.short(row, language) for row in files.each(rows)]
        elif pd.api.types.is_datetime64_any_dtype(made[column]):
            made[column] = made[column].map(_date)
    if {"indicator", "source_id"} <= {*frame}:  # what the source of a row counts under it
        own = files.read("wordings").set_index(["indicator", "source_id"])[f"name_{language}"]
        counted = zip(frame.indicator, frame.source_id, made.indicator, strict=True)
        made["indicator"] = [own.get((one, source), words_of) for one, source, words_of in counted]
    made = made.drop(columns=[column for column in made if str(column).endswith("period_basis")])
    for column in set(made.select_dtypes(["object", "str"])) - set(VERBATIM):
        made[column] = [words.capital(text) for text in made[column]]
    return made


def _date(date: pd.Timestamp) -> str:
    """The end of a year as that year, any other day as its month: '2023', '9/2024'."""
    if pd.isna(date):
        return ""
    return str(date.year) if (date.month, date.day) == (12, 31) else f"{date.month}/{date.year}"


def in_words(language: str) -> dict[Any, Callable[[str], str]]:
    """By column of a table what gives its ids and codes in words; a code without words stays as it is."""
    publishers = files.read("sources").set_index("source_id").publisher
    indicators = files.read("indicators").set_index("indicator")[f"name_{language}"]

    def printed(ids: str) -> str:
        return ", ".join(dict.fromkeys(publishers[source] for source in ids.split()))

    label = partial(words.label, language=language)
    coded = ("pillar", "kind", "method", "interval_verdict", "class", "wording", "assumption")
    return {
        **dict.fromkeys(("province", "scope"), partial(files.place, language=language)),
        **dict.fromkeys(("indicator", "reported_as"), indicators.__getitem__),
        **dict.fromkeys(("source_id", "source_ids"), printed),
        **dict.fromkeys(coded, label),
        "match": lambda match: label("something else" if match == "context" else match),
        "reason": reasons(language),
    }


def reason(text: str, language: str) -> str:
    """A reason in a language, as a sentence."""
    return f"{words.capital(reasons(language)(text))}."


def reasons(language: str) -> Callable[[str], str]:
    """What gives a reason or note in a language, in Vietnamese by phrases.csv; one that it lacks stays English."""
    names = files.read("indicators").set_index("name_en").name_vi  # a reason may point to another series
    phrases = {**names, **files.read("phrases").set_index("phrase_en").phrase_vi}
    publishers = files.read("sources").set_index("source_id").publisher
    return partial(written, language=language, phrases=phrases, publishers=publishers)


def written(text: str, language: str, phrases: Mapping[Any, str], publishers: pd.Series) -> str:
    """A reason or note in a language, who published in place of ids of sources; English where a phrase has no Vietnamese."""
    text = words.vietnamese_or_english(text, phrases) if language == "vi" else text
    return re.sub(r"\bS\d{2,}\b", lambda code: str(publishers.get(code[0], code[0])), text)
