"""JupyterLab as a reader meets it: it opens each notebook, runs all its cells, and gets the stored outputs."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from browser import browser
from conftest import ROOT

from helpers import rerun
from helpers.__main__ import main

PATIENCE = 120  # seconds for a notebook; one takes about five


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over a copy of the project whose notebooks have no outputs: (address, folder)."""
    folder = tmp_path_factory.mktemp("Tây Bắc lab")
    for name in ("seeds", "data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    for file in (folder / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(file, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, file)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--ServerApp.port={port}",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder}",
    ]
    home = tmp_path_factory.mktemp("home")
    quiet = os.environ | {
        "HELPERS_ROOT": str(folder),
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
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
    kept = rerun.normalised(notebook)
    for cell in kept.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
            output["metadata"] = {}
    return [cell.outputs for cell in kept.cells if cell.cell_type == "code"]


def test_every_notebook_runs_in_jupyterlab_and_gives_its_stored_outputs(lab):
    address, folder = lab
    with browser() as chromium:
        page = chromium.new_context(viewport={"width": 1400, "height": 1000}).new_page()
        for file in sorted((folder / "notebooks").glob("*.ipynb")):
            page.goto(f"{address}lab/tree/notebooks/{file.name}?reset")
            page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
            page.wait_for_selector(
                ".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=60_000, state="attached"
            )
            page.locator(".lm-MenuBar-item", has_text="Run").first.click()
            page.locator("li[data-command='runmenu:run-all']").click()
            ran = run_to_the_end(page, file)
            assert bare(ran) == bare(nbformat.read(ROOT / "notebooks" / file.name, as_version=4)), file.name


def test_the_lab_task_opens_the_first_notebook_with_our_own_kernel(monkeypatch):
    called = []
    monkeypatch.setattr(subprocess, "call", lambda command, **_: called.append(command) or 0)
    monkeypatch.setenv("JUPYTER_PATH", "somewhere-else")
    assert main(["lab"]) == 0
    assert "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb" in called[0]
    assert os.environ["JUPYTER_PATH"].split(os.pathsep)[0].startswith(sys.prefix)


def run_to_the_end(page, file):
    """The notebook as saved once its last cell has run."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page.wait_for_timeout(1000)
        page.keyboard.press("Control+s")
        page.wait_for_timeout(300)
        notebook = nbformat.read(file, as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert not any(output.output_type == "error" for cell in cells for output in cell.outputs), file.name
        if all(cell.execution_count for cell in cells):
            page.wait_for_timeout(700)  # the last outputs may still be on their way
            page.keyboard.press("Control+s")
            page.wait_for_timeout(500)
            return nbformat.read(file, as_version=4)
    raise AssertionError(f"{file.name} did not end within {PATIENCE} s")
