"""The numbers that may be quoted, each with its sentence, range and sources; and those that may not, with the reason."""

import numpy as np
import pandas as pd

from helpers import printed, projection, tables
from helpers.growth import LEAST_YEARS
from helpers.tidy import PAIR, SERIES, decimal_year

UNITS = {  # unit -> how it is printed after a number, English and Vietnamese
    "%": (" %", "%"),
    "% of GRDP": (" %", "%"),
    "% of GDP": (" %", "%"),
    "km": (" km", " km"),
    "billion VND": (" billion VND", " tỷ đồng"),
    "million VND": (" million VND", " triệu đồng"),
}
HEDGES_EN = {"up": "more than ", "down": "nearly ", "both": "an estimated ", "": ""}
CLAIMED_YEARS = (2025, 2030)
SHOWN = {  # kind of claim -> the notebook cell that shows its number
    "reported": "01-tidy-reported-indicators#cell-08",
    "growth": "02-measure-growth#cell-04",
    "trend": "02-measure-growth#cell-12",
    "projection": "03-project-to-targets#cell-04",
    "scenario": "03-project-to-targets#cell-04",
    "illustration": "03-project-to-targets#cell-20",
    "refusal": "03-project-to-targets#cell-24",
    "target": "03-project-to-targets#cell-06",
    "context": "03-project-to-targets#cell-11",
}


def claims_table(seeds, observations, growth, spans, projections, gaps):
    """data/claims.csv: one row for each number that may be quoted, and one for each that must not be.

    `claim_id` says what is claimed: province.indicator.kind.when. A refused claim carries the sentence
    that must not be written and, in `reason`, why; a quotable one what must be said with it.
    """
    names = seeds["indicators"].set_index("indicator")
    parts = [
        *(_reported(row, names, seeds["sources"]) for row in observations.itertuples()),
        *_grown(growth, observations, names),
        *_chained(seeds["comparability"], observations, names),
        *_projected(projections, spans, observations, names),
        *_unprojected(projection.not_projected(observations, spans), observations, names),
        *_targeted(gaps, seeds["targets"], observations, names),
    ]
    table = pd.DataFrame(parts, columns=list(tables.columns("claims").column))
    return table.sort_values("claim_id", ignore_index=True)


# --- how things are printed -------------------------------------------------------------------


def quantity(value, unit, language="en", decimals=None):
    """A value with its unit as a language prints it; shares beyond 99.95 and not 100 are not rounded up to it.

    >>> quantity(72.0, "%"), quantity(72.0, "%", "vi"), quantity(3350, "km", "vi"), quantity(567666, "number")
    ('72 %', '72%', '3.350 km', '567,666')
    """
    decimals = printed.decimals_of(value) if decimals is None else decimals
    return printed.number(value, decimals, language) + UNITS.get(unit, ("", ""))[language == "vi"]


INFERRED = {"en": "date inferred", "vi": "thời điểm suy ra"}


def when(period, basis="stated", language="en"):
    """A period in words, marked where it is inferred.

    >>> when("2023", "stated"), when("2024-01/2024-09", "stated", "vi"), when("2025-07-22", "inferred")
    ('in 2023', '9 tháng đầu năm 2024', 'as of 22 July 2025 (date inferred)')
    """
    start, _, end = period.partition("/")
    last = printed.period_end(period)
    vi = language == "vi"
    if end and len(start) == 4:
        words = f"giai đoạn {start}–{end}" if vi else f"in {start} to {end}"
    elif end and start.endswith("-01") and start[:4] == end[:4]:
        words = (
            f"{last.month} tháng đầu năm {last.year}"
            if vi
            else f"in the first {_count(last.month)} months of {last.year}"
        )
    elif end:
        first = pd.Timestamp(printed.period_end(start))
        vietnamese = f"từ tháng {first.month}/{first.year} đến tháng {last.month}/{last.year}"
        words = vietnamese if vi else f"from {first:%B %Y} to {last:%B %Y}"
    elif "Q" in period:
        quarter = int(period[-1])
        words = (
            f"cuối quý {['I', 'II', 'III', 'IV'][quarter - 1]} năm {last.year}"
            if vi
            else f"at the end of quarter {quarter} of {last.year}"
        )
    elif len(period) == 4:
        words = f"năm {period}" if vi else f"in {period}"
    else:
        words = f"tính đến ngày {last.day}/{last.month}/{last.year}" if vi else f"as of {last.day} {last:%B %Y}"
    return words if basis == "stated" else f"{words} ({INFERRED[language]})"


