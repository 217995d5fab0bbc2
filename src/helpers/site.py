"""A web page that answers at a glance: build/site/{vi,en}, made from tables and notebooks, opened from a folder."""

import io
import json
import re
import shutil
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import nbformat
import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from helpers import brief, claims, printed, projection, tables, targets, tidy, wording
from helpers.brief import TEMPLATES, escaped
from helpers.wording import LANGUAGES

SHAPES = {  # a verdict is told by shape and words, not by colour alone
    "met": "●", "likely": "▲", "unlikely": "▼", "not met": "✕", "open": "◆",
    "no pace": "?", "bounded below": "?", "bounded above": "?", "orientation": "○",
}  # fmt: skip
OTHER = {"en": "vi", "vi": "en"}
SWITCH = {"en": "Tiếng Việt", "vi": "English"}  # the name of the other language, in that language
WORDS = {
    "en": {
        "title": "Tây Bắc số: how far, and will the targets be met?",
        "lead": "Reported figures of Điện Biên and Lai Châu, with the target that each meets. A shape stands before each verdict: ● met, ✕ not met, ▲ likely, ▼ unlikely, ◆ open, ? cannot be judged, ○ orientation only.",
        "own": "Targets of the province", "others": "Orientation: national targets that count something else",
        "indicators": "Indicators", "notebooks": "Notebooks", "sources": "Sources", "codebook": "Codebook", "cite": "How to cite",
        "changes": "What changed", "definition": "Definition", "printed_term": "Printed term", "unit": "Unit", "denominator": "Of",
        "reported": "Reported figures", "claims": "Sentences to quote the figures", "whatif": "What if", "none": "No figure is reported for this indicator.",
        "place": "Place", "period": "Period", "figure": "Figure", "token": "As printed", "source": "Source", "paragraph": "paragraph",
        "refused": "Not to be written:", "say": "Say with it:", "copied": "Copied", "copy_sentence": "Copy sentence", "copy_citation": "Copy citation",
        "path": "Central path reaches it",
        "line": "The path at this pace, and the target", "target": "Target", "by": "By the end of", "pace": "Points a year", "reset": "Back to the start",
        "never": "never", "told": "At this pace {at} % at the end of {year}; the target is reached in: {reached}; pace needed from the last figure: {needed} points a year.",
        "about_whatif": "Move target, year and pace. It starts at the pace of the central projection, or at nought where there is none; it is arithmetic, not a projection.",
        "downloads": "Tables to download", "growth": "Growth", "projection": "Projection", "goals": "Targets", "not by": "not by",
        "front": "Front page", "note": "Note",
    },
    "vi": {
        "title": "Tây Bắc số: đã đến đâu, mục tiêu có đạt không?",
        "lead": "Số liệu đã công bố của Điện Biên và Lai Châu, kèm mục tiêu tương ứng. Trước mỗi nhận định có một hình: ● đã đạt, ✕ chưa đạt, ▲ nhiều khả năng đạt, ▼ khó đạt, ◆ chưa rõ, ? chưa đủ căn cứ, ○ chỉ để định hướng.",
        "own": "Mục tiêu của tỉnh", "others": "Định hướng: mục tiêu quốc gia tính trên đại lượng khác",
        "indicators": "Chỉ tiêu", "notebooks": "Sổ tay phân tích (tiếng Anh)", "sources": "Nguồn số liệu", "codebook": "Mô tả các bảng", "cite": "Cách trích dẫn",
        "changes": "Những thay đổi (tiếng Anh)", "definition": "Định nghĩa", "printed_term": "Thuật ngữ như in", "unit": "Đơn vị", "denominator": "Tính trên",
        "reported": "Số liệu đã công bố", "claims": "Câu trích dẫn số liệu", "whatif": "Nếu như", "none": "Chưa có số liệu công bố cho chỉ tiêu này.",
        "place": "Nơi", "period": "Kỳ", "figure": "Số liệu", "token": "Như in", "source": "Nguồn", "paragraph": "đoạn",
        "refused": "Không được viết:", "say": "Nêu kèm:", "copied": "Đã chép", "copy_sentence": "Chép câu", "copy_citation": "Chép trích dẫn",
        "path": "Phương án trung tâm đạt mức này",
        "line": "Đường đi theo tốc độ này và mục tiêu", "target": "Mục tiêu", "by": "Đến cuối năm", "pace": "Điểm phần trăm mỗi năm", "reset": "Trở lại ban đầu",
        "never": "không bao giờ", "told": "Với tốc độ này, cuối năm {year} đạt {at}%; đạt mục tiêu vào năm: {reached}; tốc độ cần từ số liệu mới nhất: {needed} điểm phần trăm mỗi năm.",
        "about_whatif": "Kéo mục tiêu, năm và tốc độ. Khởi đầu là tốc độ của phương án trung tâm, hoặc bằng 0 nếu chưa có dự báo; đây là phép tính, không phải dự báo.",
        "downloads": "Tải các bảng", "growth": "Tốc độ", "projection": "Dự báo", "goals": "Mục tiêu", "not by": "chưa đạt trước",
        "front": "Trang đầu", "note": "Ghi chú",
    },
}  # fmt: skip


