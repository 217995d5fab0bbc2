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
