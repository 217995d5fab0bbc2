"""The documents: their findings are the claims, their links lead somewhere, the method's numbers are the tables'."""

import re

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from helpers.analysis import calibration, progress, ranges
from helpers.claims import table, words
from helpers.outputs import content, documents
from helpers.seeds import numerals

DOCUMENTS = ["README.md", "README.vi.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/method.md", "docs/glossary.md"]
GENERATED = re.compile(r"<!-- (\w+): rewritten by the rerun -->\n(.*?)<!-- end of \1 -->", re.S)


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


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


@pytest.mark.parametrize(("name", "language"), documents.READMES.items())
def test_the_readmes_findings_are_the_claims(name, language, seeds, frames):
    text, claims = text_of(name), frames["claims"].set_index("claim_id")
    assert documents.filled(text, language, content.prepared(seeds, frames)) == text
    parts = dict(GENERATED.findall(text))
    assert sorted(parts) == ["findings", "shares", "since", "targets"]
    lines = parts["findings"].strip().splitlines()
    assert len(lines) >= 5
    for line in lines:
        claim = claims.loc[re.search(r"`([^`]+)`$", line)[1]]
        assert claim[f"text_{language}"] in line and claim.status == "quotable"


def test_the_glossary_has_one_name_for_one_thing():
    text = text_of("docs/glossary.md")
    terms = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|[^|]*\|$", GENERATED.sub("", text), re.M))
    codes = re.findall(r'^  "(.+?)":', text_of("src/helpers/templates/words.vi.j2").partition("LABELS")[2], re.M)
    shown = words.translations() | {words.label(code): words.label(code, "vi") for code in codes}
    shared = set(terms) & set(shown)
    assert {"projection", "central path", "pace needed"} <= shared
    for term in shared:
        assert shown[term] in terms[term], term


# --- what docs/method.md says of the tables and of constants of the code ---


def of_method(seeds, frames):
    """(fragment, numbers) for docs/method.md, each fragment with its numbers in order."""
    beta, gamma = (row for row in seeds["coefficients"].itertuples())
    at = frames["claims"].set_index("claim_id")
    now, then = (at.loc[f"dien-bien.smartphone_population_pct.{when}"] for when in ("projection.2025", "scenario.2030"))
    later = at.loc["dien-bien.household_fibre_connected_pct.later.TDB6-2025"]
    reached = min(level for level in range(90, 101) if progress.interval_verdict(level, 100, 100) == "likely")
    train = calibration.training(pd.DataFrame({"entity": "A", "year": range(2000, 2101), "value": np.arange(101.0)}))
    levels = sorted(train.y1)
    quantiles = [100 * ranges.QUANTILES[name] for name in ("q10", "q90")]
    return [
        ("From 8,738 gains in 200 countries", [beta.rows, beta.entities]),
        ("1990 to 2024: ", [beta.first_year, beta.last_year]),
        ("level from 10 to 97 with", [levels[0], levels[-1]]),
        ("β = 0.099 (0.090 to 0.111)", [beta.value, beta.lower, beta.upper]),
        ("γ = 0.711 (0.574 to 0.802)", [gamma.value, gamma.lower, gamma.upper]),
        ("two points 3 years apart", [calibration.WINDOW]),
        ("last level from 20 to 90", ranges.LEVELS["adoption"]),
        ("scored from 2005 on", [calibration.FIRST_SCORED]),
        ("last levels from 20 to 97", ranges.LEVELS["infrastructure"]),
        ("their 10 % and 90 % quantiles", quantiles),
        ("the quantiles times 1.5", [ranges.WIDENED["adoption"]]),
        ("more than 6 points a year", [ranges.FAST]),
        ("interpolated between 2.5 and 97.5 %", [100 * ranges.QUANTILES[name] for name in ("q2_5", "q97_5")]),
        ("likely from 0.9, unlikely up to 0.1,", [table.LIKELY, table.UNLIKELY]),
        ("within 5 points of the level (of the nearest multiple of 5)", [calibration.NEAR, calibration.STEPS.step]),
        ("More than 5 years ahead", [ranges.RANGE_YEARS]),
        ("79.0 % at the end of 2025 (72.7 to 87.7)", [now.value, 2025, now.lower, now.upper]),
        ("87.8 % at the end of 2030 (77.0 or more)", [then.value, 2030, then.lower]),
        ("reported as over 60 % by an estimate", [later.value]),
        ("for 100, 99 counts as reached", [100, reached]),
    ]


def error_tables(seeds):
    """The rows of docs/method.md's tables of errors and of what the range held, and their headings."""
    quantiles = seeds["range_quantiles"]
    for _, rows in quantiles.groupby(["class", "method"]):
        errors = rows.sort_values("horizon").mean_absolute_error
        yield f"| {rows.method.iloc[0]} | " + " | ".join(f"{error:.2f}" for error in errors) + " |"
    yield "| " + " | ".join(["method", *(f"{years} year{'s' * (years > 1)}" for years in calibration.HORIZONS)]) + " |"
    central = quantiles[quantiles.method == "diffusion"].set_index(["class", "horizon"])
    for years in calibration.HORIZONS:
        plain = ["held_80", "held_80_fast"]
        wide = ["held_80_widened", "held_80_widened_fast"]
        cells = [*central.loc[("adoption", years), plain + wide], *central.loc[("infrastructure", years), plain]]
        yield f"| {years} | " + " | ".join("–" if np.isnan(cell) else f"{cell:.0f}" for cell in cells) + " |"
    table = seeds["probability"].pivot(index="called", columns="range", values=["mean_called", "happened"])
    for called, row in table.iterrows():
        cells = [row[name, one] for one in ("unwidened", "widened", "as_made") for name in ("mean_called", "happened")]
        yield f"| {called} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |"


def test_the_method_page_has_the_numbers_of_the_tables_and_of_the_code(worked):
    text = text_of("docs/method.md")
    for fragment, values in of_method(worked, worked):
        assert fragment in text, fragment
        for value, (number, decimals) in zip(values, numerals.numbers_in(fragment), strict=True):
            assert abs(round(float(value), decimals) - number) < 1e-9, (fragment, value)
    assert [row for row in error_tables(worked) if row not in text] == []
