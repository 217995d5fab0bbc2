"""CONTRIBUTING.md followed to the letter, on a copy of the project."""

import csv
import io
import os
import shutil
import subprocess
import sys
from functools import partial

import pytest
from conftest import ROOT, copy_project, run
from test_entering import NEXT, edit

from helpers.articles import grades
from helpers.outputs import drafts
from helpers.tables import files

ARTICLE = """Bắc Mẫu đẩy mạnh chuyển đổi số
Năm 2023, tỷ lệ dân số trưởng thành có điện thoại thông minh của tỉnh Bắc Mẫu đạt 68,5%. Tỷ lệ hộ gia đình có kết nối Internet cáp quang đạt 52%. Tỷ lệ thôn, bản được phủ sóng di động băng rộng 3G/4G đạt 96%. Kinh tế số chiếm 7,2% GRDP của tỉnh.
Nghị quyết của Tỉnh ủy đề ra mục tiêu đến năm 2025 kinh tế số chiếm 10% GRDP.
"""
LATER = "Tại tỉnh Điện Biên, hết năm 2025 tỷ lệ dân số có điện thoại thông minh đạt 81%.\n"  # moves what is known
# what no seed reaches: the form of the code, set-up, a person's settings, series and a panel that are made up
CODE_ALONE = ("house", "setup", "environment", "series", "calibration")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def run_task(root, capsys, *arguments):
    """Run a task on a project's folder: its status and output."""
    return run(root, *arguments), "".join(capsys.readouterr())


@pytest.fixture
def task(copy, capsys):
    return partial(run_task, copy, capsys)


def enter_article(copy, task, article=ARTICLE):
    """An article through draft, audit and enter; the output of the last."""
    append(copy, "places", [["bac-mau", "Bắc Mẫu", "tỉnh Bắc Mẫu"]])
    text = copy.parent / "article.txt"
    text.write_text(article, encoding="utf-8", newline="\n")
    status, output = task("draft", text)
    draft = copy / "build" / f"draft-{NEXT}.csv"
    assert status == 0 and "rows hold guesses" in output
    edit(draft, {"": {"guessed": ""}}, "token")
    fields = {"publisher": "bacmau.vn", "published": "2026-01-15", "published_basis": "inferred"}
    fields["url"] = "https://example.org/a"
    edit(drafts.form_of(draft), {name: {"value": value} for name, value in fields.items()}, "field")
    status, output = task("audit", draft)
    assert status == 0 and "Nothing is left to decide." in output
    status, output = task("enter", draft)
    assert status == 0
    return output


def decide(copy):
    """Take the mark off every proposed grade, as a person does who keeps it."""
    file = files.path("comparability", copy)
    file.write_bytes(file.read_bytes().replace(f"{grades.PROPOSED}; ".encode(), b""))


def told_in(heading):
    """The steps under a heading of CONTRIBUTING.md."""
    return GUIDE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.slow
def test_a_province_its_source_and_a_target_are_added_by_the_guide(copy, task):
    output = enter_article(copy, task)
    assert f"{NEXT}: 9 rows, 4 observations" in output and "10 % GRDP by 2025" in output
    decide(copy)
    rows = files.read("reported", copy).query("source_id == @NEXT and kind == 'target'")
    edit(files.path("reported", copy), {str(rows.offset.iloc[0]): {"note": "TMM1"}}, "offset")
    append(copy, "targets", [["TMM1", "bac-mau", "digital economy share of GRDP", "kinh tế số chiếm GRDP", "10", ">=", "% of GRDP",
                              "2025", "stated", "GRDP", "Nghị quyết của Tỉnh ủy", "2021", NEXT, "source text", ""]])  # fmt: skip
    reason = files.read("target_matches", copy).query("target_id == 'TDB4'").reason.iloc[0]
    append(copy, "target_matches", [["TMM1", "digital_economy_grdp_pct", "exact", "none", reason]])
    assert task("rerun")[0] == 0 and task("check")[0] == 0
    new = files.read("target_gaps", copy).query("target_id == 'TMM1'").iloc[0]
    assert (new.gap_points, new.match) == (2.8, "exact")
    status, output = task("diff", ROOT / "data" / "claims.csv", copy / "data" / "claims.csv")
    assert status == 0 and output.count("bac-mau") >= 4 and "dien-bien" not in output
    for name in ("draft", "audit", "enter"):
        assert all(f"python3 run.py {name}" in told_in(heading) for heading in ("Add a source", "Thêm một nguồn"))
    assert "six commands" in told_in("Add a province")


