"""Calls of pandoc and Typst: the same bytes on every run, and one clear line where a tool is missing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EPOCH = 1767225600  # 1 January 2026: documents carry a date, and the same bytes on every run need one


class ToolMissing(Exception):
    """A program that documents need is not there; the message says what to install."""


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


def convert(text: str, to: str, source: str, **options: Any) -> Any:
    """Pandoc's output for a text, as str or, with `outputfile`, in that file. ToolMissing where there is no pandoc."""
    try:
        import pypandoc  # carries pandoc itself

        with _fixed_date():
            return pypandoc.convert_text(text, to, format=source, **options)
    except (ImportError, OSError) as error:
        words = "pandoc is missing: install the package pypandoc_binary, which carries it (it is in requirements.lock)"
        raise ToolMissing(words) from error


def typeset(file: Path, **options: Any) -> Any:
    """Typst's output for a file, as bytes. ToolMissing where there is no Typst.

    Fonts of the system would slip into words whose letters a font lacks; Typst's own have them all.
    """
    try:
        import typst
    except ImportError as error:
        raise ToolMissing("typst is missing: install the package typst (it is in requirements.lock)") from error
    return typst.compile(str(file), ignore_system_fonts=True, timestamp=EPOCH, **options)
