"""Pictures say what their frames hold, also for frames that the project does not have yet."""

import pandas as pd
import pytest

from helpers.analysis import projection
from helpers.charts import paths as drawn
from helpers.charts import shares, style


def words(figure):
    return [text.get_text() for axis in figure.axes for text in axis.texts]


def test_a_falling_share_has_one_sign(frames, seeds):
    growth = frames["growth"].query("indicator == 'smartphone_population_pct'").copy()
    growth[["end_value", "points_per_year"]] = [24.0, -6.667]
    shown = words(shares.dumbbell(growth, frames["observations"], seeds["indicators"]))
    assert "-6.7 points a year" in shown and not any("+-" in text for text in shown)


def test_a_central_path_ends_where_its_range_does(frames, seeds):
    paths = frames["projections"].query("indicator == 'village_mobile_broadband_pct'")
    shown = projection.shown(paths).query("method == 'diffusion'")
    assert shown.lower_80.notna().all() and shown.date.max() < paths.date.max()
    assert len(projection.shown(paths.assign(lower_80=float("nan")))) == len(paths)  # no range, nothing to end with
    figure = drawn.fan(paths, frames["observations"], frames["target_gaps"].head(0), seeds["indicators"])
    assert f"central path 97 % ({shown.date.max().year})" in words(figure)


def test_any_number_of_places_finds_colours_and_markers(frames, seeds):
    rows = frames["observations"].query("indicator == 'digital_economy_grdp_pct' and paragraph.notna()")
    many = pd.concat([rows.head(1).assign(province=f"place-{number}") for number in range(7)])
    assert len(words(shares.levels(many, seeds["indicators"]))) == 7
    assert len(words(shares.places(many, seeds["indicators"]))) == 7
    colours, markers = style.marks_of(many.province)
    assert len(colours) == len(markers) == 7
    assert len(set(zip(colours.values(), markers.values(), strict=True))) == 5


@pytest.mark.parametrize(
    "ids, line",
    [
        (["S01 S04", "S01"], "Source: VietNamNet, Sở Khoa học và Công nghệ tỉnh Điện Biên"),
        (
            ["Ministry of Science and Technology", "S05"],
            "Source: Ministry of Science and Technology, Báo Phụ nữ Việt Nam",
        ),
    ],
)
def test_the_source_line_names_publishers_and_bodies(ids, line):
    figure, _ = style.canvas()
    style.sources(figure, ids, computed=False)
    assert figure.get_supxlabel() == line
