"""A decided draft becomes seeds: sealed, graded, nothing half-written, every fault told where a person wrote it."""

import shutil

import pandas as pd
import pytest
from conftest import ROOT, contents, run

from helpers.articles import grades
from helpers.outputs import drafts
from helpers.seeds import checks, tidy
from helpers.tables import files

ARTICLE = """Thêm hạ tầng số
15/12/2025 - 08:00
Đến nay, tỷ lệ hộ gia đình có kết nối Internet của tỉnh Điện Biên đạt 58,4%; tổng số thuê bao di động ước đạt 512.300 thuê bao.
Phấn đấu đến năm 2030, 95% hộ gia đình có kết nối Internet.
"""
NEXT = drafts.next_id(files.read("sources", ROOT))


def edit(file, changes, key):
    """Set cells of a CSV as a person does: {key cell: {column: cell}}, on all rows where the key is ''."""
    cells = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    for name, values in changes.items():
        for column, value in values.items():
            cells.loc[(cells[key] == name) | (name == ""), column] = value
    cells.to_csv(file, index=False, lineterminator="\n")


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """A draft of the article, decided, with the form of its source filled in: made once, in a folder of its own."""
    root = tmp_path_factory.mktemp("decided")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    text = root / "article.txt"
    text.write_text(ARTICLE, encoding="utf-8")
    assert run(root, "draft", text) == 0
    file = root / "build" / f"draft-{NEXT}.csv"
    edit(file, {"": {"guessed": ""}}, "token")
    edit(drafts.form_of(file), {"publisher": {"value": "Báo mẫu"}, "url": {"value": "https://example.org/x"}}, "field")
    return file


@pytest.fixture
def draft(copy, decided):
    shutil.copytree(decided.parent, copy / "build", dirs_exist_ok=True)
    return copy / "build" / decided.name


def test_a_decided_draft_is_entered_with_its_seal_and_grades(copy, draft, capsys):
    before = checks.checked_seeds(copy)
    assert run(copy, "audit", draft) == 0
    assert f'python3 run.py enter --root "{copy}" "{draft}"' in capsys.readouterr().out
    assert run(copy, "enter", draft) == 0
    output = capsys.readouterr().out
    seeds = checks.checked_seeds(copy)
    assert len(seeds["reported"]) - len(before["reported"]) == (seeds["reported"].source_id == NEXT).sum() == 6
    kept = before["comparability"].merge(seeds["comparability"], on=[*tidy.PAIR, "grade", "reason"])
    assert f"{len(before['comparability']) - len(kept)} that are no longer neighbours removed" in output
    new = seeds["comparability"][seeds["comparability"].reason.str.startswith(grades.PROPOSED)]
    assert len(new) and set(new.grade) <= set("ABCD")
    for place, row in zip(new.index, files.each(new), strict=True):
        assert f"seeds/comparability.csv:{place + 2}: {row.province}" in output
    goal = seeds["reported"].index[(seeds["reported"].source_id == NEXT) & (seeds["reported"].kind == "target")][0]
    assert f"seeds/reported.csv:{goal + 2}: 95 % by 2030" in output and output.rstrip().endswith(
        f'python3 run.py rerun --root "{copy}"'
    )
    assert run(copy, "audit") == 1
    assert f"{len(new)} to decide." in capsys.readouterr().out


BAD = [
    ("draft", {"58,4": {"guessed": "kind"}}, ":4:: guessed: kind"),
    ("draft", {"58,4": {"kind": ""}}, ":4:: kind: an empty cell"),
    ("draft", {"58,4": {"indicator": "households"}}, ":4:: indicator: households"),
    ("draft", {"58,4": {"indicator": "mobile_subscriptions_count"}}, ":4:: unit_printed: '%'"),
    ("draft", {"58,4": {"province": "son-la"}}, ":4:province: 'son-la'"),
    ("draft", {"58,4": {"note": "counted anew"}}, ":4:note_vi: no row for 'counted anew'"),
    ("draft", {"58,4": {"value": "584"}}, ":4:: value: 584"),
    ("source", {"publisher": {"value": ""}}, ":6:publisher: an empty cell"),
    ("source", {"url": {"value": "example"}}, ":12:url: 'example'"),
    ("source", {"published": {"value": "15/12/2025"}}, ":8:published: '15/12/2025'"),
    ("source", {"source_id": {"value": "S02"}}, "'S02' is taken"),
]


@pytest.mark.parametrize("part, changes, found", BAD)
def test_what_the_rules_would_not_take_is_reported_where_it_was_written_and_nothing_is(
    part, changes, found, copy, draft, capsys
):
    file = draft if part == "draft" else drafts.form_of(draft)
    edit(file, changes, "token" if part == "draft" else "field")
    before = contents(copy / "seeds")
    assert run(copy, "enter", draft) == 2
    error = capsys.readouterr().err
    assert found in error and (file.name in error or "taken" in found)
    assert contents(copy / "seeds") == before


def test_an_entered_draft_is_not_entered_twice(copy, draft, capsys):
    assert run(copy, "enter", draft) == 0
    before = contents(copy / "seeds")
    assert run(copy, "enter", draft) == 0
    assert "entered already" in capsys.readouterr().out and contents(copy / "seeds") == before
    edit(draft, {"58,4": {"period_basis": "stated"}}, "token")
    assert run(copy, "enter", draft) == 2
    assert f"{NEXT!r} is taken" in capsys.readouterr().err and contents(copy / "seeds") == before


# --- grades ---


def figure(value, low, high, **cells):
    base = {"indicator": "household_internet_pct", "period": "2023", "period_basis": "stated", "source_id": "S90"}
    return pd.Series(base | {"qualifier": "", "value": value, "lower": low, "upper": high} | cells)


INDICATORS = files.read("indicators", ROOT).set_index("indicator")
GRADES = [
    ({}, {"period": "2024"}, "A"),
    ({}, {"source_id": "S91"}, "B"),
    ({}, {"period_basis": "inferred"}, "B"),
    ({}, {"qualifier": "hơn"}, "B"),
    ({}, {"indicator": "household_fibre_using_pct"}, "C"),
    ({}, {"value": 50.4, "lower": 50.3, "upper": 50.5}, "B"),
    ({}, {"value": 50.4, "lower": 50.0, "upper": 51.0, "qualifier": "hơn"}, "C"),
    ({}, {"value": 40.0, "lower": 39.5, "upper": 40.5}, "D"),
    ({"indicator": "mobile_subscriptions_count"}, {"indicator": "mobile_subscriptions_count", "value": 40.0, "lower": 39.5, "upper": 40.5}, "A"),
    ({"indicator": "telecom_revenue_vnd_bn"}, {"indicator": "telecom_revenue_vnd_bn", "period": "2024-01/2024-09"}, "C"),
]  # fmt: skip


@pytest.mark.parametrize("first, second, expected", GRADES)
def test_a_grade_is_proposed_by_the_rules(first, second, expected):
    start, end = figure(50.0, 49.5, 50.5, **first), figure(54.0, 53.5, 54.5)
    end = pd.Series(end.to_dict() | second)
    name, reasons = grades.grade(start, end, INDICATORS.loc[start.indicator], INDICATORS.loc[end.indicator])
    assert name == expected and set(reasons) <= set(grades.REASONS)
