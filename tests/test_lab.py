"""JupyterLab as a reader meets it: it opens each notebook, runs all its cells, and gets the stored outputs."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from browser import browser
from conftest import ROOT, copy_project

from helpers.__main__ import main
from helpers.outputs import notebooks

PATIENCE = 120  # seconds for a notebook; one takes about five


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


@pytest.mark.slow
def test_every_notebook_runs_in_jupyterlab_and_gives_its_stored_outputs(lab):
    address, folder = lab
    files = sorted((folder / "notebooks").glob("*.ipynb"))
    with browser() as chromium:
        page = chromium.new_context(viewport={"width": 1400, "height": 1000}).new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"{address}lab/tree/notebooks/{files[0].name}?reset")
        for file in files:
            ran = run_all(page, file)
            assert bare(ran) == bare(nbformat.read(ROOT / "notebooks" / file.name, as_version=4)), file.name


# JupyterLab's own commands, awaited: clicks and shortcuts may be lost while it is still starting
STARTED = "() => Boolean(window.jupyterapp?.shell?.currentWidget)"
OPEN = "async path => { await window.jupyterapp.commands.execute('docmanager:open', {path}); }"
READY = """path => { const widget = window.jupyterapp.shell.currentWidget;
  return Boolean(widget?.context?.path === path && widget.context.isReady
    && widget.sessionContext?.isReady && widget.sessionContext.session?.kernel); }"""
RUN_ALL = """async () => { const app = window.jupyterapp;
  await app.shell.currentWidget.sessionContext.session.kernel.info;
  await app.commands.execute("notebook:run-all-cells");
  await app.commands.execute("docmanager:save"); }"""


SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
CLOSE = """async () => { const { shell, commands } = window.jupyterapp;
  await shell.currentWidget.sessionContext.shutdown();
  await commands.execute("application:close"); }"""


def run_all(page, file):
    """A notebook opened in JupyterLab, all cells run, saved, closed; read back from its file."""
    path = f"notebooks/{file.name}"
    page.wait_for_function(STARTED)
    page.evaluate(OPEN, path)
    page.wait_for_function(READY, arg=path)
    page.evaluate(RUN_ALL)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        notebook = nbformat.read(file, as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert not any(output.output_type == "error" for cell in cells for output in cell.outputs), file.name
        if all(cell.execution_count for cell in cells):
            page.evaluate(CLOSE)
            return notebook
        page.wait_for_timeout(500)
        page.evaluate(SAVE)
    raise AssertionError(f"{file.name} did not end within {PATIENCE} s")


def test_the_lab_task_opens_the_first_notebook_with_our_own_kernel(monkeypatch):
    called = []
    monkeypatch.setattr(subprocess, "call", lambda command, **_: called.append(command) or 0)
    monkeypatch.setenv("JUPYTER_PATH", "somewhere-else")
    assert main(["lab"]) == 0
    assert "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb" in called[0]
    assert os.environ["JUPYTER_PATH"].split(os.pathsep)[0].startswith(sys.prefix)
