"""Setting up: one lock for run.py, pip and conda; folders with odd names; clear words when something is missing."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", LOCK, re.M))


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if listed.returncode:
        pytest.skip("not a git checkout: no list of the project's files")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_lock_satisfies_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in map(Requirement, project["dependencies"]):
        assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)]), requirement
    assert LOCK.count("--hash=sha256:") > len(PINNED)


def test_environment_yml_takes_everything_from_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, section = environment["dependencies"]
    assert pip == "pip" and section == {"pip": ["--require-hashes", "-r requirements.lock"]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert Requirement("python" + project["requires-python"]).specifier.contains(python.removeprefix("python="))


def test_no_address_of_an_index_and_no_path_of_a_machine():
    hosts = re.compile(
        "|".join(("py" + r"pi\.org", "python" + "hosted", "registry" + r"\.npm", "--(extra-)?index" + "-url"))
    )
    for name in tracked():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        assert not hosts.search(text), name
        assert "\r" not in text, name


def new_environment(folder):
    """A fresh virtual environment, and a call that installs into it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists())
    return python, lambda *rest: subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", python, *rest],
        cwd=ROOT,
        env=run_py().mirror([sys._base_executable, "-m", "pip"]) | dict(os.environ),
    )


def test_the_pip_part_of_environment_yml_installs_into_a_fresh_environment(tmp_path):
    section = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"][2]["pip"]
    python, install = new_environment(tmp_path / "conda")
    if install(*" ".join(section).split()).returncode:
        pytest.skip("the packages can't be fetched here: no network and no cache")
    assert install("--no-deps", "--no-build-isolation", "--editable", ".").returncode == 0
    assert subprocess.run([sys.executable, "-m", "uv", "pip", "check", "--python", python]).returncode == 0
    names = "jupyterlab, pandas, seaborn, statsmodels.api, nbval, helpers.rerun"
    assert subprocess.run([python, "-c", f"import {names}"], cwd=tmp_path).returncode == 0


def run_py():
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_run_py_works_in_a_folder_with_a_space_and_vietnamese_letters(tmp_path):
    folder = tmp_path / "Tây Bắc số"
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    call = [sys._base_executable, str(folder / "run.py"), "check"]
    first = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
    if "could not be installed" in first.stderr:
        pytest.skip("the packages can't be fetched here: no network and no cache")
    assert first.returncode == 0, first.stderr
    assert "Setting up .venv" in first.stdout and "data/ is what seeds/ give." in first.stdout
    again = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
    assert again.stdout.strip() == "data/ is what seeds/ give."


def test_a_missing_pip_gets_one_line_that_names_the_package(monkeypatch, tmp_path):
    """Debian's bare python3 has neither pip nor what puts one into an environment."""
    module = run_py()
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")
    monkeypatch.setattr(module, "run", lambda command, *_, **__: 1)
    with pytest.raises(SystemExit, match=rf"python3\.{sys.version_info.minor}-venv"):
        module.make_environment()


def test_a_python_without_pip_gets_a_copy_of_it(monkeypatch, tmp_path):
    module, calls = run_py(), []
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")

    def run(command, *_, **__):
        calls.append([str(part) for part in command])
        return int("--version" in calls[-1])

    monkeypatch.setattr(module, "run", run)
    assert module.make_environment() == [module.PYTHON, "-m", "pip"]
    assert "ensurepip" in calls[-1]


def test_without_uv_pip_installs_the_same_lock(monkeypatch):
    module, calls = run_py(), []

    def run(command, *_, **__):
        calls.append([str(part) for part in command])
        return "uv" in " ".join(calls[-1][3:]) or any(part.endswith("uv.lock") for part in calls[-1])

    monkeypatch.setattr(module, "run", run)
    pip = [sys.executable, "-m", "pip"]
    assert module.with_uv(pip) is None
    assert module.with_pip(pip)
    assert calls[-1][-3:] == ["--require-hashes", "-r", str(module.LOCK)] and "pip" in calls[-1]


def test_an_old_python_is_told_so(monkeypatch):
    module = run_py()
    monkeypatch.setattr(module.sys, "version_info", (3, 10))
    with pytest.raises(SystemExit, match=r"3\.11 or newer"):
        module.main([])


def test_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == project["version"]


def test_the_readme_names_both_commands_and_every_notebook():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 run.py\n" in readme.replace("         # sets", "\n") and "python3 run.py test" in readme
    for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
        assert f"notebooks/{file.name}" in readme
