"""The task calibrate: panel files in, seeds/calibration/ out, with the descriptor of seeds/."""

from pathlib import Path

import pandas as pd

from helpers.analysis import calibration, panels, projection
from helpers.outputs import staging
from helpers.tables import datapackage, files


def calibrate(root: Path, named: list[Path], download: bool) -> dict[str, pd.DataFrame]:
    """Make both tables from panel files, or folders of them, and write them; BadPanel where one is none."""
    panel_files = [file for path in named for file in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
    if download:
        target = root / "build" / "internet_users_pct.csv"
        target.parent.mkdir(exist_ok=True)
        panels.download().to_csv(target, index=False, lineterminator="\n")
        panel_files.append(target)
    if not panel_files:
        raise panels.BadPanel(
            "calibrate: no panel named; CSV files with entity, year, value; name them, or add --download"
        )
    made = calibration.calibrate_files(panel_files)
    write(made, root)
    return made


def write(made: dict[str, pd.DataFrame], root: Path) -> None:
    """Write seeds/calibration/ and the descriptor; without an infrastructure panel that class's rows stay as they are."""
    quantiles = made["range_quantiles"]
    missing = set(projection.LEVELS) - set(quantiles["class"])
    if missing and files.path("range_quantiles", root).is_file():
        stored = files.read("range_quantiles", root)
        kept = stored[~stored["class"].isin(quantiles["class"])]
        quantiles = pd.concat([quantiles, kept]) if len(kept) else quantiles
    written = {"coefficients": made["coefficients"], "range_quantiles": quantiles}
    contents = {files.label(name): files.text(frame, name).encode("utf-8") for name, frame in written.items()}
    with staging.aside(root) as folder:
        staging.replace(root, contents | datapackage.documents(root, contents), folder)
