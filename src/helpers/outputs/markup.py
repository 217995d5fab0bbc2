"""Texts from tables made harmless in Markdown, and where the templates lie."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"


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