def _count(number):
    return {3: "three", 6: "six", 9: "nine"}.get(number, str(number))


def _years(value, language="en"):
    return printed.number(value, 0 if abs(value - round(value)) < 0.005 else 1, language)


def _subject(row, names, language="en"):
    """'In Điện Biên the share of …' / 'Tỷ lệ … của tỉnh Điện Biên'."""
    about = names.loc[row.indicator]
    if language == "vi":
        return f"{about.name_vi} của {tables.place(row.province, 'vi')}"
    return f"In {tables.place(row.province)} the {about.definition_en[0].lower()}{about.definition_en[1:]}"


def hedged(row, language="en"):
    """A value as reported, its hedge included."""
    text = quantity(row.value, row.unit, language)
    if language == "en":
        return HEDGES_EN[printed.hedge(row.qualifier)] + text
    words = [word for word in row.qualifier.split() if word in printed.HEDGES]
    return " ".join([*words, text])


def _reached(row):
    """A reported value behind its Vietnamese verb: 'đạt trên 52%', 'ước chiếm 9,5%', 'ước đạt hơn 73.000'."""
    verb = "chiếm" if "chiếm" in row.qualifier else "đạt"
    before, after = ("ước ", row.qualifier.replace("ước", "")) if "ước" in row.qualifier else ("", row.qualifier)
    hedge = "".join(f"{word} " for word in after.split() if word in printed.HEDGES)
    return f"{before}{verb} {hedge}{quantity(row.value, row.unit, 'vi')}"


def _row(row, kind, when_, **rest):
    """A claim with what all kinds share."""
    base = {"claim_id": f"{row.province}.{row.indicator}.{kind}.{when_.replace('/', '-to-')}"}
    base |= {"status": "quotable", "reason": "", "province": row.province, "indicator": row.indicator}
    return base | rest


def _trail(rows):
    """Sources and paragraphs of some observations: ('S01 S04', 'S01:8 S04:4')."""
    places = list(dict.fromkeys(f"{row.source_id}:{row.paragraph}" for row in rows))
    return {
        "source_ids": " ".join(dict.fromkeys(place.split(":")[0] for place in places)),
        "paragraphs": " ".join(places),
    }


def _at(observations, province, indicator, date):
    found = observations[
        (observations.province == province) & (observations.indicator == indicator) & (observations.date == date)
    ]
    return next(found.itertuples())


# --- the kinds of claims ----------------------------------------------------------------------


def _reported(row, names, sources):
    publisher = sources.set_index("source_id").publisher[row.source_id]
    note = {lang: f"{word}; " if row.period_basis == "inferred" else "" for lang, word in INFERRED.items()}
    return _row(
        row,
        "reported",
        row.period,
        text_en=f"{_subject(row, names)} was {hedged(row)} {when(row.period)} ({note['en']}{publisher}).",
        text_vi=f"{_subject(row, names, 'vi')} {when(row.period, language='vi')} {_reached(row)} ({note['vi']}theo {publisher}).",
        value=row.value,
        unit=row.unit,
        printed_en=quantity(row.value, row.unit),
        printed_vi=quantity(row.value, row.unit, "vi"),
        lower=row.lower,
        upper=row.upper,
        method="reported",
        notebook=SHOWN["reported"],
        **_trail([row]),
    )


