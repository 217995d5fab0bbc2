"""The release: refused with exact words, whole when it is made, the same bytes wherever, a package that works alone.

The whole release (a minute, see conftest) is for the tests at the end; the others take a second or two.
"""

import hashlib
import io
import json
import os
import shutil
import site as python_site
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import ready
from conftest import ROOT
from ready import DAY, NOW, TOP

from helpers.__main__ import main
from helpers.outputs import archives, changes, readiness, release
from helpers.tables import files

EPOCH = 1795219200  # 21 November 2026


@pytest.fixture
def project(tmp_path):
    return ready.copy(tmp_path / "Tây Bắc")


def refused(folder, capsys):
    """What the task says to a project that is not ready; it wrote nothing."""
    before = ready.snapshot(folder)
    assert main(["release", "--root", str(folder)]) == 2
    assert ready.snapshot(folder) == before
    told = capsys.readouterr().err
    assert "before the release: nothing was written." in told
    return told


# --- not ready --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change, words",
    [
        ({"cited": "9.9.9"}, f"CITATION.cff:4:version: 9.9.9; {NOW}, as pyproject.toml says; write version: {NOW}"),
        ({"day": "2026-02-30"}, "CITATION.cff:5:date-released: 2026-02-30; a day from 1980 on"),
        ({"day": "2026-11-22"}, f"CHANGELOG.md:5:newest heading: {NOW} – {DAY}; {NOW} – 2026-11-22"),
        ({"heading": "Unreleased"}, f"CHANGELOG.md:5:newest heading: Unreleased; {NOW} – {DAY}, as"),
        ({"heading": "Unreleased"}, f"write ## {NOW} – {DAY}"),
        ({"stated": "0.1"}, "pyproject.toml:7:version: 0.1; three numbers, as 0.1.0; write the version"),
        ({"stated": "99.0.0"}, f"the installed package:0:version: {NOW}; 99.0.0, as pyproject.toml says"),
    ],
)
def test_versions_that_disagree_are_told_to_the_line(project, capsys, change, words):
    ready.state(project, **change)
    assert words in refused(project, capsys)


@pytest.mark.parametrize("name", readiness.STATED)
def test_a_missing_file_is_named(project, capsys, name):
    (project / name).unlink()
    assert f"{name}:0:: no such file" in refused(project, capsys)


@pytest.mark.parametrize("value", ["soon", "-1", "0", "99999999999"])
def test_a_date_that_no_archive_can_hold_is_refused(project, capsys, monkeypatch, value):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert f"SOURCE_DATE_EPOCH:0:: {value}; seconds since 1970" in refused(project, capsys)


def test_everything_is_told_at_once(project, capsys):
    claims = project / "data" / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"quotable", b"quoted", 1))
    (project / "seeds" / "old.csv").write_text("a\n1\n", encoding="utf-8")
    with (project / "src" / "helpers" / "growth.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    stored = project / "docs" / "releases"
    stored.mkdir(parents=True)
    for name in (NOW, "99.0.0"):
        (stored / f"{name}.csv").write_bytes((ROOT / "data" / "claims.csv").read_bytes())
    told = refused(project, capsys)
    for words in (
        "data/claims.csv:", "seeds/old.csv:0:: no table of the codebook", "src/helpers/growth.py:0:: other code runs",
        f"docs/releases/{NOW}.csv:0:: other claims than data/claims.csv", "a version after 99.0.0, which is released",
    ):  # fmt: skip
        assert words in told


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "core.autocrlf=false"]
    try:
        return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("git is not here")


def test_uncommitted_files_are_named_and_this_releases_claims_may_wait(project, capsys):
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "all")
    assert list(readiness.faults(project, NOW)) == []
    (project / "docs" / "releases").mkdir(parents=True)
    shutil.copy(project / "data" / "claims.csv", project / "docs" / "releases" / f"{NOW}.csv")
    assert list(readiness.faults(project, NOW)) == []
    (project / "notebooks" / "Bản sao.ipynb").write_text("{}", encoding="utf-8")
    (project / "LICENSE").unlink()
    told = refused(project, capsys)
    assert "notebooks/Bản sao.ipynb:0:: not known to git; what is committed; commit it or take it away" in told
    assert "LICENSE:0:: changed since the last commit" in told and "2 things to do" in told


def test_a_file_that_its_task_would_write_otherwise_stops_the_release(tmp_path):
    (tmp_path / "README.md").write_bytes(b"new")
    with pytest.raises(readiness.NotReady, match=r"README\.md:0:: the rerun task gives another one"):
        release._refuse_other({"README.md": b"old"}, tmp_path, "rerun")
    release._refuse_other({"README.md": b"new"}, tmp_path, "rerun")


