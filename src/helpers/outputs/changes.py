"""What changed, claim by claim: between two releases, and between the last release and now."""

import hashlib
import io
import json
import platform
import subprocess
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.seeds import numerals
from helpers.tables import files

VERSIONS = ("jupyterlab", "pandas", "seaborn", "statsmodels", "nbval", "numpy", "scipy", "matplotlib")
STORED = "docs/releases"  # one claims table a release, named by its version
COMPARED = ["status", "value", "lower", "upper", "unit", "text_en"]


class NoSuchRelease(Exception):
    """Neither a file, nor a folder, nor a release of that name; the message says what may be named."""


def claims_of(name: str, root: Path) -> pd.DataFrame:
    """The claims of a release: a version, a claims.csv, a folder or release archive that holds data/claims.csv, or a
    git revision. Returns claims.csv's columns as text. NoSuchRelease where it is none of these."""
    for file in (Path(name), Path(name, "data", "claims.csv"), root / STORED / f"{name}.csv"):
        if file.is_file() and not zipfile.is_zipfile(file):
            return _claims(file.read_bytes(), name)
    if Path(name).is_file():
        with zipfile.ZipFile(name) as archive:
            for inside in archive.namelist():
                if inside.endswith("data/claims.csv"):
                    return _claims(archive.read(inside), name)
    shown = subprocess.run(
        ["git", "show", "--end-of-options", f"{name}:data/claims.csv"], cwd=root, capture_output=True
    )
    if shown.returncode:
        known = ", ".join(file.stem for file in stored(root)) or "none yet"
        raise NoSuchRelease(
            f"{name}: no claims found; a version ({known}), a claims.csv, a folder or archive with data/claims.csv, "
            "or a git revision; name one of these"
        )
    return _claims(shown.stdout, name)


def _claims(raw: bytes, name: str) -> pd.DataFrame:
    try:
        table = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False)
    except ValueError as error:
        raise NoSuchRelease(f"{name}:0:: {error}; a table of claims; name another one") from error
    missing = [column for column in ("claim_id", *COMPARED) if column not in table]
    if missing:
        raise NoSuchRelease(f"{name}:1:{missing[0]}: no such column; a table of claims; name another one")
    return table


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
                 for column, label in _SAID.items() if column in told.index]  # fmt: skip
        lines.append(f"- `{claim}`: {', '.join(parts) or 'other words: ' + told.new['text_en']}")
    return lines


_SAID = {"status": "status", "value": "value", "lower": "lower end", "upper": "upper end", "unit": "unit"}


def _short(cell: str) -> str:
    """A cell of a table for reading: numbers with at most three decimals."""
    try:
        value = float(cell)
    except ValueError:
        return cell or "none"
    return numerals.number(value, numerals.decimals_of(value))


def stored(root: Path) -> list[Path]:
    """The claims of all releases, oldest first."""
    return sorted((root / STORED).glob("*.csv"), key=lambda file: order(file.stem))


def order(name: str) -> list[int]:
    """What versions are sorted by: 0.9.0 comes before 0.10.0."""
    return [int(part) for part in name.split(".")]


def log(root: Path, frames: dict[str, pd.DataFrame]) -> None:
    """Write build/run.json: versions, hashes of seeds and tables, and what changed since the last release."""
    told = {"python": platform.python_version()} | record(root, frames)
    (root / "build" / "run.json").write_bytes(text(told))


def record(root: Path, frames: dict[str, pd.DataFrame], being: str = "") -> dict[str, Any]:
    """What is told of a run on any machine that has the locked packages; a release `being` made isn't compared with itself."""
    released = [file for file in stored(root) if file.stem != being]
    now = _claims(files.text(frames["claims"], "claims").encode("utf-8"), "data/claims.csv")
    changes = compare(claims_of(str(released[-1]), root), now) if released else None
    return {
        "versions": {name: version(name) for name in VERSIONS},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in _contents(root, frames).items()},
        "since": released[-1].stem if released else None,
        "changed_claims": [] if changes is None else changes.to_dict("records"),
        "changelog": [f"- First release: {len(now)} claims."] if changes is None else entry(changes),
    }


def text(told: dict[str, Any]) -> bytes:
    """A record as the file that holds it."""
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _contents(root: Path, frames: dict[str, pd.DataFrame]) -> dict[str, bytes]:
    made = {files.label(name): files.text(frame, name).encode("utf-8") for name, frame in frames.items()}
    return made | {files.label(name): files.path(name, root).read_bytes() for name in files.seed_names()}