def _moved(start, end, names):
    """'… rose from 44 % in 2020 to 72 % in 2023' in both languages."""
    if end.value == start.value:
        english = f"{_subject(end, names)} stayed at {hedged(end)} from {start.period} to {end.period}"
        return (
            english,
            f"{_subject(end, names, 'vi')} giữ nguyên ở mức {hedged(end, 'vi')} từ {start.period} đến {end.period}",
        )
    up = end.value > start.value
    english = (
        f"{_subject(end, names)} {'rose' if up else 'fell'} from {hedged(start)} {when(start.period, start.period_basis)} "
        f"to {hedged(end)} {when(end.period, end.period_basis)}"
    )
    vietnamese = (
        f"{_subject(end, names, 'vi')} {'tăng' if up else 'giảm'} từ {hedged(start, 'vi')} {when(start.period, start.period_basis, 'vi')} "
        f"{'lên' if up else 'xuống'} {hedged(end, 'vi')} {when(end.period, end.period_basis, 'vi')}"
    )
    return english, vietnamese


def _grown(growth, observations, names):
    """Changes and rates of growth.csv; repeated figures and pairs graded C are refused."""
    for row in growth.itertuples():
        start, end = (
            _at(observations, *key)
            for key in ((row.province, row.indicator, row.start_date), (row.province, row.indicator, row.end_date))
        )
        english, vietnamese = _moved(start, end, names)
        measures = _measures(row, start, end)
        claim = _row(
            row,
            "growth",
            f"{start.period}-to-{end.period}",
            method="growth",
            notebook=SHOWN["growth"],
            **_trail([start, end]),
        )
        claim |= {name: measures[name] for name in ("value", "unit", "lower", "upper", "printed_en", "printed_vi")}
        claim |= {"text_en": f"{english}: {measures['words_en']}.", "text_vi": f"{vietnamese}, {measures['words_vi']}."}
        claim["reason"] = row.note
        if row.start_value == row.end_value or row.comparability == "C":
            claim["status"] = "refused"
        yield claim


def _measures(row, start, end):
    """The measures of a growth row in words, and the one that the claim's value is."""
    decimals = max(printed.decimals_of(start.value), printed.decimals_of(end.value))
    share, long = not np.isnan(row.change_points), row.years >= LEAST_YEARS and row.start_value != row.end_value
    size = abs(row.change)
    english = [f"{printed.number(size, decimals)} points" if share else quantity(size, row.unit, decimals=decimals)]
    vietnamese = [
        f"{printed.number(size, decimals, 'vi')} điểm phần trăm" if share else quantity(size, row.unit, "vi", decimals)
    ]
    english[0] += f" in {_years(row.years)} years"
    vietnamese[0] += f" trong {_years(row.years, 'vi')} năm"
    if not long:
        value, unit, lower, upper = row.change, "points" if share else row.unit, row.change_lower, row.change_upper
        return _measured(value, unit, lower, upper, english, vietnamese, decimals)
    if share:
        english.append(f"{printed.number(row.points_per_year, 1)} points a year")
        vietnamese.append(f"bình quân {printed.number(row.points_per_year, 1, 'vi')} điểm phần trăm mỗi năm")
    else:
        english.append(f"{printed.number(row.relative_change_pct, 1)} % over the span")
        vietnamese.append(f"tương đương {printed.number(row.relative_change_pct, 1, 'vi')}% so với đầu kỳ")
    english.append(f"{printed.number(row.annual_growth_pct, 1)} % a year compound")
    vietnamese.append(f"tăng trưởng kép {printed.number(row.annual_growth_pct, 1, 'vi')}%/năm")
    if share:
        return _measured(
            row.points_per_year,
            "points a year",
            row.points_per_year_lower,
            row.points_per_year_upper,
            english,
            vietnamese,
            1,
        )
    return _measured(
        row.annual_growth_pct,
        "% a year",
        row.annual_growth_pct_lower,
        row.annual_growth_pct_upper,
        english,
        vietnamese,
        1,
    )


