"""All pages of the site as sources: {path: Markdown or notebook}."""

from importlib.metadata import version
from pathlib import Path

import nbformat
import pandas as pd

from helpers.outputs import contents, mathematics
from helpers.outputs.markup import escaped
from helpers.outputs.site.cards import cards
from helpers.outputs.site.documents import documents
from helpers.outputs.site.indicators import indicator_page
from helpers.outputs.site.markup import fill, page, tree
from helpers.outputs.site.words import WORDS
from helpers.tables import files


def pages(root: Path, known: dict[str, pd.DataFrame], language: str) -> dict[str, str]:
    """The sources of one language's site: {path: Markdown or notebook}."""
    words = WORDS[language]
    names = known["indicators"].indicator.tolist()
    notebooks = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    texts = documents(root, language)
    found = {
        "index.md": _front(known, language, [file.stem for file in notebooks], [name[:-3] for name in texts]),
        "indicators/index.md": page(
            words["indicators"], language, "indicators/index", tree([f"{name}" for name in names])
        ),
        "sources.md": page(words["sources"], language, "sources", _sources(known, language)),
        "codebook.md": page(words["codebook"], language, "codebook", _codebook(language)),
        "cite.md": page(words["cite"], language, "cite", _cite(language)),
    }
    found |= texts
    for name in names:
        found[f"indicators/{name}.md"] = indicator_page(known, name, language)
    for file in notebooks:
        found[f"notebooks/{file.name}"] = _notebook(file, language)
    return found


def _front(known: dict[str, pd.DataFrame], language: str, notebooks: list[str], texts: list[str]) -> str:
    words = WORDS[language]
    gaps = known["target_gaps"]
    own = fill("front.html", cards=cards(known, gaps[gaps.match != "context"], language), words=words)
    rest = fill("front.html", cards=cards(known, gaps[gaps.match == "context"], language), words=words)
    trees = [
        tree(["indicators/index"], words["indicators"], 2),
        tree([f"notebooks/{name}" for name in notebooks], words["notebooks"]),
        tree(["sources", "codebook", "cite", *texts], "Tây Bắc số"),
    ]
    hidden = [tree.replace(":maxdepth", ":hidden:\n:maxdepth") for tree in trees]
    parts = [escaped(words["lead"]), f"## {escaped(words['own'])}", own, f"## {escaped(words['others'])}", rest]
    return page(words["title"], language, "index", *parts, *hidden)


def _sources(known: dict[str, pd.DataFrame], language: str) -> str:
    parts = []
    for row in files.each(known["sources"]):
        parts.append(f"({row.source_id.lower()})=\n## {escaped(row.source_id)}\n\n{escaped(contents.source_line(row))}")
        if language == "en" and row.note:
            parts.append(f"*{escaped(row.note)}*")
    return "\n\n".join(parts)


KINDS_VI = {"string": "văn bản", "number": "số", "integer": "số nguyên", "date": "ngày"}


def _codebook(language: str) -> str:
    book = files.codebook()
    parts = []
    for name, rows in book.groupby("table", sort=False):
        lines = [f"## {name}", "", "| | | |", "| --- | --- | --- |"]
        for row in files.each(rows):
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
    edition = {
        "en": f"{version('tay-bac-so')}, CC BY 4.0",
        "vi": f"phiên bản {version('tay-bac-so')}, giấy phép CC BY 4.0",
    }[language]
    return f"Tây Bắc số, {title}, {edition}.\n\n{rule}"


def _notebook(file: Path, language: str) -> str:
    """A stored notebook with the language link on top and names for its pictures; outputs as stored."""
    notebook = nbformat.read(file, as_version=4)
    first = notebook.cells[0].source.splitlines()
    title, rest = first[0], "\n".join(first[1:])
    link = page("x", language, f"notebooks/{file.stem}").split("\n\n", 1)[1].strip()
    notebook.cells[0].source = f"{title}\n\n{link}\n{rest}"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = mathematics.as_mathml(cell.source)
        elif any("image/png" in output.get("data", {}) for output in cell.outputs):
            cell.metadata["mystnb"] = {"image": {"alt": f"Chart: {cell.source.splitlines()[-1]}"}}
    return str(nbformat.writes(notebook))
