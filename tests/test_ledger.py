"""The ledger against the texts: only where SOURCE_TEXTS names their folder."""

import hashlib
import re

import pytest
from conftest import outside

from helpers.tables import files


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
