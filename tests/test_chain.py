"""The whole chain: reproducible, whole or not at all, and open to new rows without new code."""

import csv
import itertools
import json

import pandas as pd
import pytest
from conftest import seal

from helpers.__main__ import main
from helpers.outputs import environment, notebooks, rerun
from helpers.seeds import checks
from helpers.seeds.faults import BadSeeds
from helpers.tables import files


def test_committed_tables_are_what_the_seeds_give(root):
    assert rerun.differences(root) == []


def test_check_names_table_row_and_column(copy, capsys):
    file = copy / "data" / "growth.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("9.333333", "9.4", 1), encoding="utf-8", newline="\n")
    assert main(["check", "--root", str(copy)]) == 2
    assert "points_per_year: '9.4'; the seeds give '9.333333'" in capsys.readouterr().err
    assert main(["check", "--root", str(files.PROJECT)]) == 0


@pytest.mark.parametrize(
    "change", [lambda text: text[: text.rindex("\n", 0, -1) + 1], lambda text: text.replace("\n", "\r\n")]
)
def test_check_sees_a_lost_row_and_other_line_ends(copy, capsys, change):
    file = copy / "data" / "observations.csv"
    file.write_bytes(change(file.read_text(encoding="utf-8")).encode("utf-8"))
    assert main(["check", "--root", str(copy)]) == 2
    assert "data/observations.csv" in capsys.readouterr().err


def test_the_order_of_rows_does_not_matter(seeds, frames):
    shuffled = {name: frame.sample(frac=1, random_state=3).reset_index(drop=True) for name, frame in seeds.items()}
    for name, frame in rerun.chain(shuffled).items():
        assert files.text(frame, name) == files.text(frames[name], name), name


def test_two_reruns_give_the_same_bytes_and_a_folder_may_have_a_vietnamese_name(copy):
    rerun.rerun(copy)
    once = {file.name: file.read_bytes() for file in (copy / "data").iterdir()}
    _, changed = rerun.rerun(copy)
    assert changed == []
    assert {file.name: file.read_bytes() for file in (copy / "data").iterdir()} == once
    assert not [file for file in copy.rglob("*") if file.name.startswith(".") or "stage-" in file.name]


def test_notebooks_see_tables_and_descriptors_that_agree(copy, monkeypatch):
    """Once, notebook 00 stored the hashes of seeds that had just changed as differences."""
    add(copy, "phrases", ["a new phrase", "câu mới"])
    (copy / "notebooks" / "00-a.ipynb").write_text('{"cells": []}', encoding="utf-8")
    seen = []
    monkeypatch.setattr(notebooks, "run", lambda names, root, staged: seen.append(rerun.differences(staged)) or {})
    rerun.rerun(copy)
    assert seen == [[]]


SON_LA = ["son-la", "Sơn La", "tỉnh Sơn La"]


def add(folder, table, *rows):
    with files.path(table, folder).open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_a_made_up_indicator_and_province_are_rows_only(copy):
    add(copy, "places", SON_LA)
    add(
        copy,
        "sources",
        ["S96", "new.txt", "Bài mới", "Báo mới", "", "", "", "", "vi", "https://example.org", "0" * 64, 99, "", ""],
    )
    add(copy, "indicators", ["drone_post_pct", "drone", "Post by drone", "Bưu phẩm bằng drone", "Share of post by drone", "bưu phẩm bằng drone",
                             "%", "parcels", 0, 100, "higher", "adoption", "economy", "", ""])  # fmt: skip
    row = ["%", "observation", "son-la", "drone_post_pct"]
    add(
        copy,
        "reported",
        ["S96", 1, 10, "20", "", "", row[0], 20, *row[1:], "2021", "stated", ""],
        ["S96", 1, 20, "41,5", "gần", 1, row[0], 41.5, *row[1:], "2024", "stated", ""],
        ["S96", 2, 60, "60", "", "", "%", 60, "target", "son-la", "", "2025", "stated", "TZZ1"],
    )
    add(
        copy,
        "comparability",
        ["son-la", "drone_post_pct", "2021", "S96", "drone_post_pct", "2024", "S96", "A", "one source"],
    )
    add(copy, "targets", ["TZZ1", "son-la", "post by drone", "bưu phẩm bằng drone", 60, ">=", "%", 2025, "stated", "parcels",
                          "Nghị quyết mới", "2024-01-01", "S96", "source text", ""])  # fmt: skip
    add(copy, "target_matches", ["TZZ1", "drone_post_pct", "exact", "none", "the same"])
    seal(copy)
    with environment.at(copy):
        frames, _ = rerun.rerun(copy)
    grown = files.read("growth", copy).query("province == 'son-la'").iloc[0]
    assert (grown.points_per_year, grown.points_per_year_lower, grown.points_per_year_upper) == pytest.approx(
        (21.5 / 3, 20 / 3, 22 / 3), abs=1e-6
    )
    assert set(frames["projections"].query("province == 'son-la'").method) == {
        "last_value",
        "straight_line",
        "logistic",
        "closing_gap",
        "gompertz",
        "diffusion",
    }
    gap = files.read("target_gaps", copy).query("province == 'son-la'")
    assert (
        list(gap.target_id) == ["TZZ1"]
        and gap.gap_points.iloc[0] == 18.5
        and gap.linear_status.iloc[0] == "moderately_improving"
    )
    claim = files.read("claims", copy).set_index("claim_id").loc["son-la.drone_post_pct.growth.2021-to-2024"]
    assert "In Sơn La the share of post by drone rose from 20 % in 2021 to nearly 41.5 % in 2024" in claim.text_en
    project = rerun.chain(checks.checked_seeds(files.PROJECT))
    for name in ("growth", "projections"):
        others = frames[name].query("province != 'son-la'").reset_index(drop=True)
        assert files.text(others, name) == files.text(project[name], name)


