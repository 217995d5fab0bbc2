"""Bad seeds and traps of the sources; the ledger against the texts, only where SOURCE_TEXTS names their folder."""

import hashlib
import re
from types import SimpleNamespace

import pytest
from bad_tables import CASES, RUNS, as_excel_saves
from conftest import contents, copy_tables, outside

from helpers.__main__ import main
from helpers.outputs import rerun
from helpers.seeds import checks
from helpers.seeds.faults import BadSeeds
from helpers.tables import files

LINE = re.compile(r"seeds/[\w/]+\.csv:\d+:[\w, ]*: .+; .+; .+")  # file:row:column: found; allowed; what to do


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Tables to break and mend, one after the other."""
    return copy_tables(tmp_path_factory.mktemp("broken"))


def edit(folder, table, change):
    """Change the bytes of one table below a root."""
    file = files.path(table, folder)
    raw = change(file.read_bytes())
    file.unlink() if raw is None else file.write_bytes(raw)


@pytest.mark.parametrize("cases", RUNS.values(), ids=RUNS)
def test_broken_tables_stop_with_file_row_and_column_and_nothing_is_written(project, cases, capsys):
    """Several at once: each fault is named in a line of its own."""
    good = contents(project)
    for case in cases.values():
        edit(project, case.table, case.change)
    broken = contents(project)
    try:
        assert main(["rerun", "--root", str(project)]) == 2 and contents(project) == broken
        output = capsys.readouterr()
        lines = output.err.strip().splitlines()
        assert output.out.strip().endswith("in seeds/: nothing was written.")
        assert [line for line in lines if not LINE.fullmatch(line)] == []
        matches = [[name for name, case in cases.items() if case.words in line] for line in lines]
        assert {names[0] for names in matches if len(names) == 1} == set(cases), lines
    finally:
        for file, raw in good.items():
            file.write_bytes(raw)


def test_what_excel_adds_is_read_as_if_absent(copy, frames):
    for table in files.seed_names():
        edit(copy, table, as_excel_saves)
    rerun.rerun(copy)
    for name in ("data/" + file.name for file in (files.PROJECT / "data").iterdir()):
        assert (copy / name).read_bytes() == (files.PROJECT / name).read_bytes(), name
    for table in files.seed_names():
        assert files.read(table, copy).equals(files.read(table)), table


def test_the_task_writes_the_seal_and_nothing_else(copy, capsys):
    edit(copy, "reported", CASES["an offset off by one"].change)
    with pytest.raises(BadSeeds, match=r"python3 run\.py seal S01$"):
        checks.checked_seeds(copy)
    before = contents(copy)
    assert main(["seal", "S01", "--root", str(copy)]) == 0 and "S01: sealed" in capsys.readouterr().out
    after = contents(copy)
    assert {file.name for file in after if after[file] != before.get(file)} == {"sources.csv"}
    checks.checked_seeds(copy)
    assert main(["seal", "S01", "--root", str(copy)]) == 0 and "already" in capsys.readouterr().out


@pytest.mark.parametrize(
    "case, source, words",
    [("swapped digits", "S01", ":value: 46.8;"), ("a pair without a grade", "S99", "'S99'; one of S01")],
)
def test_nothing_wrong_is_sealed_or_built_and_nothing_unknown_sealed(copy, capsys, case, source, words):
    edit(copy, CASES[case].table, CASES[case].change)
    before = contents(copy)
    assert main(["seal", source, "--root", str(copy)]) == 2 and words in capsys.readouterr().err
    assert main(["brief", "--root", str(copy)]) == main(["site", "--root", str(copy)]) == 2
    assert contents(copy) == before


# Traps that a careful reader would catch
@pytest.mark.parametrize(
    "start, end, expected",
    [
        ("village_fibre_pct 2024-09-30", "village_fibre_pct 2025-07-22", "D"),
        ("village_mobile_broadband_pct 2023", "populated_area_mobile_pct 2024-09-30", "C"),
        ("mobile_4g_sites_count 2024-09-30", "mobile_4g_sites_count 2025-07-22", "C"),  # categories overlap in one
        # the text of July 2025 prints xã, phường, thị trấn: it still counts the old units
        ("commune_centre_fibre_pct 2024-09-30", "commune_centre_fibre_pct 2025-07-22", "B"),
    ],
)
def test_traps_have_their_grades(seeds, start, end, expected):
    table = seeds["comparability"]
    ends = [table[f"{end}_indicator"] + " " + table[f"{end}_period"] for end in ("start", "end")]
    pairs = table[(ends[0] == start) & (table.end_indicator == end.split()[0])]
    grades = list(pairs.grade[ends[1] == end])  # none where a later source has a figure between the two
    assert grades == [expected] or (not grades and len(pairs))


@pytest.mark.parametrize(
    "qualifier, end, found",
    [
        ("hơn", (52.5, 53.5), {"hedges leave even the sign of the change open": "C", "no change beyond rounding": "B"}),
        ("", (52.5, 53.5), {"no change beyond rounding": "B"}),
        ("hơn", (53.5, 54.5), {}),
    ],
)
def test_what_a_hedge_or_rounding_leaves_open_lowers_the_grade(qualifier, end, found):
    common = {"period_basis": "stated", "source_id": "S1", "indicator": "i"}
    start = SimpleNamespace(value=52, lower=52, upper=53, qualifier=qualifier, **common)
    last = SimpleNamespace(value=53, lower=end[0], upper=end[1], qualifier="", **common)
    assert checks.limits(start, last) == found


@pytest.mark.parametrize(
    "indicator, date, expected",
    [
        ("household_internet_pct", "2025-07-22", (53.5, 54.5)),
        ("camera_districts_count", "2023-03-31", (3.5, 4.5)),  # in 4 districts: no hedge
        ("files_digitised_province_district_pct", "2025-07-22", (90, 91)),
        ("mobile_subscriptions_count", "2025-07-22", (490_000, 500_000)),
        ("commune_centre_mobile_pct", "2024-09-30", (99.5, 100)),
    ],
)
def test_input_ranges(frames, indicator, date, expected):
    row = frames["observations"].set_index(["province", "indicator", "date"]).loc["dien-bien", indicator, date]
    assert (row.lower.item(), row.upper.item()) == expected


def test_a_project_of_one_source_has_no_pairs_and_no_second_wording(copy):
    kept = {"sources": "S03", "reported": "S03", "comparability": "", "wordings": ""}
    for name, source in kept.items():
        lines = files.path(name, copy).read_text(encoding="utf-8").splitlines(keepends=True)
        rows = [line for line in lines[1:] if source and line.startswith(source)]
        files.path(name, copy).write_text("".join([lines[0], *rows]), encoding="utf-8")
    edit(copy, "targets", lambda raw: re.sub(rb"\bS\d\d\b(, S\d\d\b)*", b"S03", raw))
    assert len(checks.checked_seeds(copy)["reported"])


def ledger(table):
    """The rows of a table that belong to a source whose text was read."""
    rows = files.read(table)
    whole = files.read("sources").query("coverage == 'full'").source_id
    return rows[rows.source_id.isin(whole)].itertuples()


@pytest.fixture(scope="module")
def texts():
    folder = outside("SOURCE_TEXTS")
    sources = files.read("sources").query("coverage == 'full'")
    return {row.source_id: (folder / row.file).read_bytes().decode("utf-8") for row in sources.itertuples()}


def test_hashes_and_lengths(texts):
    for row in ledger("sources"):
        assert hashlib.sha256(texts[row.source_id].encode("utf-8")).hexdigest() == row.sha256
        assert len(texts[row.source_id]) == row.characters


def test_every_token_stands_at_its_offset_and_paragraph(texts):
    for row in ledger("reported"):
        text = texts[row.source_id]
        assert text[row.offset : row.offset + len(row.token)] == row.token
        before = text[: row.offset].split("\n")
        assert sum(bool(line.strip()) for line in before[:-1]) + 1 == row.paragraph


def test_every_digit_stands_in_exactly_one_row(texts):
    covered = {source: [0] * len(text) for source, text in texts.items()}
    for row in ledger("reported"):
        for place in range(row.offset, row.offset + len(row.token)):
            covered[row.source_id][place] += 1
    for source, text in texts.items():
        for place, character in enumerate(text):
            assert covered[source][place] in ([1] if re.match(r"\d", character) else [0, 1]), (source, place)


def test_qualifiers_and_printed_units_stand_beside_their_figures(texts):
    for row in ledger("reported"):
        text = texts[row.source_id]
        if row.qualifier:
            assert text[: row.offset].rstrip().endswith(row.qualifier), (row.source_id, row.offset)
        if row.unit_printed.startswith("%"):
            assert re.match(r"\s?%", text[row.offset + len(row.token) :]), (row.source_id, row.offset)


def test_no_sentence_of_a_text_stands_in_the_project(texts, root):
    words = {source: re.findall(r"\w+", text.lower()) for source, text in texts.items()}
    runs = {tuple(found[i : i + 20]) for found in words.values() for i in range(len(found) - 19)}
    places = ["*.md", "docs/*.md", *(f"{folder}/**/*.*" for folder in ("seeds", "data", "notebooks", "src", "tests"))]
    for file in (file for place in places for file in root.glob(place)):
        if file.suffix in {".csv", ".toml", ".py", ".ipynb", ".md", ".json"}:
            found = re.findall(r"\w+", file.read_text(encoding="utf-8").lower())
            assert not any(tuple(found[i : i + 20]) in runs for i in range(len(found) - 19)), file.name
