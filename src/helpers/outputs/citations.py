"""Who is cited: the sources, the legal instruments and the project, as CSL-JSON, BibTeX and RIS."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rispy
import yaml  # comes with JupyterLab

from helpers.outputs import markdown
from helpers.tables import files

Item = dict[str, Any]  # one CSL item

RIS_TYPES = {"webpage": "ELEC", "legislation": "STAT", "dataset": "DATA"}


def items(root: Path) -> list[Item]:
    """Everything that can be cited, as CSL items; Vietnamese titles as printed, `language` on every one.

    Without `language` a converter would title-case Vietnamese titles.
    """
    return [*_sources(root), *_instruments(root), _project(root)]


def _sources(root: Path) -> Iterator[Item]:
    for row in files.each(files.read("sources", root)):
        item = {
            "id": row.source_id,
            "type": "webpage",
            "title": row.title,
            "container-title": row.publisher,
            "publisher": row.publisher,
        }
        item |= {"URL": row.url, "language": row.language}
        if row.authors:
            item["author"] = [{"literal": row.authors}]
        if row.published == row.published:  # a missing date is not equal to itself
            item["issued"] = _date(f"{row.published:%Y-%m-%d}")
        yield item


def _instruments(root: Path) -> Iterator[Item]:
    targets = files.read("targets", root)
    legal = targets[targets.instrument_date != ""].drop_duplicates("instrument")
    for row in files.each(legal):
        number = re.search(r"\S+/\S+|\d+-\S+", row.instrument)
        ident = re.sub(r"[^A-Za-z0-9]+", "-", markdown.unmarked(number[0] if number else row.target_id)).strip("-")
        item = {"id": ident, "type": "legislation", "title": row.instrument, "language": "vi"}
        if number:
            item["number"] = number[0]
        if row.instrument_date:
            item["issued"] = _date(row.instrument_date)
        if row.source.startswith("http"):
            item["URL"] = row.source
        yield item


def _project(root: Path) -> Item:
    file = next(file for file in (root / "CITATION.cff", files.PROJECT / "CITATION.cff") if file.is_file())
    about = yaml.safe_load(file.read_text(encoding="utf-8"))
    author = [{"literal": one["name"]} for one in about["authors"]]
    item = {"id": "tay-bac-so", "type": "dataset", "title": about["title"], "author": author, "language": "en"}
    return item | {"version": str(about["version"]), "issued": _date(str(about["date-released"]))}


def _date(text: str) -> Any:
    return {"date-parts": [[int(part) for part in text.split("-")]]}


def bibtex(found: list[Item]) -> str:
    """The items as BibTeX, with their ids as keys."""
    text: str = markdown.convert(json.dumps(found, ensure_ascii=False), "bibtex", "csljson")
    return text.replace("\r\n", "\n")


def ris(found: list[Item]) -> str:
    """The items as RIS."""
    entries = []
    for item in found:
        entry = {"type_of_reference": RIS_TYPES[item["type"]], "id": item["id"], "title": item["title"]}
        entry |= {
            "language": item["language"],
            "urls": [item["URL"]] if "URL" in item else None,
            "secondary_title": item.get("container-title"),
        }
        entry |= {"number": item.get("number"), "edition": item.get("version")}
        entry["authors"] = [author["literal"] for author in item.get("author", [])] or None
        if "issued" in item:
            parts = item["issued"]["date-parts"][0]
            entry |= {"year": str(parts[0]), "date": "/".join(f"{part:02d}" for part in parts) + "/" * (4 - len(parts))}
        entries.append({key: _flat(value) for key, value in entry.items() if value})
    return str(rispy.dumps(entries, implementation=_Plain))


def _flat(value: str | list[str]) -> str | list[str]:
    """Texts without line breaks: in RIS a line is a field."""
    return " ".join(value.split()) if isinstance(value, str) else [" ".join(one.split()) for one in value]


class _Plain(rispy.RisWriter):  # type: ignore[misc]  # rispy carries no types
    """Entries without the running number that the writer puts before each: RIS has none."""

    def set_header(self, count: int) -> str:
        return ""


def build(root: Path, folder: Path) -> list[Path]:
    """Write the three files; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    found = items(root)
    texts = {
        "tay-bac-so.json": json.dumps(found, ensure_ascii=False, indent=2) + "\n",
        "tay-bac-so.bib": bibtex(found),
        "tay-bac-so.ris": ris(found),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    return [folder / name for name in texts]
