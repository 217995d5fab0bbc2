"""Calibration: a synthetic panel with known coefficients, time and country respected, the committed tables rebuilt."""

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, as_written, contents, outside

from helpers.__main__ import main
from helpers.analysis import calibration, ranges
from helpers.analysis.ranges import QUANTILES
from helpers.outputs import calibrating
from helpers.tables import datapackage, files

BETA, GAMMA = 0.12, 0.6


def synthetic(countries=60, first=1998, last=2024, noise=0.0, seed=1):
    """A panel that follows the diffusion exactly, from different starts, and its noise."""
    generator = np.random.default_rng(seed)
    rows = []
    for index in range(countries):
        path = list(generator.uniform(3, 30) + np.array([0.0, 1.0, 2.0, 3.0]) * generator.uniform(0.3, 3))
        while len(path) <= last - first:
            level, v = path[-1], (path[-1] - path[-4]) / 3
            path.append(min(level + (1 - level / 100) * (BETA * level + GAMMA * v) + noise * generator.normal(), 100))
        rows += [(f"C{index:02d}", first + step, value) for step, value in enumerate(path)]
    return pd.DataFrame(rows, columns=["entity", "year", "value"])


@pytest.mark.parametrize("countries, noise, near", [(60, 0.0, 1e-3), (200, 0.3, 0.03)])
def test_known_coefficients_are_found_again(countries, noise, near):
    rows = calibration.training(synthetic(countries, noise=noise)).query("horizon == 1")  # exact a year ahead
    assert calibration.fit(rows) == pytest.approx([BETA, GAMMA], abs=near)


def test_nothing_after_the_origin_and_nothing_of_the_country_changes_a_projection():
    panel = synthetic(countries=12, noise=0.4)
    origin = 2012
    window = calibration.windows(panel, (20, 90)).query("origin == @origin and horizon == 1").head(3)
    before = calibration.coefficients_at(window, calibration.training(panel))
    future = panel.assign(value=panel.value.where(panel.year <= origin, 50 + panel.year % 7))
    after = calibration.coefficients_at(window, calibration.training(future))
    pd.testing.assert_frame_equal(before, after)
    for country in window.entity:
        other = panel.assign(value=panel.value.where(panel.entity != country, panel.year % 13 + 30.0))
        again = calibration.coefficients_at(window, calibration.training(other))
        own = [frame[frame.entity == country].iloc[0] for frame in (before, again)]
        assert (own[0].beta, own[0].gamma) == pytest.approx((own[1].beta, own[1].gamma))


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda frame: frame.drop(columns="year"), "no such column"),
        (lambda frame: frame.assign(value=frame.value / 100), "not fractions"),
        (lambda frame: frame.assign(value="x"), "per cent from 0 to 100"),
        (lambda frame: pd.concat([frame, frame.head(1)]), "one value a country and year"),
        (lambda frame: frame.assign(year="x"), "a year as a whole number"),
        (lambda frame: frame.head(0), "no rows"),
        (lambda frame: frame[frame.entity == "C00"], "country-years"),
    ],
)
def test_a_bad_panel_gives_one_clear_error(tmp_path, capsys, copy, change, words):
    file = tmp_path / "panel.csv"
    change(synthetic(countries=3)).to_csv(file, index=False)
    before = contents(copy) | {file: file.read_bytes()}
    assert main(["calibrate", str(file), "--root", str(copy)]) == 2
    assert contents(copy) | {file: file.read_bytes()} == before
    error = capsys.readouterr().err
    assert words in error and error.startswith("panel") and error.count("\n") == 1


@pytest.mark.slow
def test_the_command_writes_both_tables(tmp_path, copy):
    synthetic(countries=32, first=2003, last=2014, noise=0.5).to_csv(tmp_path / "panel.csv", index=False)
    assert main(["calibrate", str(tmp_path / "panel.csv"), "--root", str(copy)]) == 0
    quantiles = files.read("range_quantiles", copy)
    assert set(quantiles["class"]) == {"adoption", "infrastructure"}  # the class without a panel stays
    assert set(quantiles[quantiles["class"] == "adoption"].panel_version) == {"panel.csv"}
    assert datapackage.differences(copy) == []


@pytest.mark.slow
def test_the_committed_tables_rebuild_from_the_panel():
    made = calibrating.calibrate_files(sorted(outside("PANEL").glob("*.csv")))
    for name, frame in made.items():
        stored, rebuilt = files.read(name, ROOT), as_written(frame, name)
        pd.testing.assert_frame_equal(stored, rebuilt, rtol=1e-4, atol=1e-4)


def test_the_quantiles_are_those_of_conformal_prediction():
    """Of 9 errors the 10 % quantile is the lowest: the next error is below it with a chance of one in ten."""
    found = dict(zip(QUANTILES, calibration.quantiles_of(np.arange(1.0, 10.0)), strict=True))
    assert (found["q10"], found["q50"], found["q90"]) == (1.0, 5.0, 9.0)


def test_a_panel_whose_chances_are_known_is_called_right():
    """Errors drawn alike everywhere about a path that rises by 15 points: what is called must happen as often."""
    draw = np.random.default_rng(3)
    judged = pd.DataFrame({"entity": "A", "y1": draw.uniform(20, 60, 3000), "scaled": draw.normal(size=3000)})
    judged["error"] = judged.scaled * np.sqrt(100 - judged.y1)
    judged["outcome"] = judged.y1 + 15 + judged.error
    scored = judged.assign(**dict(zip(QUANTILES, (-1.96, -1.2816, -0.6745, 0.0, 0.6745, 1.2816, 1.96), strict=True)))
    table = ranges.probability_table(scored, scored).set_index(["range", "called"])
    plain, wide = table.loc["unwidened"], table.loc["widened"]
    assert len(plain) == 5 and (plain.mean_called - plain.happened).abs().max() < 0.03
    assert wide.happened[0.3] < wide.mean_called[0.3] - 0.05 and wide.happened[0.7] > wide.mean_called[0.7] + 0.05


def test_what_countries_gained_is_read_off_their_paths():
    """Forty countries that gain 2 points a year, one window each: from any level, in two years, four points."""
    rows = [(f"C{index}", 2000 + step, 10 + index / 10 + 2 * step) for index in range(40) for step in range(30)]
    table = calibration.feasibility_table(pd.DataFrame(rows, columns=["entity", "year", "value"]))
    row = table[(table.level == 30) & (table.years == 2)].iloc[0]
    assert row.countries == 40 and row.p0 == pytest.approx(4) and row.p100 == pytest.approx(4)
