"""Does every number count? Numbers in every row of seeds/ are changed in turn, and what would notice is recorded.

A mutant is one wrong cell (or a token and its value, wrong together, as a slip of the reader makes them). The chain
is rerun on it in memory. The first of these layers that objects has killed it:

rule        the checks of the seeds refuse it
crash       the chain stops on it with an error of its own
sentence    a sentence that a notebook protects with claims.confirm no longer holds
table       a committed table of data/ comes out differently
notebook    a notebook shows something else
hash        nothing but the hash of the seeds' data package; who refreshes that without reading lets it through
"""

import ast
import functools
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import rehearsal
from tqdm import tqdm

from helpers import checks, claims, packages, printed, rerun, tables, tidy
from helpers.checking.faults import BadSeeds
from helpers.publishing import findings

LAYERS = ["rule", "crash", "sentence", "table", "notebook", "hash"]
OTHER = {  # columns that hold one of few words -> what a wrong one looks like
    "grade": {"A": "B", "B": "A", "C": "B", "D": "C"},
    "comparator": {">=": ">", ">": ">="},
    "match": {"exact": "near", "near": "exact", "context": "exact"},
    "bound": {"lower": "upper", "upper": "lower", "none": "lower"},
    "better": {"higher": "lower", "lower": "higher", "none": "higher"},
    "period_basis": {"stated": "inferred", "inferred": "stated"},
    "year_basis": {"stated": "inferred", "inferred": "stated"},
    "qualifier": {"trên": "gần", "hơn": "gần", "gần": "trên", "ước đạt": "đạt", "ước chiếm": "chiếm"},
    "kind": {"observation": "context", "target": "context", "growth": "context"},
}
PERIODS = {"period", "start_period", "end_period"}


class Mutant(NamedTuple):
    """One change: where (row as in the file), by which rule, and the cells that it sets."""

    table: str
    row: int
    rule: str
    cells: tuple[tuple[str, str], ...]

    @property
    def column(self) -> str:
        """The columns that it changes, joined."""
        return "+".join(name for name, _ in self.cells)


# --- the mutants --------------------------------------------------------------------------------


def mutants(folder: Path) -> list[Mutant]:
    """Every mutant of the seeds below a root, in the order of the files."""
    return [mutant for name in tables.seed_names() for mutant in _of_table(name, _text(name, folder))]


def _text(table: str, folder: Path) -> pd.DataFrame:
    return pd.read_csv(tables.path(table, folder), dtype=str, keep_default_na=False)


CELLS = 2  # of a row, tried one by one: others from row to row, so that every column and rule has its turn


def _of_table(table: str, rows: pd.DataFrame) -> Iterator[Mutant]:
    for number, row in enumerate(rows.to_dict("records"), start=2):
        yield from _together(table, number, row)
        every = list(_cells(table, number, row))
        first = number * CELLS
        yield from dict.fromkeys(every[(first + step) % len(every)] for step in range(CELLS if every else 0))


def _cells(table: str, number: int, row: dict[str, str]) -> Iterator[Mutant]:
    """One wrong cell each."""
    kinds = dict(zip(tables.columns(table).column, tables.columns(table).type, strict=True))
    for place, (column, cell) in enumerate(row.items()):
        ways = list(_wrong(column, kinds[column], cell))
        for rule, wrong in ways[(number + place) % max(len(ways), 1) :][:1]:  # another way from row to row
            yield Mutant(table, number, rule, ((column, wrong),))


def _together(table: str, number: int, row: dict[str, str]) -> Iterator[Mutant]:
    """Cells that are wrong together: a figure read wrongly, two figures taken for each other."""
    if table == "reported" and row["value"]:
        for rule, token in (("digit", _other_digit(row["token"])), ("swapped pair", _swapped(row["token"]))):
            if token != row["token"] and (value := _value(token)):
                yield Mutant(table, number, f"{rule}, token and value", (("token", token), ("value", value)))
    if table == "comparability" and row["start_indicator"] == row["end_indicator"]:
        turned = {
            name: row[name.replace(*turn)] for turn in (("start", "end"), ("end", "start")) for name in ENDS[turn[0]]
        }
        yield Mutant(table, number, "swapped pair", tuple(turned.items()))


ENDS = {end: (f"{end}_period", f"{end}_source") for end in ("start", "end")}


