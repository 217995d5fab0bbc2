"""Everything to take away, under build/: pictures, workbook, citations, briefs."""

import shutil
import sys
from pathlib import Path

from tqdm import tqdm

from helpers.outputs import brief, citations, pictures, workbook


def build(root: Path, annex: bool = False) -> list[str]:
    """Make the parts under build/ anew, briefs as annexes if so wanted; returns their names."""
    steps = {
        "briefs": lambda folder: brief.build(root, folder, annex),  # first: their tools may be missing
        "figures": lambda folder: pictures.build(root, folder),
        "tables": lambda folder: workbook.build(root, folder / "tay-bac-so.xlsx"),
        "citations": lambda folder: citations.build(root, folder),
    }
    for name, step in tqdm(steps.items(), desc="build", unit="part", file=sys.stderr, disable=None):
        fresh, out = root / "build" / f".{name}", root / "build" / name
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        step(fresh)
        shutil.rmtree(out, ignore_errors=True)
        fresh.rename(out)  # a part is there whole or as it was
    return list(steps)
