"""Formulas of Markdown as MathML, which browsers draw by themselves: pages make no request for a script."""

import re

from helpers.outputs import markdown

FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$])?)\$(?!\w)", re.S)
SOURCE = re.compile(r"<semantics>|</semantics>|<annotation.*?</annotation>", re.S)  # the TeX beside the MathML
MATH = re.compile(r"<math.*?</math>", re.S)


def as_mathml(text: str) -> str:
    """Markdown with its TeX formulas, $…$ and $$…$$, as MathML: on one line, a displayed one in a block of its own.

    ValueError for a formula that pandoc can't read.
    """
    found = [match.group(0) for match in FORMULA.finditer(text)]
    if not found:
        return text
    drawn = iter(_drawn(found))
    return FORMULA.sub(lambda match: _placed(next(drawn), display=match["display"] is not None), text)


def _drawn(formulas: list[str]) -> list[str]:
    """Each formula as one <math> element: one call of pandoc for all."""
    html = markdown.convert("\n\n".join(formulas), "html", "markdown", extra_args=["--mathml", "--wrap=none"])
    drawn = [" ".join(SOURCE.sub("", one).split()) for one in MATH.findall(html)]
    if len(drawn) != len(formulas):
        raise ValueError(f"{len(formulas)} formulas, of which pandoc reads {len(drawn)}: {' '.join(formulas)}")
    return drawn


def _placed(math: str, display: bool) -> str:
    return f'\n\n<div class="formula">{math}</div>\n\n' if display else math
