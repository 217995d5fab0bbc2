"""The bundle: everything people take away, checksummed, the same bytes each time; and the version, one everywhere."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest
import yaml
from conftest import ROOT, copy_project

from helpers.__main__ import main
from helpers.outputs import changes
from helpers.tables import files


@pytest.fixture(scope="module")
def archive(published):
    (file,) = (published / "build" / "bundle").iterdir()
    return file


def test_the_archive_holds_everything_with_its_checksum_and_a_page_that_leads_there(archive):
    with zipfile.ZipFile(archive) as opened:
        top = f"{archive.stem}/"
        inside = {name.removeprefix(top): opened.read(name) for name in opened.namelist()}
        assert opened.namelist() == sorted(opened.namelist())
        assert len({(one.date_time, one.external_attr) for one in opened.infolist()}) == 1
    listed = dict(reversed(line.split("  ")) for line in inside["SHA256SUMS"].decode().splitlines())
    assert listed == {name: hashlib.sha256(raw).hexdigest() for name, raw in inside.items() if name != "SHA256SUMS"}
    for name in (
        "index.html", "README.md", "LICENSE", "CITATION.cff", "data/claims.csv", "seeds/reported.csv", "site/index.html",
        "briefs/dien-bien.vi.docx", "tables/tay-bac-so.xlsx", "citations/tay-bac-so.bib", "site/vi/downloads/pictures/index.html",
    ):  # fmt: skip
        assert name in inside, name
    links = set(re.findall(r'href="([^"]+)"', inside["index.html"].decode("utf-8")))
    assert links <= set(inside) and len(links) > 15


@pytest.mark.slow
def test_the_same_bytes_in_another_folder_where_python_orders_its_sets_otherwise(archive, tmp_path):
    command = [sys.executable, "-m", "helpers", "bundle", "--root", copy_project(tmp_path / "elsewhere")]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "1"}, check=True, capture_output=True)
    (again,) = (tmp_path / "elsewhere" / "build" / "bundle").iterdir()
    with zipfile.ZipFile(archive) as one, zipfile.ZipFile(again) as other:  # which file differs is said first
        first, second = ({name: file.read(name) for name in file.namelist()} for file in (one, other))
        assert first == second
    assert again.read_bytes() == archive.read_bytes()


def test_nothing_in_the_archive_says_where_it_was_made(published, archive):
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            assert not any(str(place).encode() in opened.read(name) for place in (published, ROOT)), name


def test_old_tables_are_not_bundled(copy, capsys):
    rows = files.read("growth", copy)
    rows.loc[rows.points_per_year.first_valid_index(), "points_per_year"] = 9.4
    files.path("growth", copy).write_bytes(files.text(rows, "growth").encode("utf-8"))
    assert main(["bundle", "--root", str(copy)]) == 2
    assert "points_per_year: '9.4'" in capsys.readouterr().err and not (copy / "build").exists()


def test_one_version_everywhere():
    """pyproject.toml, CITATION.cff, the newest heading of CHANGELOG.md that is no work in progress, docs/releases."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == version
    headings = re.findall(r"(?m)^## (\S+) – (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    released = [heading for heading in headings if heading[1] != "unreleased"]
    assert released[0] == (version, str(citation["date-released"]))
    assert [file.stem for file in reversed(changes.stored(ROOT))] == [number for number, _ in released]
    if headings[0] == released[0]:  # a release is what data/ holds
        stored = ROOT / "docs" / "releases" / f"{version}.csv"
        assert stored.read_bytes() == (ROOT / "data" / "claims.csv").read_bytes()


def test_a_table_of_claims_and_a_folder_can_be_compared(published, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # wherever it is called from
    for old in (str(published), str(published / "data" / "claims.csv")):
        assert main(["diff", old, "--root", str(published)]) == 0
        assert capsys.readouterr().out == "No claim differs.\n"
    shutil.copy(published / "data" / "claims.csv", tmp_path / "old.csv")
    text = (tmp_path / "old.csv").read_text(encoding="utf-8")
    (tmp_path / "old.csv").write_text(text.replace(",quotable,", ",refused,", 1), encoding="utf-8", newline="\n")
    assert main(["diff", "old.csv", "--root", str(published)]) == 0
    assert capsys.readouterr().out.endswith(": status refused → quotable\n")