# --- archives ---------------------------------------------------------------------------------


def test_archives_depend_on_names_and_contents_alone():
    files = {"b/ệ.txt": b"2", "a.txt": b"1", "run.py": b"3"}
    backwards = dict(reversed(files.items()))
    for pack in (archives.zipped, archives._tarred):
        assert pack(files, EPOCH) == pack(backwards, EPOCH) != pack(files, EPOCH + 86400)
    with zipfile.ZipFile(io.BytesIO(archives.zipped(files, EPOCH))) as opened:
        assert opened.namelist() == ["a.txt", "b/ệ.txt", "run.py"] and opened.read("b/ệ.txt") == b"2"
        assert {one.date_time for one in opened.infolist()} == {(2026, 11, 21, 0, 0, 0)}
        assert [oct(one.external_attr >> 16) for one in opened.infolist()] == ["0o100644", "0o100644", "0o100755"]
    with tarfile.open(fileobj=io.BytesIO(archives._tarred(files, EPOCH))) as opened:
        assert [one.name for one in opened] == sorted(files) and {one.mtime for one in opened} == {EPOCH}
        assert opened.extractfile("b/ệ.txt").read() == b"2"


def test_checksums_are_what_sha256sum_reads():
    line = archives.sums({"b": b"", "a": b"x"}).decode().splitlines()
    assert line == [f"{hashlib.sha256(b'x').hexdigest()}  a", f"{hashlib.sha256(b'').hexdigest()}  b"]


def test_the_package_is_the_same_wherever_it_is_built_and_by_whom(tmp_path):
    made = []
    for name, mask in (("one", 0o022), ("Tây Bắc/hai", 0o077)):
        before = os.umask(mask)
        try:
            ready.copy(tmp_path / name)
            made.append(archives.packages(tmp_path / name, tmp_path / name / "out", EPOCH))
        finally:
            os.umask(before)
    assert made[0] == made[1] and len(made[0]) == 2


def test_a_package_that_can_not_be_built_says_why(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 1\n", encoding="utf-8")
    with pytest.raises(archives.NotBuilt, match="could not be built; nothing was written"):
        archives.packages(tmp_path, tmp_path / "out", EPOCH)


def test_a_release_is_not_compared_with_itself(copy, frames):
    stored = copy / "docs" / "releases"
    stored.mkdir(parents=True)
    now = files.text(frames["claims"], "claims")
    (stored / "0.9.0.csv").write_text(now.replace(",quotable,", ",refused,", 1), encoding="utf-8", newline="\n")
    (stored / "0.10.0.csv").write_text(now, encoding="utf-8", newline="\n")
    told = changes.record(copy, frames, "0.10.0")
    assert told["since"] == "0.9.0" and len(told["changed_claims"]) == 1
    assert changes.record(copy, frames)["since"] == "0.10.0" and changes.record(copy, frames)["changed_claims"] == []


def test_a_changed_status_is_told_by_its_name(frames):
    now = changes._claims(files.text(frames["claims"], "claims").encode("utf-8"), "now")
    claim = now.claim_id[now.status == "quotable"].iloc[0]
    then = now.assign(status=now.status.where(now.claim_id != claim, "refused"))
    assert changes.entry(changes.compare(then, now)) == [f"- `{claim}`: status refused → quotable"]


# --- the whole release: a minute --------------------------------------------------------------


@pytest.fixture(scope="module")
def inside(released):
    with zipfile.ZipFile(ready.archive(released)) as opened:
        assert opened.namelist() == sorted(opened.namelist())
        return {name.removeprefix(f"{TOP}/"): opened.read(name) for name in opened.namelist()}


def test_the_archive_holds_everything_with_its_checksum(released, inside):
    told = dict(reversed(line.split("  ")) for line in inside["SHA256SUMS"].decode().splitlines())
    assert told == {name: hashlib.sha256(held).hexdigest() for name, held in inside.items() if name != "SHA256SUMS"}
    for name in (
        "README.md", "LICENSE", "NOTICE", "CITATION.cff", "CHANGELOG.md", "run.py", "requirements.lock",
        "data/datapackage.json", "seeds/calibration/coefficients.csv", "notebooks/00-start-here.ipynb",
        "src/helpers/templates/site/front.html", "build/manifest.json", "build/run.json", "build/site/index.html",
        "build/site/vi/index.html", "build/briefs/dien-bien.vi.docx", "build/tables/tay-bac-so.xlsx",
        "build/citations/tay-bac-so.bib", "build/figures/paces.vi.svg", f"docs/releases/{NOW}.csv",
    ):  # fmt: skip
        assert name in inside, name
    assert inside[f"docs/releases/{NOW}.csv"] == inside["data/claims.csv"]
    manifest = json.loads(inside["build/manifest.json"])
    assert manifest["version"] == NOW
    for one in manifest["outputs"]:
        assert one["sha256"] == hashlib.sha256(inside[one["path"]]).hexdigest()


def test_checksums_stand_beside_the_archive_too(released):
    folder = released / "build" / "release"
    told = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert told == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.name != "SHA256SUMS"
    }
    assert {Path(name).suffix for name in told} == {".zip", ".whl", ".gz", ".md"}


