"""Markdown and what is made of it: texts made inert, templates filled, pandoc and Typst called for the same bytes each time."""

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2  # comes with JupyterLab
from markupsafe import Markup

from helpers.claims import words
from helpers.claims.words import N_
from helpers.tables.refusals import Refusal

TEMPLATES = Path(__file__).parents[1] / "templates"
PROJECT = words.translator("vi")(N_("Tay Bac so"))  # the same name in both languages
EPOCH = 1767225600  # 1 January 2026: documents carry a date, and the same bytes on every run need one


class ToolMissing(Refusal):
    """A program that documents need is not there; the message says what to install."""

    status = 1


def escaped(text: object) -> str:
    r"""A text in which Markdown sees nothing but text: every ASCII sign is escaped, line breaks are spaces.

    >>> escaped("a|b *c* <d>")
    'a\\|b \\*c\\* \\<d\\>'
    """
    plain = re.sub(r"[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", str(text))
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", plain).replace(" \\%", "\u00a0\\%")


def inert(text: str) -> str:
    r"""A text for a Markdown file that people read as it is, too: only what could become markup is escaped.

    >>> inert("rose <= 72 %: <b> [x](y)")
    'rose <= 72 %: \\<b> \\[x\\](y)'
    """
    markup = r"([\\`*\[\]~$]|<(?=[A-Za-z/!?])|&(?=[#\w])|\b_\B|\B_\b)"
    return re.sub(markup, r"\\\1", " ".join(text.split()))


def unmarked(text: str) -> str:
    """A text without the marks of its letters, for names of files and for search.

    >>> unmarked("Điện thoại")
    'Dien thoai'
    """
    plain = unicodedata.normalize("NFD", text.translate(str.maketrans("\u0111\u0110", "dD")))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def raw(html: str) -> Markup:
    """HTML for a page that Sphinx reads; no line of it can end the block: it may hold a text from a table."""
    inside = re.sub(r"(?m)^(\s*):::", r"\1&#58;::", html)
    return Markup(f":::{{raw}} html\n{inside}\n:::")


def templates(language: str) -> jinja2.Environment:
    """The templates in a language: texts are escaped for HTML; the filter `md` escapes them for Markdown instead."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    found.globals |= {"_": words.translator(language), "language": language}
    found.filters |= {"md": lambda text: Markup(escaped(text)), "raw": raw}
    return found


def convert(text: str, to: str, source: str, **options: Any) -> Any:
    """Pandoc's output for a text, as str or, with `outputfile`, in that file. ToolMissing where there is no pandoc."""
    try:
        import pypandoc  # carries pandoc itself

        with _fixed_date():
            return pypandoc.convert_text(text, to, format=source, **options)
    except (ImportError, OSError) as error:
        message = (
            "pandoc is missing: install the package pypandoc_binary, which carries it (it is in requirements.lock)"
        )
        raise ToolMissing(message) from error


@contextmanager
def _fixed_date() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def typeset(file: Path, **options: Any) -> Any:
    """Typst's output for a file, as bytes. ToolMissing where there is no Typst.

    Fonts of the system would slip into words whose letters a font lacks; Typst's own have them all.
    """
    try:
        import typst
    except ImportError as error:
        raise ToolMissing("typst is missing: install the package typst (it is in requirements.lock)") from error
    return typst.compile(str(file), ignore_system_fonts=True, timestamp=EPOCH, **options)