def _wrong(column: str, kind: str, cell: str) -> Iterator[tuple[str, str]]:
    """The wrong values of one cell, each with the rule that made it."""
    if not cell:
        return
    if column in OTHER:
        if (other := OTHER[column].get(cell)) is not None:
            yield f"other {column}", other
    elif column in PERIODS or kind == "date":
        yield "shifted period", _shifted(cell)
    elif kind in ("number", "integer") or column == "token":
        yield "digit", _other_digit(cell)
        if (swapped := _swapped(cell)) != cell:
            yield "swapped pair", swapped
        if kind == "number" and cell != "0":
            yield "sign", cell.removeprefix("-") if cell.startswith("-") else f"-{cell}"
        if kind != "integer" and (moved := _separated(cell)) != cell:
            yield "separator", moved
    elif re.search(r"\d", cell):
        yield "digit in a text", _other_digit(cell)


def _other_digit(text: str) -> str:
    """The first number of a text with its last digit raised by one: '72' → '73', '3Q9' → '4Q9'."""
    return re.sub(r"\d(?!\d)", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)


def _swapped(text: str) -> str:
    """The first two neighbouring digits that differ, swapped: '72' → '27'."""
    return re.sub(r"(\d)(?!\1)(\d)", r"\2\1", text, count=1)


def _separated(text: str) -> str:
    """A number with its separator lost, turned or misplaced: '9,33' → '9.33', '1.115' → '1,115', '72' → '7.2'."""
    if "," in text or "." in text:
        return text.replace(",", "\0").replace(".", ",").replace("\0", ".") if "," in text else text.replace(".", "")
    return f"{text[:-1]}.{text[-1]}" if len(text) > 1 else text


def _shifted(period: str) -> str:
    """The period after this one: '2020' → '2021', '2023-Q1' → '2023-Q2', a day → the next month's."""
    if quarter := re.fullmatch(r"(\d{4})-Q(\d)", period):
        return f"{quarter[1]}-Q{int(quarter[2]) % 4 + 1}"
    if day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", period):
        return f"{day[1]}-{int(day[2]) % 12 + 1:02d}-{min(int(day[3]), 28):02d}"
    return _other_digit(period)


def _value(token: str) -> str:
    try:
        return tables.number(printed.numeral(token))
    except ValueError:
        return ""


# --- what kills them ------------------------------------------------------------------------------


class Ground(NamedTuple):
    """What mutants are held against: the seeds, also as cells, the tables, the protected sentences, the notebooks."""

    folder: Path
    seeds: dict[str, pd.DataFrame]
    cells: dict[str, pd.DataFrame]
    made: dict[str, str]
    sentences: list[tuple[str, str]]
    readers: dict[str, list[str]]


def ground(folder: Path) -> Ground:
    """The unchanged project below a root."""
    seeds = tidy.checked_seeds(folder)
    made = {name: tables.text(frame, name) for name, frame in rerun.chain(seeds).items()}
    cells = {name: _text(name, folder) for name in tables.seed_names()}
    return Ground(folder, seeds, cells, made, sentences(rerun.files_of(folder)), _readers(folder))


SHOWN_ELSEWHERE = {"00", "08"}  # they compute once more what other notebooks show


def _readers(folder: Path) -> dict[str, list[str]]:
    """Which notebooks name a seed table among what they read."""
    files = [file for file in rerun.files_of(folder) if file.name[:2] not in SHOWN_ELSEWHERE]
    return {name: [file.name for file in files if _reads(file, name)] for name in tables.seed_names()}


def _reads(file: Path, table: str) -> bool:
    return f'\\"{table}\\"' in file.read_text(encoding="utf-8")


def sentences(files: list[Path]) -> list[tuple[str, str]]:
    """The (claim id, fragment) pairs that notebooks protect with claims.confirm, names of ids resolved."""
    found = []
    for file in files:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        names: dict[str, str] = {}
        for cell in cells:
            if cell["cell_type"] == "code":
                found += _confirmed(ast.parse("".join(cell["source"])), names)
    return found


