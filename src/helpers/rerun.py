"""The whole analysis in one go: seeds → tables → notebooks, written only when everything succeeded."""

import copy
import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from helpers import claims, growth, packages, projection, tables, targets, tidy

VERSIONS = ("jupyterlab", "pandas", "seaborn", "statsmodels", "nbval", "numpy", "scipy", "matplotlib")
STORED_PICTURES = ("Linux", "x86_64")  # where the locked packages draw the stored pictures to the byte


WIDGET = "application/vnd.jupyter.widget-view+json"  # holds a random id; the text of the output stays
QUIET = ["--IPKernelApp.log_level=40"]  # it warns on stderr that kernels talk in plain text, on loopback


class NotebookFailed(Exception):
    """A notebook stopped with an error, or wrote to stderr; the message names it and its cell."""


def chain(seeds):
    """All generated tables from checked seeds, as {name: frame}: a pure function of the seeds."""
    observations = tidy.observations(seeds["reported"], seeds["indicators"])
    grown = growth.growth_table(observations, seeds["comparability"], seeds["indicators"])
    spans = growth.spans(growth.links(observations, seeds["comparability"]))
    projections = projection.project(spans, seeds["indicators"], seeds)
    gaps = targets.gaps(seeds["targets"], seeds["target_matches"], observations, spans, projections)
    quotable = claims.claims_table(seeds, observations, grown, spans, projections, gaps)
    return {
        "observations": observations,
        "growth": grown,
        "projections": projections,
        "target_gaps": gaps,
        "claims": quotable,
    }


def differences(root):
    """Where the committed tables are not what the seeds give, one line each; empty when all is well."""
    lines = []
    for table, frame in chain(tidy.checked_seeds(root)).items():
        file = tables.path(table, root)
        if not file.is_file():
            lines.append(f"data/{table}.csv:0:: no such file; the seeds give one; run the rerun task")
            continue
        lines += tables.differences(tables.text(frame, table), file.read_bytes().decode("utf-8"), table)
    return lines + packages.differences(root)


def rerun(root):
    """Recompute data/, run notebooks/ in fresh kernels, replace both; returns what was written, by name.

    Nothing is replaced unless every table and every notebook succeeded. A failed notebook's copy goes
    to build/failed/. What does not change keeps its bytes.
    """
    seeds = tidy.checked_seeds(root)
    frames = chain(seeds)
    (root / "build").mkdir(exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix="stage-", dir=root / "build"))
    try:
        shutil.copytree(root / "seeds", staged / "seeds")
        (staged / "notebooks").mkdir()
        tables.write_all(frames, staged)
        notebooks = _run_notebooks(sorted((root / "notebooks").glob("[0-9]*.ipynb")), staged, root)
        documents = _documents(root, frames)
        documents |= packages.documents(root)
        changed = [name for name, content in {**notebooks, **documents}.items() if _replaced(root / name, content)]
        changed += [
            f"data/{file.name}"
            for file in sorted((staged / "data").iterdir())
            if _differs(root / "data" / file.name, file.read_bytes())
        ]
        tables.write_all(frames, root)
    finally:
        shutil.rmtree(staged)
    log(root, frames)
    return frames, sorted(changed)


def _run_notebooks(files, staged, root):
    """Each notebook executed in a fresh kernel of its own, normalised, as {path below the root: bytes}."""
    from tqdm import tqdm  # a kept progress bar that knows terminals from files

    results = {}
    progress = tqdm(files, desc="notebooks", unit="notebook", file=sys.stderr, disable=None)
    for file in progress:
        progress.set_postfix_str(file.stem)
        results[f"notebooks/{file.name}"] = _run_notebook(file, staged, root)
    return results


def _run_notebook(file, staged, root):
    import nbformat  # slow to import, and only this needs them
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    stored = nbformat.read(file, as_version=4)
    fresh = copy.deepcopy(stored)
    os.environ["HELPERS_ROOT"] = str(staged)
    try:
        resources = {"metadata": {"path": str(staged / "notebooks")}}
        NotebookClient(fresh, timeout=300, kernel_name="python3", resources=resources, extra_arguments=QUIET).execute()
        _refuse_stderr(fresh)
    except (CellExecutionError, DeadKernelError, NotebookFailed, RuntimeError) as error:
        failed = root / "build" / "failed" / file.name
        failed.parent.mkdir(exist_ok=True)
        nbformat.write(fresh, failed)
        raise NotebookFailed(
            f"notebooks/{file.name}: {_where(fresh)}\n{str(error).strip()}\nIts copy is build/failed/{file.name}; nothing was replaced."
        ) from error
    finally:
        del os.environ["HELPERS_ROOT"]
    result = normalised(fresh)
    if (platform.system(), platform.machine()) != STORED_PICTURES and _without_pictures(result) == _without_pictures(
        normalised(stored)
    ):
        result = stored
    return (nbformat.writes(result) + "\n").encode("utf-8")


