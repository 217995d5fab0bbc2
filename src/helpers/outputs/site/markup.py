"""The pieces that pages are put together from: titles, raw HTML, filled fragments, trees."""

import re

import jinja2

from helpers.outputs.markup import TEMPLATES, escaped
from helpers.outputs.site.words import OTHER, SWITCH

FRAGMENTS = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES / "site"), autoescape=True, trim_blocks=True)


def page(title: str, language: str, path: str, *parts: str) -> str:
    """A Markdown page with the link to the same page in the other language under its title."""
    up = "../" * (path.count("/") + 1)
    other = OTHER[language]
    link = f'<p class="languages"><a href="{up}{other}/{path}.html" lang="{other}" hreflang="{other}">{SWITCH[language]}</a></p>'
    return "\n\n".join([f"# {escaped(title)}", raw(link), *parts]) + "\n"


def raw(html: str) -> str:
    """HTML as it is; no line of it can end the block: it may hold a text from a table."""
    inside = re.sub(r"(?m)^(\s*):::", r"\1&#58;::", html)
    return f":::{{raw}} html\n{inside}\n:::"


def fill(template: str, **values: object) -> str:
    """An HTML fragment: what comes from tables is escaped."""
    return raw(FRAGMENTS.get_template(template).render(**values))


def tree(entries: list[str], caption: str = "", depth: int = 1) -> str:
    options = f":maxdepth: {depth}\n" + (f":caption: {caption}\n" if caption else "")
    return "```{toctree}\n" + options + "\n" + "\n".join(entries) + "\n```"