def test_nothing_in_the_archive_tells_where_it_was_made(released, inside):
    places = [str(released).encode(), str(ROOT).encode(), sys.prefix.encode(), b"/build/" + b"stage-"]
    for name, held in inside.items():
        packed = [held]
        if zipfile.is_zipfile(io.BytesIO(held)):
            with zipfile.ZipFile(io.BytesIO(held)) as opened:
                packed = [opened.read(one) for one in opened.namelist()]
        assert not any(place in one for place in places for one in packed), name
    assert "python" not in json.loads(inside["build/run.json"])
    assert not any(".buildinfo" in name or "__pycache__" in name for name in inside)


def test_the_notes_tell_this_versions_changes_and_its_claims(released):
    notes = (released / "build" / "release" / f"notes-{NOW}.md").read_text(encoding="utf-8")
    assert f"# Tây Bắc số {NOW} ({DAY})" in notes and "- What changed." in notes and "- Old." not in notes
    claims = len(files.read("claims", released))
    assert f"- First release: {claims} claims." in notes


def test_the_stored_claims_are_what_diff_compares_with(released, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # the task compares with the project's own tables, wherever it is called from
    assert main(["diff", NOW, "--root", str(released)]) == 0
    assert capsys.readouterr().out == "No claim differs.\n"
    assert changes.compare(changes.claims_of(NOW, released), changes.claims_of(str(released), released)).empty
    archive = str(ready.archive(released))
    assert changes.compare(changes.claims_of(archive, released), changes.claims_of(NOW, released)).empty


def test_the_wheel_works_alone(released, tmp_path):
    """In an environment that has the dependencies and no project, from another folder."""
    folder, empty = released / "build" / "release", tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", empty], check=True)
    python = next(path for path in (empty / "bin" / "python", empty / "Scripts" / "python.exe") if path.exists())
    (wheel,) = folder.glob("*.whl")
    install = [sys.executable, "-m", "uv", "pip", "install", "-q", "--offline", "--no-deps", "--python", python, wheel]
    subprocess.run(install, check=True)
    for name in ("seeds", "data"):
        shutil.copytree(released / name, tmp_path / "tables" / name)
    asked = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True)  # fmt: skip
    own = asked.stdout.strip()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([own, *python_site.getsitepackages()])}
    call = {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True, "encoding": "utf-8"}
    where = subprocess.run([python, "-c", "import helpers; print(helpers.__file__)"], **call).stdout
    assert Path(where.strip()).is_relative_to(own)
    done = subprocess.run([python, "-m", "helpers", "check", "--root", "tables"], **call)
    assert done.returncode == 0 and "data/ is what seeds/ give." in done.stdout, done.stderr
    lost = subprocess.run([python, "-m", "helpers", "check"], **call)
    assert lost.returncode == 2 and "no seeds/ in it" in lost.stderr and "name one with --root" in lost.stderr


def test_wheel_and_sdist_hold_all_that_the_package_reads(released):
    folder = released / "build" / "release"
    needed = {
        file.relative_to(ROOT / "src").as_posix() for file in (ROOT / "src" / "helpers").rglob("*") if file.is_file()
    }
    needed = {name for name in needed if "__pycache__" not in name}
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        assert {name for name in wheel.namelist() if name.startswith("helpers/")} == needed
        assert any(name.endswith("licenses/NOTICE") for name in wheel.namelist())
    with tarfile.open(next(folder.glob("*.tar.gz"))) as sdist:
        names = {name.split("/", 1)[1] for name in sdist.getnames()}
    assert {f"src/{name}" for name in needed} | {"pyproject.toml", "README.md", "LICENSE"} <= names
    assert not any(name.startswith(("tests/", "build/", "notebooks/")) for name in names)
