"""Whole columns against the plain form: 10,000 random series, and as many random cases for each rule."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import specification as plain

from helpers.analysis import curves, growth, pairs, progress, series
from helpers.seeds.tidy import PAIR

SERIES = 10_000
KINDS = ["adoption", "infrastructure", "service", "count"]
DATE = pd.Timestamp("2027-12-31")
SHARES = [0.0, 100.0, 50.0, 0.4, 99.6]  # where formulas break, and what repeats


@pytest.fixture(scope="module")
def about(seeds):
    """A hundred indicators of every kind, and a target of most: with or without a year, of every comparator and match."""
    draw = np.random.default_rng(1)
    names = [f"indicator_{number:03}" for number in range(100)]
    kinds = np.resize(KINDS, 100)
    indicators = pd.DataFrame({"indicator": names, "kind": kinds})
    indicators["upper_bound"] = np.where(kinds == "count", np.nan, 100.0)
    aimed = names[:90]  # the rest have no target
    match = draw.choice(["exact", "near", "context"], 90)
    targets = pd.DataFrame(
        {
            "target_id": [f"TVN{number}" for number in range(90)],
            "scope": draw.choice(["vietnam", "province-007"], 90, p=[0.95, 0.05]),
            "value": draw.choice([0.0, 20.0, 50.0, 80.0, 99.0, 100.0], 90),
            "comparator": draw.choice([">=", ">", "<=", "<"], 90),
            "target_year": pd.array(draw.choice([2022, 2024, 2027, None], 90), "Int64"),
            "note": "",
        }
    )
    bound = np.where(match == "near", draw.choice(["lower", "upper"], 90), "none")
    matches = pd.DataFrame({"target_id": targets.target_id, "indicator": aimed, "match": match, "bound": bound})
    matches["reason"] = draw.choice(["one reason", "another reason"], 90)
    about = {name: seeds[name] for name in ("coefficients", "range_quantiles")}
    return about | {"indicators": indicators, "targets": targets, "target_matches": matches}


@pytest.fixture(scope="module")
def panel():
    """observations and comparability of random series of one to five figures, months or years apart, in any order."""
    draw = np.random.default_rng(20251231)
    figures, grades = [], []
    for number in range(SERIES):
        key = (f"province-{number // 100:03}", f"indicator_{number % 100:03}")
        months = np.sort(draw.choice(84, draw.integers(1, 6), replace=False))
        share, before = KINDS[number % 4] != "count", None
        for month in months:
            date = pd.Timestamp(2018 + month // 12, month % 12 + 1, 1) + pd.offsets.MonthEnd(0)
            value = draw.choice([draw.choice(SHARES), round(draw.uniform(0, 100), 1)], p=[0.25, 0.75])
            value = value if share else value * 100
            value = figures[-1][4] if before and draw.random() < 0.2 else float(value)
            step = draw.choice([0.0, 0.5, 1.0])
            upper = min(value + step, 100.0) if share else value + step
            source = f"S{draw.integers(1, 5):02}"
            figures.append((*key, date, f"{date:%Y-%m}", value, max(value - step, 0.0), upper, "%", source))
            if before:
                pair = (key[1], before[3], before[8], key[1], figures[-1][3], source)
                graded = (draw.choice(list("AAAABBCD")), draw.choice(["as before", "asked anew", "other units"]))
                grades.append((key[0], *pair, *graded))
            before = figures[-1]
    columns = ["province", "indicator", "date", "period", "value", "lower", "upper", "unit", "source_id"]
    observations = pd.DataFrame(figures, columns=columns)
    comparability = pd.DataFrame(grades, columns=[*PAIR, "grade", "reason"])
    return observations.sample(frac=1, random_state=1), comparability.sample(frac=1, random_state=2)


@pytest.fixture(scope="module")
def found(panel, about):
    return series.chain(*panel, about, [DATE])


@pytest.fixture(scope="module")
def expected(panel, about):
    """The pairs of every series in the plain form, by (province, indicator)."""
    observations, comparability = panel
    key = ["province", "start_indicator", "start_period"]
    graded = comparability.set_index(key)[["grade", "reason"]].apply(tuple, axis=1).to_dict()
    result = {}
    for name, rows in observations.sort_values("date").groupby(["province", "indicator"]):
        figures = list(rows[["date", "value", "lower", "upper", "source_id"]].itertuples(index=False, name=None))
        grades = [graded[(*name, period)] for period in rows.period.iloc[:-1]]
        result[name] = plain.neighbours(figures, grades)
    assert len(result) == SERIES
    return result


def same(column, values):
    """Whether numbers agree to nine digits, NaN in the same places."""
    np.testing.assert_allclose(np.asarray(column, float), np.array(values, float), rtol=1e-9, atol=1e-9)


def test_growth_is_the_plain_forms(found, expected, about):
    table = found["growth"]
    rows = [(name, pair) for name, pairs in sorted(expected.items()) for pair in plain.growth_rows(pairs)]
    assert list(zip(table.province, table.indicator, strict=True)) == [name for name, _ in rows]
    assert list(table.start_date) == [pair.start[0] for _, pair in rows]
    assert list(table.end_date) == [pair.end[0] for _, pair in rows]
    assert list(table.comparability) == [pair.grade for _, pair in rows]
    assert list(table.source_ids) == [" ".join(plain.distinct(pair.sources)) for _, pair in rows]
    assert all(note.endswith(pair.reason) for note, (_, pair) in zip(table.note, rows, strict=True))
    share = about["indicators"].set_index("indicator").upper_bound == 100
    for end, (first, last) in {"": (1, 1), "_lower": (3, 2), "_upper": (2, 3)}.items():
        values = [plain.measures(pair.start[first], pair.end[last], pair.years, share[name[1]]) for name, pair in rows]
        values = np.array(values)
        values[[pair.repeated for _, pair in rows], 2:] = np.nan
        for place, measure in enumerate(growth.MEASURES):
            same(table[f"{measure}{end}"], values[:, place])


def test_spans_are_the_plain_forms(found, expected):
    table = found["spans"].set_index(["province", "indicator"])
    spans = {name: plain.span(pairs) for name, pairs in expected.items()}
    spans = {name: found for name, found in spans.items() if found[0]}
    assert set(table.index) == set(spans)
    table = table.loc[list(spans)]
    chains = [chain for chain, _ in spans.values()]
    assert list(table.start_date) == [chain.start[0] for chain in chains]
    assert list(table.end_date) == [chain.end[0] for chain in chains]
    assert list(table.reason) == [chain.reason for chain in chains]
    assert list(table.source_ids) == [" ".join(plain.distinct(chain.sources)) for chain in chains]
    same(table.years, [chain.years for chain in chains])
    assert list(pairs.reasons(table) == "") == [usable for _, usable in spans.values()]


def test_projections_and_ranges_are_the_plain_forms(found, expected, about):
    table = found["projections"].query("method == 'diffusion'").set_index(["province", "indicator"])
    beta, gamma = curves.beta_gamma(about["coefficients"])
    kind = about["indicators"].set_index("indicator").kind
    spans = {name: plain.span(pairs) for name, pairs in expected.items() if kind[name[1]] != "count"}
    spans = {name: chain for name, (chain, usable) in spans.items() if usable}
    assert set(table.index) == set(spans)
    rows = []
    for (_, indicator), chain in spans.items():
        h = plain.decimal_year(DATE) - plain.decimal_year(chain.end[0])
        value = plain.diffusion(chain.start[1], chain.end[1], chain.years, h, beta, gamma)
        rows.append((value, *plain.interval(chain, kind[indicator], h, beta, gamma, about["range_quantiles"])))
    table = table.loc[list(spans)]
    assert len({basis for *_, basis in rows}) > 7
    assert list(table.range_basis) == [basis for *_, basis in rows]
    for place, name in enumerate(["value", "lower_80", "upper_80"]):
        same(table[name], [row[place] for row in rows])


@pytest.mark.filterwarnings("ignore:invalid value encountered in scalar power")
def test_verdicts_are_the_plain_forms(found, expected, panel, about):
    table = found["target_gaps"]
    goals = about["targets"].merge(about["target_matches"], on="target_id").set_index("indicator")
    central = found["projections"].query("method == 'diffusion'").set_index(["province", "indicator"])
    central = central[["lower_80", "upper_80"]].apply(tuple, axis=1).to_dict()
    newest = panel[0].sort_values("date").drop_duplicates(["province", "indicator"], keep="last")
    newest = newest.set_index(["province", "indicator"])[["date", "value"]].apply(tuple, axis=1).to_dict()
    met = [name for name in newest if name[1] in goals.index and goals.scope[name[1]] in ("vietnam", name[0])]
    met.sort(key=lambda name: (int(name[1][-3:]), name))
    assert list(zip(table.province, table.indicator, strict=True)) == met
    rows = []
    for name in met:
        goal, (chain, usable) = goals.loc[name[1]], plain.span(expected[name])
        start, end, years = (chain.start, chain.end, chain.years) if usable else ((pd.NaT, np.nan),) * 2 + (np.nan,)
        due = pd.NaT if pd.isna(goal.target_year) else pd.Timestamp(goal.target_year, 12, 31)
        ends = {"start_date": start[0], "start_value": start[1], "end_date": end[0], "end_value": end[1]}
        lower, upper = central.get(name, (np.nan, np.nan)) if due == DATE else (np.nan, np.nan)
        latest = {"date": newest[name][0], "value_latest": newest[name][1], "target_date": due}
        sign = 1 if goal.comparator.startswith(">") else -1
        about_it = {"direction": sign, "years": years, "lower_80": lower, "upper_80": upper}
        rows.append(plain.verdicts(SimpleNamespace(**goal.to_dict(), **ends, **latest, **about_it)))
    for column in rows[0]:
        values = [row[column] for row in rows]
        if isinstance(values[0], str):
            assert list(table[column]) == values, column
            assert len(set(values)) > 2
        else:
            same(table[column], values)


@pytest.mark.filterwarnings("ignore:invalid value encountered in scalar power")
@pytest.mark.parametrize("rule", ["open_sdg_progress", "unsd_progress", "linear_progress", "interval_verdict"])
def test_rules_are_the_plain_forms(rule):
    draw = np.random.default_rng(7)
    levels = [np.nan, 0.0, 100.0, 99.2, 0.6, 40.0, -5.0]

    def values():
        return np.where(draw.random(SERIES) < 0.4, draw.choice(levels, SERIES), draw.uniform(0, 100, SERIES).round(1))

    def years():
        return draw.choice([2018.5, 2019, 2020, 2020.25, 2023, 2025, 2025.9, np.nan], SERIES)

    direction = draw.choice([1, -1], SERIES)
    if rule == "interval_verdict":
        columns = [values(), values(), values(), draw.uniform(0, 9, SERIES), direction]
    else:
        columns = [values(), years(), values(), years(), values(), years(), direction]
    if rule == "open_sdg_progress":
        columns += [draw.choice([np.nan, 0.0, 50.0, 100.0], SERIES)]
    said = getattr(progress, rule)(*columns)
    expected = [getattr(plain, rule)(*row) for row in zip(*columns, strict=True)]
    if rule == "interval_verdict":
        assert list(said) == expected
        return
    assert list(said.status) == [one.status for one in expected]
    for part in ("value", "score"):
        if getattr(said, part) is not None:
            plainly = np.array([getattr(one, part) for one in expected], float)  # None: NaN
            same(getattr(said, part), plainly)


def test_the_chain_in_parts_is_the_chain(found, panel, about, monkeypatch):
    monkeypatch.setattr(series, "ROWS", 5_000)
    monkeypatch.setattr(series, "LEAST_ROWS", 0)
    assert len(list(series.split(*panel, 5_000))) > 4
    parts = series.in_parts(*panel, about, [DATE])
    for name in series.TABLES:
        keys = ["target_id", "province", "indicator"] if name == "target_gaps" else []
        both = [table.sort_values(keys, ignore_index=True) if keys else table for table in (parts[name], found[name])]
        pd.testing.assert_frame_equal(*both)


def test_only_the_tables_that_are_wanted_are_made(found, panel, about, monkeypatch):
    monkeypatch.setattr(growth, "growth_of", None)
    (made,) = series.chain(*panel, about, [DATE], keep=["target_gaps"]).values()
    pd.testing.assert_frame_equal(made, found["target_gaps"])


def test_categorical_texts_give_the_same_tables_categorical(found, panel, about):
    observations, comparability = (
        frame.assign(**{name: frame[name].astype("category") for name in frame.select_dtypes("str")}) for frame in panel
    )
    for name, table in series.chain(observations, comparability, about, [DATE]).items():
        texts = list(found[name].select_dtypes("str"))
        assert all(isinstance(table[text].dtype, pd.CategoricalDtype) for text in texts)
        pd.testing.assert_frame_equal(table.astype(dict.fromkeys(texts, "str")), found[name])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", ["str", "category"])
def test_no_series_give_empty_tables_of_the_same_kinds(found, panel, about, kind):
    """As an engine asks for before it has read a part."""
    none = [frame.head(0).astype(dict.fromkeys(frame.select_dtypes("str"), kind)) for frame in panel]
    for name, table in series.chain(*none, about, [DATE]).items():
        assert len(table) == 0 and list(table) == list(found[name])
        for column in found[name].select_dtypes(["str", "datetime"]):
            expected = found[name][column].dtype
            assert table[column].dtype == (kind if expected == "str" else expected), column
