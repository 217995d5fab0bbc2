"""Everything to take away, under build/: figures, workbook, citations, briefs, and one manifest of it all."""

import hashlib
import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from helpers.outputs import brief, citations, pictures, workbook
from helpers.tables import files

TEXT_LICENCE = "CC-BY-4.0"


def build(root: Path, annex: bool = False) -> list[Path]:
    """Make everything under build/ anew, briefs as annexes if so wanted, and describe it in build/manifest.json; returns the paths."""
    out = root / "build"
    steps = {
        "figures": lambda folder: pictures.build(root, folder),
        "tables": lambda folder: [_workbook(root, folder)],
        "citations": lambda folder: citations.build(root, folder),
        "briefs": lambda folder: brief.build(root, folder, annex),
    }
    made = []
    progress = tqdm(steps.items(), desc="build", unit="part", file=sys.stderr, disable=None)
    for name, step in progress:
        progress.set_postfix_str(name)
        fresh = out / f".{name}"
        shutil.rmtree(fresh, ignore_errors=True)
        written = step(fresh)
        shutil.rmtree(out / name, ignore_errors=True)
        fresh.rename(out / name)  # a part is there whole or as it was
        made += [out / name / file.relative_to(fresh) for file in written]
    shown = root / "docs" / "brief-page.png"
    if shown.parent.is_dir():
        shown.write_bytes(brief.first_page(root, "dien-bien", "vi"))
    manifest = out / "manifest.json"
    manifest.write_text(
        json.dumps(described(root, made), ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
    )
    return [*made, manifest]


def _workbook(root: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return workbook.build(root, folder / "tay-bac-so.xlsx")


def described(root: Path, made: list[Path]) -> dict[str, Any]:
    """The manifest: for each output its checksum, licence, version and the seeds that it came from, with theirs."""
    seeds = {files.label(name): _sha256(files.path(name, root)) for name in files.seed_names()}
    cited = [files.label(name) for name in ("sources", "targets")]
    outputs = [
        {
            "path": file.relative_to(root).as_posix(),
            "sha256": _sha256(file),
            "licence": TEXT_LICENCE,
            "version": version("tay-bac-so"),
            "seeds": cited if "citations" in file.parts else sorted(seeds),
        }
        for file in made
    ]
    return {"project": "tay-bac-so", "version": version("tay-bac-so"), "seeds": seeds, "outputs": outputs}


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
