"""A made-up national panel: communes x indicators, three to five figures each, in the shape of the project's tables.

Seeded, so that two runs compare the same figures. Texts are categorical, as a panel read from Parquet has them.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

COMMUNES, INDICATORS = 3321, 100  # of Viet Nam since July 2025; indicators of one commune
YEARS = np.arange(2019, 2025)
GRADES = {"A": 0.72, "B": 0.2, "C": 0.05, "D": 0.03}
REASONS = ["one source, one wording", "other source, same wording", "population counted anew", "communes were merged"]
SOURCES = [f"S{number:02}" for number in range(1, 41)]


def panel(series: int, seed: int = 20251231) -> dict[str, pd.DataFrame]:
    """observations, comparability, indicators, targets and matches of a number of series, 100 to a commune."""
    draw = np.random.default_rng(seed)
    count = draw.choice([3, 4, 5], series)
    owner = np.repeat(np.arange(series), count)
    point = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    year = (draw.integers(0, len(YEARS) + 1 - count)[owner] + point).astype(np.int8)
    counted = owner % INDICATORS >= 90  # the last ten indicators count things
    value = _values(draw, owner, point, count)
    value = np.where(counted, np.round(value * 100), value)
    lower, upper = np.maximum(value - 0.05, 0), value + 0.05
    observations = pd.DataFrame(
        {
            "province": _coded(owner // INDICATORS, [f"commune-{n:05}" for n in range(-(-series // INDICATORS))]),
            "indicator": _coded(owner % INDICATORS, [f"indicator_{n:03}" for n in range(INDICATORS)]),
            "date": ((year + 50).astype("datetime64[Y]").astype("datetime64[D]") - 1).astype("datetime64[us]"),
            "period": _coded(year, YEARS.astype(str)),
            "value": value,
            "lower": np.where(counted, value, lower),
            "upper": np.where(counted, value, np.minimum(upper, 100)),
            "unit": _coded(counted.astype(np.int8), ["%", "number"]),
            "source_id": _coded((owner // 7 + year) % len(SOURCES), SOURCES),
        },
        copy=False,
    )
    return {"observations": observations, "comparability": _comparability(draw, observations, owner)} | _about()


def _values(draw: np.random.Generator, owner: np.ndarray, point: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Shares that rise along a logistic, some of them repeated figures, falls, or stuck at a bound."""
    level, pace = draw.normal(-0.5, 1.5, len(count))[owner], draw.normal(0.35, 0.3, len(count))[owner]
    odds = level + pace * point + draw.normal(0, 0.1, len(owner))
    value = np.round(100 / (1 + np.exp(-odds)), 1)
    repeated = (draw.random(len(owner)) < 0.05) & (point > 0)
    value[repeated] = value[np.flatnonzero(repeated) - 1]
    return value


def _coded(codes: np.ndarray, texts: list[str] | np.ndarray) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, pd.Index(texts, dtype="str"))


def _comparability(draw: np.random.Generator, rows: pd.DataFrame, owner: np.ndarray) -> pd.DataFrame:
    """A grade for every pair of neighbours."""
    start = np.flatnonzero(owner[1:] == owner[:-1])
    grade = draw.choice(len(GRADES), len(start), p=list(GRADES.values()))
    taken = {name: rows[name].array.take(start) for name in ("province", "indicator", "period", "source_id")}
    after = {name: rows[name].array.take(start + 1) for name in ("period", "source_id")}
    return pd.DataFrame(
        {
            "province": taken["province"],
            "start_indicator": taken["indicator"],
            "start_period": taken["period"],
            "start_source": taken["source_id"],
            "end_indicator": taken["indicator"],
            "end_period": after["period"],
            "end_source": after["source_id"],
            "grade": _coded(grade, list(GRADES)),
            "reason": _coded(grade, REASONS),
        },
        copy=False,
    )


def _about() -> Mapping[str, pd.DataFrame]:
    """Indicators with their bounds, and a target of each for 2030."""
    names = [f"indicator_{number:03}" for number in range(INDICATORS)]
    share = np.arange(INDICATORS) < 90
    kinds = np.where(np.arange(INDICATORS) % 3 > 0, "adoption", "infrastructure")
    indicators = pd.DataFrame(
        {
            "indicator": names,
            "upper_bound": np.where(share, 100.0, np.nan),
            "kind": np.where(share, kinds, "count"),
        }
    )
    ids = [f"TVN{number + 1}" for number in range(INDICATORS)]
    goal = np.where(share, np.resize([80.0, 90.0, 95.0, 100.0], INDICATORS), 9000.0)
    targets = pd.DataFrame(
        {"target_id": ids, "scope": "vietnam", "value": goal, "comparator": ">=", "target_year": 2030, "note": ""}
    )
    match = np.where(np.arange(INDICATORS) % 10 == 0, "near", "exact")
    bound = np.where(match == "near", "lower", "none")
    matches = pd.DataFrame(
        {"target_id": ids, "indicator": names, "match": match, "bound": bound, "reason": "counts a part of the whole"}
    )
    return {"indicators": indicators, "targets": targets, "target_matches": matches}
