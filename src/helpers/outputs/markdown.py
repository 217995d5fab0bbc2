"""Markdown and what is made of it: texts made inert, templates filled, pandoc and Typst called for the same bytes each time."""

import functools
import os
import re
from pathlib import Path
from typing import Any

import jinja2  # comes with JupyterLab
from markupsafe import Markup

from helpers.articles.text import unmarked
from helpers.claims import words
from helpers.claims.words import N_
from helpers.tables import files
from helpers.tables.refusals import Failure

PROJECT = words.translator("vi")(N_("Tay Bac so"))  # the same name in both languages
EPOCH = 1767225600  # 1 January 2026: documents carry a date, and the same bytes on every run need one


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
    markup = r"([\\`*\[\]~$|]|<(?=[A-Za-z/!?])|&(?=[#\w])|\b_\B|\B_\b)"
    return re.sub(markup, r"\\\1", " ".join(text.split()))


def slug(title: str) -> str:
    """A title as the name of a file: small letters without marks, joined by hyphens.

    >>> slug("Households, 4G")
    'households-4g'
    """
    return re.sub(r"[^a-z0-9]+", "-", unmarked(title).lower()).strip("-")[:150]  # no system has longer names


def raw(html: str) -> Markup:
    """HTML for a page that Sphinx reads; no line of it can end the block: it may hold a text from a table."""
    inside = re.sub(r"(?m)^(\s*):::", r"\1&#58;::", html)
    return Markup(f":::{{raw}} html\n{inside}\n:::")


@functools.cache  # a template is compiled once
def templates(language: str) -> jinja2.Environment:
    """The templates in a language: texts are escaped for HTML, but in .txt and .j2; the filters `md` and `inert` escape for Markdown."""
    escapes: Any = jinja2.select_autoescape(disabled_extensions=("txt", "j2"), default=True)
    found = words.environment(language).overlay(autoescape=escapes, lstrip_blocks=True)
    found.globals |= {"language": language, "place": functools.partial(files.place, language=language)}
    found.filters |= {"md": lambda text: Markup(escaped(text)), "inert": inert, "raw": raw}
    found.filters |= {"lowered": words.lowered, "capital": words.capital}
    return found


def convert(text: str | Path, to: str, source: str, **options: Any) -> Any:
    """Pandoc's output for a text or a file, as str or, with `outputfile`, in that file. Failure where it can't run."""
    import pypandoc  # carries pandoc itself; only some tasks need it

    # the locked pandoc, never another version on PATH
    os.environ["PYPANDOC_PANDOC"] = str(Path(pypandoc.__file__).parent / "files" / "pandoc")
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    call = pypandoc.convert_file if isinstance(text, Path) else pypandoc.convert_text
    try:
        return call(text, to, format=source, **options)
    except OSError as error:  # the wheel for Apple silicon holds a program for Intel
        advice = "a Mac with Apple silicon needs Rosetta for it: softwareupdate --install-rosetta"
        raise Failure(f"pandoc does not run on this machine ({error}); {advice}") from error
