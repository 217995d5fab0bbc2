"""Pictures say what their frames hold, also for frames that the project does not have yet."""

import pandas as pd

from helpers.analysis import later, pairs
from helpers.charts import projections, shares


def words(figure):
    return [text.get_text() for axis in figure.axes for text in axis.texts]


def test_a_falling_share_has_one_sign_and_its_periods(frames, seeds):
    growth = frames["growth"].query("indicator == 'smartphone_population_pct'").copy()
    growth[["end_value", "points_per_year"]] = [24.0, -6.667]
    shown = words(shares.comparable(growth, frames["observations"], seeds["indicators"], "en"))
    assert "-6.7 points" in shown and "44 % (2020)" in shown and not any("+-" in text for text in shown)


def test_places_without_a_colour_of_their_own_are_drawn(frames, seeds):
    rows = frames["observations"].query("indicator == 'digital_economy_grdp_pct' and paragraph.notna()")
    many = pd.concat([rows.head(1).assign(province=f"place-{number}") for number in range(7)])
    for draw in (shares.latest, shares.places):
        assert len(words(draw(many, seeds["indicators"], "en"))) == 7


def test_the_closing_gap_stands_beside_the_central_path_of_covered_places_alone(frames, seeds):
    observations, about = frames["observations"], seeds["indicators"]
    joined = pairs.joined(observations, seeds["comparability"])
    central = frames["projections"].query("method == 'diffusion'")
    since = later.reported_since(central, observations, about.set_index("indicator").family)
    figure = projections.small_multiples(frames["projections"], observations, joined, since, about, "", "en")
    drawn = {
        axis.get_title(loc="left"): "".join(text.get_text() for text in axis.texts)
        for axis in figure.axes
        if axis.lines
    }
    beside = [title for title, texts in drawn.items() if "closing gap" in texts]
    assert any("> 60 %" in texts for texts in drawn.values())
    assert projections.LATE.split()[-1] in figure.get_supxlabel()
    assert len(drawn) == 3 and len(beside) == 1 and beside[0].startswith("Villages with 3G/4G")
