"""A person's own settings, a HOME that can't be written and another repository's GIT_DIR change nothing that is made."""

import os
import socket
import subprocess
import sys
from unittest.mock import Mock

import nbformat
import pytest
from conftest import ROOT

from helpers.__main__ import main
from helpers.outputs import environment
from helpers.tables import files
from helpers.tables.refusals import Refusal

OWN = {  # what a person may have in HOME
    ".config/matplotlib/matplotlibrc": "font.size: 40\n",
    ".ipython/profile_default/startup/00-mine.py": "mine = 1\n",
    ".ipython/profile_default/ipython_kernel_config.py": "c.InlineBackend.figure_formats = {'svg'}\n",
    ".docutils": "[general]\ntitle: mine\n",
    ".local/share/pandoc/templates/default.html5": "MINE $body$",
    ".pandoc/templates/default.html5": "MINE $body$",
    ".jupyter/jupyter_config.py": "raise SystemExit('mine')\n",
    ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["no-such-python"], "display_name": "x"}',
    ".gitconfig": "[alias]\nshow = log\n",
}
ASKED = """
from helpers.outputs import environment
environment.fence()
import os, sys, matplotlib, pypandoc
from docutils.frontend import OptionParser
from docutils.parsers.rst import Parser
title = OptionParser(components=(Parser,), read_config_files=True).get_default_values().title
page = pypandoc.convert_text("x", "html5", "md", extra_args=["--standalone", "--metadata=title:t"])
print(matplotlib.rcParams["font.size"], title, "MINE" in page, [name for name in os.environ if name.startswith("GIT_")])
"""


def settings_of_ones_own(home):
    for name, text in OWN.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    outside = {name: value for name, value in os.environ.items() if name not in (*environment.FOLDERS, "HELPERS_FENCE")}
    return outside | {"HOME": str(home), "GIT_DIR": str(home), "MATPLOTLIBRC": str(home / ".config/matplotlib")}


def write_notebook(source, file):
    """A notebook of one cell."""
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), file)


def test_settings_of_ones_own_reach_neither_pictures_nor_documents(tmp_path):
    asked = [sys.executable, "-c", ASKED]
    done = subprocess.run(asked, env=settings_of_ones_own(tmp_path), capture_output=True, text=True)
    assert done.stdout.split() == ["10.0", "None", "False", "[]"], done.stderr


@pytest.mark.parametrize("fresh", [[], pytest.param(["--fresh"], marks=pytest.mark.slow)])
def test_settings_of_ones_own_reach_no_notebook(copy, tmp_path, fresh):
    source = "import matplotlib\nprint('mine' in dir(), matplotlib.rcParams['font.size'], get_ipython().profile)"
    write_notebook(source, copy / "notebooks" / "00-asks.ipynb")
    command = [sys.executable, "-m", "helpers", "rerun", *fresh, "--root", copy]
    done = subprocess.run(command, env=settings_of_ones_own(tmp_path / "home"), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "False 10.0 default" in (copy / "notebooks" / "00-asks.ipynb").read_text(encoding="utf-8")


def test_where_the_environment_can_not_be_written_a_folder_of_the_process_serves(tmp_path, monkeypatch):
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "a-file"))
    monkeypatch.delenv("HELPERS_FENCE")
    assert os.access(environment._own_folder(), os.W_OK)


def test_a_pipe_that_breaks_while_a_task_works_is_a_failure(copy, monkeypatch):
    monkeypatch.setattr("helpers.outputs.trace.claim", Mock(side_effect=BrokenPipeError))
    assert main(["claim", "any", "--root", str(copy)]) == 1


def test_a_taken_port_is_one_line(copy, capsys):
    (copy / "build" / "site").mkdir(parents=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--root", str(copy), "--port", str(port)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"--port {port}: ") and error.count("\n") == 1 and f" --port {port + 1}" in error


def test_a_machine_without_loopback_is_one_line(copy, capsys, monkeypatch):
    def unreachable(*_, **__):
        raise OSError(101, "Network is unreachable")

    write_notebook("1 + 1", copy / "notebooks" / "00-adds.ipynb")
    monkeypatch.setattr(socket, "create_connection", unreachable)
    assert main(["rerun", "--root", str(copy)]) == 1
    error = capsys.readouterr().err
    assert "127.0.0.1 does not answer (Network is unreachable)" in error and error.count("\n") == 1


def test_a_checkout_of_another_owner_gets_gits_own_words(copy, capsys):
    subprocess.run(["git", "init", "-q", copy], check=True)
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can give a folder to another owner")
    os.chown(copy, 65534, 65534)
    os.chown(copy / ".git", 65534, 65534)
    assert main(["diff", "HEAD", "--root", str(copy)]) == 2
    assert "dubious ownership" in capsys.readouterr().err


def test_another_projects_code_gives_a_warning(copy, capsys):
    other = copy / "src" / "helpers" / "__init__.py"
    other.parent.mkdir(parents=True)
    other.write_text("# other\n", encoding="utf-8")
    assert main(["claim", "no-such-claim", "--root", str(copy)]) == 2
    error = capsys.readouterr().err
    assert f"{copy} has code of its own; the code that runs is that of {ROOT}" in error


def test_a_notebook_of_one_copy_is_not_run_by_the_code_of_another(copy, monkeypatch):
    monkeypatch.delenv("HELPERS_ROOT", raising=False)
    monkeypatch.chdir(copy / "notebooks")
    assert files.root().samefile(copy)  # a folder of figures alone
    (copy / "src" / "helpers").mkdir(parents=True)
    with pytest.raises(Refusal, match="copies are not mixed"):
        files.root()
