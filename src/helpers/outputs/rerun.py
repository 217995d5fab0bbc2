"""The whole analysis in one go: seeds → tables → notebooks, written only when everything succeeded."""

import io
import shutil
from pathlib import Path

import pandas as pd

from helpers.analysis.chain import chain
from helpers.charts import shares
from helpers.claims import table, words
from helpers.outputs import content, documents, fingerprint, kernels, notebooks, staging
from helpers.seeds import checks, tidy
from helpers.tables import datapackage, files

Frames = dict[str, pd.DataFrame]
HEADLINE = {"docs/headline.png": "en", "docs/headline.vi.png": "vi"}


def generated(seeds: Frames) -> Frames:
    """All generated tables from checked seeds, as {name: frame}: a pure function of the seeds."""
    observations = tidy.observations(seeds["reported"], seeds["indicators"], seeds["sources"])
    made = {"observations": observations, **chain(observations, seeds["comparability"], seeds)}
    claims = table.claims_table(seeds, made)
    return {name: frame for name, frame in made.items() if name != "spans"} | {"claims": claims}


def differences(root: Path) -> list[str]:
    """Where the committed tables are not what the seeds give, one line each; empty when all is well."""
    seeds = checks.checked_seeds(root)
    frames = generated(seeds)
    phrases = seeds["phrases"].set_index("phrase_en").phrase_vi.to_dict()
    parts = dict.fromkeys(part for reason in frames["claims"].reason for part in reason.split("; ") if part)
    lines = [
        f"seeds/phrases.csv:{len(seeds['phrases']) + 2}:phrase_en: no row for {part!r}; every part of a claim's reason in Vietnamese; "
        "add it with its Vietnamese"
        for part in parts
        if words.vietnamese_or_english(part, phrases) == part
    ]
    for name, frame in frames.items():
        file = files.path(name, root)
        if not file.is_file():
            lines.append(f"data/{name}.csv:0:: no such file; the seeds give one; python3 run.py")
            continue
        lines += files.differences(files.text(frame, name), file.read_bytes().decode("utf-8"), name)
    return lines + notebooks.faults(root) + datapackage.differences(root)


def rerun(root: Path, fresh: bool = False) -> tuple[Frames, list[str]]:
    """Recompute data/, run notebooks/, replace both if all succeeded; the tables, and the paths that changed.

    A failed notebook's copy goes to build/failed/. `fresh` runs every notebook in a new kernel.
    """
    if names := notebooks.names(root):  # what they fork from imports its libraries meanwhile
        kernels.begin(not fresh)
    frames = generated(checks.checked_seeds(root))  # with bad seeds nothing is written
    contents = datapackage.contents(frames, root)
    with staging.aside(root) as folder:  # what notebooks look at: seeds, new tables, claims of earlier releases
        shutil.copytree(root / "seeds", folder / "seeds")
        if (root / "docs" / "releases").is_dir():
            shutil.copytree(root / "docs" / "releases", folder / "docs" / "releases")
        (folder / "data").mkdir()
        for name, raw in contents.items():
            (folder / name).write_bytes(raw)
        made = notebooks.run(names, root, folder)
    contents |= {f"notebooks/{name}": content for name, content in made.items()}
    changed = staging.replace(root, contents | _documents(root, frames))
    (root / fingerprint.STORED).write_text(fingerprint.of(root), encoding="utf-8")
    return frames, changed


def _documents(root: Path, frames: Frames) -> dict[str, bytes]:
    """What else is made: what the READMEs say, and the picture."""
    if not (root / "docs").is_dir():
        return {}
    seeds, made = files.seeds(root), {}
    for name, language in HEADLINE.items():
        picture = io.BytesIO()
        figure = shares.comparable(frames["growth"], frames["observations"], seeds["indicators"], language)
        figure.savefig(picture, format="png", dpi=140, metadata={"Software": None})
        if not (notebooks.elsewhere() and (root / name).is_file()):  # other machines draw other bytes
            made[name] = picture.getvalue()
    everything = content.prepared(seeds, frames)
    for name, language in documents.READMES.items():
        if (file := root / name).is_file():
            made[name] = documents.filled(file.read_text(encoding="utf-8"), language, everything).encode("utf-8")
    return made