def _measured(value, unit, lower, upper, english, vietnamese, decimals):
    after = {
        "points": (" points", " điểm phần trăm"),
        "points a year": (" points a year", " điểm phần trăm/năm"),
        "% a year": (" % a year", "%/năm"),
    }
    after_en, after_vi = after.get(unit, UNITS.get(unit, ("", "")))
    return {
        "value": value,
        "unit": unit,
        "lower": lower,
        "upper": upper,
        "printed_en": printed.number(value, decimals) + after_en,
        "printed_vi": printed.number(value, decimals, "vi") + after_vi,
        "words_en": ", ".join(english),
        "words_vi": {1: "tăng thêm ", 0: "thay đổi ", -1: "giảm "}[int(np.sign(value))] + ", ".join(vietnamese),
    }


def _chained(comparability, observations, names):
    """Refusals for pairs that are a break (D) or join two indicators: the sentence is what must not be written."""
    keyed = observations.set_index(["province", "indicator", "period", "source_id"], drop=False)
    bad = comparability[(comparability.grade == "D") | (comparability.start_indicator != comparability.end_indicator)]
    for pair in bad[[*PAIR, "grade", "reason"]].itertuples():
        start = keyed.loc[(pair.province, pair.start_indicator, pair.start_period, pair.start_source)]
        end = keyed.loc[(pair.province, pair.end_indicator, pair.end_period, pair.end_source)]
        english, vietnamese = _moved(start, end, names)
        change = end.value - start.value
        share = end.unit.startswith("%")
        decimals = max(printed.decimals_of(start.value), printed.decimals_of(end.value))
        chained = "" if pair.start_indicator == pair.end_indicator else f"{pair.start_indicator}-"
        yield _row(
            end,
            "trend",
            f"{chained}{pair.start_period}-to-{pair.end_period}",
            status="refused",
            reason=f"grade {pair.grade}: {pair.reason}",
            text_en=f"{english}: {printed.number(change, decimals)}{' points' if share else ''}.",
            text_vi=f"{vietnamese}, tức {printed.number(change, decimals, 'vi')}{' điểm phần trăm' if share else ''}.",
            value=change,
            unit="points" if share else end.unit,
            printed_en=printed.number(change, decimals) + (" points" if share else ""),
            printed_vi=printed.number(change, decimals, "vi") + (" điểm phần trăm" if share else ""),
            lower=end.lower - start.upper,
            upper=end.upper - start.lower,
            method="growth",
            notebook="02-measure-growth",
            **_trail([start, end]),
        )


def _projected(projections, spans, observations, names):
    """The central projection at the target years; counts are illustrations and refused."""
    origin = spans.set_index(SERIES)
    wanted = projections[projections.date.dt.year.isin(CLAIMED_YEARS)]
    wanted = wanted[
        (wanted.method == "diffusion") | ((wanted.label == "illustration") & (wanted.method == "straight_line"))
    ]
    for row in wanted.itertuples():
        span = origin.loc[(row.province, row.indicator)]
        start, end = (_at(observations, row.province, row.indicator, date) for date in (span.start_date, span.end_date))
        about, year, count = names.loc[row.indicator], row.date.year, row.label == "illustration"
        subject = f"the {about.definition_en[0].lower()}{about.definition_en[1:]}"
        decimals = 0 if count else 1
        value = {lang: quantity(row.value, row.unit, lang, decimals) for lang in ("en", "vi")}
        kind = {"projection": ("Projected", "Theo dự báo"), "scenario": ("In the scenario", "Theo kịch bản")}.get(
            row.label, ("Illustrated", "Minh họa")
        )
        range_en, range_vi = _range_words(row)
        english = (
            f"{kind[0]} from {hedged(start)} {when(start.period, start.period_basis)} and {hedged(end)} {when(end.period, end.period_basis)}, "
            f"{subject} in {tables.place(row.province)} would be {value['en']} at the end of {year}{range_en}."
        )
        vietnamese = (
            f"{kind[1]} từ mức {hedged(start, 'vi')} {when(start.period, start.period_basis, 'vi')} và {hedged(end, 'vi')} "
            f"{when(end.period, end.period_basis, 'vi')}, đến cuối năm {year} {about.name_vi[0].lower() if not about.name_vi[:2].isupper() else about.name_vi[0]}"
            f"{about.name_vi[1:]} của {tables.place(row.province, 'vi')} vào khoảng {value['vi']}{range_vi}."
        )
        claim = _row(
            row,
            row.label,
            str(year),
            text_en=english,
            text_vi=vietnamese,
            value=row.value,
            unit=row.unit,
            printed_en=value["en"],
            printed_vi=value["vi"],
        )
        claim |= {
            "lower": row.lower_80,
            "upper": row.upper_80,
            "method": row.method,
            "notebook": "03-project-to-targets",
            **_trail([start, end]),
        }
        claim["reason"] = row.range_basis
        if count or np.isnan(row.lower_80):
            claim |= {
                "status": "refused",
                "reason": "an illustration: no panel tells how wrong it is" if count else row.range_basis,
            }
        yield claim