def _refuse_stderr(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise NotebookFailed(f"a cell wrote to stderr: {output.text.strip()}")


def _where(notebook):
    """The first cell that shows an error or stderr, in words."""
    for number, cell in enumerate(notebook.cells, start=1):
        if any(
            output.get("output_type") == "error" or output.get("name") == "stderr" for output in cell.get("outputs", [])
        ):
            return f"cell {number} failed: {cell.source.splitlines()[0] if cell.source else ''}"
    return "the kernel died"


def normalised(notebook):
    """A notebook without what differs from run to run: times, kernel versions, random cell ids; counts are 1..n."""
    result = copy.deepcopy(notebook)
    result.metadata = {  # without the state of widgets, too: their ids are new in every run
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    count = 0
    for number, cell in enumerate(result.cells, start=1):
        cell.id = f"cell-{number:02d}"
        for passing in ("execution", "collapsed", "scrolled"):
            cell.metadata.pop(passing, None)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET, None)
                if "execution_count" in output:
                    output.execution_count = count
    return result


def _without_pictures(notebook):
    bare = copy.deepcopy(notebook)
    for cell in bare.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
    return bare


def _documents(root, frames):
    """What else is made from the tables: the README's findings and its picture."""
    import io

    from helpers import charts

    indicators = tables.read("indicators", root)
    picture = io.BytesIO()
    charts.dumbbell(frames["growth"], frames["observations"], indicators).savefig(
        picture, format="png", dpi=110, metadata={"Software": None}
    )
    documents = {"docs/headline.png": picture.getvalue()}
    if (platform.system(), platform.machine()) != STORED_PICTURES and (root / "docs" / "headline.png").is_file():
        documents = {}
    readme = root / "README.md"
    if readme.is_file():
        documents["README.md"] = _with_findings(readme.read_text(encoding="utf-8"), frames["claims"]).encode("utf-8")
    return documents


def _with_findings(text, table):
    """The README with each line between its findings marks rewritten from the claim that it names."""
    start, end = "<!-- findings: rewritten by the rerun -->", "<!-- end of findings -->"
    if start not in text:
        return text
    from helpers.brief import inert  # slow to import with what it draws

    before, rest = text.split(start)
    inside, after = rest.split(end)
    known = table.set_index("claim_id")
    lines = []
    for line in inside.strip().splitlines():
        claim = line.split("`")[1]
        told = known.loc[claim]
        caveat = f" *{inert(told.reason[0].upper() + told.reason[1:])}.*" if told.reason else ""
        lines.append(f"- {inert(told.text_en)}{caveat} `{claim}`")
    return before + start + "\n" + "\n".join(lines) + "\n" + end + after


def _differs(file, content):
    return not file.is_file() or file.read_bytes() != content


def _replaced(file, content):
    """Write a file whole, if it changed; whether it did."""
    if not _differs(file, content):
        return False
    file.parent.mkdir(exist_ok=True)
    passing = file.with_name(f".{file.name}.new")
    passing.write_bytes(content)
    os.replace(passing, file)
    return True


def log(root, frames):
    """build/run.json: versions, and the hashes of seeds and tables."""
    hashes = {
        f"data/{name}.csv": hashlib.sha256(tables.text(frame, name).encode("utf-8")).hexdigest()
        for name, frame in frames.items()
    }
    hashes |= {
        tables.label(name): hashlib.sha256(tables.path(name, root).read_bytes()).hexdigest()
        for name in tables.seed_names()
    }
    record = {
        "python": platform.python_version(),
        "versions": {name: version(name) for name in VERSIONS},
        "sha256": hashes,
    }
    (root / "build" / "run.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8", newline="\n")


def summary(frames, changed):
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
