"""Briefs that an office can send: one Markdown template a language, out as DOCX, tagged PDF and self-contained HTML."""

import re
import tempfile
from importlib.metadata import version
from pathlib import Path

import jinja2  # comes with JupyterLab
import pandas as pd

from helpers import charts, claims, pandoc, printed, tables, targets, tidy, word, wording
from helpers.wording import LANGUAGES

PILLARS = {
    "infrastructure": {"en": "Digital infrastructure", "vi": "Hạ tầng số"},
    "government": {"en": "Digital government", "vi": "Chính quyền số"},
    "economy": {"en": "Digital economy", "vi": "Kinh tế số"},
    "society": {"en": "Digital society", "vi": "Xã hội số"},
    "data": {"en": "Digital data", "vi": "Dữ liệu số"},
}
TEMPLATES = Path(__file__).with_name("templates")


def escaped(text):
    r"""A text in which Markdown sees nothing but text: every ASCII sign is escaped, line breaks are spaces.

    >>> escaped("a|b *c* <d>")
    'a\\|b \\*c\\* \\<d\\>'
    """
    plain = re.sub(r"[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", str(text))
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", plain).replace(" \\%", "\u00a0\\%")


def inert(text):
    r"""A text for a Markdown file that people read as it is, too: only what could become markup is escaped.

    >>> inert("rose <= 72 %: <b> [x](y)")
    'rose <= 72 %: \\<b> \\[x\\](y)'
    """
    markup = r"([\\`*\[\]~$]|<(?=[A-Za-z/!?])|&(?=[#\w])|\b_\B|\B_\b)"
    return re.sub(markup, r"\\\1", " ".join(text.split()))


def content(root, province, language):
    """What the template of a brief is filled with, from data/ and seeds/: claims, table rows, sources."""
    observations, indicators = tables.read("observations", root), tables.read("indicators", root)
    quotable = claims.by_kind(tables.read("claims", root))
    quotable = quotable[(quotable.status == "quotable") & (quotable.province == province)]
    quotable = quotable.assign(text=quotable[f"text_{language}"])
    spans = _one_span(quotable[quotable.kind == "growth"])
    own, about = observations[observations.province == province], indicators.set_index("indicator")
    sources = tables.read("sources", root)
    sources = sources[sources.source_id.isin(own.source_id)]
    projected = quotable[quotable.kind.isin(["projection", "scenario"])]
    return {
        "place": tables.place(province, language),
        "version": version("tay-bac-so"),
        "headline": _records(_headline(quotable, projected)),
        "grown": _paces(root, spans, about, language),
        "projected": _projections(projected, own, about, language),
        "targets": _targets(root, quotable[quotable.kind == "target"], own, about, language),
        "pillars": _pillars(own, indicators, language, bool(len(spans))),
        "sources": [{"id": row.source_id, "text": source_line(row)} for row in sources.itertuples()],
    }


def _records(rows):
    return rows[["claim_id", "text"]].to_dict("records")


def _one_span(growth):
    """The longest span of each indicator that has a yearly rate."""
    yearly = growth[growth.unit.isin(["points a year", "% a year"])]
    length = (
        yearly.claim_id.str.split(".")
        .str[3]
        .str.split("-to-")
        .map(lambda ends: printed.period_end(ends[1]) - printed.period_end(ends[0]))
    )
    return yearly.assign(length=length).sort_values(["indicator", "length"]).drop_duplicates("indicator", keep="last")


