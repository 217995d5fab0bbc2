"""The whole chain, its rerun and the data packages: reproducible, whole or not at all, open to new rows without code."""

import csv
import itertools
import json
import os
import signal
from pathlib import Path
from unittest import mock

import frictionless
import nbformat
import pandas as pd
import pytest
from conftest import contents, seal

from helpers.__main__ import main
from helpers.outputs import fingerprint, notebooks, rerun
from helpers.seeds import checks
from helpers.seeds.faults import BadSeeds
from helpers.tables import datapackage, files


def test_committed_tables_are_what_the_seeds_give(root):
    assert rerun.differences(root) == []


def test_check_names_what_was_changed_lost_or_saved_with_other_line_ends(copy, capsys):
    changes = {
        "growth": lambda text: text.replace("9.333333", "9.4", 1),
        "observations": lambda text: text[: text.rindex("\n", 0, -1) + 1],
        "projections": lambda text: text.replace("\n", "\r\n"),
    }
    for table, change in changes.items():
        file = files.path(table, copy)
        file.write_bytes(change(file.read_text(encoding="utf-8")).encode("utf-8"))
    assert main(["check", "--root", str(copy)]) == 2
    error = capsys.readouterr().err
    assert "points_per_year: '9.4'; the seeds give '9.333333'" in error
    assert all(f"data/{table}.csv" in error for table in changes)


def test_the_order_of_rows_does_not_matter(seeds, frames):
    shuffled = {name: frame.sample(frac=1, random_state=3).reset_index(drop=True) for name, frame in seeds.items()}
    for name, frame in rerun.generated(shuffled).items():
        assert files.text(frame, name) == files.text(frames[name], name), name


def add(folder, table, **cells):
    """One row at the end of a seed table; columns that are not named stay empty."""
    with files.path(table, folder).open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, files.header(table), lineterminator="\n").writerow(cells)


SERIES = {"indicator": "made_up_pct", "source": "S96"}
FIXED = {"family": "made_up", "pillar": "economy", "kind": "people", "unit": "%", "denominator": "things"}
SOURCE = {"coverage": "full", "file": "n.txt", "title": "Bài", "publisher": "Báo", "language": "vi"}
PLACE = {"source_id": "S96", "paragraph": 1, "unit_printed": "%", "province": "son-la", "kind": "observation"}


def made_up(copy, *figures, grades=None):
    """A made-up province and share, as (period, token) pairs, in the seeds of a copy; pairs are graded A, or as `grades`."""
    add(copy, "places", province="son-la", name_en="Sơn La", name_vi="tỉnh Sơn La")
    add(copy, "sources", source_id="S96", url="https://example.org", sha256="0" * 64, characters=99, **SOURCE)
    names = {"name_en": "Made up", "name_vi": "Tỷ lệ mới", "definition_en": "Share made up", "term_vi": "tỷ lệ mới"}
    add(copy, "indicators", indicator="made_up_pct", lower_bound=0, upper_bound=100, better="higher", **names, **FIXED)
    for number, (period, token) in enumerate(figures):
        figure = {"offset": 10 * number, "token": token, "value": float(token.replace(",", "."))}
        dated = {"indicator": "made_up_pct", "period": period, "period_basis": "stated"}
        add(copy, "reported", **PLACE, **figure, **dated)
    both = {f"{end}_{name}": value for end in ("start", "end") for name, value in SERIES.items()}
    for grade, ((start, _), (end, _)) in zip(grades or "A" * len(figures), itertools.pairwise(figures), strict=False):
        pair = {"province": "son-la", "start_period": start, "end_period": end, "grade": grade, "reason": "x"}
        add(copy, "comparability", **pair, **both)
    add(copy, "phrases", phrase_en="x", phrase_vi="x")


def chained(copy, *figures, grades=None):
    """What the chain makes of a made-up series: the rows of its province in every table."""
    made_up(copy, *figures, grades=grades)
    seal(copy)
    with mock.patch.dict(os.environ, HELPERS_ROOT=str(copy)):
        frames = rerun.generated(checks.checked_seeds(copy))
    return {name: frame[frame.province == "son-la"] for name, frame in frames.items()}


