"""Setting up: one lock for run.py, pip and conda; folders with odd names; clear words when something is missing."""

import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest
import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from helpers.outputs import environment

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", LOCK, re.M))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHONS = SpecifierSet(PYPROJECT["project"]["requires-python"])
GROUPS = {"main": PYPROJECT["project"]["dependencies"], **PYPROJECT["dependency-groups"]}
ELSEWHERE = re.compile(r"(sys_platform|os_name|platform_system) == '(win32|nt|darwin|Windows|Darwin)'")
# a person's environment: uv's cache and pip's settings lie where the tests' own folders hide them
OUTSIDE = {name: value for name, value in os.environ.items() if name not in environment.FOLDERS}


def tracked():
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if listed.returncode:
        pytest.skip("not a git checkout: no list of the project's files")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_lock_satisfies_pyproject():
    for requirement in map(Requirement, itertools.chain(*GROUPS.values())):
        assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)]), requirement
    assert LOCK.count("--hash=sha256:") > len(PINNED)


def names(blocks):
    return {re.match(r"[\w-]+", block).group() for block in blocks}


def test_the_groups_share_the_lock_out_among_them():
    module = run_py()
    parts = {group: names(module.packages(group)) for group in GROUPS}
    assert set().union(*parts.values()) == names(block for block, _ in module.blocks()) >= set(PINNED)
    for group, requirements in GROUPS.items():
        assert {canonicalize_name(Requirement(line).name) for line in requirements} <= parts[group]
    assert {group for groups in module.NEEDS.values() for group in groups} == set(GROUPS) - {"main"}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_brings_all_that_its_packages_need(group):
    brought = names(run_py().packages(group))
    for name in brought:
        try:
            needs = map(Requirement, metadata.requires(name) or [])
        except metadata.PackageNotFoundError:  # of another system
            continue
        for need in needs:
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                assert canonicalize_name(need.name) in brought, f"{name} needs {need}"