def build(root: Path) -> Path:
    """Build both languages under build/site; returns the folder. Nothing is replaced unless both succeeded."""
    out, fresh = root / "build" / "site", root / "build" / ".site"
    sources = root / "build" / ".site-source"
    for folder in (fresh, sources):
        shutil.rmtree(folder, ignore_errors=True)
    known = _known(root)
    for language in LANGUAGES:
        _write(pages(root, known, language), sources / language)
        _sphinx(sources / language, fresh / language, language)
        for spare in ("_sources", "objects.inv", ".buildinfo"):  # the last holds a hash of this folder's path
            gone = fresh / language / spare
            shutil.rmtree(gone) if gone.is_dir() else gone.unlink(missing_ok=True)
        shutil.copytree(root / "data", fresh / language / "data")
        for file in (fresh / language).rglob("*.html"):
            file.write_text(_accessible(file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    shutil.rmtree(fresh / "jupyter_execute", ignore_errors=True)
    (fresh / "index.html").write_text(_door(), encoding="utf-8", newline="\n")
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    shutil.rmtree(sources)
    return out


def _accessible(text: str) -> str:
    """A page with what its makers leave out: captions have a heading's role and no level, wide blocks can't be scrolled by keyboard."""
    text = text.replace(' role="heading">', ' role="heading" aria-level="2">').replace("<pre>", '<pre tabindex="0">')
    return text.replace('<div class="output text_html">', '<div class="output text_html" tabindex="0">')


def _known(root: Path) -> dict[str, pd.DataFrame]:
    """All tables by name."""
    return {name: tables.read(name, root) for name in (*tables.names("data"), *tables.seed_names())}


def _door() -> str:
    """The page at the top: it leads to the Vietnamese front page, and names both."""
    links = "".join(
        f'<p><a href="{language}/index.html" lang="{language}">{WORDS[language]["title"]}</a></p>'
        for language in ("vi", "en")
    )
    head = '<meta charset="utf-8"><meta http-equiv="refresh" content="0; url=vi/index.html"><title>Tây Bắc số</title>'
    return f'<!DOCTYPE html><html lang="vi"><head>{head}</head><body><main><h1>Tây Bắc số</h1>{links}</main></body></html>\n'


def _write(found: dict[str, str], folder: Path) -> None:
    for name, text in found.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _sphinx(source: Path, out: Path, language: str) -> None:
    """Run Sphinx on a folder of pages; RuntimeError with its warnings, where it has any."""
    from sphinx.application import Sphinx
    from sphinx.search import languages
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    languages[language] = _search(language)
    settings = {
        "extensions": ["myst_nb"], "nb_execution_mode": "off", "html_theme": "furo", "language": language,
        "project": "Tây Bắc số", "html_title": "Tây Bắc số", "html_copy_source": False, "html_show_sphinx": False,
        "html_show_copyright": False, "html_static_path": [str(TEMPLATES / "static")], "html_css_files": ["site.css"],
        "html_favicon": str(TEMPLATES / "static" / "icon.svg"),
        "html_js_files": ["site.js"], "myst_enable_extensions": ["colon_fence"], "html_search_language": language,
        "suppress_warnings": ["docutils"],
    }  # fmt: skip
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():  # two builds in one process
        doctrees = out.parent / f".doctrees-{language}"
        Sphinx(source, None, out, doctrees, "html", settings, status=None, warning=warnings).build()
    shutil.rmtree(out.parent / f".doctrees-{language}")
    if warnings.getvalue().strip():
        raise RuntimeError(warnings.getvalue())


def stripped(word: str) -> str:
    """A word without its marks, for search: 'điện' and 'dien' meet.

    >>> stripped("Điện"), stripped("thoại")
    ('dien', 'thoai')
    """
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _search(language: str) -> type:
    from sphinx.search import SearchLanguage

    class Stripped(SearchLanguage):
        """Search that ignores diacritics, in the index and in what is typed."""

        lang = language
        language_name = language
        js_stemmer_code = (
            'var Stemmer = function () { this.stemWord = function (w) { return w.toLowerCase().replace(/đ/g, "d")'
            '.normalize("NFD").replace(/[\\u0300-\\u036f]/g, ""); }; };'
        )

        def stem(self, word: str) -> str:
            return stripped(word)

    return Stripped


# --- pages ------------------------------------------------------------------------------------


def pages(root: Path, known: dict[str, pd.DataFrame], language: str) -> dict[str, str]:
    """The sources of one language's site: {path: Markdown or notebook}."""
    words = WORDS[language]
    names = known["indicators"].indicator.tolist()
    notebooks = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    found = {
        "index.md": _front(known, language, [file.stem for file in notebooks]),
        "indicators/index.md": _page(
            words["indicators"], language, "indicators/index", _tree([f"{name}" for name in names])
        ),
        "sources.md": _page(words["sources"], language, "sources", _sources(known, language)),
        "codebook.md": _page(words["codebook"], language, "codebook", _codebook(language)),
        "cite.md": _page(words["cite"], language, "cite", _cite(language)),
        "changes.md": _page(words["changes"], language, "changes", _changes(root)),
    }
    for name in names:
        found[f"indicators/{name}.md"] = _indicator(known, name, language)
    for file in notebooks:
        found[f"notebooks/{file.name}"] = _notebook(file, language)
    return found


def _page(title: str, language: str, path: str, *parts: str) -> str:
    """A Markdown page with the link to the same page in the other language under its title."""
    up = "../" * (path.count("/") + 1)
    other = OTHER[language]
    link = f'<p class="languages"><a href="{up}{other}/{path}.html" lang="{other}" hreflang="{other}">{SWITCH[language]}</a></p>'
    return "\n\n".join([f"# {escaped(title)}", _raw(link), *parts]) + "\n"


def _raw(html: str) -> str:
    """HTML as it is; no line of it can end the block: it may hold a text from a table."""
    inside = re.sub(r"(?m)^(\s*):::", r"\1&#58;::", html)
    return f":::{{raw}} html\n{inside}\n:::"


def _fill(template: str, **values: object) -> str:
    """An HTML fragment: what comes from tables is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "site"), autoescape=True, trim_blocks=True
    )
    return _raw(environment.get_template(template).render(**values))


def _tree(entries: list[str], caption: str = "", depth: int = 1) -> str:
    options = f":maxdepth: {depth}\n" + (f":caption: {caption}\n" if caption else "")
    return "```{toctree}\n" + options + "\n" + "\n".join(entries) + "\n```"


def _front(known: dict[str, pd.DataFrame], language: str, notebooks: list[str]) -> str:
    words = WORDS[language]
    gaps = known["target_gaps"]
    own = _fill("front.html", cards=_cards(known, gaps[gaps.match != "context"], language), words=words)
    rest = _fill("front.html", cards=_cards(known, gaps[gaps.match == "context"], language), words=words)
    trees = [
        _tree(["indicators/index"], words["indicators"], 2),
        _tree([f"notebooks/{name}" for name in notebooks], words["notebooks"]),
        _tree(["sources", "codebook", "cite", "changes"], "Tây Bắc số"),
    ]
    hidden = [tree.replace(":maxdepth", ":hidden:\n:maxdepth") for tree in trees]
    parts = [escaped(words["lead"]), f"## {escaped(words['own'])}", own, f"## {escaped(words['others'])}", rest]
    return _page(words["title"], language, "index", *parts, *hidden)


def _cards(known: dict[str, pd.DataFrame], gaps: pd.DataFrame, language: str) -> list[dict[str, Any]]:
    """One card an indicator and place: latest value, small chart, every target with its verdict."""
    about = known["indicators"].set_index("indicator")
    reached = (
        targets.years_reached(gaps, known["projections"]).set_index(["target_id", "province", "indicator"]).central
    )
    goals = known["targets"].set_index("target_id")
    cards = []
    for key, rows in gaps.groupby(["province", "indicator"], sort=False):
        province, indicator = map(str, key)
        series = _series(known["observations"], province, indicator).sort_values("date")
        last = series.iloc[-1]
        listed = []
        for row in tables.each(rows):
            goal = goals.loc[row.target_id]
            year = "" if pd.isna(goal.target_year) else f" ({goal.target_year})"
            when = reached[row.target_id, province, indicator]
            listed.append(
                {
                    "claim_id": f"{province}.{indicator}.target.{row.target_id}",
                    "level": f"{goal.instrument}{year}: {wording.quantity(row.target_value, '%', language)}",
                    "shape": SHAPES[targets.conclusion_key(row)],
                    "verdict": targets.conclusion(row, language),
                    "reached": "" if when == "not projected" else when.replace("not by", WORDS[language]["not by"]),
                }
            )
        cards.append(
            {
                "indicator": indicator,
                "name": about[f"name_{language}"][indicator],
                "place": tables.place(province, language),
                "latest_id": f"{province}.{indicator}.reported.{last.period.replace('/', '-to-')}",
                "latest": wording.hedged(last, language),
                "when": wording.when(last.period, last.period_basis, language),
                "picture": Markup(_small(known, province, indicator, rows, language)),
                "goals": listed,
            }
        )
    return cards


def _series(frame: pd.DataFrame, province: str, indicator: str) -> pd.DataFrame:
    return frame[(frame.province == province) & (frame.indicator == indicator)]


def _small(known: dict[str, pd.DataFrame], province: str, indicator: str, gaps: pd.DataFrame, language: str) -> str:
    """A small chart as inline SVG: reported dots, central path in its band, target lines."""
    seen = _series(known["observations"], province, indicator)
    path = _series(known["projections"], province, indicator).query("method == 'diffusion'").sort_values("date")
    parts = []
    for level in sorted(gaps.target_value.unique()):
        parts.append(
            f'<line x1="12" y1="{_up(level):.1f}" x2="232" y2="{_up(level):.1f}" stroke="#d55e00" stroke-dasharray="5 3"/>'
        )
        parts.append(f'<text x="234" y="{_up(level) + 3:.1f}">{printed.number(level, 0, language)}</text>')
    if len(path) and path.lower_80.notna().all():
        ends = (
            list(zip(_across(path.date), _up(path.upper_80), strict=True))
            + list(zip(_across(path.date), _up(path.lower_80), strict=True))[::-1]
        )
        parts.append('<path fill="#0173b2" opacity=".2" d="M' + "L".join(f"{a:.1f} {b:.1f}" for a, b in ends) + 'Z"/>')
    if len(path):
        line = zip(_across(path.date), _up(path.value), strict=True)
        parts.append(
            '<path fill="none" stroke="#0173b2" stroke-width="2" d="M'
            + "L".join(f"{a:.1f} {b:.1f}" for a, b in line)
            + '"/>'
        )
    for a, b in zip(_across(seen.date), _up(seen.value), strict=True):
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="currentColor"/>')
    label = "; ".join(
        f"{wording.hedged(row, language)} {wording.when(row.period, language=language)}" for row in tables.each(seen)
    )
    text = escape(label)
    frame = '<line x1="12" y1="104" x2="232" y2="104" stroke="currentColor" opacity=".4"/>'
    years = '<text x="12" y="117">2020</text><text x="208" y="117">2030</text>'
    return (
        f'<svg class="small" viewBox="0 0 260 120" role="img" aria-label="{text}">{frame}{"".join(parts)}{years}</svg>'
    )


def _across(dates: Any) -> pd.Series:
    """Dates as places in the small chart, from 2020 to 2030."""
    return 12 + (tidy.decimal_year(dates) - 2020.5) * 20


def _up(values: Any) -> Any:
    """Per cents as places in the small chart, from 0 to 100."""
    return 104 - np.asarray(values, float)


def _indicator(known: dict[str, pd.DataFrame], name: str, language: str) -> str:
    """The page of one indicator: definition, every reported figure, claims, what-if."""
    words = WORDS[language]
    about: Any = known["indicators"].set_index("indicator").loc[name]
    facts = [f"**{words['printed_term']}:** {escaped(about.term_vi)}", f"**ID:** `{name}`"]
    if language == "en":
        facts.insert(
            0,
            f"**{words['definition']}:** {escaped(about.definition_en)}. **{words['denominator']}:** {escaped(about.denominator)}.",
        )
    seen = known["observations"][known["observations"].indicator == name]
    parts = ["\n\n".join(facts), f"## {escaped(words['reported'])}"]
    if seen.empty:
        parts.append(escaped(words["none"]))
    else:
        rows = seen.merge(known["reported"][["source_id", "offset", "token"]], on=["source_id", "offset"])
        parts.append(
            _fill("reported.html", rows=[_figure_row(row, language) for row in tables.each(rows)], words=words)
        )
    newest = tidy.latest(seen)
    movable = newest[(about.upper_bound == 100) & (newest.value < 100)]
    if len(movable):
        parts += [f"## {escaped(words['whatif'])}", escaped(words["about_whatif"])]
        parts += [_what_if(known, row, language) for row in tables.each(movable)]
    mine = claims.by_kind(known["claims"])
    mine = mine[mine.indicator == name]
    for heading, kinds in SECTIONS.items():
        rows = mine[mine.kind.isin(kinds)]
        if len(rows):
            told = [_claim(claim, known, language) for claim in tables.each(rows)]
            chart = _charts_of(known, name, language) if heading == "projection" else []
            parts += [f"## {escaped(words[heading])}", *chart, _fill("claims.html", claims=told, words=words)]
    if len(mine):
        links = " · ".join(f'<a href="../data/{table}.csv" download>{table}.csv</a>' for table in tables.names("data"))
        parts += [f"## {escaped(words['downloads'])}", _raw(f"<p>{links}</p>")]
    return _page(about[f"name_{language}"], language, f"indicators/{name}", *parts)


SECTIONS = {  # heading of an indicator's page -> the kinds of claims under it
    "growth": ("growth", "trend"),
    "projection": ("projection", "scenario", "illustration"),
    "goals": ("target",),
    "claims": ("reported",),
}


def _charts_of(known: dict[str, pd.DataFrame], name: str, language: str) -> list[str]:
    """The small chart of each place that has a projection of the indicator."""
    paths = known["projections"][
        (known["projections"].indicator == name) & (known["projections"].method == "diffusion")
    ]
    gaps = known["target_gaps"]
    return [
        _raw(_small(known, province, name, _series(gaps, province, name), language))
        for province in paths.province.unique()
    ]


def _figure_row(row: Any, language: str) -> dict[str, Any]:
    return {
        "place": tables.place(row.province, language), "when": wording.when(row.period, row.period_basis, language),
        "figure": wording.hedged(row, language), "token": f"{row.qualifier} {row.token}".strip(), "source": row.source_id,
        "paragraph": row.paragraph, "claim_id": f"{row.province}.{row.indicator}.reported.{row.period.replace('/', '-to-')}",
    }  # fmt: skip


def _claim(claim: Any, known: dict[str, pd.DataFrame], language: str) -> dict[str, Any]:
    """What the page shows of a claim: its sentence, reason in the page's language, citation."""
    sources = known["sources"].set_index("source_id")
    reason, lang = claim.reason, ""
    if language == "vi":
        try:
            reason = wording.in_vietnamese(
                reason, dict(zip(known["phrases"].phrase_en, known["phrases"].phrase_vi, strict=True))
            )
        except KeyError:  # of rows that nobody has put into Vietnamese yet
            lang = "en"
    printed_by = "; ".join(
        f"{sources.publisher[one]}, {sources.title[one]}, {sources.url[one]}" for one in claim.source_ids.split()
    )
    citation = f"{printed_by}; Tây Bắc số {version('tay-bac-so')}, {claim.claim_id}"
    text = getattr(claim, f"text_{language}")
    return {
        "id": claim.claim_id,
        "text": text,
        "reason": reason,
        "reason_lang": lang,
        "citation": citation,
        "refused": claim.status == "refused",
    }


def _what_if(known: dict[str, pd.DataFrame], row: Any, language: str) -> str:
    """The form of one series, from its latest figure: at first the pace that leads to the central projection, or none."""
    start, year = tidy.decimal_year([row.date])[0], projection.HORIZON.year
    paths = _series(known["projections"], row.province, row.indicator)
    central = paths[(paths.method == "diffusion") & (paths.date == projection.HORIZON)].value
    pace = (central.iloc[0] - row.value) / (year + 1 - start) if len(central) else 0.0
    gaps = _series(known["target_gaps"], row.province, row.indicator)
    own = gaps[gaps.match != "context"]
    goals = (own if len(own) else gaps).target_value
    words = WORDS[language]
    return _fill(
        "what-if.html",
        place=tables.place(row.province, language),
        figure=wording.hedged(row, language),
        when=wording.when(row.period, row.period_basis, language),
        value=row.value,
        start=repr(float(start)),
        pace=f"{pace:.2f}",
        year=year,
        first=row.date.year + 1,
        target=f"{goals.max() if len(goals) else 100:.0f}",
        id=f"w-{row.province}",
        words=words,
        told=json.dumps({"told": words["told"], "never": words["never"]}, ensure_ascii=False),
    )


def _sources(known: dict[str, pd.DataFrame], language: str) -> str:
    parts = []
    for row in tables.each(known["sources"]):
        parts.append(f"({row.source_id.lower()})=\n## {escaped(row.source_id)}\n\n{escaped(brief.source_line(row))}")
        if language == "en" and row.note:
            parts.append(f"*{escaped(row.note)}*")
    return "\n\n".join(parts)


KINDS_VI = {"string": "văn bản", "number": "số", "integer": "số nguyên", "date": "ngày"}


def _codebook(language: str) -> str:
    book = tables.codebook()
    parts = []
    for name, rows in book.groupby("table", sort=False):
        lines = [f"## {name}", "", "| | | |", "| --- | --- | --- |"]
        for row in tables.each(rows):
            title = row.title_en if language == "en" else row.title_vi
            about = escaped(row.description) if language == "en" else KINDS_VI[row.type]
            lines.append(f"| `{row.column}` | {escaped(title)} | {about} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _cite(language: str) -> str:
    title = {
        "en": "*Digital transformation in Điện Biên and Lai Châu: reported figures, growth, projections, targets*",
        "vi": "*Chuyển đổi số ở Điện Biên và Lai Châu: số liệu đã công bố, tốc độ tăng, dự báo, mục tiêu*",
    }[language]
    rule = {
        "en": "Name the source that printed a figure as well. A claim's id is its address: the indicator's page, then `#` and the id.",
        "vi": "Nêu cả nguồn đã in con số. Mã nhận định cũng là địa chỉ: trang của chỉ tiêu, dấu `#` rồi đến mã.",
    }[language]
    return f"Tây Bắc số, {title}, {version('tay-bac-so')}, CC BY 4.0.\n\n{rule}"


def _changes(root: Path) -> str:
    file = root / "CHANGELOG.md"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return re.sub(r"^# .*\n", "", text)


def _notebook(file: Path, language: str) -> str:
    """A stored notebook with the language link on top and names for its pictures; outputs as stored."""
    notebook = nbformat.read(file, as_version=4)
    first = notebook.cells[0].source.splitlines()
    title, rest = first[0], "\n".join(first[1:])
    link = _page("x", language, f"notebooks/{file.stem}").split("\n\n", 1)[1].strip()
    notebook.cells[0].source = f"{title}\n\n{link}\n{rest}"
    for cell in notebook.cells:
        if cell.cell_type == "code" and any("image/png" in output.get("data", {}) for output in cell.outputs):
            cell.metadata["mystnb"] = {"image": {"alt": f"Chart: {cell.source.splitlines()[-1]}"}}
    return str(nbformat.writes(notebook))