def made_up(copy, *figures, grades=None):
    """The tables of a made-up series of (period, token) pairs, added to a copy; all pairs graded A but as `grades` says."""
    add(copy, "places", SON_LA)
    add(
        copy,
        "sources",
        ["S96", "n.txt", "Bài", "Báo", "", "", "", "", "vi", "https://example.org", "0" * 64, 99, "", ""],
    )
    add(copy, "indicators", ["made_up_pct", "made_up", "Made up", "Tỷ lệ mới", "Share that is made up", "tỷ lệ mới",
                             "%", "things", 0, 100, "higher", "adoption", "economy", "", ""])  # fmt: skip
    for number, (period, token) in enumerate(figures):
        value = float(token.replace(",", "."))
        row = [
            "S96",
            1,
            10 * number,
            token,
            "",
            "",
            "%",
            value,
            "observation",
            "son-la",
            "made_up_pct",
            period,
            "stated",
            "",
        ]
        add(copy, "reported", row)
    for grade, ((start, _), (end, _)) in zip(grades or "A" * len(figures), itertools.pairwise(figures), strict=False):
        add(copy, "comparability", ["son-la", "made_up_pct", start, "S96", "made_up_pct", end, "S96", grade, "made up"])
    seal(copy)
    frames = rerun.chain(checks.checked_seeds(copy))
    return {name: frame[frame.province == "son-la"] for name, frame in frames.items()}


@pytest.mark.filterwarnings("error")
def test_a_figure_repeated_at_the_end_of_a_series_is_no_end_of_its_span(copy):
    frames = made_up(copy, ("2020", "44"), ("2022", "60"), ("2023", "60"))
    grown = frames["growth"].set_index("end_date")
    assert grown.points_per_year["2022-12-31"] == 8 and pd.isna(grown.points_per_year["2023-12-31"])
    assert len(grown) == 2 and frames["projections"].empty
    refusal = frames["claims"].set_index("claim_id").loc["son-la.made_up_pct.projection.none"]
    assert "carried over" in refusal.reason


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "figures, words",
    [
        ((("2020", "0"), ("2023", "20")), "compound growth undefined"),
        ((("2020", "90"), ("2023", "100")), "log-odds undefined"),
    ],
)
def test_values_at_a_bound_have_no_nan_in_words_and_say_why(copy, figures, words):
    frames = made_up(copy, *figures)
    assert words in frames["growth"].note.iloc[0]
    assert not frames["claims"].text_en.str.contains("nan", case=False).any()
    assert {"logistic", "gompertz"}.isdisjoint(frames["projections"].method)


@pytest.mark.filterwarnings("error")
def test_a_falling_series_has_its_sign_in_the_verb_alone(copy):
    frames = made_up(copy, ("2020", "60"), ("2023", "40"))
    claim = frames["claims"].set_index("claim_id").loc["son-la.made_up_pct.growth.2020-to-2023"]
    assert (
        "fell from 60 % in 2020 to 40 % in 2023: 20 points in 3 years, 6.7 points a year, -12.6 % a year compound"
        in claim.text_en
    )
    assert "giảm 20 điểm phần trăm trong 3 năm, bình quân 6,7 điểm phần trăm mỗi năm" in claim.text_vi
    assert (frames["projections"].value >= 0).all()


def test_of_two_chains_the_one_that_reaches_the_latest_figure_is_projected(copy):
    frames = made_up(copy, ("2015", "50"), ("2020", "60"), ("2021", "30"), ("2023", "40"), grades="ADA")
    assert set(frames["projections"].origin_value) == {40}
    assert set(frames["growth"].start_value) == {50, 30}


def test_two_values_for_one_date_are_refused_also_under_two_names_of_the_period(copy, capsys):
    with pytest.raises(BadSeeds, match="clashes with another row"):
        made_up(copy, ("2020", "44"), ("2023", "60"), ("2023-12-31", "61"))


FAILING = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}},
    "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": ""}],
}


@pytest.mark.parametrize(
    "source, words", [("1 / 0", "ZeroDivisionError"), ("import sys\nprint('x', file=sys.stderr)", "wrote to stderr")]
)
def test_a_failed_notebook_is_named_and_nothing_is_replaced(copy, capsys, source, words):
    FAILING["cells"][0]["source"] = source
    (copy / "notebooks" / "00-fails.ipynb").write_text(json.dumps(FAILING), encoding="utf-8")
    file = copy / "data" / "growth.csv"
    file.write_text("stale", encoding="utf-8")
    assert main(["rerun", "--root", str(copy)]) == 1
    error = capsys.readouterr().err
    assert "notebooks/00-fails.ipynb: cell 1 failed" in error and words in error
    assert file.read_text(encoding="utf-8") == "stale"
    assert (copy / "build" / "failed" / "00-fails.ipynb").is_file()


def test_a_kernel_of_the_users_own_does_not_get_in_the_way(copy, tmp_path, monkeypatch):
    """Another python3 kernelspec, installed for the user, must not run our notebooks."""
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(
        json.dumps({"argv": ["no-such-python", "{connection_file}"], "display_name": "x", "language": "python"}),
        encoding="utf-8",
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    FAILING["cells"][0]["source"] = "1 + 1"
    (copy / "notebooks" / "00-adds.ipynb").write_text(json.dumps(FAILING), encoding="utf-8")
    assert main(["rerun", "--root", str(copy)]) == 0


def test_a_root_without_seeds_is_refused(tmp_path, capsys):
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert "no seeds/ in it" in capsys.readouterr().err
