"""What is wrong with the catalogue of the code's Vietnamese: texts without a translation, unused ones, numbers that differ."""

import re
from collections import Counter
from pathlib import Path
from string import Formatter

from babel.messages import extract

from helpers.claims import words
from helpers.seeds import numerals

FILES = [("**.py", "python"), *((f"**.{kind}", "jinja2") for kind in ("j2", "html", "md"))]


def used(package: Path = words.CATALOGUE.parents[3]) -> dict[str, str]:
    """Each text that the package's code or templates mark with `_` or `N_`: {English: "claims/say.py:12"}."""
    marked = extract.extract_from_dir(package, method_map=FILES, keywords={"_": None, "N_": None})
    return {text: f"{name}:{line}" for name, line, text, *_ in marked if isinstance(text, str)}


def faults() -> list[str]:
    """What is wrong with the catalogue, one line each; an empty list when all is well."""
    places, entries = used(), words.translations()
    first = Counter(re.findall(r"^msgid .*[^ \"]\"$", words.CATALOGUE.read_text(encoding="utf-8"), re.M))
    found = [f"{place}: {text!r} has no translation" for text, place in places.items() if not entries.get(text)]
    found += [f"{text!r} is translated and used nowhere" for text in entries if text not in places]
    found += [f"{line} stands {times} times" for line, times in first.items() if times > 1]
    unlike = [text for text, translation in entries.items() if not agree(text, translation)]
    found += [f"{text!r} and its translation differ in numbers or fields" for text in unlike]
    return [f"{words.CATALOGUE.name}: {line}; mend it in src/helpers/locale" for line in found]


def agree(english: str, vietnamese: str) -> bool:
    """Whether a text and its translation hold the same numbers, and the same fields of str.format."""
    numbers = sorted(numerals.numbers_in(english)) == sorted(numerals.numbers_in(vietnamese, "vi"))
    fields = [{name for _, name, *_ in Formatter().parse(text) if name is not None} for text in (english, vietnamese)]
    return numbers and fields[0] == fields[1]
