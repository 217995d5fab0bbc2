"""Broken seeds, one rule each, as data; test_seeds.py breaks a copy of the project with each."""

import contextlib
import io
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from helpers.__main__ import main
from helpers.tables import files

Change = Callable[[bytes], bytes]
LINE = re.compile(r"seeds/[\w/]+\.csv:\d+:[\w, ]*: .+; .+; .+")  # file:row:column: found; allowed; what to do


class Case(NamedTuple):
    """One way to break one table, and words that the message must hold."""

    table: str
    change: Change
    words: str


def swapped(old: str, new: str, count: int = 1) -> Change:
    """Another text in place of the first one that is found."""

    def change(raw: bytes) -> bytes:
        assert old.encode() in raw, old
        return raw.replace(old.encode(), new.encode(), count)

    return change


def whole(change: Callable[[str], str], encoding: str = "utf-8") -> Change:
    """A change of a table's whole text, and the encoding in which it is then saved."""
    return lambda raw: change(raw.decode("utf-8")).encode(encoding)


def line(text: str, which: int) -> str:
    return text.splitlines(keepends=True)[which]


SMARTPHONES = "S01,8,2216,,72,,,%,72"
GRDP = '"48,6",ước đạt,0.2,triệu đồng/năm,48.6'
CASES = {
    # targets
    "a near match that bounds nothing": Case("target_matches", swapped("exact,none,both", "near,none,both"), ":bound: near and none; lower or upper"),
    "a label lost in translation": Case("phrases", swapped("chỉ tính 4G\n", "chỉ tính 5G\n"), ":phrase_vi: no 4G in it"),
    "a number that translation brought in": Case("phrases", swapped("95% thôn, bản và", "96% thôn, bản và"), ":phrase_vi: 96 in it"),
    "a note that names no target": Case("reported", swapped("TDB1; no denominator", "TDB91; no denominator"), ":note: TDB91; an id of targets.csv"),
    # columns
    "a missing column": Case("reported", swapped("qualifier,", ""), "reported.csv:1:qualifier: no such column"),
    "a renamed column": Case("targets", swapped("comparator", "operator"), "targets.csv:1:comparator: no such column"),
    "an extra column": Case("sources", swapped("note\n", "note,more\n"), "sources.csv:1:more: unknown column 'more'"),
    "a column twice": Case("phrases", swapped("phrase_vi\n", "phrase_vi,phrase_vi\n"), "1:phrase_vi: column stands twice"),
    "columns in another order": Case(
        "phrases", swapped("phrase_en,phrase_vi\n", "phrase_vi,phrase_en\n"), "1:phrase_vi: columns in another order"
    ),
    "a column without a name": Case("phrases", swapped("phrase_vi\n", "phrase_vi,\n"), "1:: unknown column ''"),
    # files and rows
    "an empty file": Case("sources", lambda raw: b"", "sources.csv:1:source_id: no such column"),
    "a header alone": Case("sources", whole(lambda text: line(text, 0)), "sources.csv:2:: a header alone"),
    "a row cut off in the middle": Case(
        "target_matches", lambda raw: raw[:-80], "target_matches.csv:26:bound: 3 cells in this row; 5 cells in a row"
    ),
    "a comma too many": Case("phrases", swapped("phrase_vi\n", "phrase_vi\na,b,c\n"), "phrases.csv:2:: 3 cells in this row"),
    "a number with an unquoted comma": Case(
        "reported", swapped('"88,7",,,%', "88,7,,,%"), "reported.csv:30:: 16 cells in this row"
    ),
    "an empty row": Case("indicators", swapped("\nsmartphone_adults_pct", "\n\nsmartphone_adults_pct"), "indicators.csv:3:: an empty row"),
    "a row of commas": Case("target_matches", whole(lambda text: text + ",,,,\n"), "target_matches.csv:28:: an empty row"),
    "a quote that is never closed": Case(
        "sources", swapped('"Điện Biên đầu tư', 'Điện Biên đầu tư'), "sources.csv:2:"
    ),
    "a quote opened in the middle of a table": Case("targets", swapped("\nTDB3,", '\n"TDB3,'), "targets.csv:4:: a quote"),
    "a line break in a cell": Case(
        "indicators", swapped("People with a smartphone", '"People with\na smartphone"'), "indicators.csv:2:name_en: a line break"
    ),
    "a fault below a line break in a cell": Case(
        "indicators",
        whole(lambda text: text.replace("People with a smartphone", '"People with\na smartphone"').replace("Adults with a", "Adults with  a")),
        "indicators.csv:3:name_en: a space at an end, or two in a row",
    ),
    # encodings
    "UTF-16": Case("phrases", whole(str, "utf-16"), "phrases.csv:1:: UTF-16; UTF-8"),
    "UTF-16 without its mark": Case("phrases", whole(str, "utf-16-le"), "phrases.csv:1:: UTF-16; UTF-8"),
    "Windows-1258": Case(
        "sources",
        lambda raw: unicodedata.normalize("NFD", raw.decode()).replace("\u0323", "\xf2").encode("cp1258", "replace"),
        "sources.csv:2:: byte",
    ),
    "semicolons": Case("target_matches", whole(lambda text: text.replace(",", ";")), "target_matches.csv:1:: semicolons"),
    "tabs": Case("target_matches", whole(lambda text: text.replace(",", "\t")), "target_matches.csv:1:: tabs"),
    "a carriage return alone": Case("phrases", whole(lambda text: text.replace("\n", "\r")), "phrases.csv:1:: a carriage return"),
    "two kinds of line ends": Case("targets", swapped("\nTDB3,", "\r\nTDB3,"), "targets.csv:3:: CRLF"),
    # characters
    "decomposed letters (NFD)": Case("indicators", swapped("Tỷ", unicodedata.normalize("NFD", "Tỷ")), "2:name_vi: decomposed letters"),
    "the letter eth": Case("indicators", swapped("Tỷ lệ dân số có điện", "Tỷ lệ dân số có Ðiện"), "2:name_vi: Ð (eth) at character 17; Đ and đ"),
    "a zero-width joiner": Case("reported", swapped("share of the population; the age", "share of the\u200d population; the age"), ":note: zero width joiner"),
    "a non-breaking space": Case("targets", swapped("mobile 4G", "mobile\u00a04G"), "targets.csv:2:concept: a non-breaking space"),
    "a zero-width space": Case("reported", swapped(SMARTPHONES, "S01,8,2216,,72\u200b,,,%,72"), "reported.csv:26:token: zero width space"),
    "a byte-order mark inside": Case("phrases", swapped("\n'phấn", "\n\ufeff'phấn"), "phrases.csv:4:phrase_en: a byte-order mark"),
    "text that turns its direction": Case("sources", swapped("VietNamNet", "Viet\u202eNamNet"), "publisher: right-to-left override"),
    "a control character": Case("targets", swapped("mobile 4G", "mobile\x074G"), "targets.csv:2:concept: character 0x0007"),
    "a tab in a cell": Case("targets", swapped("mobile 4G", "mobile\t4G"), "targets.csv:2:concept: a tab"),
    "a space at the end of a cell": Case("reported", swapped(",dien-bien,", ",dien-bien ,"), "6:province: a space at an end"),
    "two spaces in a row": Case("targets", swapped("mobile 4G", "mobile  4G"), "targets.csv:2:concept: a space at an end, or two"),
    "a formula": Case("indicators", swapped("People with", '=HYPERLINK(1)'), "indicators.csv:2:name_en: '=', the start of a formula"),
    "a formula with a plus": Case("sources", swapped(",VietNamNet,", ",+cmd|1,"), "publisher: '+', the start of a formula"),
    "a formula with a minus": Case("phrases", swapped("\n'phấn đấu'", "\n-1+1"), "phrases.csv:4:phrase_en: '-', the start"),
    "a formula with an at sign": Case("targets", swapped("mobile 4G", "@SUM(A1)"), "targets.csv:2:concept: '@', the start"),
    "markup": Case("indicators", swapped("People with", "<script>alert(1)</script>"), "2:name_en: '<s', the start of markup"),
    "markup of a formula": Case("indicators", swapped("People with", "$x^2$ people with"), "2:name_en: '$x^2$', the start of markup"),
    "an address that runs code": Case("sources", swapped("https://vietnamnet.vn", "javascript:alert(1)//"), "sources.csv:2:url: 'javascript:"),
    "a file name that leaves its folder": Case("sources", swapped("000_c5", "../../c5"), "sources.csv:2:file: '../../c5"),
    # numbers and dates
    "1.115 read as a decimal": Case(
        "reported", swapped("1.115,ước đạt,2,tỷ đồng,1115", "1.115,ước đạt,2,tỷ đồng,1.115"), ":value: 1.115; the value of the token '1.115'"
    ),
    "88.7 for 88,7": Case("reported", swapped('"88,7",,,%,88.7', "88.7,,,%,88.7"), "30:token: '88.7' is not a Vietnamese numeral"),
    "a decimal comma in a value": Case("reported", swapped('"88,7",,,%,88.7', '"88,7",,,%,"88,7"'), "30:value: '88,7'; a number with a decimal point"),
    "0.72 for 72": Case("reported", swapped(SMARTPHONES, SMARTPHONES[:-2] + "0.72"), "26:value: 0.72; the value of the token '72'"),
    "swapped digits": Case("reported", swapped(GRDP, GRDP.replace("48.6", "46.8")), ":value: 46.8; the value of the token '48,6'"),
    "a value past its bound": Case("reported", swapped(SMARTPHONES, "S01,8,2216,,172,,,%,172"), "26:value: 172; 0 to 100 for smartphone_population_pct"),
    "a value without its token's figure": Case("reported", swapped(SMARTPHONES, SMARTPHONES[:-2]), "26:value: an empty cell"),
    "a number that is none": Case("reported", swapped(SMARTPHONES, SMARTPHONES[:-2] + "NaN"), "26:value: 'NaN'; a number"),
    "a number as a power of ten": Case("national", swapped(",59.2,", ",5.92e1,"), "national.csv:2:value: '5.92e1'; a number"),
    "a whole number with decimals": Case("reported", swapped("S01,8,2216", "S01,8.0,2216"), "26:paragraph: '8.0'; a whole number"),
    "a national value past its bound": Case("national", swapped(",59.2,", ",592,"), "national.csv:2:value: 592; 0 to 100"),
    "a target past 100 %": Case("targets", swapped("GRDP,10,>=", "GRDP,110,>="), "targets.csv:5:value: 110; 0 to 100"),
    "Excel's date with slashes": Case("national", swapped("2018-12-31", "31/12/2018"), "national.csv:2:date: '31/12/2018'; a date as 2025-07-22"),
    "Excel's month and year": Case("reported", swapped("village_fibre_pct,2023,", "village_fibre_pct,Dec-23,"), "30:period: 'Dec-23' is not a period"),
    "Excel's count of days": Case("national", swapped("2018-12-31", "43465"), "national.csv:2:date: '43465'; a date"),
    "Excel's count of days as a period": Case("reported", swapped("village_fibre_pct,2023,", "village_fibre_pct,45291,"), "30:period: '45291' is not a period"),
    "an impossible date": Case("national", swapped("2018-12-31", "2018-13-31"), "national.csv:2:date: '2018-13-31'; a date"),
    "an impossible quarter": Case("reported", swapped("2023-Q1", "2023-Q5"), "'2023-Q5' is not a period"),
    "an impossible day": Case("reported", swapped(",2025-07-22,", ",2025-06-31,"), "there is no day 31 in month 6 of 2025"),
    "an impossible month of an instrument": Case("targets", swapped("2021-10-01", "2021-13-01"), "targets.csv:2:instrument_date: there is no month 13"),
    "a date that is not the end of its period": Case("national", swapped("2018-12-31", "2018-12-30"), "national.csv:2:date: 2018-12-30; 2018-12-31"),
    "a figure later than its source": Case("reported", swapped("2024-01/2024-09", "2024-01/2024-12"), ":period: '2024-01/2024-12'; a period that ends by 2024-10-16"),
    "a period ahead of every source": Case("reported", swapped("village_fibre_pct,2023,", "village_fibre_pct,2099,"), "30:period: '2099'; a period that ends by 2025-12-31"),
    "a count in thousands under a plain number": Case("reported", swapped("thuê bao,567666", "nghìn thuê bao,567666"), ":value: 567666; the value of the token '567.666' in nghìn thuê bao: 567666000"),
    "a period that ends before it starts": Case("reported", swapped("2021/2023", "2023/2021"), "10:period: period '2023/2021' ends before it starts"),
    "a year before its instrument": Case("targets", swapped("%,2025,inferred", "%,2020,inferred"), "targets.csv:2:target_year: 2020; 2021 or later"),
    # places in the texts
    "an offset off by one": Case("reported", swapped("S01,8,2216,", "S01,8,2217,"), "sources.csv:2:ledger_sha256:"),
    "a token not at its offset": Case("reported", swapped("S01,8,2216,,72,", "S01,8,2197,,72,"), "26:offset: 2197; 2211 or more"),
    "tokens that overlap": Case("reported", swapped("S01,8,2216,", "S01,8,2210,"), "26:offset: 2210; 2211 or more"),
    "a token beyond its text": Case("reported", swapped("S01,11,3517,", "S01,11,3678,"), ":offset: 3678; tokens within the 3680 characters"),
    "a paragraph off by one": Case("reported", swapped("S01,7,2141,", "S01,8,2141,"), "sources.csv:2:ledger_sha256:"),
    "a paragraph before the last one": Case("reported", swapped("S01,8,2216,", "S01,7,2216,"), "26:paragraph: 7; 8 or more"),
    "a place in a report without a text": Case("reported", swapped("\nS06,,,1,68", "\nS06,3,12,1,68"), ":paragraph: '3'; filled exactly where the coverage of the source is full; S06 is figures"),
    "a figure of a text without its place": Case("reported", swapped("S01,8,2216,,72", "S01,8,,,72"), "26:offset: an empty cell; filled exactly where"),
    "an entry twice": Case("reported", swapped("\nS06,,,2,5", "\nS06,,,1,5"), "source_id, offset, entry: the same"),
    "another figure of a report": Case("reported", swapped("\nS11,,,8,36,,,%,36", "\nS11,,,8,37,,,%,37"), "sources.csv:12:ledger_sha256:"),
    "a text of a report without one": Case("sources", swapped("\nS06,figures,,", "\nS06,figures,text.txt,"), "sources.csv:7:file: 'text.txt'; filled exactly where"),
    "rows out of order": Case("reported", swapped("S01,3,898", "S01,3,100"), "3:offset: 100; 228 or more"),
    "another digit of a year": Case("reported", swapped("S01,8,2224,,2023,,,,2023", "S01,8,2224,,2022,,,,2022"), "sources.csv:2:ledger_sha256:"),
    "a row lost": Case("reported", swapped("S01,8,2224,,2023,,,,2023,date,,,,,\n", ""), "sources.csv:2:ledger_sha256:"),
    "another length of a text": Case("sources", swapped(",3680,", ",3681,"), "sources.csv:2:ledger_sha256:"),
    "another date of an event": Case("sources", swapped(",2024-10-16,", ",2024-10-15,"), "sources.csv:3:ledger_sha256:"),
    "another date of publication": Case("sources", swapped(",2023-08-07,", ",2023-08-17,"), "sources.csv:5:ledger_sha256:"),
    # ids, keys, choices
    "an unknown indicator": Case("reported", swapped("smartphone_population_pct", "smartfone_pct"), "24:indicator: 'smartfone_pct'; an id of indicators.indicator"),
    "an unknown source": Case("comparability", swapped(",S01,", ",S99,"), "comparability.csv:2:start_source: 'S99'"),
    "an unknown target": Case("target_matches", swapped("\nTDB1,", "\nTDB99,"), "target_matches.csv:2:target_id: 'TDB99'"),
    "an unknown source of a target": Case("targets", swapped('"S01, S04"', '"S01, S40"'), "targets.csv:2:source: 'S01, S40'"),
    "a duplicate key": Case(
        "reported", swapped("S01,1,224,,2020,,,,2020,date,,,,,\n", "S01,1,224,,2020,,,,2020,date,,,,,\n" * 2), "3:source_id, offset, entry: the same as in the row at position 2"
    ),
    "two values for one date": Case(
        "reported", swapped(",village_fibre_pct,2020,", ",village_fibre_pct,2023,"), "28:value: 80 (S01), 88.7 (S01) for village_fibre_pct"
    ),
    "a wrong kind": Case("reported", swapped(",observation,", ",observatoin,"), "12:kind: 'observatoin'; one of observation, growth"),
    "an empty required cell": Case("indicators", swapped("People with a smartphone", ""), "2:name_en: an empty cell; a value; fill it in"),
    "a province that is no slug": Case("reported", swapped("observation,dien-bien", "observation,Điện Biên"), "12:province: 'Điện Biên'; the pattern [a-z]"),
    "a year far off": Case("targets", swapped("%,2025,inferred", "%,20255,inferred"), "2:target_year: '20255'; at least 1990 and at most 2100"),
    "a province that no row names": Case("reported", swapped("observation,dien-bien", "observation,son-la"), "12:province: 'son-la'; an id of places.province"),
    "an observation without a province": Case("reported", swapped("observation,dien-bien", "observation,"), "12:province: an empty cell"),
    "an observation without an indicator": Case("reported", swapped("grdp_per_capita_vnd_mn,2023", ",2023"), "12:indicator: an empty cell"),
    # what the columns say to each other
    "an unknown hedge": Case("reported", swapped("gần", "độ"), "unknown word 'độ'"),
    "a hedge without its step": Case("reported", swapped("ước đạt,0.2,", "ước đạt,,"), "12:hedge_step: no hedge_step for a hedged figure"),
    "a step without a hedge": Case("reported", swapped(SMARTPHONES, "S01,8,2216,,72,,1,%,72"), "26:hedge_step: a hedge_step without a hedge"),
    "bounds upside down": Case("indicators", swapped(",0,100,higher", ",100,0,higher"), "2:lower_bound: bounds 100 to 0"),
    "a share without its bound": Case("indicators", swapped(",0,100,higher", ",0,1,higher"), "2:upper_bound: bounds 0 to 1; 0 to 100"),
    "a national value in another unit": Case("national", swapped(",59.2,%,", ",59.2,number,"), "national.csv:2:unit: 'number'"),
    "a share printed in kilometres": Case("reported", swapped(SMARTPHONES, "S01,8,2216,,72,,,km,72"), "26:unit_printed: 'km'; a unit of smartphone_population_pct"),
    "per cent of a count": Case("reported", swapped("thuê bao,567666", "%,567666"), ":unit_printed: '%'; a unit of mobile_subscriptions_count"),
    "a target in another unit": Case("targets", swapped(",10,>=,% of GRDP,2025", ",10,>=,%,2025"), "target_matches.csv:", ),
    "a changed target": Case("targets", swapped("4G,100,>=", "4G,10,>="), "reported.csv:6:value: '100'; '10' as TDB1 says"),
    "a year without its basis": Case("targets", swapped("2025,inferred", ",inferred"), "targets.csv:2:year_basis: 'inferred'"),
    "a date without its basis": Case("sources", swapped("2025-07-22,printed", "2025-07-22,"), "sources.csv:6:published_basis: an empty cell"),
    "a coefficient outside its range": Case("coefficients", swapped("beta,0.098944", "beta,0.198944"), "coefficients.csv:2:value: 0.198944"),
    "quantiles that fall": Case("range_quantiles", swapped(",-0.224165,", ",0.224165,"), "range_quantiles.csv:2:q50: 0.023527; 0.224165 or more, as the quantile before"),
    # pairs
    "a pair without a grade": Case("comparability", whole(lambda text: text.removesuffix(line(text, -1))), "no row for lai-chau,village_mobile_any_pct"),
    "a grade for no pair": Case("comparability", swapped("village_fibre_pct,2020,S01", "village_fibre_pct,2021,S01"), "no such pair of neighbours"),
    "a grade too good": Case("comparability", swapped('C,"3G or 4G in one source, 4G alone in the other; 95', 'B,"3G or 4G in one source, 4G alone in the other; 95'), "B although: another wording"),
    "an A for inferred dates": Case("comparability", swapped("S02,B,", "S02,A,"), "A although"),
}  # fmt: skip


def edit(folder: Path, table: str, change: Change) -> None:
    """Change the bytes of one table below a root."""
    file = files.path(table, folder)
    file.write_bytes(change(file.read_bytes()))


def answer(folder: Path) -> tuple[int, list[str]]:
    """What the rerun of a folder answers: its exit status and the lines of its complaint."""
    out, err = io.StringIO(), io.StringIO()
    out.reconfigure = err.reconfigure = lambda **_: None  # type: ignore[attr-defined]  the task sets their encoding
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(["rerun", "--root", str(folder)])
    return status, err.getvalue().strip().splitlines()


def project(folder: Path, root: Path = files.PROJECT) -> Path:
    """A copy of a project's tables to break."""
    for name in ("seeds", "data"):
        shutil.copytree(root / name, folder / name)
    (folder / "notebooks").mkdir()
    return folder
