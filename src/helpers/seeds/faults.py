"""What is wrong with a table, told so that its keeper can mend it."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.tables import files
from helpers.tables.refusals import Refusal

Seeds = dict[str, pd.DataFrame]
Problem = tuple[str, str, str]  # found, allowed, what to do
Entry = Any  # a row of a table as itertuples gives it: its fields follow from the codebook


class Fault(NamedTuple):
    """One thing that is wrong: where it stands, what was found, what is allowed, what to do.

    `row` counts as a spreadsheet does: the header is row 1, and a cell with a line break is still one row.
    """

    file: str
    row: int
    column: str
    found: str
    allowed: str
    todo: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}:{self.column}: {self.found}; {self.allowed}; {self.todo}"


class BadSeeds(Refusal):
    """The seeds hold faults; `faults` lists them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
        count = len(self.faults)
        self.closing = f"{count} fault{'s' if count > 1 else ''} in seeds/: nothing was written."


def numbered(frame: pd.DataFrame) -> Iterator[tuple[int, Entry]]:
    """The rows of a table, each with the number that a spreadsheet shows: the first below the header is row 2."""
    return enumerate(frame.itertuples(), start=2)


def where(table: str, rows: pd.DataFrame, column: str, wrong: Any, texts: tuple[Any, Any, str]) -> list[Fault]:
    """A fault for each row of a table that is `wrong`; `texts` are found, allowed (or one a row) and what to do.

    The index of `rows` is that of the whole table.
    """
    found, allowed = (pd.Series(text, rows.index) for text in texts[:2])
    places = rows.index[np.asarray(wrong, dtype=bool)]
    return [Fault(files.label(table), at + 2, column, found[at], allowed[at], texts[2]) for at in places]
