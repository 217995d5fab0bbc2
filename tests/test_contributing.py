"""CONTRIBUTING.md followed to the letter, on a copy of the project."""

import csv
import io
import re

import pandas as pd
from conftest import ROOT

from helpers.__main__ import main
from helpers.articles import draft as proposals
from helpers.outputs import drafts
from helpers.tables import files

ARTICLE = """Mường Mẫu đẩy mạnh chuyển đổi số
Năm 2023, tỷ lệ dân số trưởng thành có điện thoại thông minh của tỉnh Mường Mẫu đạt 68,5%. Tỷ lệ hộ gia đình có kết nối Internet cáp quang đạt 52%. Tỷ lệ thôn, bản được phủ sóng di động băng rộng 3G/4G đạt 96%. Kinh tế số chiếm 7,2% GRDP của tỉnh.
Nghị quyết của Tỉnh ủy đề ra mục tiêu đến năm 2025 kinh tế số chiếm 10% GRDP.
"""


def test_a_province_with_four_indicators_and_a_target_is_added_as_told(copy, tmp_path, capsys):
    """CONTRIBUTING.md to the letter, on a copy: its ten commands are those run here, git's and the tests' aside."""
    run, text = [], tmp_path / "article.txt"
    text.write_text(ARTICLE, encoding="utf-8", newline="\n")
    append(copy, "places", [["muong-mau", "Mường Mẫu", "tỉnh Mường Mẫu"]])

    def task(*arguments):
        run.append(arguments[0])
        status = main([*arguments, "--root", str(copy)])
        return status, "".join(capsys.readouterr())

    status, said = task("draft", str(text), "--source-id", "S12")
    assert status == 0 and "5 rows hold guesses" in said
    draft, source = copy / "build" / "draft-S12.csv", said.rstrip().rsplit("\n", 1)[1].split(",")
    rows = drafts.read(draft)
    year = {offset: {"period": "2023"} for offset in rows.offset[rows.period_basis == "inferred"]}
    drafts.write(proposals.decided(rows, year), draft)
    status, said = task("audit", str(draft))
    assert (status, said.strip()) == (0, "Nothing is left to decide.")

    rows = pd.read_csv(draft, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    rows.loc[rows.kind == "target", "note"] = "TMM1"
    append(copy, "reported", rows[list(files.columns("reported").column)].to_numpy())
    about = dict(zip(files.columns("sources").column, source, strict=True))
    about |= {
        "publisher": "Báo Mường Mẫu",
        "published": "2024-01-15",
        "published_basis": "inferred",
        "url": "https://example.org/a",
    }
    append(copy, "sources", [about.values()])
    append(copy, "targets", [["TMM1", "muong-mau", "digital economy share of GRDP", "kinh tế số chiếm GRDP", "10", ">=", "% of GRDP",
                              "2025", "stated", "GRDP", "Nghị quyết của Tỉnh ủy", "2021", "S12", "source text", ""]])  # fmt: skip
    reason = files.read("target_matches", copy).query("target_id == 'TDB4'").reason.iloc[0]
    append(copy, "target_matches", [["TMM1", "digital_economy_grdp_pct", "exact", "none", reason]])

    status, said = task("check")
    assert status == 2 and said.count("ledger_sha256") == 1 and "1 fault in seeds/" in said
    assert task("seal", "S12")[0] == 0
    status, said = task("check")
    assert status == 2 and "fault" not in said and "run the rerun task" in said
    assert task("rerun")[0] == 0
    status, said = task("diff", str(ROOT / "data" / "claims.csv"), str(copy / "data" / "claims.csv"))
    assert status == 0 and said.count("muong-mau") >= 4 and "dien-bien" not in said
    assert task("check")[0] == 0
    new = files.read("target_gaps", copy).query("target_id == 'TMM1'").iloc[0]
    assert (new.gap_points, new.match) == (2.8, "exact")

    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert run == ["draft", "audit", "check", "seal", "check", "rerun", "diff", "check"]
    assert "takes ten commands" in told and len(run[:-1]) + len(["test", "git add", "git commit"]) == 10
    for name in run:
        assert re.search(r"python3 run\.py" + ("`" if name == "rerun" else f" {name}"), told), name


def append(copy, name, rows):
    """Add rows of cells to a seed table, as a person does in a text editor."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    with files.path(name, copy).open("a", encoding="utf-8", newline="\n") as file:
        file.write(lines.getvalue())


def test_check_names_a_reason_without_vietnamese(copy, capsys):
    file = files.path("target_matches", copy)
    text = file.read_text(encoding="utf-8").replace(
        "villages are not residential areas", "one point; hamlets are not villages"
    )
    file.write_text(text, encoding="utf-8", newline="\n")
    assert main(["check", "--root", str(copy)]) == 2
    said = capsys.readouterr().err
    assert (
        "phrases.csv" in said
        and "no row for 'hamlets are not villages'" in said
        and "no row for 'one point'" not in said
    )