def _range_words(row):
    if np.isnan(row.lower_80):
        return "", ""
    ahead = decimal_year([row.date])[0] - decimal_year([row.origin_date])[0]
    indicative = ahead > projection.RANGE_YEARS
    low, high = ([printed.number(bound, 1, lang) for lang in ("en", "vi")] for bound in (row.lower_80, row.upper_80))
    english = f" ({'indicative range' if indicative else '80 % range'} {low[0]} to {high[0]} %)"
    return english, f" ({'khoảng tham khảo' if indicative else 'khoảng dự báo 80%'} từ {low[1]}% đến {high[1]}%)"


def _unprojected(reasons, observations, names):
    """A refusal for each series that is not projected."""
    for row in reasons.itertuples():
        known = [
            entry
            for entry in observations.itertuples()
            if (entry.province, entry.indicator) == (row.province, row.indicator)
        ]
        name = names.loc[row.indicator]
        yield _row(
            row,
            "projection",
            "none",
            status="refused",
            reason=row.reason,
            text_en=f"{_subject(row, names)} will reach a certain level by a certain year.",
            text_vi=f"{_subject(row, names, 'vi')} sẽ đạt một mức nhất định vào một năm nhất định.",
            value=np.nan,
            unit=name.unit,
            printed_en="",
            printed_vi="",
            lower=np.nan,
            upper=np.nan,
            method="none",
            notebook="03-project-to-targets",
            **_trail(known),
        )


def _targeted(gaps, targets, observations, names):
    """The distance to each target that a series meets; where it is context only, a refusal."""
    goals = targets.set_index("target_id")
    for row in gaps.itertuples():
        goal, end = goals.loc[row.target_id], _at(observations, row.province, row.indicator, row.latest_date)
        least = {
            ">=": ("at least ", "tối thiểu "),
            ">": ("more than ", "trên "),
            "<=": ("at most ", "tối đa "),
            "<": ("less than ", "dưới "),
        }[goal.comparator]
        year = ("", "") if pd.isna(goal.target_year) else (f" by {goal.target_year}", f" đến năm {goal.target_year}")
        decimals = max(printed.decimals_of(row.latest_value), printed.decimals_of(row.target_value))
        left = {lang: printed.number(abs(row.gap_points), decimals, lang) for lang in ("en", "vi")}
        beyond = row.gap_points <= 0
        english = (
            f"{_subject(end, names)} was {hedged(end)} {when(end.period, end.period_basis)}; the target of {goal.instrument} is "
            f"{least[0]}{quantity(row.target_value, '%')}{year[0]} ({goal.concept}): {left['en']} points {'beyond' if beyond else 'short of'} it."
        )
        vietnamese = (
            f"{_subject(end, names, 'vi')} {when(end.period, end.period_basis, 'vi')} {_reached(end)}; mục tiêu theo {goal.instrument} là "
            f"{least[1]}{quantity(row.target_value, '%', 'vi')}{year[1]} ({goal.wording_vi}): {'vượt' if beyond else 'còn thiếu'} {left['vi']} điểm phần trăm."
        )
        if row.match == "near":
            english = (
                english[:-1]
                + " (the series only bounds the target's quantity: whether it was met cannot be read from it)."
            )
            vietnamese = (
                vietnamese[:-1]
                + " (chuỗi số liệu chỉ là cận của đại lượng nêu trong mục tiêu, chưa đủ căn cứ kết luận đã đạt hay chưa)."
            )
        yield _row(
            row,
            "target",
            row.target_id,
            status="refused" if row.match == "context" else "quotable",
            reason=row.note,
            text_en=english,
            text_vi=vietnamese,
            value=row.gap_points,
            unit="points",
            printed_en=f"{left['en']} points",
            printed_vi=f"{left['vi']} điểm phần trăm",
            lower=row.target_value - end.upper,
            upper=row.target_value - end.lower,
            method="gap",
            notebook="03-project-to-targets",
            **_trail([end]),
        )


