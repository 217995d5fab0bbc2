"""How much of what a text reports the draft proposes rightly: against rows that people made."""

import io
from pathlib import Path

import pandas as pd

from helpers.articles import draft as proposals
from helpers.outputs import drafts
from helpers.seeds import numerals
from helpers.tables import files

CASES = Path(__file__).with_name("drafting")
OTHERS = {
    "son-la": "Sơn La",
    "hoa-binh": "Hòa Bình",
    "yen-bai": "Yên Bái",
    "lao-cai": "Lào Cai",
    "muong-mau": "Mường Mẫu",
}


def with_places(seeds):
    """The seeds with the provinces that the invented texts are of."""
    rows = [(slug, name, f"tỉnh {name}") for slug, name in OTHERS.items()]
    more = pd.DataFrame(rows, columns=list(seeds["places"]))
    return seeds | {"places": pd.concat([seeds["places"], more], ignore_index=True)}


def texts():
    """The invented texts: file, set (kind: a kind of phrase each; tuned and held: excerpts of articles), province."""
    return pd.read_csv(CASES / "texts.csv", dtype=str, keep_default_na=False)


def judged(file, seeds):
    """The numerals of an invented text, each with what is right (columns right_…) beside what was proposed.

    expected.csv lists alternatives by ';' and 'any' for an indicator that may be proposed or not; of a range nothing is
    proposed. A proposed figure that it does not list is a row with kind False.
    """
    row = texts().set_index("file").loc[file]
    province = row.province if row.province in OTHERS else ""
    text = (CASES / f"{file}.txt").read_bytes().decode("utf-8")
    got = proposals.draft(text, "S90", with_places(seeds), province)
    expected = pd.read_csv(CASES / "expected.csv", dtype=str, keep_default_na=False).query("file == @file")
    return compared(expected, got)


def compared(expected, got):
    """The rows of what is right beside those of a draft, and of each whether it is right in token, kind, value …"""
    both = expected.astype({"offset": int}).merge(
        got, on="offset", how="outer", suffixes=("_right", ""), indicator="side"
    )
    both = both[(both.side != "right_only") | both.kind.isin(["observation", "growth", "target", ""])]
    return both.assign(**{name: [check(one) for one in files.each(both)] for name, check in CHECKS.items()})


def one_of(allowed, found):
    return found in allowed.split(";")


def period_is_right(row):
    if not row.period_right:
        return True
    same = ends(row.period) == ends(row.period_right)
    return same and one_of(row.period_basis_right, row.period_basis)


def ends(period):
    return str(numerals.period_end(period)) if period else ""


def step_is_right(row):
    step = float(row.hedge_step_right) if row.hedge_step_right else float("nan")
    same = abs(step - row.hedge_step) < 1e-6 or (step != step and row.hedge_step != row.hedge_step)
    return same and row.qualifier.lower() == row.qualifier_right.lower()


CHECKS = {
    "right_token": lambda row: row.token == row.token_right,
    "right_kind": lambda row: (
        row.side == "both"
        and ((row.kind in ("", "context", "target") or row.qualifier == "từ") if row.kind_right == "range" else one_of(row.kind_right, row.kind))
    ),
    "right_value": lambda row: (
        row.kind_right not in ("observation", "growth", "target")
        or not row.value_right
        or abs(row.value - float(row.value_right)) < 1e-6
    ),
    "right_period": lambda row: row.side != "both" or period_is_right(row),
    "right_indicator": lambda row: row.kind_right != "observation" or row.indicator_right == "any" or one_of(row.indicator_right, row.indicator),
    "right_province": lambda row: row.kind_right != "observation" or row.province == row.province_right,
    "right_unit": lambda row: row.kind_right != "observation" or row.unit_printed.lower() == row.unit_printed_right.lower(),
    "right_hedge": lambda row: row.kind_right != "observation" or step_is_right(row),
}  # fmt: skip


def shares(rows):
    """What drafts got right, in per cent: kinds of numerals; values, periods, whole rows of observations; false indicators."""
    seen = rows[rows.kind_right == "observation"]
    named = rows[(rows.kind == "observation") & (rows.indicator != "")]
    of_range = (named.kind_right == "range") & (named.qualifier == "từ")
    false = named[(~(named.right_indicator & named.right_province) | (named.kind_right != "observation")) & ~of_range]
    return pd.Series({
        "numerals": len(rows), "observations": len(seen), "kinds": 100 * rows.right_kind.mean(),
        "values": 100 * seen.right_value.mean(), "periods": 100 * seen.right_period.mean(),
        "whole": 100 * seen[list(CHECKS)].all(axis=1).mean(),
        "proposed": len(named), "false": 100 * len(false) / max(1, len(named)),
    })  # fmt: skip


def of_sources(seeds, folder):
    """The same rows for the sources' own texts, each drafted with the terms of the others alone.

    An observation of an indicator that is not known then is right where none is proposed.
    """
    rows = []
    for source in files.each(seeds["sources"].query("coverage == 'full'")):
        use = without(seeds, source.source_id)
        truth = seeds["reported"][seeds["reported"].source_id == source.source_id]
        indicators = truth.indicator.where(truth.indicator.isin(use["indicators"].indicator), "")
        basis = truth.period_basis.replace("earliest", "inferred")
        text = files.text(truth.assign(indicator=indicators, period_basis=basis), "reported")
        expected = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        rows.append(compared(expected, proposals.draft(drafts.article(folder / source.file), source.source_id, use)))
    return pd.concat(rows)


def without(seeds, source_id):
    """The seeds as if a source had never been read: the others' rows, and the indicators that they or the nation report."""
    others = seeds["reported"][seeds["reported"].source_id != source_id]
    reported = {*others[others.kind == "observation"].indicator, *seeds["national"].indicator}
    return seeds | {"reported": others, "indicators": seeds["indicators"][seeds["indicators"].indicator.isin(reported)]}
