"""The documents: their findings are the claims, their links lead somewhere, no number in them stands untested."""

import re

import pytest
from conftest import ROOT

from helpers import conclusions
from helpers.publishing import findings

DOCUMENTS = ["README.md", "README.vi.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/method.md", "docs/glossary.md"]
GENERATED = re.compile(r"<!-- (\w+): rewritten by the rerun -->\n(.*?)<!-- end of \1 -->", re.S)


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def prose(text):
    """A document without what is generated, code, link targets, ids of tables, list numbers and figures in names."""
    text = GENERATED.sub("", text)
    for noise in (r"```.*?```", r"`[^`]*`", r"\]\([^)]*\)", r"https?://\S+", r"<!--.*?-->", r"^\s*\d+\. ", r"\|---.*"):
        text = re.sub(noise, " ", text, flags=re.S | re.M)
    return text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file_or_a_heading(name):
    text = text_of(name)
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in re.findall(r"^#+ .*", text, re.M)
    }
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S))
    for link in links:
        file, _, heading = link.partition("#")
        if not link.startswith("https://"):
            assert (ROOT / name).parent.joinpath(file).exists(), link
            assert file or heading in headings, link


@pytest.mark.parametrize(("name", "language"), findings.READMES.items())
def test_the_readmes_findings_are_the_claims(name, language, seeds, frames):
    text, told = text_of(name), frames["claims"].set_index("claim_id")
    assert findings.filled(text, language, seeds, frames) == text
    parts = dict(GENERATED.findall(text))
    assert sorted(parts) == ["findings", "shares", "targets"]
    lines = parts["findings"].strip().splitlines()
    assert len(lines) >= 8
    for line in lines:
        claim = told.loc[re.search(r"`([^`]+)`$", line)[1]]
        assert claim[f"text_{language}"] in line and claim.status == "quotable"


def test_a_moved_figure_moves_the_readmes(seeds, frames):
    text = text_of("README.md")
    moved = {name: frame.copy() for name, frame in frames.items()}
    moved["target_gaps"].loc[moved["target_gaps"].target_id == "TDB6", "pace_needed"] = 7.31
    moved["claims"]["printed_en"] = moved["claims"].printed_en.str.replace("79.0", "81.5")
    told = findings.filled(text, "en", seeds, moved)
    assert "| 7.3 |" in told and "| 7.3 |" not in text
    assert "81.5 % (72.7–87.7)" in told and "81.5 %" not in text


def test_what_the_readmes_say_of_all_targets_is_so(frames):
    """None met, one not met, the others not to be judged; none of 2030 meets a projected series."""
    gaps = frames["target_gaps"].query("match != 'context'")
    said = [conclusions.conclusion_key(row) for row in gaps[gaps.target_date.dt.year == 2025].itertuples()]
    assert said.count("not met") == 1
    assert set(said) == {"not met", "no pace", "bounded below", "bounded above"}
    unmet = next(row for row in gaps.itertuples() if conclusions.conclusion_key(row) == "not met")
    assert unmet.indicator == "village_fibre_pct" and unmet.latest_date.year == 2025
    projected = frames["projections"].query("method == 'diffusion'").indicator
    assert not gaps[gaps.target_date.dt.year == 2030].indicator.isin(projected).any()
    lai_chau = frames["observations"].query("province == 'lai-chau'")
    assert lai_chau.indicator.is_unique
    assert frames["observations"].date.max().strftime("%Y-%m") == "2025-07"