# --- holding prose to the tables --------------------------------------------------------------


def confirm(said, *fragments, folder=None):
    """Fail unless each printed fragment is what a claim, or a list of numbers, says. Returns nothing.

    `said` is a claim_id (each fragment must stand in its English or Vietnamese sentence, whole) or one
    or more numbers (each fragment holds one, compared in order at its printed precision). A refused
    claim can't be confirmed. AssertionError says what was expected, what was found and what to do.

    >>> confirm(28 / 3, "9.3 points a year")
    >>> confirm([44, 72], "44 %", "72 %")
    """
    if isinstance(said, str):
        _confirm_claim(said, fragments, folder)
        return
    values = [float(value) for value in np.atleast_1d(np.asarray(said, dtype=object))]
    if len(values) != len(fragments):
        raise AssertionError(f"{len(values)} numbers and {len(fragments)} fragments: give one fragment for each number")
    for value, fragment in zip(values, fragments, strict=True):
        found = printed.numbers_in(fragment) + printed.numbers_in(fragment, "vi")
        if not any(abs(round(value, decimals) - number) < 10.0**-9 * max(1, abs(number)) for number, decimals in found):
            raise AssertionError(
                f"the text says {fragment!r}, the tables say {value:.6g}: mend the sentence, or find out why the number moved"
            )


def _confirm_claim(claim_id, fragments, folder):
    table = tables.read("claims", folder).set_index("claim_id")
    if claim_id not in table.index:
        raise AssertionError(f"no claim {claim_id!r} in data/claims.csv: look it up there")
    claim = table.loc[claim_id]
    if claim.status != "quotable":
        raise AssertionError(f"{claim_id} is refused ({claim.reason}): take the sentence out")
    told = {lang: printed.numbers_in(text, lang) for lang, text in (("en", claim.text_en), ("vi", claim.text_vi))}
    for fragment in fragments:
        numbers = {lang: printed.numbers_in(fragment, lang) for lang in told}
        whole = any(numbers[lang] and all(number in told[lang] for number in numbers[lang]) for lang in told)
        if not whole:
            raise AssertionError(
                f"the text says {fragment!r}, {claim_id} says {claim.text_en!r}: mend the sentence, or find out why the number moved"
            )


def refused(table, kind=None):
    """The refusals of claims.csv, with their reasons: claim_id, text_en, reason; of one kind or all."""
    rows = table[(table.status == "refused") & (True if kind is None else table.claim_id.str.split(".").str[2] == kind)]
    return rows[["claim_id", "text_en", "reason"]].reset_index(drop=True)


def is_refused(claim_id, folder=None):
    """Whether a claim exists and must not be made."""
    table = tables.read("claims", folder).set_index("claim_id")
    return bool(table.status[claim_id] == "refused")
