"""Every picture to take away, in both languages, as SVG and PNG at print size, with a page that shows them all."""

from collections.abc import Iterator
from pathlib import Path

from matplotlib.figure import Figure

from helpers.analysis import accuracy, pairs, projection
from helpers.charts import projections, shares
from helpers.claims import words
from helpers.claims.words import LANGUAGES, N_
from helpers.outputs import content
from helpers.outputs.markdown import slug, templates
from helpers.seeds.tidy import SERIES, series_of
from helpers.tables import files

DOTS = 300  # an inch
OVER_TIME, COMPARED = N_("Indicators over time"), N_("Side by side")


def build(frames: content.Frames, folder: Path) -> None:
    """All pictures as folder/LANGUAGE/NAME.svg and .png, with an index.html for each language."""
    for language in LANGUAGES:
        into, shown = folder / language, []
        into.mkdir()
        for part, figure in all_pictures(frames, language):
            title = " ".join(figure.get_suptitle().split())
            shown.append({"part": part, "title": title, "file": slug(title)})
            figure.savefig(into / f"{slug(title)}.svg", metadata={"Date": None})
            figure.set_layout_engine("none")  # the same places in both
            figure.savefig(into / f"{slug(title)}.png", dpi=DOTS, metadata={"Software": None})
        page = templates(language).get_template("pictures.html").render(pictures=shown)
        (into / "index.html").write_text(page + "\n", encoding="utf-8", newline="\n")


def all_pictures(frames: content.Frames, language: str) -> Iterator[tuple[str, Figure]]:
    """Every picture with the part of the list that it stands in: single indicators, then comparisons. A new one goes here."""
    _, indicators, observations = words.translator(language), frames["indicators"], frames["observations"]
    for province, indicator in series(frames):
        yield _(OVER_TIME), over_time(frames, province, indicator, language)
    projected = projection.shown(frames["projections"])
    yield _(COMPARED), shares.comparable(frames["growth"], observations, indicators, language)
    yield _(COMPARED), shares.latest(observations, indicators, language)
    yield _(COMPARED), shares.places(content.side_by_side(frames), indicators, language)
    joined, families = pairs.joined(observations, frames["comparability"]), indicators.set_index("indicator").family
    since = accuracy.reported_since(projected.query("method == 'diffusion'"), frames["later"], families)
    title = _(N_("Central paths and their ranges"))
    yield _(COMPARED), projections.small_multiples(projected, observations, joined, since, indicators, title, language)


def series(frames: content.Frames) -> list[tuple[str, str]]:
    """The series that are worth a picture: with two figures at least, or with a target."""
    seen = frames["observations"].groupby(SERIES, sort=True).size()
    several = set(seen[seen > 1].index)
    return sorted(several | set(frames["target_gaps"][SERIES].itertuples(index=False, name=None)))


def over_time(frames: content.Frames, province: str, indicator: str, language: str) -> Figure:
    """One series over time with its central path and its targets."""
    central = series_of(frames["projections"], province, indicator).query("method == 'diffusion'")
    gaps = series_of(frames["target_gaps"], province, indicator)[["target_id", "match"]]
    return projections.over_time(
        series_of(frames["observations"], province, indicator),
        series_of(pairs.joined(frames["observations"], frames["comparability"]), province, indicator),
        projection.shown(central),
        gaps.merge(frames["targets"], on="target_id"),
        content.name_of(frames, indicator, language),
        files.place(province, language),
        language,
    )
