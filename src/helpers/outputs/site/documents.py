"""The project's own texts as pages: CHANGELOG, CONTRIBUTING, docs/; their links lead to pages, or are left as words."""

import posixpath
import re
from pathlib import Path

from helpers.outputs.site.markup import page
from helpers.outputs.site.words import HOW_TO, WORDS

PAGES = {  # page -> the file it shows
    "method": "docs/method.md", "glossary": "docs/glossary.md",
    "changes": "CHANGELOG.md", "contributing": "CONTRIBUTING.md",
}  # fmt: skip
GUIDES = {"en": "README.md", "vi": "README.vi.md"}
LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s:]+)(#[^)\s]*)?\)")


def documents(root: Path, language: str) -> dict[str, str]:
    """A page for each text that the project has: {path: Markdown}."""
    known = PAGES | {"how-to": GUIDES[language]}
    pages = {file: name for name, file in known.items() if (root / file).is_file()}
    shown = {file: f"{name}.md" for file, name in pages.items()}
    shown |= {f"notebooks/{file.name}": f"notebooks/{file.name}" for file in (root / "notebooks").glob("[0-9]*.ipynb")}
    found = {}
    for file, name in pages.items():
        text = (root / file).read_text(encoding="utf-8")
        text = _sections(text, HOW_TO[language]) if name == "how-to" else re.sub(r"\A# .*\n", "", text)
        found[f"{name}.md"] = page(WORDS[language][name], language, name, relinked(text, file, shown).strip())
    return found


def _sections(text: str, headings: tuple[str, ...]) -> str:
    """The sections of these headings, in the text's order."""
    parts = re.split(r"(?m)^(?=## )", text)
    return "".join(part for part in parts if part.partition("\n")[0].removeprefix("## ") in headings)


def relinked(text: str, file: str, shown: dict[str, str]) -> str:
    """A text whose links lead to the site's pages; what the site doesn't show is left as its words.

    >>> relinked("[how](../src/helpers/growth.py), [who](../LICENSE)", "docs/method.md", {})
    'how, who'
    """

    def lead(link: re.Match[str]) -> str:
        words, target, anchor = link.groups(default="")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        folder, name = posixpath.split(path)
        if folder == "data":
            return f'<a href="{path}">{words}</a>'
        if path in shown:
            return f"[{words}]({shown[path]}{anchor})"
        return f"[{words}]({name})" if path.startswith("docs/") and name.endswith(".png") else words

    return LINK.sub(lead, text)
