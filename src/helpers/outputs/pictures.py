"""Every picture to take away, in both languages, as SVG and PNG at print size, with a page that shows them all."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from helpers.analysis import accuracy, compare, pairs, projection
from helpers.charts import indicators, paths, scoring, shares
from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_
from helpers.outputs import content
from helpers.outputs.content import Frames, name_of, series_of
from helpers.outputs.markdown import slug, templates
from helpers.seeds import tidy
from helpers.seeds.tidy import SERIES
from helpers.tables import files

DOTS = 300  # an inch
OVER_TIME, COMPARED, TRUST = N_("Indicators over time"), N_("Side by side"), N_("How sure")


class Picture(NamedTuple):
    """A picture with the title under which people find it, in its part of the list of all."""

    part: str
    title: str
    figure: Figure


def build(root: Path, folder: Path) -> list[Path]:
    """All pictures as folder/LANGUAGE/NAME.svg and .png, with an index.html for each language; returns their paths."""
    frames, made = content.frames(root), []
    for language in LANGUAGES:
        into, shown = folder / language, []
        into.mkdir(parents=True)
        for part, title, figure in drawn(frames, language):
            shown.append({"part": part, "title": title, "file": slug(title)})
            for suffix, options in (("svg", {"metadata": {"Date": None}}),
                                    ("png", {"dpi": DOTS, "metadata": {"Software": None}})):  # fmt: skip
                figure.savefig(into / f"{slug(title)}.{suffix}", format=suffix, **options)
                made.append(into / f"{slug(title)}.{suffix}")
        page = templates(language).get_template("pictures.html").render(pictures=shown)
        made.append(into / "index.html")
        made[-1].write_text(page + "\n", encoding="utf-8", newline="\n")
    return made


def drawn(frames: Frames, language: str) -> Iterator[Picture]:
    """The pictures in the order of the list: single indicators, comparisons, what tells how sure they are."""
    _ = words.translator(language)
    for province, indicator in _series(frames):
        title = f"{name_of(frames, indicator, language)}, {files.place(province, language)}"
        yield Picture(_(OVER_TIME), title, over_time(frames, province, indicator, language))
    for title, figure in _compared(frames, language).items():
        yield Picture(_(COMPARED), _(title), figure)
    for title, figure in _trusted(frames, language).items():
        yield Picture(_(TRUST), _(title), figure)
    for row in files.each(pairs.projectable(pairs.spans(pairs.links(frames["observations"], frames["comparability"])))):
        if row.unit.startswith("%"):
            moves = accuracy.sensitivity(row, projection.LAST_PROJECTION, frames["coefficients"])
            title = _(N_("What moves the projection of: {name}")).format(name=name_of(frames, row.indicator, language))
            yield Picture(_(TRUST), title, paths.tornado(moves, language))


def _series(frames: Frames) -> list[tuple[str, str]]:
    """The series that are worth a picture: with two figures at least, or with a target."""
    seen = frames["observations"].groupby(SERIES, sort=True).size()
    several = set(seen[seen > 1].index)
    return sorted(several | set(frames["target_gaps"][SERIES].itertuples(index=False, name=None)))


def over_time(frames: Frames, province: str, indicator: str, language: str) -> Figure:
    """One series over time with its central path and its targets."""
    central = series_of(frames["projections"], province, indicator).query("method == 'diffusion'")
    gaps = series_of(frames["target_gaps"], province, indicator)[["target_id", "match"]]
    return indicators.over_time(
        series_of(frames["observations"], province, indicator),
        projection.shown(central),
        gaps.merge(frames["targets"], on="target_id"),
        name_of(frames, indicator, language),
        files.place(province, language),
        language,
    )


def _compared(frames: Frames, language: str) -> dict[str, Figure]:
    about, observations = frames["indicators"], frames["observations"]
    everywhere = pd.concat([observations, tidy.national_observations(frames["national"], about)])
    return {
        N_("Shares with two comparable figures"): shares.dumbbell(frames["growth"], observations, about, language),
        N_("Latest reported shares"): shares.levels(observations, about, language),
        N_("Provinces and country side by side"): shares.places(compare.across_places(everywhere, about), about, language),
        N_("When figures were reported"): shares.timeline(observations, about, language),
        N_("Projections with their ranges"): paths.fan(frames["projections"], observations, frames["target_gaps"], about, language),
    }  # fmt: skip


def _trusted(frames: Frames, language: str) -> dict[str, Figure]:
    quantiles = frames["range_quantiles"]
    return {
        N_("Errors of projections in other countries"): scoring.error_by_horizon(quantiles, language=language),
        N_("How often the ranges held elsewhere"): scoring.coverage_by_horizon(quantiles, language),
        N_("Sentences by kind"): scoring.claim_counts(frames["claims"], language),
    }
