"""Who is cited: the sources, the legal instruments and the project, as CSL-JSON, BibTeX and RIS."""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import yaml  # comes with JupyterLab

from helpers.articles.text import unmarked
from helpers.claims import target_words, words
from helpers.outputs import markdown
from helpers.outputs.markdown import templates
from helpers.tables import files

Item = dict[str, Any]  # one CSL item


def build(root: Path, folder: Path) -> None:
    """Write the three files."""
    found = items(root)
    made = {"json": json.dumps(found, ensure_ascii=False, indent=2) + "\n", "bib": bibtex(found), "ris": ris(found)}
    for ending, text in made.items():
        (folder / f"tay-bac-so.{ending}").write_text(text, "utf-8", newline="\n")


def items(root: Path) -> list[Item]:
    """Everything that can be cited, as CSL items, each with `language` (else titles are recased) and author (else styles can't sort)."""
    found: list[Item] = []
    for row in files.each(files.read("sources", root)):
        item = {"id": row.source_id, "type": "webpage", "title": row.title, "language": row.language}
        item |= {"container-title": row.publisher, "publisher": row.publisher, "URL": row.url}
        item |= {"author": [{"literal": row.authors or row.publisher}]}
        found.append(item if pd.isna(row.published) else item | {"issued": _date(f"{row.published:%Y-%m-%d}")})
    targets = files.read("targets", root)
    for row in files.each(targets[targets.instrument_date != ""].drop_duplicates("instrument")):
        parts = target_words.read_instrument(row.instrument)
        key = re.sub(r"[^A-Za-z0-9]+", "-", unmarked(parts["number"] or row.target_id)).strip("-")
        title = words.phrase("instrument", "vi", parts | {"issuer": ""}, "")  # kind and number, as it is called
        item = {"id": key, "type": "legislation", "title": title, "language": "vi"}
        item |= {"issued": _date(row.instrument_date)}
        if parts["number"]:
            item |= {"number": parts["number"], "author": [{"literal": parts["issuer"]}], "authority": parts["issuer"]}
        found.append(item | {"URL": row.source} if row.source.startswith("http") else item)
    file = next(file for file in (root / "CITATION.cff", files.PROJECT / "CITATION.cff") if file.is_file())
    cited = yaml.safe_load(file.read_text(encoding="utf-8"))
    authors = [{"literal": one["name"]} for one in cited["authors"]]
    item = {"id": "tay-bac-so", "type": "dataset", "title": cited["title"], "author": authors, "language": "en"}
    for doi in cited.get("identifiers", []):
        item |= {"DOI": doi["value"], "URL": f"https://doi.org/{doi['value']}"}
    return [*found, item | {"version": str(cited["version"]), "issued": _date(str(cited["date-released"]))}]


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
    """The items as RIS."""
    return templates("en").get_template("citations.ris.txt").render(items=found)