def _headline(quotable, projected):
    """The first sentences: the fastest growth and its projection, and the nearest target; without growth, three levels."""
    growth = _one_span(quotable[quotable.kind == "growth"])
    if growth.empty:
        keep = quotable[(quotable.kind == "reported") & (quotable.unit.str.startswith("%"))]
        return keep.sort_values("value").iloc[[0, len(keep) // 3, len(keep) // 2]]
    shares = growth[growth.unit == "points a year"].sort_values("value", ascending=False).head(1)
    ahead = projected[projected.indicator.isin(shares.indicator)]
    left = quotable[quotable.kind == "target"].query("value > 0").sort_values("value").head(1)
    return pd.concat([shares, ahead, left])


def _paces(root, spans, about, language):
    """The rows of the table of paces: one a series, from the claims' own numbers."""
    growth = tables.read("growth", root)
    observations = tables.read("observations", root)
    rows = []
    for claim in spans.itertuples():
        start, end = claim.claim_id.split(".")[3].split("-to-")
        series = observations[(observations.province == claim.province) & (observations.indicator == claim.indicator)]
        first, last = (series[series.period == period].iloc[0] for period in (start, end))
        row = growth[(growth.province == claim.province) & (growth.indicator == claim.indicator)]
        row = row[(row.start_date == first.date) & (row.end_date == last.date)].iloc[0]
        compound = wording.quantity(row.annual_growth_pct, "%", language, 1)
        ends = {"start": first, "end": last}
        ends = {
            name: f"{wording.hedged(point, language)} ({wording.short(point, language)})"
            for name, point in ends.items()
        }
        pace = printed.number(claim.value, 1, language) if claim.unit == "points a year" else ""
        rows.append({"name": about[f"name_{language}"][claim.indicator], **ends, "pace": pace, "compound": compound})
    return rows


def _projections(projected, own, about, language):
    """The rows of the table of projections: origin, then each target year with its range."""
    rows = []
    for indicator, group in projected.groupby("indicator", sort=False):
        group = group.sort_values("claim_id")
        series = own[own.indicator == indicator].sort_values("date").iloc[-1]
        cells = []
        for claim in group.itertuples():
            low, high = (printed.number(bound, 1, language) for bound in (claim.lower, claim.upper))
            cells.append(f"{getattr(claim, f'printed_{language}')} ({low}–{high})")
        origin = f"{wording.hedged(series, language)} ({wording.short(series, language)})"
        rows.append(
            {"name": about[f"name_{language}"][indicator], "origin": origin, "first": cells[0], "second": cells[1]}
        )
    return rows


def _targets(root, chosen, own, about, language):
    """The rows of the table of targets, with what may be concluded."""
    goals = tables.read("targets", root).set_index("target_id")
    gaps = tables.read("target_gaps", root)
    rows = []
    for claim in chosen.itertuples():
        target = claim.claim_id.rsplit(".", 1)[1]
        goal = goals.loc[target]
        gap = gaps[
            (gaps.target_id == target) & (gaps.indicator == claim.indicator) & (gaps.province == claim.province)
        ].iloc[0]
        latest = own[own.indicator == claim.indicator].sort_values("date").iloc[-1]
        year = "" if pd.isna(goal.target_year) else f" ({goal.target_year})"
        rows.append(
            {
                "goal": f"{goal.concept if language == 'en' else goal.wording_vi}, {goal.instrument}",
                "level": f"{'' if goal.value == 100 else wording.LEAST[language][goal.comparator]}{wording.quantity(goal.value, '%', language)}{year}",
                "latest": f"{about[f'name_{language}'][claim.indicator]}: {wording.hedged(latest, language)} ({wording.short(latest, language)})",
                "left": wording.distance(gap.gap_points, latest, printed.decimals_of(abs(gap.gap_points)), language),
                "conclusion": targets.conclusion(gap, language),
            }
        )
    return rows


def _pillars(own, indicators, language, grown):
    """One table a pillar: the latest figure of each indicator, with the one before where there are two."""
    about = indicators.set_index("indicator")
    result = []
    for pillar, titles in PILLARS.items():
        rows = []
        for indicator in about.index[about.pillar == pillar]:
            series = own[own.indicator == indicator].sort_values("date")
            share = about.upper_bound[indicator] == 100
            if series.empty or (grown and not share and len(series) < 2):
                continue
            last, before = series.iloc[-1], series.iloc[-2] if len(series) > 1 else None
            rows.append(
                {
                    "name": about[f"name_{language}"][indicator],
                    "value": wording.hedged(last, language),
                    "when": wording.short(last, language),
                    "earlier": ""
                    if before is None
                    else f"{wording.hedged(before, language)} ({wording.short(before, language)})",
                    "source": last.source_id,
                }
            )
        if rows:
            result.append({"title": titles[language], "rows": rows})
    return result


def source_line(row):
    """A source as it is listed: publisher, title, date, address."""
    date = "" if pd.isna(row.published) else f", {row.published.day}/{row.published.month}/{row.published.year}"
    return f"{row.publisher}, “{row.title}”{date}. {row.url}"


def figures(root, province, language, folder):
    """The two pictures of a brief, written to a folder as PNG: [{file, caption, alt}]."""
    frames = {
        name: tables.read(name, root) for name in ("observations", "growth", "projections", "target_gaps", "national")
    }
    indicators = tables.read("indicators", root)
    own = {
        name: frames[name][frames[name].province == province]
        for name in ("observations", "growth", "projections", "target_gaps")
    }
    if own["projections"].empty:
        everywhere = pd.concat([frames["observations"], tidy.national_observations(frames["national"], indicators)])
        shared = tidy.across_places(everywhere, indicators)
        shared = shared[shared.indicator.isin(own["observations"].indicator)]
        made = [charts.places(shared, indicators, language), charts.levels(own["observations"], indicators, language)]
        words = FIGURES["one point"][language]
    else:
        made = [
            charts.dumbbell(own["growth"], own["observations"], indicators, language),
            charts.fan(
                own["projections"].query("label != 'illustration'"),
                own["observations"],
                own["target_gaps"],
                indicators,
                language,
            ),
        ]
        words = FIGURES["two points"][language]
    result = []
    for number, (figure, (caption, alt)) in enumerate(zip(made, words, strict=True), start=1):
        file = folder / f"{province}.{language}.{number}.png"
        figure.savefig(file, dpi=200, metadata={"Software": None})
        result.append({"file": file.name, "caption": caption, "alt": alt})
    return result


FIGURES = {
    "two points": {
        "en": [
            (
                "Shares with two comparable figures",
                "Each share as a line from its first to its last comparable figure, with the pace in points a year written above the line.",
            ),
            (
                "Projection and range of each share, with targets",
                "For each projected share: reported figures as dots, the central path as a line in a band, the last value dotted, the straight line dashed, targets as diamonds.",
            ),
        ],
        "vi": [
            (
                "Các tỷ lệ có hai số liệu so sánh được",
                "Mỗi tỷ lệ là một đoạn thẳng từ số liệu đầu đến số liệu cuối so sánh được, phía trên ghi tốc độ theo điểm phần trăm mỗi năm.",
            ),
            (
                "Dự báo, khoảng dự báo và mục tiêu của từng tỷ lệ",
                "Với mỗi tỷ lệ: chấm là số liệu đã công bố, đường liền là phương án trung tâm nằm trong dải, đường chấm là giữ nguyên, đường đứt là đường thẳng, hình thoi là mục tiêu.",
            ),
        ],
    },
    "one point": {
        "en": [
            (
                "Indicators with one definition in more than one place",
                "Values of each place side by side for the indicators that share a definition, each with its period.",
            ),
            (
                "Latest reported shares",
                "Every reported share as a dot, from the highest to the lowest, with its value and month.",
            ),
        ],
        "vi": [
            (
                "Các chỉ tiêu có cùng định nghĩa ở nhiều nơi",
                "Giá trị của từng nơi đặt cạnh nhau cho các chỉ tiêu cùng định nghĩa, kèm kỳ số liệu.",
            ),
            ("Các tỷ lệ đã công bố", "Mỗi tỷ lệ đã công bố là một chấm, xếp từ cao đến thấp, kèm giá trị và tháng."),
        ],
    },
}


def markdown(root, province, language, pictures):
    """The filled template of a brief."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
        finalize=lambda value: escaped(value) if isinstance(value, str) else value,
    )  # fmt: skip
    template = environment.get_template(f"brief.{language}.md")
    return template.render(
        **content(root, province, language),
        figures=[{**one, "file": jinja2.utils.markupsafe.Markup(one["file"])} for one in pictures],
    )


def build(root, folder):
    """All briefs below a folder, as DOCX, PDF and HTML; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for province in sorted(tables.read("observations", root).province.unique()):
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as scratch:
                pictures = figures(root, province, language, Path(scratch))
                text = markdown(root, province, language, pictures)
                for suffix, write in (("docx", _docx), ("pdf", _pdf), ("html", _html)):
                    file = folder / f"{province}.{language}.{suffix}"
                    file.write_bytes(write(text, pictures, language, Path(scratch)))
                    made.append(file)
    return made


def _pandoc(text, to, scratch, *extra):
    """Pandoc's output for a Markdown text, in a scratch folder where the pictures lie."""
    out = scratch / f"out.{to}"
    options = {"outputfile": str(out), "cworkdir": str(scratch), "extra_args": [f"--resource-path={scratch}", *extra]}
    pandoc.convert(text, to, "markdown-auto_identifiers-smart", **options)
    return out.read_bytes()


def _title(text):
    return re.sub(r"\\(.)", r"\1", text.split("\n", 1)[0].removeprefix("# "))


def _docx(text, pictures, language, scratch):
    default = scratch / "default.docx"
    pandoc.convert("", "docx", "markdown", outputfile=str(default))
    (scratch / "reference.docx").write_bytes(word.reference(default.read_bytes()))
    options = [f"--reference-doc={scratch / 'reference.docx'}", f"--metadata=lang:{language}"]
    return word.finished(_pandoc(text, "docx", scratch, *options), [one["alt"] for one in pictures], language)


def _html(text, pictures, language, scratch):
    body = ["--standalone", "--embed-resources", f"--css={TEMPLATES / 'brief.css'}", f"--metadata=lang:{language}"]
    return _pandoc(
        text, "html", scratch, *body, f"--metadata=pagetitle:{_title(text)}", "--variable=document-css:false"
    )


def _pdf(text, pictures, language, scratch):
    # PDF/UA refuses an image without alternative text
    return pandoc.typeset(_typst(text, language, scratch), pdf_standards="ua-1")


def _typst(text, language, scratch):
    """The Typst source of a brief, written to the scratch folder."""
    body = _pandoc(text, "typst", scratch, f"--lua-filter={TEMPLATES / 'alt-text.lua'}").decode("utf-8")
    preamble = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
    quoted = _title(text).replace("\\", "\\\\").replace('"', '\\"')
    source = scratch / "brief.typ"
    filled = preamble.replace("$title$", f'"{quoted}"').replace("$lang$", f'"{language}"')
    source.write_text(filled + body, encoding="utf-8")
    return source


def first_page(root, province, language):
    """The first page of a brief as PNG: the README shows one."""
    with tempfile.TemporaryDirectory() as scratch:
        pictures = figures(root, province, language, Path(scratch))
        source = _typst(markdown(root, province, language, pictures), language, Path(scratch))
        return pandoc.typeset(source, format="png", ppi=70.0)[0]
