"""Notebooks under changed assumptions: other seeds, parameters and figures, other places, programs and JupyterLab."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pandas as pd
import pytest
from browser import browser
from conftest import ROOT, copy_project, overlapping
from nbclient import NotebookClient

from helpers.__main__ import main
from helpers.analysis import accuracy, own, pairs
from helpers.charts import projections
from helpers.outputs import notebooks
from helpers.tables import files

PROJECT = ROOT / "notebooks" / "03-project-to-2030.ipynb"


def executed(file=PROJECT, parameters=""):
    """A notebook after a run with more parameters; and what stopped a cell, or was written to stderr."""
    notebook = nbformat.read(file, as_version=4)
    if parameters:  # as papermill puts them behind the cell with the tag
        tagged = [place for place, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
        notebook.cells.insert(tagged[0] + 1, nbformat.v4.new_code_cell(parameters))
    quiet = ["--IPKernelApp.log_level=40"]
    resources = {"metadata": {"path": str(file.parent)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources, extra_arguments=quiet)
    client.allow_errors = True
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return notebook, [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]


def texts(notebook):
    """What the outputs of a notebook show."""
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", []) if one.output_type != "error"]
    shown = [one.get("text") or one.data.get("text/markdown") or one.data.get("text/html", "") for one in outputs]
    return "\n".join(shown)


@pytest.mark.slow
@pytest.mark.parametrize(
    "parameters, expected",
    [
        ("horizon = 2035", ">2035<"),
        ('methods = ["logistic"]', ">2030<"),
        ('indicator = "household_fibre_connected_pct"', "Households connected to fibre"),
        ('indicator = "household_internet_pct"', "No projection: One measurement with another series"),
        ('province, indicator = "lai-chau", "smartphone_adults_pct"', "No projection: One point."),
        ('indicator = "no_such_indicator"', "No projection: No figure of it is reported"),
        ('own_points = {"2025": 75}', ">75<"),
        ('province, indicator, own_points = "lai-chau", "smartphone_adults_pct", {"2027": 75}', "75.0"),
        ('own_curves = {"half pace": lambda y0, y1, T, h: y1 + (y1 - y0) / T / 2 * h}', ">2030<"),
        ('language = "vi"\nindicator = "mobile_sites_count"', "Không dự báo:"),
    ],
)
def test_notebook_03_follows_its_parameters_or_says_why_not(parameters, expected):
    notebook, wrong = executed(parameters=parameters)
    assert not wrong and expected in texts(notebook)


@pytest.fixture
def project(tmp_path):
    """A copy of the project, to be changed and rerun."""
    return copy_project(tmp_path / "Tây Bắc")


def change(folder, table, old, new):
    file = files.path(table, folder)
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, text.count(old)
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def only(folder, name):
    """Of the notebooks keep one: a rerun runs it alone."""
    for file in (folder / "notebooks").rglob("*.ipynb"):
        if file.name != name:
            file.unlink()


def notebook_of(folder, name):
    return nbformat.read(folder / "notebooks" / name, as_version=4)


@pytest.mark.slow
def test_a_corrected_figure_is_one_row_a_seal_and_one_rerun(project, capsys):
    only(project, "02-measure-growth.ipynb")
    lines = files.path("reported", project).read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith("S01,") and ",smartphone_population_pct,2023," in line)
    change(project, "reported", row, row.replace(",72,", ",70,"))
    assert main(["seal", "S01", "--root", str(project)]) == 0
    assert main(["rerun", "--root", str(project)]) == 0
    output = capsys.readouterr().out
    assert "smartphone_population_pct.growth.2020-to-2023`: value 9.333" in output and "→ 8.667" in output  # what moved
    assert "26 points" in texts(notebook_of(project, "02-measure-growth.ipynb"))
    assert "28 points" not in texts(notebook_of(project, "02-measure-growth.ipynb"))


@pytest.mark.slow
def test_sources_taken_away_and_a_lower_grade_leave_every_notebook_whole(project):
    """All that the sources print of Lai Châu goes, with their pairs; and the smartphones' pair is of grade C."""
    old = "smartphone_population_pct,2020,S01,smartphone_population_pct,2023,S01,A,"
    change(project, "comparability", old, old.replace(",A,", ",C,"))
    gone = ["S03", "S09", "S10"]
    ends = {name: ["source_id"] for name in ("reported", "sources", "wordings")}
    ends["comparability"] = ["start_source", "end_source"]
    for table, columns in ends.items():
        frame = files.read(table, project)
        kept = frame[~frame[columns].isin(gone).any(axis=1)]
        files.path(table, project).write_bytes(files.text(kept, table).encode("utf-8"))
    assert main(["rerun", "--root", str(project)]) == 0
    assert "lai-chau" not in set(files.read("observations", project).province)
    assert "No projection: " in texts(notebook_of(project, PROJECT.name))


