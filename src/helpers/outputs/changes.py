"""What changed, claim by claim: between two releases, before and after a rerun."""

import argparse
import io
import subprocess
from pathlib import Path

import pandas as pd

from helpers.seeds import numerals
from helpers.tables.refusals import Refusal

STORED = "docs/releases"  # one claims table a release, named by its version
COMPARED = {
    "status": "status", "value": "value", "lower": "lower end", "upper": "upper end", "unit": "unit", "text_en": "words",
}  # fmt: skip


def diff(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Where two releases part ways claim by claim, as lines of a CHANGELOG entry: numbers old → new."""
    old, new = (claims_of(name, root) for name in (options.old, options.new or str(root)))
    both = old.merge(new, on="claim_id", how="outer", suffixes=("_old", "_new"))
    return _compared(both.fillna("").sort_values("claim_id"), list(COMPARED)) or ["No claim differs."], 0


def claims_of(name: str, root: Path) -> pd.DataFrame:
    """The claims of a version, a claims.csv, a folder with data/claims.csv or a git revision, as text; Refusal for anything else."""
    raw, columns = io.BytesIO(_content(name, root)), ["claim_id", *COMPARED]
    try:
        return pd.read_csv(raw, usecols=columns, dtype=str, keep_default_na=False)
    except ValueError as error:
        raise Refusal(f"{name}:0:: {error}; a table of claims; name another one") from error


def _content(name: str, root: Path) -> bytes:
    for file in (Path(name), Path(name, "data", "claims.csv"), root / STORED / f"{name}.csv"):
        if file.is_file():
            return file.read_bytes()
    command = ["git", "show", "--end-of-options", f"{name}:./data/claims.csv"]
    try:
        return subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    except FileNotFoundError:
        words = "git is not installed"
    except subprocess.CalledProcessError as error:
        words = " ".join(error.stderr.decode("utf-8", "replace").split())
    versions = ", ".join(file.stem for file in stored(root)) or "none yet"
    raise Refusal(
        f"{name}: no claims found ({words}); a version ({versions}), a claims.csv, a folder with data/claims.csv, or a "
        "git revision; name one of these"
    )


def moved(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Every claim whose number changed, old → new, and how many came or went, as lines for a person."""
    lines = _compared(old.merge(new, on="claim_id", suffixes=("_old", "_new")), ["value", "lower", "upper"])
    for words, more, fewer in (("new", new, old), ("gone", old, new)):
        if count := (~more.claim_id.isin(fewer.claim_id)).sum():
            lines.append(f"{words}: {count} claim{'s' if count > 1 else ''}")
    return lines


def _compared(both: pd.DataFrame, columns: list[str]) -> list[str]:
    lines = []
    for row in both.to_dict("records"):
        was, now = ({column: row[f"{column}_{side}"] for column in COMPARED} for side in ("old", "new"))
        changed = [column for column in columns if was[column] != now[column]]
        parts = [f"{COMPARED[name]} {_short(was[name])} → {_short(now[name])}" for name in changed if name != "text_en"]
        text = f": {', '.join(parts) or 'other words: ' + now['text_en']}"
        if not was["text_en"] or not now["text_en"]:  # one that came or went stands on one side
            text = f" is new: {now['text_en']}" if now["text_en"] else f" is gone: {was['text_en']}"
        lines += [f"- `{row['claim_id']}`{text}"] if changed else []
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
