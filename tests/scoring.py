"""How much of a ledger the draft proposes rightly: each text as if it were new, against the rows that people made."""

from pathlib import Path

import pandas as pd

from helpers.articles import draft as proposals
from helpers.outputs import drafts
from helpers.seeds import numerals
from helpers.tables import files

TERMS = {"all": "all terms known", "others": "only the other sources' terms known"}
STORED = Path(__file__).with_name("draft-scores.csv")
COUNTS = list(pd.read_csv(STORED).columns[2:])


def scores(seeds: dict[str, pd.DataFrame], folder: Path) -> pd.DataFrame:
    """What drafts of the sources' texts in a folder get right: a row a source and `terms` (all, others), and `all`.

    numerals of the ledger; found: same offset, paragraph and token, and no token beyond them; kinds right;
    observations; new: of an indicator that is not known then; indicator: the right one proposed; new_open: none
    proposed, rightly; left_open: none proposed though known; wrong: another one proposed (these four add up);
    period: indicator or new_open, with the right last day and its basis; row: unit, hedge, step, value and province
    right as well. `others` takes indicators and units from the other
    sources and the national series alone; a term that two sources share may still be worded as this one prints it.
    """
    rows = []
    for terms in TERMS:
        for source in files.each(seeds["sources"]):
            text = drafts.article(folder / source.file)
            use = seeds if terms == "all" else without(seeds, source.source_id)
            truth = seeds["reported"][seeds["reported"].source_id == source.source_id]
            got = proposals.draft(text, source.source_id, use)
            rows.append(
                {"terms": terms, "source_id": source.source_id} | compared(truth, got, set(use["indicators"].indicator))
            )
    table = pd.DataFrame(rows)
    whole = table.groupby("terms", as_index=False)[COUNTS].sum().assign(source_id="all")
    return pd.concat([table, whole], ignore_index=True)[["terms", "source_id", *COUNTS]]


def without(seeds: dict[str, pd.DataFrame], source_id: str) -> dict[str, pd.DataFrame]:
    """The seeds as if a source had never been read: the others' rows, and the indicators that they or the nation report."""
    others = seeds["reported"][seeds["reported"].source_id != source_id]
    known = {*others[others.kind == "observation"].indicator, *seeds["national"].indicator}
    return {"reported": others, "indicators": seeds["indicators"][seeds["indicators"].indicator.isin(known)]}


def compared(truth: pd.DataFrame, got: pd.DataFrame, known: set[str]) -> dict[str, int]:
    """The COUNTS of one draft against the ledger's rows of that source."""
    both = truth.merge(got, on="offset", how="outer", suffixes=("", "_got"))
    found = (both.token == both.token_got) & (both.paragraph == both.paragraph_got)
    seen = both[both.kind == "observation"]
    wanted = seen.indicator.where(seen.indicator.isin(known), "")
    right = (wanted == seen.indicator_got) & (seen.kind_got == "observation")
    nothing = seen.indicator_got.fillna("") == ""
    dated = right & (seen.period_basis == seen.period_basis_got) & (_ends(seen.period) == _ends(seen.period_got))
    same = pd.Series(True, index=seen.index)
    for column in ("qualifier", "unit_printed", "province", "value", "hedge_step"):
        same &= seen[column].eq(seen[f"{column}_got"]) | (seen[column].isna() & seen[f"{column}_got"].isna())
    counts = {
        "numerals": len(truth),
        "found": found.sum() - (len(both) - len(truth)),
        "kinds": (both.kind == both.kind_got).sum(),
        "observations": len(seen),
        "new": (wanted == "").sum(),
        "indicator": (right & (wanted != "")).sum(),
        "new_open": (right & (wanted == "")).sum(),
        "left_open": (~right & nothing).sum(),
        "wrong": (~right & ~nothing).sum(),
        "period": dated.sum(),
        "row": (dated & same).sum(),
    }
    return {name: int(count) for name, count in counts.items()}


def _ends(periods: pd.Series) -> pd.Series:
    ends: list[str] = [str(numerals.period_end(one)) if one else "" for one in periods.fillna("")]
    return pd.Series(ends, index=periods.index)


def stored() -> pd.DataFrame:
    """The scores as last measured; the tests measure them again where the texts are at hand."""
    return pd.read_csv(STORED)


def whole(scored: pd.DataFrame) -> pd.DataFrame:
    """The scores of all sources together: index terms."""
    return scored[scored.source_id == "all"].set_index("terms")


def write(scored: pd.DataFrame) -> Path:
    """Keep measured scores beside this module, as what `stored` reads."""
    scored.to_csv(STORED, index=False, lineterminator="\n")
    return STORED