def test_a_made_up_indicator_province_and_target_are_rows_only(copy, frames, monkeypatch):
    made_up(copy, ("2021", "20"), ("2024", "41,5"))
    target = {"target_id": "TZZ1", "concept": "made up", "wording_vi": "tỷ lệ mới", "value": 60, "comparator": ">="}
    target |= {"scope": "son-la", "unit": "%", "denominator": "things", "target_year": 2025, "year_basis": "stated"}
    target |= {"instrument": "Nghị quyết mới", "instrument_date": "2024-01-01", "evidence": "source text"}
    add(copy, "targets", source="S96", **target)
    add(copy, "target_matches", target_id="TZZ1", indicator="made_up_pct", match="exact", bound="none", reason="x")
    seal(copy)
    seen = []  # once, notebook 00 stored the hashes of seeds that had just changed as differences
    monkeypatch.setattr(
        notebooks, "run", lambda names, root, folder: seen.append(datapackage.differences(folder)) or {}
    )
    with mock.patch.dict(os.environ, HELPERS_ROOT=str(copy)):
        made, _ = rerun.rerun(copy)
    assert seen == [[]]
    grown = files.read("growth", copy).query("province == 'son-la'").iloc[0]
    assert grown.points_per_year == pytest.approx(21.5 / 3, abs=1e-6)
    gap = files.read("target_gaps", copy).query("province == 'son-la'")
    assert list(gap.target_id) == ["TZZ1"] and gap.gap_points.iloc[0] == 18.5
    claim = files.read("claims", copy).set_index("claim_id").loc["son-la.made_up_pct.growth.2021-to-2024"]
    assert all(part in claim.text_en for part in ("Sơn La", "20 % in 2021", "41.5 % in 2024"))
    for name in ("growth", "projections"):
        others = made[name].query("province != 'son-la'").reset_index(drop=True)
        assert files.text(others, name) == files.text(frames[name], name)


@pytest.mark.filterwarnings("error")
def test_a_figure_repeated_at_the_end_of_a_series_is_no_end_of_its_span(copy):
    frames = chained(copy, ("2020", "44"), ("2022", "60"), ("2023", "60"))
    grown = frames["growth"].set_index("end_date")
    assert grown.points_per_year["2022-12-31"] == 8 and pd.isna(grown.points_per_year["2023-12-31"])
    assert len(grown) == 2 and frames["projections"].empty
    assert grown.note["2023-12-31"].startswith("the same figure again")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("first, last, words", [("0", "20", "compound growth"), ("90", "100", "log-odds")])
def test_values_at_a_bound_have_no_nan_in_words_and_say_why(copy, first, last, words):
    frames = chained(copy, ("2020", first), ("2023", last))
    assert f"{words} undefined" in frames["growth"].note.iloc[0]
    assert not frames["claims"].text_en.str.contains("nan", case=False).any()
    assert {"logistic", "gompertz"}.isdisjoint(frames["projections"].method)


@pytest.mark.filterwarnings("error")
def test_a_falling_series_has_its_sign_in_the_verb_alone(copy):
    frames = chained(copy, ("2020", "60"), ("2023", "40"))
    claim = frames["claims"].set_index("claim_id").loc["son-la.made_up_pct.growth.2020-to-2023"]
    assert "fell from 60 % in 2020 to 40 % in 2023: 20 points" in claim.text_en and "-20" not in claim.text_en
    assert "giảm 20 điểm phần trăm" in claim.text_vi
    assert (frames["projections"].value >= 0).all()


def test_of_two_chains_the_one_that_reaches_the_latest_figure_is_projected(copy):
    frames = chained(copy, ("2015", "50"), ("2020", "60"), ("2021", "30"), ("2023", "40"), grades="ADA")
    assert set(frames["projections"].origin_value) == {40}
    assert set(frames["growth"].start_value) == {50, 30}


def test_two_values_for_one_date_are_refused_also_under_two_names_of_the_period(copy, capsys):
    with pytest.raises(BadSeeds, match="one value for an indicator"):
        chained(copy, ("2020", "44"), ("2023", "60"), ("2023-12-31", "61"))


def test_a_failed_notebook_is_named_and_nothing_is_replaced(copy, capsys):
    failing = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(failing, copy / "notebooks" / "00-fails.ipynb")
    file = copy / "data" / "growth.csv"
    file.write_text("stale", encoding="utf-8")
    assert main(["rerun", "--root", str(copy)]) == 1
    error = capsys.readouterr().err
    assert "notebooks/00-fails.ipynb: cell 1 failed" in error and "ZeroDivisionError" in error
    assert file.read_text(encoding="utf-8") == "stale"
    assert (copy / "build" / "failed" / "00-fails.ipynb").is_file()