def _confirmed(tree: ast.Module, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names |= {target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "confirm":
            said, *fragments = node.args
            claim = said.value if isinstance(said, ast.Constant) else names.get(getattr(said, "id", ""), "")
            if isinstance(claim, str) and claim:
                yield from ((claim, part.value) for part in fragments if isinstance(part, ast.Constant))


def killed_by(mutant: Mutant, against: Ground, scratch: Path) -> tuple[str, str]:
    """The layer that catches a mutant, and what it says; 'hash' where none of the others does.

    `scratch` is a folder with the seeds, in which the mutant's file is written and put back.
    """
    wrong = against.cells[mutant.table].copy()
    for column, cell in mutant.cells:
        wrong.loc[mutant.row - 2, column] = cell
    file = tables.path(mutant.table, scratch)
    right = file.read_bytes()
    file.write_text(wrong.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="")
    try:
        return _verdict(mutant, against, scratch)
    finally:
        file.write_bytes(right)


def _verdict(mutant: Mutant, against: Ground, scratch: Path) -> tuple[str, str]:
    try:
        seeds = _checked(scratch, mutant.table, against.seeds)
    except BadSeeds as error:
        return "rule", str(error.faults[0])
    try:
        made = rerun.chain(seeds)
    except Exception as error:  # whatever it is, nobody gets a number
        return "crash", f"{type(error).__name__}: {error}"
    if broken := _broken_sentence(made["claims"], against.sentences):
        return "sentence", broken
    if untold := findings.untold(made["claims"], seeds["phrases"]):
        return "table", f"no Vietnamese for {untold[0]!r}"
    for name, frame in made.items():
        text = tables.text(frame, name)
        if text != against.made[name]:
            return "table", tables.differences(against.made[name], text, name)[0]
    if shown := _shown_otherwise(against, scratch, against.readers[mutant.table]):
        return "notebook", shown
    return "hash", ""


def _checked(folder: Path, table: str, right: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The seeds with one table mutated, refused by the same rules as always; the quick ones are asked first."""
    try:
        seeds = right | {table: tables.read(table, folder)}
        found = [fault for rule in checks.RULES for fault in rule(seeds)] or tidy.comparability_faults(seeds)
    except Exception:  # cells that are no number or date any more: the whole check says so in words
        return tidy.checked_seeds(folder)
    if found:
        raise BadSeeds(found)
    return tidy.checked_seeds(folder)


def _broken_sentence(table: pd.DataFrame, protected: list[tuple[str, str]]) -> str:
    known = table.set_index("claim_id")
    for claim, fragment in protected:
        if claim not in known.index or known.at[claim, "status"] != "quotable":
            return f"{claim} can't be claimed any more"
        if not claims.holds(fragment, known.loc[claim]):
            return f"{fragment!r} is not what {claim} says"
    return ""


def _shown_otherwise(against: Ground, scratch: Path, names: list[str]) -> str:
    """What the notebooks that read a table show otherwise on the mutated seeds; data/ is as committed."""
    for name, content in packages.documents(scratch).items():  # the hash is the last layer: refreshed, as in a rerun
        (scratch / name).write_bytes(content)
    told = (rehearsal.difference(against.folder / "notebooks" / name, scratch) for name in names)
    return next(filter(None, told), "")


# --- the report -----------------------------------------------------------------------------------


def report(folder: Path, chosen: Callable[[int], bool] = lambda place: True) -> pd.DataFrame:
    """What kills each mutant: table, row, column, rule, wrong, killed_by, told; `chosen` picks some by their place."""
    every = [mutant for place, mutant in enumerate(mutants(folder)) if chosen(place)]
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers) as pool:
        told = pool.map(functools.partial(_alone, folder), every, chunksize=8)
        verdicts = list(tqdm(told, total=len(every), desc="mutants", file=sys.stderr, disable=None))
    rows = [
        {"table": one.table, "row": one.row, "column": one.column, "rule": one.rule,
         "wrong": " ".join(cell for _, cell in one.cells), "killed_by": layer, "told": words}
        for one, (layer, words) in zip(every, verdicts, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _alone(folder: Path, mutant: Mutant) -> tuple[str, str]:
    return killed_by(mutant, _ground(folder), _scratch(folder))


_ground = functools.cache(ground)


@functools.cache
def _scratch(folder: Path) -> Path:
    """A copy of the seeds for this process; it goes with the process."""
    scratch = tempfile.TemporaryDirectory(prefix="mutants-")
    _scratch_folders.append(scratch)
    for name in ("seeds", "data"):
        shutil.copytree(folder / name, Path(scratch.name) / name)
    return Path(scratch.name)


_scratch_folders: list[tempfile.TemporaryDirectory[str]] = []


def counts(found: pd.DataFrame) -> pd.DataFrame:
    """How many mutants each layer killed, by table and rule; what only the hash saw stands last."""
    table = pd.crosstab([found.table.rename("seeds"), found.rule.rename("change")], found.killed_by)
    table = table.reindex(columns=LAYERS, fill_value=0)
    table.insert(0, "mutants", table.sum(axis=1))
    return table.reset_index()
