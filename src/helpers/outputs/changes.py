"""What changed, claim by claim: between two releases, before and after a rerun."""

import io
import subprocess
import zipfile
from pathlib import Path

import pandas as pd

from helpers.seeds import numerals
from helpers.tables.refusals import Refusal

STORED = "docs/releases"  # one claims table a release, named by its version
NUMBERS = {"status": "status", "value": "value", "lower": "lower end", "upper": "upper end", "unit": "unit"}
COMPARED = [*NUMBERS, "text_en"]


def claims_of(name: str, root: Path) -> pd.DataFrame:
    """The claims of a release: a version, a claims.csv, a folder or release archive that holds data/claims.csv, or a
    git revision. Returns claims.csv's columns as text. Refusal where it is none of these."""
    try:
        table = pd.read_csv(io.BytesIO(_content(name, root)), dtype=str, keep_default_na=False)
    except ValueError as error:
        raise Refusal(f"{name}:0:: {error}; a table of claims; name another one") from error
    if missing := [column for column in ("claim_id", *COMPARED) if column not in table]:
        raise Refusal(f"{name}:1:{missing[0]}: no such column; a table of claims; name another one")
    return table


def _content(name: str, root: Path) -> bytes:
    for file in (Path(name), Path(name, "data", "claims.csv"), root / STORED / f"{name}.csv"):
        if file.is_file() and not zipfile.is_zipfile(file):
            return file.read_bytes()
    if Path(name).is_file():
        with zipfile.ZipFile(name) as archive:
            for inside in archive.namelist():
                if inside.endswith("data/claims.csv"):
                    return archive.read(inside)
    command = ["git", "show", "--end-of-options", f"{name}:./data/claims.csv"]
    try:
        return subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    except FileNotFoundError:
        words = "git is not installed"
    except subprocess.CalledProcessError as error:
        words = " ".join(error.stderr.decode("utf-8", "replace").split())
    known = ", ".join(file.stem for file in stored(root)) or "none yet"
    raise Refusal(
        f"{name}: no claims found ({words}); a version ({known}), a claims.csv, a folder or archive with "
        "data/claims.csv, or a git revision; name one of these"
    )


def claims_now(root: Path) -> pd.DataFrame | None:
    """The claims as data/ has them; None where there are none to compare with."""
    try:
        return claims_of(str(root), root) if (root / "data" / "claims.csv").is_file() else None
    except Refusal:
        return None


def compare(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Where two tables of claims part ways: one row a claim and column, as claim_id, what, old, new.

    `what` is a column of claims.csv, or 'claim' for one that came or went (then its sentence stands on one side).
    Values and ranges stand as the tables write them.
    """
    both = old.merge(new, on="claim_id", how="outer", suffixes=("_old", "_new")).set_index("claim_id")
    rows = []
    for claim, row in both.fillna("").iterrows():
        if not row.text_en_old or not row.text_en_new:
            rows.append((claim, "claim", row.text_en_old, row.text_en_new))
            continue
        for column in COMPARED:
            was, now = row[f"{column}_old"], row[f"{column}_new"]
            if was != now:
                rows.append((claim, column, was, now))
    return pd.DataFrame(rows, columns=["claim_id", "what", "old", "new"])


def moved(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Every claim whose number changed, old → new, and how many came or went, as lines for a person."""
    found = compare(old, new)
    lines = entry(found[found.what.isin(["value", "lower", "upper"])])
    whole = found[found.what == "claim"]
    for words, side in (("new", whole.new), ("gone", whole.old)):
        if count := (side != "").sum():
            lines.append(f"{words}: {count} claim{'s' if count > 1 else ''}")
    return lines


def entry(changes: pd.DataFrame) -> list[str]:
    """The changes as lines of a CHANGELOG entry, ready to read: one a claim, numbers old → new."""
    lines = []
    for claim, rows in changes.groupby("claim_id", sort=True):
        told = rows.set_index("what")
        if "claim" in told.index:
            came = told.new["claim"]
            lines.append(f"- `{claim}` {'is new' if came else 'is gone'}: {came or told.old['claim']}")
            continue
        parts = [f"{label} {_short(told.old[column])} → {_short(told.new[column])}"
                 for column, label in NUMBERS.items() if column in told.index]  # fmt: skip
        lines.append(f"- `{claim}`: {', '.join(parts) or 'other words: ' + told.new['text_en']}")
    return lines


def _short(cell: str) -> str:
    """A cell of a table for reading: numbers with at most three decimals."""
    try:
        value = float(cell)
    except ValueError:
        return cell or "none"
    return numerals.number(value, numerals.decimals_of(value))


def stored(root: Path) -> list[Path]:
    """The claims of all releases, oldest first: 0.9.0 comes before 0.10.0."""
    return sorted((root / STORED).glob("*.csv"), key=lambda file: [int(part) for part in file.stem.split(".")])