PLATFORMS = "x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "x86_64-pc-windows-msvc", "aarch64-apple-darwin"
WITHOUT = {"x86_64-apple-darwin": "Intel Macs", "aarch64-pc-windows-msvc": "Windows on ARM"}  # as the README says


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", [*PLATFORMS, *WITHOUT])
def test_the_lock_has_wheels_for_every_python_on_every_system_but_those_named(tmp_path, platform, python):
    """Asked of uv's cache, not of the network; what only another system needs it has not seen here (see below)."""
    lock = tmp_path / "lock.txt"
    here = [block for block, _ in run_py().blocks() if not ELSEWHERE.search(block)]
    lock.write_text("".join(here), encoding="utf-8")
    call = [sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--offline", "--no-deps", "--require-hashes"]
    call += ["--only-binary", ":all:", "--python-platform", platform, "--python-version", python]
    done = subprocess.run([*call, "--target", tmp_path, "-r", lock], env=OUTSIDE, capture_output=True, text=True)
    if "not found in the cache" in done.stderr:
        pytest.skip("uv has not installed the lock on this machine: its cache does not know the wheels")
    assert (done.returncode == 0) == (platform in PLATFORMS), done.stderr
    if platform in WITHOUT:
        assert "unsatisfiable" in done.stderr and WITHOUT[platform] in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_only_another_system_needs_is_named():
    """Asked of the index when they came into the lock: pure wheels, and pywinpty's for Windows on every Python."""
    elsewhere = {name for block, name in run_py().blocks() if ELSEWHERE.search(block)}
    assert elsewhere == {"appnope", "colorama", "pywinpty"}


def test_environment_yml_takes_everything_from_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, section = environment["dependencies"]
    assert pip == "pip" and section == {"pip": ["--require-hashes", "-r requirements.lock"]}
    assert python.removeprefix("python=") in PYTHONS


def test_no_address_of_an_index_and_no_path_of_a_machine():
    hosts = re.compile("py" + r"pi\.org|python" + r"hosted|registry" + r"\.npm|--(extra-)?index" + "-url")
    for name in tracked():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        assert not hosts.search(text), name
        assert "\r" not in text, name


def run_py():
    """run.py as a module."""
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# settings of a person that lead packages astray, and a Python of another make with a plugin of its own for pytest
HOSTILE = {
    "PIP_TARGET": "target", "PIP_USER": "1", "PIP_NO_DEPS": "1", "PIP_CONFIG_FILE": "pip.conf",
    "UV_TARGET": "target", "UV_REQUIRE_HASHES": "1", "UV_CONFIG_FILE": "uv.toml",
    "PYTHONPATH": "foreign", "PYTHONUSERBASE": "target", "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": "--nonsense",
}  # fmt: skip


def hostile(folder):
    """An environment with all of these, the files they name in a folder."""
    (folder / "pip.conf").write_text("[install]\nuser = true\ntarget = target\n", encoding="utf-8")
    (folder / "uv.toml").write_text("[pip]\ntarget = 'target'\nno-deps = true\n", encoding="utf-8")
    plugin = folder / "foreign" / "foreign_plugin-1.0.dist-info"
    (folder / "foreign" / "numpy").mkdir(parents=True)
    plugin.mkdir()
    (folder / "foreign" / "numpy" / "__init__.py").write_text("raise ImportError('numpy of another Python')\n")
    (folder / "foreign" / "foreign_plugin.py").write_text("import nothing_of_that_name\n")
    (plugin / "METADATA").write_text("Metadata-Version: 2.1\nName: foreign-plugin\nVersion: 1.0\n")
    (plugin / "entry_points.txt").write_text("[pytest11]\nforeign = foreign_plugin\n")
    places = ("target", "pip.conf", "uv.toml", "foreign")
    return OUTSIDE | {name: str(folder / value) if value in places else value for name, value in HOSTILE.items()}


def copied(folder):
    """The project as committed, in a folder of any name."""
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder / "run.py"


@pytest.mark.slow
def test_run_py_sets_up_in_an_odd_folder_under_settings_that_lead_astray(tmp_path):
    script, environment = copied(tmp_path / "Tây Bắc số ' ; C# [2025] ${HOME}"), hostile(tmp_path)

    def run(*task):
        call = [sys._base_executable, str(script), *task]
        return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, env=environment)

    first = run("check")
    if "cannot be reached" in first.stderr:
        pytest.skip(first.stderr)
    assert first.returncode == 0, first.stderr
    assert "Setting up .venv" in first.stdout and "data/ is what seeds/ give." in first.stdout
    assert run("check").stdout.strip() == "data/ is what seeds/ give."
    assert not (tmp_path / "target").exists()
    assert os.name == "nt" or (script.parent / ".venv" / "bin" / "python").is_symlink()
    for later in ("docx", "sphinx", "hypothesis"):
        assert not list(script.parent.glob(f".venv/[Ll]ib/**/site-packages/{later}"))
    # the tests bring theirs, and see no plugin of another Python
    tested = run("test", "tests/test_growth.py")
    assert tested.returncode == 0 and "for tests" in tested.stdout, tested.stdout + tested.stderr


def test_a_mirror_is_kept_and_all_else_that_pip_and_uv_are_set_to_is_not(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "environ", hostile(tmp_path) | {"UV_CACHE_DIR": str(tmp_path)})
    module = run_py()
    listed = "global.index-url='https://mirror.example/simple'\nglobal.target='/x'\ninstall.user='true'\n"
    origin = module.settings(listed + ":env:.find-links='/wheels /more'\n:env:.index-url='https://env.example'\n")
    assert origin == {"index-url": "https://env.example", "find-links": "/wheels /more"}
    pip, uv = module.pip_environment(origin), module.uv_environment(origin)
    assert pip["PIP_INDEX_URL"] == uv["UV_DEFAULT_INDEX"] == "https://env.example"
    assert uv["UV_FIND_LINKS"] == "/wheels,/more" and uv["UV_CACHE_DIR"] == str(tmp_path)
    assert pip["PIP_CONFIG_FILE"] == os.devnull and uv["UV_NO_CONFIG"] == "1" and "UV_NO_CACHE" not in uv
    for variables in (pip, uv):
        assert not {name for name in HOSTILE if name in variables} - {"PIP_CONFIG_FILE"}
        assert not {name for name in variables if name.startswith(("PIP_", "UV_")) and "target" in name.lower()}


