"""The task calibrate: panel files in, seeds/calibration/ out, with the descriptor of seeds/."""

import argparse
from pathlib import Path

import pandas as pd

from helpers.analysis import calibration
from helpers.analysis.calibration import checked_panel
from helpers.outputs import staging
from helpers.tables import datapackage, files
from helpers.tables.refusals import Refusal

CLASSES = {
    "internet_users_pct": "adoption",
    "pop_covered_3g_pct": "infrastructure",
    "pop_covered_4g_pct": "infrastructure",
}
NAMES = {
    "adoption": "Individuals using the Internet, % of population (ITU, World Development Indicators)",
    "infrastructure": "Population covered by a 3G or 4G network, % (ITU, UN SDG series), values reported by countries",
}


def calibrate(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Make the tables from panel files, or folders of them, and write them; rows of a class without a panel stay as they are."""
    panel_files = [file for path in options.panel for file in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
    made = calibrate_files(panel_files)
    quantiles, written = made["range_quantiles"], dict(made)
    if files.path("range_quantiles", root).is_file():
        stored = files.read("range_quantiles", root)
        kept = stored[~stored["class"].isin(quantiles["class"])]
        written["range_quantiles"] = pd.concat([quantiles, kept]) if len(kept) else quantiles
    staging.replace(root, datapackage.contents(written, root))
    return [f"seeds/calibration/{name}.csv: {len(frame)} rows" for name, frame in made.items()], 0


def calibrate_files(files: list[Path]) -> dict[str, pd.DataFrame]:
    """The tables from panels (without `indicator` of adoption; with `nature` only what countries reported); Refusal where one is none."""
    panels: dict[str, list[pd.DataFrame]] = {name: [] for name in NAMES}
    versions: dict[str, list[str]] = {name: [] for name in NAMES}
    for file in files:
        try:
            frame = pd.read_csv(file, keep_default_na=False, na_values={"value": [""]})
        except (OSError, ValueError) as error:  # pandas' errors of broken and of empty files are ValueErrors
            todo = "a CSV file in UTF-8 with entity, year, value; name one"
            raise Refusal(f"{file.name}:0:: {error}; {todo}") from error
        indicator = str(frame["indicator"].iloc[0]) if "indicator" in frame and len(frame) else "internet_users_pct"
        if indicator not in CLASSES:
            raise Refusal(f"{file.name}:2:indicator: {indicator!r}; one of {', '.join(CLASSES)}; leave the file out")
        if "nature" in frame:
            frame = frame[frame.nature.isin(["c", ""])]
        panels[CLASSES[indicator]].append(checked_panel(frame, file.name))
        versions[CLASSES[indicator]] += list(frame.source.unique()) if "source" in frame else [file.name]
    if len(panels["adoption"]) != 1:
        raise Refusal(f"{len(panels['adoption'])} files of Internet users; exactly one; name it")
    sources = {name: (title, " ".join(dict.fromkeys(versions[name]))) for name, title in NAMES.items()}
    return calibration.calibrate(panels["adoption"][0], panels["infrastructure"], sources)
