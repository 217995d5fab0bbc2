"""docs/trust.md: what was done to break the project, and what came of it, from the runs themselves.

    .venv/bin/python tests/trust.py            bad tables and broken runs anew, mutants as stored (a few minutes)
    .venv/bin/python tests/trust.py --mutants  every mutant anew, too (`python3 run.py mutate`; a quarter of an hour)

tests/test_trust.py repeats the tables, the broken runs and each STEP-th mutant, and holds the page against them.
"""

import sys
import tempfile
from pathlib import Path

import bad_tables
import faults
import mutation
import pandas as pd

from helpers.entering import scoring

ROOT = Path(__file__).resolve().parents[1]
PAGE, MUTANTS = ROOT / "docs" / "trust.md", ROOT / "docs" / "mutants.csv"
KEPT = ["table", "row", "column", "rule", "killed_by"]
STEP = 25
DERIVED = (
    "made by the calibrate task, not by hand: rebuilt in a test where the panel is at hand; no claim rests on this cell"
)
LEFT = {  # (table, column): why a mutant that only the hash notices changes nothing that is said
    ("indicators", "better"): "direction of an indicator: targets bring their own",
    ("indicators", "lower_bound"): "a bound that no figure is near",
    ("indicators", "code"): "the international code beside an indicator: a label for readers of the site",
    ("indicators", "term_vi"): "the printed term: a label, shown on the site",
    ("national", "source_url"): "an address: that it leads to its figure is checked by reading, not by computing",
    ("sources", "url"): "an address: that it leads to its text is checked by reading, not by computing",
    ("sources", "file"): "the name of the text's file; its content is held by its own hash",
    ("reported", "period_basis"): "basis of a period of a figure that is no observation",
    ("reported", "unit_printed"): "printed unit of a figure that is no observation",
}


def broken_runs() -> dict[str, faults.Outcome]:
    """Every way to break a run, each tried in a folder of its own."""
    return {name: broken_run(name) for name in faults.SCENARIOS}


def broken_run(name: str) -> faults.Outcome:
    """One way to break a run, tried."""
    with tempfile.TemporaryDirectory() as place:  # not pytest's: another user must be able to go there
        Path(place).chmod(0o755)
        folder = Path(place, "project")
        folder.mkdir()
        return faults.SCENARIOS[name](folder)


def stored() -> pd.DataFrame:
    """What killed each mutant when all were last tried: table, row, column, rule, killed_by."""
    return pd.read_csv(MUTANTS, dtype={"row": int})


def reason(mutant: pd.Series) -> str:
    """Why a mutant that only the hash noticed changes nothing that is said; '' where nobody knows."""
    return DERIVED if mutant.table == "range_quantiles" else LEFT.get((mutant.table, mutant.column), "")


def page(mutants: pd.DataFrame, bad: pd.DataFrame, broken: dict[str, faults.Outcome]) -> str:
    """docs/trust.md."""
    parts = [HEAD, _mutants(mutants), _bad(bad), _broken(broken), scoring.draft_section(scoring.stored()).strip()]
    return "\n\n".join(parts) + "\n"


HEAD = """# What was done to break it

Written by `python3 run.py mutate` from the runs that it describes; the tests repeat the broken tables, the broken
runs and a part of the mutants each time, and fail when this page says otherwise."""


def _mutants(found: pd.DataFrame) -> str:
    layers = found.killed_by.value_counts().reindex(mutation.LAYERS, fill_value=0)
    noticed = len(found) - layers["hash"]
    counted = mutation.counts(found)
    by_table = counted.drop(columns="change").groupby("seeds", sort=False).sum().reset_index()
    by_rule = counted.drop(columns="seeds").groupby("change").sum().reset_index()
    left = found[found.killed_by == "hash"]
    left = left.assign(why=[reason(mutant) for _, mutant in left.iterrows()])
    groups = left.groupby(["table", "column", "why"]).agg(mutants=("row", "size"), rows=("row", _rows)).reset_index()
    words = "\n".join(f"- **{layer}**: {text}" for layer, text in LAYERS.items())
    return f"""## Every number counts

In every row of `seeds/` numbers were changed in turn (a digit, a separator, a sign, two digits swapped, a period shifted,
a word of a scale turned; a token and its value wrong together; other columns from row to row): {len(found):,} mutants, and the
whole chain rerun on each.
{noticed:,} were noticed by what stands even after a rerun or by a committed table; {layers["hash"]:,} by the hash of the
file alone. The first layer that objects is counted:

{words}

{_table(by_table)}

{_table(by_rule)}

What only the hash notices, and why it changes nothing that is said:

{_table(groups[["table", "column", "mutants", "rows", "why"]])}"""


LAYERS = {
    "rule": "a check of the seeds refuses it, with file, row and column",
    "crash": "the chain stops with an error of its own",
    "sentence": "a sentence that a notebook protects no longer holds",
    "table": "a committed table comes out differently; build/run.json says old → new",
    "notebook": "a notebook shows something else",
    "hash": "only the file's hash in its data package; a rerun refreshes that",
}


def _rows(rows: pd.Series) -> str:
    """Row numbers, at most six of them."""
    distinct = sorted(set(rows))
    return ", ".join(map(str, distinct[:6])) + (", …" if len(distinct) > 6 else "")


def _bad(bad: pd.DataFrame) -> str:
    rows = bad[["case", "table", "message"]].assign(message=bad.message.map(_code))
    return f"""## Bad tables

{len(bad)} broken tables, one rule each; {int(bad.passed.sum())} stop with exit status 2, a line that names file, row,
column, what was found, what is allowed and what to do, and nothing written.

{_table(rows)}"""


def _broken(broken: dict[str, faults.Outcome]) -> str:
    rows = pd.DataFrame(
        {
            "what breaks": [faults.SCENARIOS[name].__doc__ for name in broken],
            "tried": [outcome.tried for outcome in broken.values()],
            "data/ and notebooks/ whole afterwards": [int(outcome.whole) for outcome in broken.values()],
            "the next run recovers by itself": [int(outcome.recovered) for outcome in broken.values()],
        }
    )
    return f"""## Broken runs

Old state or new, whole, or finished by whoever comes next (the kill between two moves); no temporary file stays.

{_table(rows)}"""


def _table(frame: pd.DataFrame) -> str:
    """A frame as a Markdown table."""
    cells = [list(map(str, frame.columns)), ["---"] * frame.shape[1], *frame.astype(str).to_numpy().tolist()]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells)


def _code(text: str) -> str:
    """A message as code, whatever it quotes."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def main(all_mutants: bool) -> None:
    """Try everything and write the page."""
    if all_mutants:
        found = mutation.report(ROOT)
        found[KEPT].to_csv(MUTANTS, index=False, lineterminator="\n")
        print(found[found.killed_by == "hash"].to_string(max_colwidth=60))
    PAGE.write_text(page(stored(), bad_tables.outcomes(), broken_runs()), encoding="utf-8", newline="\n")
    print(f"{PAGE.relative_to(ROOT)} is written.")


if __name__ == "__main__":
    main("--mutants" in sys.argv)
