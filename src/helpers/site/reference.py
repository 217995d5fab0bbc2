"""The pages of the code that people call: from its docstrings, with signatures as they are written."""

import ast
import inspect
import re
import textwrap
from importlib import import_module
from typing import TYPE_CHECKING, Any

from helpers.publishing.markup import escaped
from helpers.site.markup import page, tree
from helpers.site.words import WORDS

if TYPE_CHECKING:  # the other tasks start without it
    from sphinx.application import Sphinx

MODULES = (
    "tables", "tidy", "pairs", "growth", "curves", "projection", "rules", "conclusions", "targets", "series", "claims",
    "charts", "calibration",
)  # fmt: skip


def reference(language: str) -> dict[str, str]:
    """The page of each module, and one that lists them: {path: Markdown}. Their texts are English in both languages."""
    listed = [f"- [helpers.{name}]({name}.md): {escaped(_purpose(name))}" for name in MODULES]
    about = (
        "What the notebooks call, in the order of the chain. Frames have the columns of [the codebook](../codebook.md)."
    )
    hidden = tree(list(MODULES)).replace(":maxdepth", ":hidden:\n:maxdepth")
    found = {"api/index.md": page(WORDS[language]["api"], language, "api/index", about, "\n".join(listed), hidden)}
    for name in MODULES:
        found[f"api/{name}.md"] = page(f"helpers.{name}", language, f"api/{name}", _directive(name))
    return found


def _directive(name: str) -> str:
    """A package shows what it takes from its modules; a module what it defines."""
    packed = hasattr(import_module(f"helpers.{name}"), "__path__")
    options = ":members:\n:member-order: bysource" + ("\n:imported-members:" if packed else "")
    indented = textwrap.indent(options, "   ")
    return f"```{{eval-rst}}\n.. automodule:: helpers.{name}\n{indented}\n```"


def _purpose(name: str) -> str:
    return (import_module(f"helpers.{name}").__doc__ or "").split("\n")[0]


def as_written(app: "Sphinx") -> None:
    """Let autodoc show signatures and docstrings as the code has them."""
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _docstring)
    app.connect("autodoc-skip-member", _skipped)


def _signature(_app: "Sphinx", what: str, _name: str, found: Any, *_rest: object) -> tuple[str, str | None] | None:
    """As in the code: names of types instead of all that they stand for, defaults by name and never by address."""
    if what != "function":
        return None
    written = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(found)))).body[0]
    assert isinstance(written, ast.FunctionDef)
    return f"({ast.unparse(written.args)})", ast.unparse(written.returns) if written.returns else None


def _docstring(_app: "Sphinx", _what: str, _name: str, _found: Any, _options: Any, lines: list[str]) -> None:
    lines[:] = restructured("\n".join(lines)).split("\n")


def _skipped(_app: "Sphinx", _what: str, _name: str, found: Any, *_rest: object) -> bool | None:
    """Fields of named tuples, whose texts Python makes; None leaves the rest to autodoc."""
    return True if str(found.__doc__).startswith("Alias for field number") else None


def restructured(text: str) -> str:
    r"""A docstring as reStructuredText that says the same: formulas stay formulas, examples stay examples.

    >>> print(restructured("y1 ** (h / T), see `rates`"))
    y1 \*\* (h / T), see ``rates``
    """
    blocks = re.split(r"(\n\s*\n)", text)
    return "".join(block if block.lstrip().startswith(">>>") else _prose(block) for block in blocks)


def _prose(block: str) -> str:
    parts = block.split("`")
    parts[::2] = [re.sub(r"([\\*_|])", r"\\\1", part) for part in parts[::2]]
    return "``".join(parts)
