"""Who is cited: the sources, the legal instruments and the project, as CSL-JSON, BibTeX and RIS."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import rispy
import yaml  # comes with JupyterLab

from helpers.claims import instruments
from helpers.outputs import markdown
from helpers.outputs.markdown import unmarked
from helpers.tables import files

Item = dict[str, Any]  # one CSL item
RIS_TYPES = {"webpage": "ELEC", "legislation": "STAT", "dataset": "DATA"}


def build(root: Path, folder: Path) -> None:
    """Write the three files."""
    found = items(root)
    made = {"json": json.dumps(found, ensure_ascii=False, indent=2) + "\n", "bib": bibtex(found), "ris": ris(found)}
    for ending, text in made.items():
        (folder / f"tay-bac-so.{ending}").write_text(text, "utf-8", newline="\n")


def items(root: Path) -> list[Item]:
    """Everything that can be cited, as CSL items; Vietnamese titles as printed, `language` on every one.

    Without `language` a converter would title-case Vietnamese titles; without an author styles can't sort.
    """
    return [*_sources(root), *_instruments(root), _project(root)]


def _sources(root: Path) -> Iterator[Item]:
    for row in files.each(files.read("sources", root)):
        item: Item = {"id": row.source_id, "type": "webpage", "title": row.title, "language": row.language}
        item |= {"container-title": row.publisher, "publisher": row.publisher, "URL": row.url}
        item["author"] = [{"literal": row.authors or row.publisher}]
        if not pd.isna(row.published):
            item["issued"] = _date(f"{row.published:%Y-%m-%d}")
        yield item


def _instruments(root: Path) -> Iterator[Item]:
    targets = files.read("targets", root)
    for row in files.each(targets[targets.instrument_date != ""].drop_duplicates("instrument")):
        found = instruments.read(row.instrument)
        key = re.sub(r"[^A-Za-z0-9]+", "-", unmarked(found.number or row.target_id)).strip("-")
        item: Item = {"id": key, "type": "legislation", "title": instruments.named(row.instrument), "language": "vi"}
        item["issued"] = _date(row.instrument_date)
        if found.number:
            item |= {"number": found.number, "author": [{"literal": found.issuer}], "authority": found.issuer}
        if row.source.startswith("http"):
            item["URL"] = row.source
        yield item


def _project(root: Path) -> Item:
    file = next(file for file in (root / "CITATION.cff", files.PROJECT / "CITATION.cff") if file.is_file())
    about = yaml.safe_load(file.read_text(encoding="utf-8"))
    author = [{"literal": one["name"]} for one in about["authors"]]
    item = {"id": "tay-bac-so", "type": "dataset", "title": about["title"], "author": author, "language": "en"}
    for doi in about.get("identifiers", []):
        item |= {"DOI": doi["value"], "URL": f"https://doi.org/{doi['value']}"}
    return item | {"version": str(about["version"]), "issued": _date(str(about["date-released"]))}


def _date(text: str) -> Any:
    return {"date-parts": [[int(part) for part in text.split("-")]]}


def bibtex(found: list[Item]) -> str:
    """The items as BibTeX, through pandoc, with their ids as keys; publisher and address also in the note that styles print."""
    noted = []
    for item in found:
        version = f"version {item['version']}" if "version" in item else ""
        address = f"at {item['URL']}" if "URL" in item else ""  # a note that begins with an address is read as a field
        note = ", ".join(filter(None, [item.get("publisher", ""), version, address]))
        noted.append(item | {"language": "vi", "note": note})  # as Vietnamese no title is recased
    text = str(markdown.convert(json.dumps(noted), "bibtex", "csljson", extra_args=["--wrap=none"]))
    text = re.sub(r"month = \{(\w+)\}", r"month = \1", text)
    return re.sub(r"(@\w+\{.*,\n)  title = (.*),\n", r"\1  key = \2,\n  title = \2,\n", text)  # without an author


def ris(found: list[Item]) -> str:
    """The items as RIS; a collective name has no comma, which readers take for that before a first name."""
    entries = []
    for item in found:
        parts = item["issued"]["date-parts"][0] if "issued" in item else []
        entry = {
            "type_of_reference": RIS_TYPES[item["type"]],
            "id": item["id"],
            "title": item["title"],
            "language": item["language"],
            "urls": [item["URL"]] if "URL" in item else [],
            "secondary_title": item.get("container-title"),
            "publisher": item.get("publisher"),
            "note": item.get("number"),  # M1 in statutes
            "edition": item.get("version"),
            "doi": item.get("DOI"),
            "authors": [author["literal"].replace(", ", " & ") for author in item.get("author", [])],
            "year": "".join(map(str, parts[:1])),
            "date": "/".join(f"{part:02d}" for part in parts) + "/" * (4 - len(parts)) if parts else "",
        }
        entries.append({key: _flat(value) for key, value in entry.items() if value})
    return str(rispy.dumps(entries, implementation=_Plain))


def _flat(value: str | list[str]) -> str | list[str]:
    """Texts without line breaks: in RIS a line is a field."""
    return " ".join(value.split()) if isinstance(value, str) else [" ".join(one.split()) for one in value]


class _Plain(rispy.RisWriter):  # type: ignore[misc]  # rispy carries no types
    """Entries without the running number that the writer puts before each: RIS has none."""

    def set_header(self, count: int) -> str:
        return ""
