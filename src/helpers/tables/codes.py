"""Texts as whole numbers: columns of millions are joined, ordered and written about at the cost of numbers.

A categorical column holds each distinct text once; here its codes are compared, looked up and joined. Plain
text columns are taken as well: they are read once. Python runs over distinct texts, never over rows.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import union_categoricals

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
LARGEST = 2**62


def coded(column: Any) -> pd.Categorical:
    """A column of texts as its distinct texts and their codes; nothing to do for a categorical."""
    column = column.array if isinstance(column, pd.Series) else column
    return column if isinstance(column, pd.Categorical) else pd.Categorical(column)


def like(column: pd.Series, texts: pd.Categorical) -> pd.Categorical | pd.Series:
    """Coded texts in the kind of a given column: categorical beside a categorical, plain text beside plain text."""
    return texts if isinstance(column.dtype, pd.CategoricalDtype) else pd.Series(texts.astype("str"))


def positions(column: pd.Series, known: pd.Series) -> Numbers:
    """Where each text of a column stands in another that holds it once; ValueError for a text that it lacks."""
    texts = coded(column)
    place = pd.Index(known).get_indexer(pd.Index(texts.categories))
    found = place[texts.codes] if len(place) else np.empty(0, np.int64)
    if (found < 0).any():
        raise ValueError(f"no such {known.name}: {texts[int(np.argmax(found < 0))]}")
    return found


def keys(*tables: tuple[pd.DataFrame, Sequence[str]]) -> list[Numbers]:
    """One number a row for each (frame, columns): equal where all columns agree, in the order of the columns.

    The columns of the frames stand for each other in the order given; they hold texts or dates.
    """
    lengths = np.cumsum([len(frame) for frame, _ in tables])[:-1]
    result = [np.zeros(len(frame), np.int64) for frame, _ in tables]
    size = 1
    for names in zip(*(columns for _, columns in tables), strict=True):
        numbers, count = _numbered([frame[name] for (frame, _), name in zip(tables, names, strict=True)])
        if size > LARGEST // count:  # too many combinations to count: number those that occur
            kept, joint = np.unique(np.concatenate(result), return_inverse=True)
            result, size = np.split(joint, lengths), len(kept)
        for key, number in zip(result, numbers, strict=True):
            key *= count
            key += number
            key += 1  # what is missing comes first
        size *= count
    return result


def _numbered(columns: Sequence[pd.Series]) -> tuple[list[Numbers], int]:
    """Texts (or dates) of several columns by their place in the alphabet (or in time), and how many places there are."""
    if all(column.dtype.kind == "M" for column in columns):
        return _days([column.to_numpy() for column in columns])
    if not any(isinstance(column.dtype, pd.CategoricalDtype) for column in columns):
        texts = np.concatenate([column.to_numpy(object) for column in columns])
        numbers, alphabet = pd.factorize(texts, sort=True)
        return np.split(numbers, np.cumsum([len(column) for column in columns])[:-1]), len(alphabet) + 1
    coded_ = [coded(column) for column in columns]
    first = coded_[0].categories
    if first.is_monotonic_increasing and all(part.categories.equals(first) for part in coded_[1:]):
        return [part.codes for part in coded_], len(first) + 1
    alphabet = pd.Index(sorted(set().union(*(part.categories for part in coded_))))
    places = [np.append(alphabet.get_indexer(pd.Index(part.categories)), -1) for part in coded_]
    return [place[part.codes] for place, part in zip(places, coded_, strict=True)], len(alphabet) + 1


def _days(columns: Sequence[NDArray[np.datetime64]]) -> tuple[list[Numbers], int]:
    """Dates as days from the first one on, 0; -1 for none."""
    days = [column.astype("datetime64[D]").astype(np.int64) for column in columns]
    none = np.iinfo(np.int64).min
    least = min((part.min(initial=0, where=part != none) for part in days), default=0)
    most = max((part.max(initial=0) for part in days), default=0)
    return [np.where(part == none, -1, part - least) for part in days], int(most - least + 2)


def lookup(wanted: Numbers, known: Numbers) -> Numbers:
    """Where each wanted key stands among the known ones, -1 where it does not; ValueError where one stands twice."""
    if len(wanted) == len(known) and (wanted == known).all() and (known[1:] > known[:-1]).all():
        return np.arange(len(known))
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    if (twice := ordered[1:] == ordered[:-1]).any():
        raise ValueError(f"two rows for one key: rows {sorted(order[np.argmax(twice) :][:2].tolist())}")
    if not len(known):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(ordered, wanted), len(known) - 1)
    return np.where(ordered[place] == wanted, order[place], -1)


def matched(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Every pair of rows, one of each side, whose keys are equal, as row numbers: the left one's order first."""
    order = np.argsort(right, kind="stable")
    first, last = (np.searchsorted(right[order], left, side=side) for side in ("left", "right"))
    count = last - first
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(np.arange(len(left)), count), order[np.repeat(first, count) + offset]


