"""A new article: every numeral found, guesses named, clashes shown, nothing written where anything is wrong."""

import errno
from pathlib import Path

import pandas as pd
import pytest
import scoring
from conftest import ROOT, contents, outside, run
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.articles import audit, periods
from helpers.articles import draft as proposals
from helpers.articles import text as reading
from helpers.outputs import drafts, staging
from helpers.seeds import numerals
from helpers.tables import files

PLACE = "muong-mau"
EXAMPLE = Path(__file__).with_name("invented-article.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def seeds_with_places():
    return scoring.with_places(files.seeds(ROOT))


def drafted(text, seeds_with_places):
    return proposals.draft(text, "S99", seeds_with_places, PLACE)


# --- numerals ---


def cases(name):
    """The rows of a table of invented texts."""
    return pd.read_csv(scoring.CASES / f"{name}.csv", dtype=str, keep_default_na=False).to_numpy().tolist()


@pytest.mark.parametrize("text, tokens", cases("numerals"))
def test_a_numeral_is_one_token(text, tokens):
    assert " ".join(reading.numerals(text).token) == tokens


@given(st.text(alphabet="0123456789.,/-:%;() \nGANQĐăđộ", max_size=60))
def test_every_digit_stands_in_exactly_one_token_at_its_place(text):
    rows = reading.numerals(text)
    covered = [place for row in rows.itertuples() for place in range(row.offset, row.offset + len(row.token))]
    assert len(covered) == len(set(covered))
    assert {place for place, letter in enumerate(text) if letter.isdigit()} <= set(covered)
    for row in rows.itertuples():
        assert text[row.offset : row.offset + len(row.token)] == row.token
        assert row.paragraph == sum(bool(line.strip()) for line in text[: row.offset].split("\n")[:-1]) + 1


@settings(max_examples=30)
@given(st.text(max_size=80))
def test_any_text_can_be_drafted_or_has_no_figures(text):
    rows = drafted(text, NOTHING)
    assert len(rows) == len(reading.numerals(text)) and list(rows) == [*proposals.ledger(), *proposals.ADDED]


def test_a_fraction_has_the_noun_behind_it_and_a_lone_stroke_has_none(seeds_with_places):
    assert drafted("cho 139/140 cơ sở", seeds_with_places).unit_printed.tolist() == ["cơ sở", "cơ sở"]
    assert drafted("0/", seeds_with_places).kind.tolist() == ["observation"]


EMPTY = files.read("reported", ROOT).head(0)
INDICATORS = files.read("indicators", ROOT)
NOTHING = scoring.with_places(files.seeds(ROOT) | {"reported": EMPTY})


# --- wording ---


@pytest.mark.parametrize("text, token, column, cell", cases("wordings"))
def test_what_the_wording_says_of_a_figure(text, token, column, cell, seeds_with_places):
    """Another denominator or network is another indicator, too."""
    assert drafted(text, seeds_with_places).set_index("token").loc[token, column] == cell


def test_one_guess_for_every_guessed_cell_and_none_for_what_the_form_holds(seeds_with_places):
    rows = drafted("Ngày 25/2/2022, năm 2023 có hơn 57.000 thuê bao 4G.", seeds_with_places).set_index("token")
    assert rows.guessed[["25/2/2022", "2023", "4G"]].tolist() == ["", "", ""]
    assert {"hedge_step", "kind", "period", "province"} <= set(rows.guessed["57.000"].split())


def test_no_period_is_guessed_that_is_none():
    assert [one.period for one in periods.found_in("năm 2023, tháng 13 năm 2023, 99/99/2023")] == ["2023"]


# --- the audit ---


def row(**cells):
    """A complete drafted observation of the smartphone share of an unknown province."""
    base = dict.fromkeys(proposals.ledger(), "") | {"entry": pd.NA} | {
        "source_id": "S99", "paragraph": 1, "offset": 0, "token": "50", "hedge_step": float("nan"), "value": 50.0,
        "unit_printed": "%", "kind": "observation", "province": PLACE, "indicator": "smartphone_population_pct",
        "period": "2023", "period_basis": "stated", "guessed": "",
    }  # fmt: skip
    return base | cells


def token(text, **cells):
    return {"token": text, "value": numerals.numeral(text)} | cells


COUNT = {"indicator": "fixed_broadband_subscriptions_count", "unit_printed": "thuê bao"}
SITES = {"indicator": "mobile_sites_count", "unit_printed": "vị trí"}


CASES = [
    (token("50"), token("54"), "undecided"),
    (token("50"), token("50"), None),
    (token("50", period="2022"), token("54"), None),
    (token("50", period="2022"), token("71"), "jump"),
    (token("50", period="2022"), token("44"), None),
    (token("50", period="2022"), token("50"), None),
    (token("100", period="2022"), token("100"), None),
    (token("72", period="2022"), token("0,72"), "jump"),
    (token("0,72", unit_printed="người"), None, "undecided"),
    (token("120"), None, "undecided"),
    (token("41.512", period="2022", **COUNT), token("43,2", **COUNT), "jump"),
    (token("41.512", period="2022", **COUNT), token("43.200", **COUNT), None),
    (token("400", period="2022", **SITES), token("1.200", **SITES), "jump"),
    (token("50", period="2022"), token("54", indicator="smartphone_adults_pct"), None),
    (token("50", indicator=""), None, "undecided"),
    (token("50", guessed="indicator"), None, "undecided"),
    (token("50", kind=""), None, "undecided"),
    (token("50", indicator="no_such_thing"), None, "undecided"),
    (token("50", value=5.0), None, "undecided"),
    (token("50", period="năm 2023"), None, "undecided"),
    (token("50", qualifier="hơn"), None, "undecided"),
]


@pytest.mark.parametrize("first, second, finding", CASES)
def test_each_clash_is_found_and_nothing_else(first, second, finding, seeds_with_places):
    rows = [row(**first)] + ([row(**second | {"offset": 9})] if second else [])
    found = audit.audit(pd.DataFrame(rows), seeds_with_places)
    assert set(found.finding) == ({finding} if finding else set())


def test_a_clash_with_the_seeds_names_the_other_figure_and_its_source(seeds_with_places):
    found = audit.audit(pd.DataFrame([row(**token("74", province="dien-bien"))]), seeds_with_places)
    assert found.finding.tolist() == ["undecided"] and "72 (S01), 74 (S99)" in found.detail[0]


def test_the_seeds_leave_nothing_to_decide(seeds_with_places):
    found = audit.audit_seeds(seeds_with_places)
    assert set(found.finding) == {"inferred"}  # nothing waits for a person


def test_the_pace_is_that_of_the_panel():
    panel = outside("PANEL")
    users = pd.read_csv(panel / "internet_users_pct.csv")
    masts = [pd.read_csv(panel / f"pop_covered_{net}_pct.csv").query("nature == 'c'") for net in ("3g", "4g")]
    for frames, pace in (([users], "other"), (masts, "infrastructure")):
        moves = pd.concat([yearly(frame) for frame in frames])
        limit = moves.quantile(audit.SHARE_PACE_PERCENTILE / 100)
        assert audit.SHARE_PACE[pace] - 1 < limit <= audit.SHARE_PACE[pace]


def yearly(frame):
    rows = frame.sort_values(["entity", "year"])
    moved = rows.groupby("entity")[["year", "value"]].diff()
    return moved.value[moved.year == 1].abs()


# --- the commands ---


@pytest.fixture
def article(copy):
    with files.path("places", copy).open("a", encoding="utf-8") as places:
        places.write(f"{PLACE},Mường Mẫu,tỉnh Mường Mẫu\n")
    file = copy.parent / "bài viết.txt"
    file.write_text(EXAMPLE, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "content, found",
    [
        (None, ":0:: no such file"),
        (b"", ":1:: an empty file"),
        (b" \n\n ", ":1:: an empty file"),
        ("Một dòng\nđạt 5 xã".encode("utf-16"), ":1:: byte 0xff is not UTF-8"),
        ("dòng một\nTỷ lệ 5%".encode() + b"\xe9", ":2:: byte 0xe9 is not UTF-8"),
        ("\ufeffđạt 5 xã".encode(), ":1:: a byte-order mark"),
        ("một\nđạt 571.\u200b300 xã", ":2:: zero width space (U+200B) at character 9"),
        ("đạt \x1b[31m5 xã", ":1:: a control character (U+001B) at character 5"),
        ("Le réseau couvre 5 % des villages de la province depuis 2023.", ":0:: a text in another language"),
        ("Tỷ lệ đạt 5%. " * 20_000, ":0:: 280,000 characters"),
        ("không có số".encode(), ":0:: no numeral"),
    ],
)
def test_a_bad_article_stops_with_its_place_and_nothing_is_written(content, found, copy, capsys):
    file = copy.parent / "new.txt"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = contents(copy)
    assert run(copy, "draft", file, "--source-id", "S99") == 2
    error = capsys.readouterr().err
    assert f"new.txt{found}" in error and error.count("; ") >= 2
    assert contents(copy) == before


@pytest.mark.parametrize(
    "options, found",
    [
        (["--source-id", "6"], "--source-id:0:source_id: '6'"),
        (["--source-id", "S6"], "--source-id:0:source_id: 'S6'"),
        (["--source-id", "S99/../x"], "--source-id:0:source_id: 'S99/../x'"),
        (["--source-id", "S02"], "seeds/sources.csv:3:source_id: 'S02' is taken"),
        (["--source-id", "S99", "--province", "Mường Mẫu"], "--province:0:province: 'Mường Mẫu'"),
    ],
)
def test_a_bad_option_stops_with_what_is_allowed_and_nothing_is_written(options, found, copy, article, capsys):
    before = contents(copy.parent)
    assert run(copy, "draft", article, *options) == 2
    assert found in capsys.readouterr().err
    assert contents(copy.parent) == before


def test_a_draft_is_written_once_and_again_only_when_forced(copy, article, capsys):
    call = ["draft", article, "--source-id", "S99", "--province", PLACE]
    assert run(copy, *call) == 0
    output = capsys.readouterr().out
    assert "38 numerals: 20 observation" in output and "source-S99.csv" in output
    written = contents(copy / "build")
    assert sorted(file.name for file in written) == ["draft-S99.csv", "source-S99.csv"]
    assert run(copy, *call) == 2 and "there already" in capsys.readouterr().err
    assert run(copy, *call, "--force") == 0 and contents(copy / "build") == written


def test_a_write_that_fails_leaves_nothing_and_says_so(copy, article, monkeypatch, capsys):
    def full(*_):
        raise OSError(errno.ENOSPC, "no space left", "build")

    monkeypatch.setattr("helpers.outputs.staging.os.replace", full)
    assert run(copy, "draft", article, "--source-id", "S99", "--province", PLACE) == 1
    assert "no space left: 'build'; nothing was replaced" in capsys.readouterr().err
    assert not contents(copy / "build")


def test_no_cell_runs_as_a_formula_and_the_ledgers_cells_are_to_the_letter(copy, seeds_with_places, capsys):
    hostile = '=HYPERLINK("x")\n@SUM 5 -3 +7% =1+1 |cmd <script>alert(1)</script> 12 <b>xã</b>\n'
    rows = drafted(hostile, seeds_with_places)
    form = drafts.content(drafts.form("S99", hostile, "x.txt"))
    staging.replace(copy, {"build/draft-S99.csv": drafts.content(rows), "build/source-S99.csv": form})
    cells = pd.read_csv(copy / "build" / "draft-S99.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert not cells.map(lambda cell: bool(drafts.FORMULA.match(cell))).any(axis=None)
    texts = [name for name in proposals.ledger() if name not in ("hedge_step", "value", "paragraph", "offset", "entry")]
    assert cells[texts].equals(rows[texts].astype(str).astype(cells[texts].dtypes.to_dict()))
    assert "<script>" not in rows[rows.token == "12"][["context"]]._repr_html_()
    assert "title,\"'=HYPERLINK" in (copy / "build" / "source-S99.csv").read_text(encoding="utf-8")


# --- the draft as a person saves it ---


@pytest.fixture
def draft_file(copy, article, capsys):
    assert run(copy, "draft", article, "--source-id", "S99", "--province", PLACE) == 0
    capsys.readouterr()
    return copy / "build" / "draft-S99.csv"


def test_the_audit_of_a_draft_says_what_is_open(copy, draft_file, capsys):
    assert run(copy, "audit", draft_file) == 1
    output = capsys.readouterr().out
    assert "by row of the draft: 22" in output and "25 to decide." in output and "  9: 1.204 vị trí" in output
    assert "source-S99.csv: title, publisher, url" in output  # of its form
    assert run(copy, "audit") == 0 and "Nothing is left to decide." in capsys.readouterr().out


def test_spreadsheets_line_ends_are_read_as_if_absent(draft_file):
    before = drafts.read(draft_file)
    draft_file.write_bytes(draft_file.read_bytes().replace(b"\n", b"\r\n"))
    assert drafts.read(draft_file).equals(before)


@pytest.mark.parametrize(
    "old, new, found",
    [
        ("1.204,,,vị trí,1204", "1204,,,vị trí,1204", ":9:token: '1204'"),
        ("12/3/2021,", "2021-03-12,", ":5:token: '2021-03-12'"),
        ("66.5,observation", '"66,5",observation', ":19:value: '66,5'"),
        ("entry,token", "entry,Token", ":1:token: no such column"),
        ("source_id,", "source_id;", ":1:source_id: no such column"),
    ],
)
def test_a_draft_that_a_spreadsheet_spoilt_stops_with_its_place(old, new, found, copy, draft_file, capsys):
    text = draft_file.read_text(encoding="utf-8")
    assert old in text
    draft_file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert run(copy, "audit", draft_file) == 2
    assert f"draft-S99.csv{found}" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"", "Tỷ lệ".encode("utf-16")])