def test_a_root_without_seeds_is_refused(tmp_path, capsys):
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert "no seeds/ in it" in capsys.readouterr().err


def killed(root, moment=None):
    """Whether a rerun in a fork was killed: before its n-th step, which is the run of the notebooks, a file written
    aside, or a file moved into place."""
    if child := os.fork():
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    steps = itertools.count()

    def killing(function):
        def step(*arguments, **options):
            if next(steps) == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)

        return step

    for owner, name in ((notebooks, "run"), (Path, "write_bytes"), (os, "replace")):
        setattr(owner, name, killing(getattr(owner, name)))
    try:
        rerun.rerun(root, fresh=True)  # no kernels: there are no notebooks
    finally:
        os._exit(0)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_a_rerun_after_a_kill_at_any_of_ten_moments_gives_the_same_bytes(copy, seeds, frames, monkeypatch):
    rerun.rerun(copy)
    expected, empty = contents(copy / "data"), set()
    monkeypatch.setattr(rerun, "generated", lambda _: frames)  # computed once: it is the writing that is tried
    monkeypatch.setattr(checks, "checked_seeds", lambda _: seeds)
    for moment in (0, 3, 7, 8, 11, 14, 15, 16, 18, 19):
        for file in expected:
            file.write_bytes(b"")
        assert killed(copy, moment)
        empty.add(sum(not file.stat().st_size for file in expected))
        assert not killed(copy) and contents(copy / "data") == expected
    assert {6, 5, 1} <= empty  # nothing moved, some, all but one


def test_a_rerun_with_nothing_to_do_says_so_and_any_change_is_seen(copy, capsys):
    assert main(["rerun", "--root", str(copy)]) == 0
    assert "changed: nothing" in capsys.readouterr().out
    assert main(["rerun", "--root", str(copy)]) == 0
    assert capsys.readouterr().out.startswith("Nothing has changed since the last run")
    for file in ("seeds/phrases.csv", "data/claims.csv", "notebooks/00-a.ipynb", "README.md", "requirements.lock"):
        before = fingerprint.of(copy)
        with (copy / file).open("a", encoding="utf-8") as opened:
            opened.write(" ")
        assert fingerprint.of(copy) != before, file
    before = fingerprint.of(copy)
    (copy / "notebooks" / "x-mine.ipynb").write_text("{}", encoding="utf-8")  # a private notebook is nobody's business
    assert fingerprint.of(copy) == before


def test_nothing_is_replaced_where_a_folder_can_not_be_written(copy, capsys, monkeypatch):
    (copy / "data" / "growth.csv").write_text("", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert main(["rerun", "--root", str(copy)]) == 1
    error = capsys.readouterr().err
    assert "Permission denied" in error and "data'; nothing was replaced" in error
    assert (copy / "data" / "growth.csv").read_bytes() == b""


@pytest.mark.parametrize("name", ["data", "seeds"])
def test_the_public_tool_validates_the_package(root, name):
    report = frictionless.validate(str(root / name / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    package = json.loads((root / name / "datapackage.json").read_text(encoding="utf-8"))
    listed = [table for folder in datapackage.FOLDERS[name] for table in files.names(folder)]
    assert [resource["name"] for resource in package["resources"]] == listed
    assert all(resource["hash"].startswith("sha256:") for resource in package["resources"])


def test_every_reference_of_the_codebook_is_declared(root):
    packages = [json.loads((root / name / "datapackage.json").read_text("utf-8")) for name in datapackage.FOLDERS]
    keys = [one["schema"].get("foreignKeys", []) for package in packages for one in package["resources"]]
    assert sum(map(len, keys)) == (files.builtin("codebook").refers != "").sum()


def test_a_changed_table_fails_its_hash(copy, capsys):
    file = copy / "seeds" / "national.csv"
    file.write_bytes(file.read_bytes().replace(b"59.2", b"59.3", 1))
    found = frictionless.validate(str(copy / "seeds" / "datapackage.json")).flatten(["type"])
    assert found == [["hash-count"]]
    assert main(["check", "--root", str(copy)]) == 2
    assert "seeds/datapackage.json:0:: no hash of national.csv;" in capsys.readouterr().err


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda text: "", "no hash of"),
        (lambda text: text.replace("Điện Biên", "Dien Bien", 1), "another schema or title"),
    ],
)
def test_a_changed_descriptor_is_seen(copy, change, words):
    file = copy / "seeds" / "datapackage.json"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    assert words in "\n".join(datapackage.differences(copy))
