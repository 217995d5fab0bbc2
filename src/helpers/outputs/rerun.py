"""The whole analysis in one go: seeds → tables → notebooks, written only when everything succeeded."""

import io
import shutil
from pathlib import Path

import pandas as pd

from helpers.analysis import series
from helpers.charts import shares
from helpers.claims import say, table
from helpers.outputs import changes, documents, editions, kernels, notebooks, remembered, staging
from helpers.seeds import checks, tidy
from helpers.tables import datapackage, files


def chain(seeds: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """All generated tables from checked seeds, as {name: frame}: a pure function of the seeds."""
    observations = tidy.observations(seeds["reported"], seeds["indicators"])
    found = series.chain(observations, seeds["comparability"], seeds)
    grown, spans, projections, gaps = (found[name] for name in ("growth", "spans", "projections", "target_gaps"))
    quotable = table.claims_table(seeds, observations, grown, spans, projections, gaps)
    return {
        "observations": observations,
        "growth": grown,
        "projections": projections,
        "target_gaps": gaps,
        "claims": quotable,
    }


def differences(root: Path) -> list[str]:
    """Where the committed tables are not what the seeds give, one line each; empty when all is well."""
    seeds = checks.checked_seeds(root)
    frames = chain(seeds)
    lines = [
        f"seeds/phrases.csv:{len(seeds['phrases']) + 2}:phrase_en: no row for {part!r}; every part of a claim's reason "
        "in Vietnamese; add it with its Vietnamese"
        for part in documents.untold(frames["claims"], seeds["phrases"])
    ]
    for name, frame in frames.items():
        file = files.path(name, root)
        if not file.is_file():
            lines.append(f"data/{name}.csv:0:: no such file; the seeds give one; run the rerun task")
            continue
        lines += files.differences(files.text(frame, name), file.read_bytes().decode("utf-8"), name)
    lines += editions.faults(root)
    return lines + datapackage.differences(root)


def rerun(root: Path, fresh: bool = False) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Recompute data/, run notebooks/, replace both; returns the tables and the names of the files that changed.

    Nothing is replaced unless every table and every notebook succeeded. A failed notebook's copy goes
    to build/failed/. What does not change keeps its bytes. A notebook runs again only when its cells, the
    helpers or a table that it reads changed since it last ran here; `fresh` runs them all, in new kernels.
    """
    kernels.choose(fork=not fresh)
    frames = chain(checks.checked_seeds(root))  # first: with bad seeds nothing is written, no lock either
    contents = datapackage.generated(frames) | datapackage.documents(root)  # notebooks look at both
    with staging.locked(root), staging.stage(root) as staged:
        shutil.copytree(root / "seeds", staged / "seeds")
        for name, content in contents.items():
            _put(staged / name, content)
        memory = {} if fresh else remembered.notebooks(root)
        stale = [name for name in editions.names(root) if not remembered.is_current(name, root, staged, memory)]
        made = _run(stale, staged, root)
        contents |= {f"notebooks/{name}": content for name, content in made.items()}
        contents |= _documents(root, frames)
        changed = staging.commit(root, contents, staged)
        memory |= {name: remembered.of(name, root, staged, notebooks.tables_read(staged, name)) for name in stale}
        changes.log(root, frames)
        remembered.write(root, memory)
    return frames, changed


def _run(stale: list[str], staged: Path, root: Path) -> dict[str, bytes]:
    """Notebooks executed in staged/notebooks, as {name: bytes}; without any, no kernel machinery is imported."""
    (staged / "notebooks").mkdir()
    return notebooks.run(stale, root, staged) if stale else {}


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)


HEADLINE = {"docs/headline.png": "en", "docs/headline.vi.png": "vi"}


def _documents(root: Path, frames: dict[str, pd.DataFrame]) -> dict[str, bytes]:
    """What else is made: what the READMEs and the glossary say, and the picture."""
    if not (root / "docs").is_dir():
        return {}

    seeds, made = files.seeds(root), {}
    for name, language in HEADLINE.items():
        picture, stored = io.BytesIO(), root / name
        figure = shares.dumbbell(frames["growth"], frames["observations"], seeds["indicators"], language)
        figure.savefig(picture, format="png", dpi=110, metadata={"Software": None})
        if not (notebooks.elsewhere() and stored.is_file()):  # other machines draw other bytes
            made[name] = picture.getvalue()
    everything = seeds | frames | {"claims": say.by_kind(frames["claims"])}
    for name, language in documents.DOCUMENTS.items():
        if (file := root / name).is_file():
            made[name] = documents.filled(file.read_text(encoding="utf-8"), language, everything).encode("utf-8")
    return made


def summary(frames: dict[str, pd.DataFrame], changed: list[str]) -> list[str]:
    """What was written and the headline numbers, as lines for a person."""
    quotable = frames["claims"].set_index("claim_id")
    lines = [f"{name}: {len(frame)} rows" for name, frame in frames.items()]
    lines += ["changed: " + (", ".join(changed) if changed else "nothing"), ""]
    headline = [claim for claim in HEADLINES if claim in quotable.index]
    return lines + [quotable.text_en[claim] for claim in headline]


HEADLINES = (
    "dien-bien.smartphone_population_pct.growth.2020-to-2023",
    "dien-bien.smartphone_population_pct.projection.2025",
    "dien-bien.digital_economy_grdp_pct.target.TDB4",
)