def test_without_a_folder_for_its_cache_uv_works_without_one(monkeypatch, tmp_path):
    (tmp_path / ".cache").mkdir()  # in a HOME that can be written
    monkeypatch.setattr(os, "access", lambda folder, _: folder == tmp_path)
    for home in ("/nonexistent", str(tmp_path)):
        monkeypatch.setattr(os, "environ", {"HOME": home, "PATH": os.environ["PATH"]})
        assert run_py().uv_environment({})["UV_NO_CACHE"] == "1"


def run_py_with(monkeypatch, status, words=""):
    """run.py as a module whose commands end with `status` of their words; and the list of these commands."""
    module, calls = run_py(), []

    def run(command, *_):
        calls.append([str(part) for part in command])
        return subprocess.CompletedProcess([], status(calls[-1]), "", words)

    monkeypatch.setattr(module, "run", run)
    return module, calls


def test_a_missing_pip_gets_one_line_that_names_the_package(monkeypatch, tmp_path):
    """Debian's bare python3 has neither pip nor what puts one into an environment."""
    module, _ = run_py_with(monkeypatch, lambda _: 1)
    with pytest.raises(module.SetUpFailed, match=rf"python3\.{sys.version_info.minor}-venv"):
        module.installers(tmp_path)


def test_a_python_without_pip_gets_a_copy_of_it(monkeypatch, tmp_path):
    module, calls = run_py_with(monkeypatch, lambda command: int("--python" in command))
    _, (pip, _) = module.installers(tmp_path)
    assert pip[:3] == [module.PYTHON, "-m", "pip"] and "ensurepip" in calls[1]


def test_without_uv_pip_installs_the_same_lock(monkeypatch, capsys):
    module, calls = run_py_with(monkeypatch, lambda command: int("uv" in command))
    module.install(["-r", "lock"], (["uv"], {}), (["pip"], {}))
    assert calls == [["uv", "-r", "lock"], ["pip", "-r", "lock"]] and "uv failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("error: No space left on device (os error 28)", "disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "other files"),
        ("Failed to fetch: https://mirror.example/x  Caused by: dns error", "cannot be reached"),
        ("Could not create: Permission denied", "cannot be written"),
        ("error: something new", "status 3"),
    ],
)
def test_a_failed_set_up_says_what_failed_and_why(monkeypatch, capsys, words, why):
    module, _ = run_py_with(monkeypatch, lambda _: 3, words)
    with pytest.raises(module.SetUpFailed, match=f"the packages could not be installed: .*{why}"):
        module.install(["-r", "lock"], (["uv"], {}), (["pip"], {}))
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(("status", "given"), [(0, 0), (2, 2), (-9, "memory")])
def test_a_task_that_the_system_ends_says_why(monkeypatch, status, given):
    module = run_py()
    monkeypatch.setattr(module, "set_up", lambda _: [])
    monkeypatch.setattr(module.subprocess, "call", lambda *_, **__: status)
    found = module.main([])
    assert found == given or given in found  # sys.exit prints a text, and exits with 1


def test_an_old_python_is_refused(monkeypatch):
    module = run_py()
    monkeypatch.setattr(module.sys, "version_info", (3, 10))
    with pytest.raises(SystemExit, match=r"3\.11 or newer"):
        module.main([])


def test_one_click_opens_jupyterlab_at_the_first_notebook():
    """What can be tested without a container: the files that Codespaces and Binder read, and that their commands exist."""
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    made, opened = container["onCreateCommand"], container["postAttachCommand"]
    assert made == "python3 run.py check" and opened.startswith("python3 run.py lab -- --no-browser")
    assert "lab/tree/notebooks/00-start-here.ipynb" in (ROOT / "README.md").read_text(encoding="utf-8")
    version = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip().replace("-", "==")
    assert container["image"].endswith(":" + version.partition("==")[2])
    assert version.partition("==")[2] in PYTHONS
    built = ROOT / ".binder" / "postBuild"
    assert "python3 run.py check" in built.read_text(encoding="utf-8") and os.access(built, os.X_OK)