def test_own_figures_go_through_growth_projection_and_picture():
    values = {2019: 40, 2022: 61.5}
    grown = own.growth_table(values).iloc[0]
    assert (grown.change, round(float(grown.points_per_year), 3)) == (21.5, 7.167)
    paths = own.projections(values, kind="households")
    central = paths[paths.method == "diffusion"]
    assert central.date.dt.year.max() == 2030 and central.value.is_monotonic_increasing
    assert central.range_basis.head(7).str.startswith("indicative range").all()  # eight years ahead there is none
    names = pd.DataFrame({"indicator": ["own"], "name_en": ["My share"], "name_vi": ["Tỷ lệ"], "kind": ["households"]})
    figures = own.figures(values)
    joined = pairs.joined(figures, own.grades(figures))
    since = accuracy.reported_since(central, figures, names.set_index("indicator").kind)
    figure = projections.small_multiples(central, figures, joined, since, names, "Own figures", "en")
    assert not overlapping(figure)


@pytest.mark.slow
def test_a_notebook_copied_elsewhere_reads_the_project_of_its_code(tmp_path):
    shutil.copy(PROJECT, tmp_path)
    notebook, wrong = executed(tmp_path / PROJECT.name)
    assert not wrong and "79.0 %" in texts(notebook)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        "-m jupyter nbconvert --to html --execute 02-measure-growth.ipynb",
        "-m jupyter execute 02-measure-growth.ipynb",
        "-m pytest --nbval -p no:cacheprovider 02-measure-growth.ipynb",
    ],
)
def test_other_programs_run_a_notebook(tmp_path, command):
    shutil.copy(ROOT / "notebooks" / "02-measure-growth.ipynb", tmp_path)
    done = subprocess.run([sys.executable, *command.split()], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout


def test_outside_the_environment_the_line_that_stops_says_what_to_do():
    for name in notebooks.names(ROOT):
        cells = nbformat.read(ROOT / "notebooks" / name, as_version=4).cells
        lines = [line for cell in cells if cell.cell_type == "code" for line in cell.source.splitlines()]
        first = next(line for line in lines if line.startswith(("import ", "from ")))  # a traceback shows it
        assert first.startswith("from helpers.") and "python3 run.py lab" in first


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over a copy of the project whose notebooks have no outputs: (address, folder)."""
    folder = copy_project(tmp_path_factory.mktemp("Tây Bắc lab"))
    bare_ones = [sys.executable, "-m", "nbconvert", "--clear-output", "--inplace", *folder.glob("notebooks/*.ipynb")]
    subprocess.run(bare_ones, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *["-m", "jupyterlab", "--no-browser", "--allow-root", "--IdentityProvider.token="]]
    command += ["--LabApp.expose_app_in_browser=True", f"--ServerApp.port={port}", f"--ServerApp.root_dir={folder}"]
    home = str(tmp_path_factory.mktemp("home"))
    quiet = os.environ | {"JUPYTER_CONFIG_DIR": home, "JUPYTER_DATA_DIR": home}
    quiet |= {"HELPERS_ROOT": str(folder), "JUPYTER_PREFER_ENV_PATH": "1"}
    quiet.pop("JUPYTER_DEFAULT_PROVISIONER_NAME", None)  # a person's kernels start as Jupyter starts them
    server = subprocess.Popen(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    for _ in range(120):
        try:
            urllib.request.urlopen(address + "api", timeout=2).close()
            break
        except OSError:
            time.sleep(0.5)
    yield address, folder
    server.terminate()
    server.wait(30)


def bare(notebook):
    """Each code cell's outputs as the rerun stores them, without pictures."""
    kept = notebooks.normalised(notebook)
    for cell in kept.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
            output["metadata"] = {}
    return [cell.outputs for cell in kept.cells if cell.cell_type == "code"]


# JupyterLab's own commands, awaited: clicks and shortcuts may be lost while it is still starting
STARTED = "() => Boolean(window.jupyterapp?.shell?.currentWidget)"
RUN_ALL = """async path => {
  const { commands } = window.jupyterapp;
  const { sessionContext } = await commands.execute("docmanager:open", {path});
  await sessionContext.ready;
  await sessionContext.session.kernel.info;
  for (const command of ["notebook:run-all-cells", "docmanager:save"]) await commands.execute(command);
  await sessionContext.shutdown();
  await commands.execute("application:close"); }"""


@pytest.mark.slow
def test_every_notebook_runs_in_jupyterlab_and_gives_its_stored_outputs(lab):
    address, folder = lab
    files = sorted((folder / "notebooks").glob("*.ipynb"))
    with browser() as chromium:
        page = chromium.new_context(viewport={"width": 1400, "height": 1000}).new_page()
        page.goto(f"{address}lab/tree/notebooks/{files[0].name}?reset", timeout=120_000)
        for file in files:
            page.wait_for_function(STARTED, timeout=120_000)
            page.evaluate(RUN_ALL, f"notebooks/{file.name}")
            ran, stored = (nbformat.read(root / "notebooks" / file.name, as_version=4) for root in (folder, ROOT))
            assert bare(ran) == bare(stored), file.name


def test_the_lab_task_opens_the_first_notebook_with_our_own_kernel(monkeypatch):
    called = []
    monkeypatch.setattr(subprocess, "call", lambda command, **_: called.append(command) or 0)
    monkeypatch.setenv("JUPYTER_PATH", "somewhere-else")
    assert main(["lab"]) == 0
    assert "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb" in called[0]
    assert os.environ["JUPYTER_PATH"].split(os.pathsep)[0].startswith(sys.prefix)