def taken(frame: pd.DataFrame, places: Numbers, columns: Iterable[str]) -> dict[str, Any]:
    """Some columns of a frame at the places that `lookup` found; missing (NaN, NaT) where it found none."""
    fill = bool((places < 0).any())
    return {name: frame[name].array.take(places, allow_fill=fill) for name in columns}


def named(codes: NDArray[Any], names: Sequence[str]) -> pd.Categorical:
    """Codes as texts: each is the place of its name."""
    return pd.Categorical.from_codes(codes, pd.Index(list(names), dtype="str"))


def chosen(cases: dict[str, Mask], otherwise: str = "") -> pd.Categorical:
    """The name of the first case that holds in each row, or `otherwise`.

    >>> list(chosen({"none": np.array([True, False, False]), "few": np.array([True, True, False])}, "many"))
    ['none', 'few', 'many']
    """
    names = list(dict.fromkeys([*cases, otherwise]))
    shape = np.broadcast_shapes(*(np.shape(holds) for holds in cases.values()))
    codes = np.full(shape, names.index(otherwise), np.int8)
    for name, holds in reversed(cases.items()):
        np.copyto(codes, names.index(name), where=holds)
    return named(codes, names)


def always(text: str) -> pd.Categorical:
    """One text, to stand beside every row of a column."""
    return named(np.zeros(1, np.int8), [text])


def where(holds: Mask, texts: pd.Categorical) -> pd.Categorical:
    """The texts where a condition holds, '' elsewhere."""
    names = [*texts.categories, *(() if "" in texts.categories else ("",))]
    return named(np.where(holds, texts.codes, names.index("")), names)


def joined(columns: Iterable[pd.Categorical], separator: str = "", distinct: bool = False) -> pd.Categorical:
    """Texts side by side as one, '' left out; with `distinct` also what already stands there.

    >>> list(joined([coded(["S1", "S2"]), coded(["S1", ""]), coded(["S3", "S4"])], " ", distinct=True))
    ['S1 S3', 'S2 S4']
    """
    said: list[tuple[str, ...]] = [()]
    state: Numbers = np.zeros(1, np.int64)
    for column in columns:
        words = list(column.categories)
        numbers = state * len(words) + column.codes
        size = len(said) * len(words)
        few = size <= len(numbers)  # then a table of all combinations is cheaper than to hash the rows
        found, combinations = (numbers, _present(numbers, size)) if few else pd.factorize(numbers)
        places: dict[tuple[str, ...], int] = {}
        renumbered = [
            places.setdefault(_with(said[number // len(words)], words[number % len(words)], distinct), len(places))
            for number in combinations.tolist()
        ]
        table = np.zeros(size if few else len(renumbered), np.int64)
        table[combinations if few else slice(None)] = renumbered
        state, said = table[found], list(places)
    texts = pd.Categorical(pd.Index([separator.join(parts) for parts in said], dtype="str"))
    return pd.Categorical.from_codes(texts.codes[state], texts.categories)


def _present(numbers: Numbers, size: int) -> Numbers:
    """The distinct ones of numbers below a size, ascending."""
    seen = np.zeros(size, bool)
    seen[numbers] = True
    return np.flatnonzero(seen)


def stacked(columns: Sequence[pd.Categorical]) -> pd.Categorical:
    """Columns of texts, one below the other."""
    union: pd.Categorical = union_categoricals(list(columns))
    return union


def below(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames of the same columns, one below the other; unlike in pd.concat a coded column stays coded."""

    def column(name: str) -> Any:
        parts = [frame[name] for frame in frames]
        if isinstance(parts[0].dtype, pd.CategoricalDtype):
            return stacked([part.array for part in parts])
        return pd.concat(parts, ignore_index=True)

    return pd.DataFrame({str(name): column(str(name)) for name in frames[0]}, copy=False)


def _with(said: tuple[str, ...], word: str, distinct: bool) -> tuple[str, ...]:
    return said if not word or (distinct and word in said) else (*said, word)