def test_a_draft_that_is_none_stops(content, copy, capsys):
    file = copy / "draft.csv"
    if content is not None:
        file.write_bytes(content)
    assert run(copy, "audit", file) == 2
    assert "draft.csv:" in capsys.readouterr().err


# --- how much is read rightly ---


def whole(rows):
    wrong = rows[~rows[list(scoring.CHECKS)].all(axis=1)]
    return wrong[["file", "token", *scoring.CHECKS]]


KINDS = scoring.texts().query("set == 'kind'").file


@pytest.mark.parametrize("file", KINDS)
def test_each_kind_of_phrase_is_read_as_a_person_reads_it(file, seeds_with_places):
    assert whole(scoring.judged(file, seeds_with_places)).empty


def hold(rows):
    """The shares that are asked of drafts."""
    found = scoring.shares(rows)
    assert found.kinds >= 95 and found["values"] >= 99 and found.periods >= 90 and found.whole >= 75
    assert found.false <= 3 and found.proposed > 10


@pytest.mark.parametrize("name", ["tuned", "held", "late", "recent", "newest", "last", "genres"])
def test_excerpts_are_read_rightly_and_no_indicator_is_false(name, seeds_with_places):
    hold(pd.concat([scoring.judged(file, seeds_with_places) for file in scoring.texts().query("set == @name").file]))


def test_the_sources_are_read_rightly_with_the_terms_of_the_others_alone(seeds_with_places):
    rows = scoring.of_sources(seeds_with_places, outside("SOURCE_TEXTS"))
    assert rows.right_token.all()
    hold(rows)


def test_a_text_that_no_one_could_read_well_is_drafted_with_its_doubts(copy, capsys):
    file = copy.parent / "scan.txt"
    lines = ["Tỉnh Điện Biên", "T ỷ l ệ h ộ c ó m ạ n g đ ạ t 5 4 %", "Năm 2024, 88.7% số hộ, 5,5% số xã", "và 12 xã c"]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(copy, "draft", file, "--source-id", "S90") == 0
    output = capsys.readouterr().out
    assert "badly read, as by a scanner: 2" in output and "left undecided: 88.7" in output


def test_a_text_without_a_known_place_asks_for_one(copy, capsys):
    file = copy.parent / "new.txt"
    file.write_text("Năm 2024, có 12 xã, 5 bản.", encoding="utf-8")
    assert run(copy, "draft", file, "--source-id", "S90") == 2
    assert "--province:0:province: no place of seeds/places.csv" in capsys.readouterr().err