@pytest.mark.slow
def test_a_long_article_of_both_provinces_is_entered_and_every_notebook_runs(tmp_path, capsys):
    """40 figures of two provinces: some after a first, some on the day of a later report, some a share of GRDP."""
    project = copy_project(tmp_path / "project")
    assert run(project, "draft", ROOT / "tests" / "two-provinces.txt") == 0
    draft = project / "build" / f"draft-{NEXT}.csv"
    none = dict.fromkeys(["indicator", "period", "period_basis", "qualifier", "hedge_step"], "") | {"kind": "context"}
    edit(draft, {"": {"guessed": ""}, "74,3": {"indicator": "smartphone_adults_pct"}, "70": none, "61": none}, "token")
    edit(drafts.form_of(draft), {"publisher": {"value": "Báo mẫu"}, "url": {"value": "https://example.org/a"}}, "field")
    assert run(project, "audit", draft) == run(project, "enter", draft) == 0
    decide(project)
    assert run(project, "rerun") == 0, capsys.readouterr().err
    new = files.read("observations", project).query("source_id == @NEXT")
    assert len(new) > 24 and new.province.nunique() == 2


@pytest.mark.slow
def test_quoted_figures_are_added_by_the_guide(copy, task):
    assert task("draft")[0] == 0
    draft = copy / "build" / f"draft-{NEXT}.csv"
    cells = {"entry": "1", "token": "57,5", "unit_printed": "%", "value": "57.5", "province": "dien-bien",
             "indicator": "household_internet_pct", "period": "2025", "period_basis": "stated"}  # fmt: skip
    edit(draft, {"": cells}, "token")
    fields = {"title": "A later report", "publisher": "Báo mẫu", "url": "https://example.org/y"}
    edit(drafts.form_of(draft), {name: {"value": value} for name, value in fields.items()}, "field")
    assert task("audit", draft)[0] == 0 and task("enter", draft)[0] == 0
    decide(copy)
    assert task("rerun")[0] == 0 and task("check")[0] == 0
    assert files.read("sources", copy).set_index("source_id").coverage[NEXT] == "figures"
    assert f"{NEXT}-e1" in set(files.read("observations", copy).observation_id)
    assert "entry" in told_in("Add a source") and "entry" in told_in("Thêm một nguồn")


def test_a_figure_is_corrected_by_the_guide(copy, task):
    edit(files.path("reported", copy), {"2216": {"token": "70", "value": "70"}}, "offset")
    status, output = task("check")
    assert status == 2 and f'python3 run.py seal --root "{copy}" S01' in output
    assert task("seal", "S01")[0] == 0
    status, output = task("check")
    assert status == 2 and "fault" not in output and "data/observations.csv" in output
    moved = "- `dien-bien.smartphone_population_pct.reported.2023`: value 72 → 70"
    status, output = task("rerun")
    assert status == 0 and moved in output and "other words" not in output and task("check")[0] == 0
    status, output = task("diff", ROOT / "data" / "claims.csv", copy / "data" / "claims.csv")
    assert status == 0 and moved in output
    for heading in ("Correct a figure", "Sửa một số liệu"):
        assert "python3 run.py seal S01" in told_in(heading) and "python3 run.py check" in told_in(heading)


@pytest.mark.slow
def test_the_whole_suite_passes_on_a_copy_with_a_new_source(tmp_path, capsys):
    """An article of a new province entered and rerun on a copy, then all tests but a browser's and those of code alone."""
    project = tmp_path / "Tây Bắc"
    kept = shutil.ignore_patterns(".venv", ".git", "build", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, project, ignore=kept)
    enter_article(project, partial(run_task, project, capsys), ARTICLE.replace("Nghị quyết", f"{LATER}Nghị quyết"))
    decide(project)
    notes = (project / "CHANGELOG.md").read_text(encoding="utf-8")
    notes = notes.replace("\n## ", "\n## 99.0.0 – unreleased\n\n- New figures.\n\n## ", 1)
    (project / "CHANGELOG.md").write_text(notes, encoding="utf-8", newline="\n")
    assert run(project, "rerun") == 0
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "1"]  # the other cores have their tests
    command += [f"--ignore=tests/test_{name}.py" for name in CODE_ALONE]
    command.append("tests")  # the rerun has run the notebooks, and no doctest reads a seed
    done = subprocess.run(
        command,
        cwd=project,
        # the texts lack the new one, and the tests that run name the original's folder
        env={name: value for name, value in os.environ.items() if name not in ("SOURCE_TEXTS", "HELPERS_ROOT")}
        | {"PYTHONPATH": str(project / "src"), "NO_BROWSER": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout[-4000:]


def append(copy, name, rows):
    """Add rows of cells to a seed table, as a person does in a text editor."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    with files.path(name, copy).open("a", encoding="utf-8", newline="\n") as file:
        file.write(lines.getvalue())
