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


def where(
    table: str, rows: pd.DataFrame, column: str, wrong: Any, allowed: Any, todo: str, found: Any = None
) -> list[Fault]:
    """A fault for each row of a table that is `wrong`; `allowed` and `found` (the cell, if not given) one text or one a row.

    The index of `rows` is that of the whole table.
    """
    rows = rows[np.asarray(wrong, dtype=bool)]
    found = rows[column].map(_printed) if found is None else found
    texts = pd.DataFrame({"found": found, "allowed": allowed}, rows.index)
    return [Fault(files.label(table), row.Index + 2, column, row.found, row.allowed, todo) for row in files.each(texts)]


def _printed(cell: Any) -> str:
    """A cell as a fault shows it."""
    if isinstance(cell, str):
        return repr(cell)
    return f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else files.number(float(cell))
