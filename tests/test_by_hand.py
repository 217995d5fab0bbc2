"""One series of each kind computed again with plain arithmetic: no result here comes from the helpers."""

import csv
import datetime
import itertools
import math

import pytest
from conftest import ROOT

from helpers.tables import files

TEXTS = {}


@pytest.fixture(scope="module", autouse=True)
def tables(worked):
    TEXTS.update({f"data/{name}": files.text(worked[name], name) for name in ("growth", "projections", "target_gaps")})


def rows(name, **cells):
    text = TEXTS.get(name) or (ROOT / f"{name}.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if all(row[key] == value for key, value in cells.items())]


def the(name, **cells):
    (row,) = rows(name, **cells)
    return row


def decimal(day):
    """2020-12-31 as 2021.0: the end of the day, as a part of its year."""
    date = datetime.date.fromisoformat(day)
    first, following = datetime.date(date.year, 1, 1), datetime.date(date.year + 1, 1, 1)
    return date.year + ((date - first).days + 1) / (following - first).days


def coefficient(name):
    return float(the("seeds/calibration/coefficients", coefficient=name)["value"])


def errors(panel, column, horizon):
    table = {
        float(row["horizon"]): float(row[column])
        for row in rows("seeds/calibration/range_quantiles", **{"class": panel, "method": "diffusion"})
    }
    before = max([0.0, *(year for year in table if year <= horizon)])
    after = min(year for year in table if year >= horizon)
    if before == after:
        return table[after]
    return table.get(before, 0) + (horizon - before) / (after - before) * (table[after] - table.get(before, 0))


def path(y0, y1, years, ahead):
    """A year at a time: the room left, times β of the level and γ of the mean gain of the last three years."""
    gains, y = [(y1 - y0) / years] * 3, y1
    for _ in range(ahead):
        step = (1 - y / 100) * (coefficient("beta") * y + coefficient("gamma") * sum(gains[-3:]) / 3)
        gains, y = [*gains, step], y + step
    return y


def test_people_growth_of_smartphones():
    row = the("data/growth", indicator="smartphone_population_pct", start_date="2020-12-31", end_date="2023-12-31")
    assert float(row["change_points"]) == 72 - 44
    assert float(row["points_per_year"]) == pytest.approx((72 - 44) / 3, abs=1e-6)
    assert float(row["relative_change_pct"]) == pytest.approx(100 * (72 / 44 - 1), abs=1e-6)
    assert float(row["annual_growth_pct"]) == pytest.approx(100 * ((72 / 44) ** (1 / 3) - 1), abs=1e-6)
    assert float(row["gap_closed_per_year_pct"]) == pytest.approx(100 * (1 - (28 / 56) ** (1 / 3)), abs=1e-6)
    odds = math.log(72 / 28) - math.log(44 / 56)
    assert float(row["log_odds_per_year"]) == pytest.approx(odds / 3, abs=1e-6)
    assert float(row["points_per_year_lower"]) == pytest.approx((71.5 - 44.5) / 3, abs=1e-6)
    assert float(row["points_per_year_upper"]) == pytest.approx((72.5 - 43.5) / 3, abs=1e-6)


@pytest.mark.parametrize(
    "indicator, y0, y1", [("smartphone_population_pct", 44, 72), ("household_fibre_connected_pct", 31, 48)]
)
@pytest.mark.parametrize("date, ahead", [("2025-12-31", 2), ("2030-12-31", 7)])
def test_people_and_households_projected_with_their_range(indicator, y0, y1, date, ahead):
    row = the("data/projections", indicator=indicator, method="diffusion", date=date)
    assert float(row["value"]) == pytest.approx(path(y0, y1, 3, ahead), abs=1e-6)
    corners = [path(a, b, 3, ahead) for a in (y0 - 0.5, y0 + 0.5) for b in (y1 - 0.5, y1 + 0.5)]
    scale = 1.5 * math.sqrt(100 - y1)
    lower = min(corners) + errors("adoption", "q10", ahead) * scale
    upper = min(max(corners) + errors("adoption", "q90", ahead) * scale, 100)
    assert [float(row["lower_80"]), float(row["upper_80"])] == pytest.approx([lower, upper], abs=1e-5)


def test_places_covered_projected_without_widening_and_the_closing_gap_beside_it():
    series = {"indicator": "village_mobile_broadband_pct", "date": "2025-12-31"}
    central, closing = (the("data/projections", **series, method=name) for name in ("diffusion", "closing_gap"))
    assert float(central["value"]) == pytest.approx(path(75, 95, 3, 2), abs=1e-6)
    corners = [path(a, b, 3, 2) for a in (74.5, 75.5) for b in (94.5, 95.5)]
    lower = min(corners) + errors("infrastructure", "q10", 2) * math.sqrt(5)
    assert float(central["lower_80"]) == pytest.approx(lower, abs=1e-5)
    assert float(closing["value"]) == pytest.approx(100 - 5 * (5 / 25) ** (2 / 3), abs=1e-6)


def test_a_count_has_compound_growth_and_no_path():
    dates = {"start_date": "2023-03-31", "end_date": "2024-09-30"}
    row = the("data/growth", indicator="fixed_broadband_subscriptions_count", **dates)
    years = decimal("2024-09-30") - decimal("2023-03-31")
    assert float(row["annual_growth_pct"]) == pytest.approx(100 * ((73_000 / 57_000) ** (1 / years) - 1), abs=1e-6)
    assert row["points_per_year"] == ""
    assert rows("data/projections", indicator="fixed_broadband_subscriptions_count") == []


def test_the_chance_of_sixty_per_cent_of_homes_and_what_countries_gained():
    row = the("data/target_gaps", target_id="TDB6", indicator="household_fibre_connected_pct")
    shares = {"q2_5": 0.025, "q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9, "q97_5": 0.975}
    missing = 60 - path(31, 48, 3, 2)
    points = [(1.5 * math.sqrt(52) * errors("adoption", name, 2), share) for name, share in shares.items()]
    (low, below), (high, above) = next(pair for pair in itertools.pairwise(points) if pair[1][0] >= missing)
    chance = 1 - (below + (missing - low) / (high - low) * (above - below))
    assert float(row["probability"]) == pytest.approx(chance, abs=1e-5)
    gained = the("seeds/calibration/feasibility", level="50", years="2")
    gains = [float(gained[f"p{share}"]) for share in range(0, 101, 5)]
    place = max(place for place, gain in enumerate(gains) if gain <= 12)
    part = (12 - gains[place]) / (gains[place + 1] - gains[place])
    assert float(row["feasible_share"]) == pytest.approx(1 - (5 * (place + part)) / 100, abs=1e-5)
    assert row["feasible_countries"] == gained["countries"]
