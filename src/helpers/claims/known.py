"""What all kinds of claims share: names, sources, observations found by series and date, the form of a row."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.claims.words import LANGUAGES
from helpers.tables import files

Texts = dict[str, str]  # by language
Claim = dict[str, Any]  # a row of claims.csv
SHOWN = {  # kind of claim -> the notebook cell that shows its number
    "reported": "01-tidy-reported-indicators#cell-08",
    "growth": "02-measure-growth#cell-04",
    "trend": "02-measure-growth#cell-13",
    "projection": "03-project-to-targets#cell-04",
    "scenario": "03-project-to-targets#cell-04",
    "illustration": "06-numbers-for-briefs#cell-13",
    "target": "03-project-to-targets#cell-06",
    "bounded": "06-numbers-for-briefs#cell-06",
    "context": "03-project-to-targets#cell-11",
    "unprojected": "03-project-to-targets#cell-19",
}


class Known:
    """What sentences draw on: names of indicators, sources, and observations found by series and date."""

    def __init__(self, names: pd.DataFrame, sources: dict[str, str], observations: pd.DataFrame) -> None:
        self.names, self.sources = names, sources
        self.observations = list(files.each(observations))
        self._at = {(row.province, row.indicator, row.date): row for row in reversed(self.observations)}
        self._of = {(row.province, row.indicator, row.period, row.source_id): row for row in self.observations}

    def at(self, province: str, indicator: str, date: pd.Timestamp) -> Any:
        """The observation of a series at a date (of several sources the first)."""
        return self._at[province, indicator, date]

    def of(self, province: str, indicator: str, period: str, source: str) -> Any:
        """The observation of a series that a source printed for a period."""
        return self._of[province, indicator, period, source]

    def claim(self, row: Any, kind: str, when: str, observations: Iterable[Any], texts: Texts, **rest: Any) -> Claim:
        """A claim with what all kinds share; `texts` and `printed` are by language."""
        places = list(dict.fromkeys(f"{one.source_id}:{one.paragraph}" for one in observations))
        base = {"claim_id": f"{row.province}.{row.indicator}.{kind}.{when.replace('/', '-to-')}"}
        base |= {"status": "quotable", "reason": "", "province": row.province, "indicator": row.indicator}
        base |= {f"text_{language}": texts[language] for language in LANGUAGES}
        base |= {
            "source_ids": " ".join(dict.fromkeys(place.split(":")[0] for place in places)),
            "paragraphs": " ".join(places),
        }
        return base | {"notebook": SHOWN[kind], "method": "growth" if kind in ("growth", "trend") else kind} | rest

    def as_reported(self, row: Any, language: str) -> str:
        """A reported value with its hedge and unit, in Vietnamese with the counted noun."""
        return self._counted(words.hedged(row, language), row, language)

    def quantity(
        self, value: float, row: Any, language: str, decimals: int | None = None, unit: str | None = None
    ) -> str:
        """A value of an indicator with its unit, in Vietnamese with the counted noun."""
        text = words.quantity(value, unit or row.unit, language, decimals)
        return self._counted(text, row, language) if unit is None else text

    def _counted(self, text: str, row: Any, language: str) -> str:
        noun = self.names.unit_vi.get(row.indicator, "") if language == "vi" else ""
        return f"{text} {noun}".strip()


def printed_both(texts: Texts) -> Texts:
    return {f"printed_{language}": text for language, text in texts.items()}


def joined(*parts: str) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
