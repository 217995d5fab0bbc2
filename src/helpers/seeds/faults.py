"""What is wrong with a table, told so that its keeper can mend it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

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


class Faulty(Refusal):
    """What a person wrote can't be used; `faults` lists why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class BadSeeds(Faulty):
    """The seeds hold faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__(faults)
        count = len(self.faults)
        self.closing = f"{count} fault{'s' if count > 1 else ''} in seeds/: nothing was written."
