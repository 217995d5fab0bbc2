"""Everything to take away, under build/: figures, workbook, citations, briefs, and one manifest of it all."""

import hashlib
import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from tqdm import tqdm

from helpers.analysis import accuracy, compare, pairs, projection
from helpers.charts import paths, scoring, shares
from helpers.claims.words import LANGUAGES
from helpers.outputs import brief, citations, workbook
from helpers.seeds import tidy
from helpers.tables import files

TEXT_LICENCE = "CC-BY-4.0"


def figures(root: Path, folder: Path) -> list[Path]:
    """Every chart in both languages, as SVG and 300-dpi PNG; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for language in LANGUAGES:
        for name, figure in _charts(root, language).items():
            for suffix, options in (
                ("svg", {"metadata": {"Date": None}}),
                ("png", {"dpi": 300, "metadata": {"Software": None}}),
            ):
                file = folder / f"{name}.{language}.{suffix}"
                figure.savefig(file, format=suffix, **options)
                made.append(file)
    return made


def _charts(root: Path, language: str) -> dict[str, Figure]:
    frame = {name: files.read(name, root) for name in (*files.names("data"), *files.seed_names())}
    about, observations = frame["indicators"], frame["observations"]
    everywhere = pd.concat([observations, tidy.national_observations(frame["national"], about)])
    spans = pairs.spans(pairs.links(observations, frame["comparability"]))
    found = {
        "paces": shares.dumbbell(frame["growth"], observations, about, language),
        "levels": shares.levels(observations, about, language),
        "timeline": shares.timeline(observations, about, language),
        "projections": paths.fan(frame["projections"], observations, frame["target_gaps"], about, language),
        "places": shares.places(compare.across_places(everywhere, about), about, language),
        "errors-elsewhere": scoring.error_by_horizon(frame["range_quantiles"], language=language),
        "coverage-elsewhere": scoring.coverage_by_horizon(frame["range_quantiles"], language),
        "claims": scoring.claim_counts(frame["claims"], language),
    }
    for row in files.each(pairs.projectable(spans)):
        if row.unit.startswith("%"):
            moves = accuracy.sensitivity(row, projection.LAST_PROJECTION, frame["coefficients"])
            found[f"sensitivity-{row.province}-{row.indicator}"] = paths.tornado(moves, language)
    return found


def build(root: Path) -> list[Path]:
    """Make everything under build/ anew and describe it in build/manifest.json; returns the paths."""
    out = root / "build"
    steps = {
        "figures": lambda folder: figures(root, folder),
        "tables": lambda folder: [_workbook(root, folder)],
        "citations": lambda folder: citations.build(root, folder),
        "briefs": lambda folder: brief.build(root, folder),
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
        made += [out / name / file.name for file in written]
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
            "seeds": cited if file.parent.name == "citations" else sorted(seeds),
        }
        for file in made
    ]
    return {"project": "tay-bac-so", "version": version("tay-bac-so"), "seeds": seeds, "outputs": outputs}


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
