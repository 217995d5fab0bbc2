"""The descriptors of data/ and seeds/ for public tools: every table with its schema, keys and hash."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.tables import files

FOLDERS = {"data": ["data"], "seeds": ["seeds", "seeds/calibration"]}
PACKAGES = Path(__file__).with_name("packages.json")  # names, titles, licence


def descriptor(name: str, root: Path, coming: Mapping[str, bytes] | None = None) -> bytes:
    """What <name>/datapackage.json must say of the tables that lie there, or are `coming` ({path below the root: bytes})."""
    labels = [files.label(table) for folder in FOLDERS[name] for table in files.names(folder)]
    contents = {label: (coming or {}).get(label) or _bytes(root / label) for label in labels}
    resources = [_resource(label.removeprefix(f"{name}/"), raw) for label, raw in contents.items() if raw]
    package = json.loads(PACKAGES.read_text(encoding="utf-8"))[name] | {"resources": resources}
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _resource(file: str, raw: bytes) -> dict[str, Any]:
    """A table in a descriptor: its schema and its hash."""
    form = {"type": "table", "format": "csv", "encoding": "utf-8", "dialect": {"delimiter": ","}}
    named = {"name": Path(file).stem, "path": file}
    found = {"bytes": len(raw), "hash": "sha256:" + hashlib.sha256(raw).hexdigest()}
    return named | form | found | {"schema": schema(named["name"])}


def contents(frames: Mapping[str, pd.DataFrame], root: Path) -> dict[str, bytes]:
    """What tables to be written hold, with the descriptors of their folders: {path below the root: bytes}."""
    made = {files.label(table): files.text(frame, table).encode("utf-8") for table, frame in frames.items()}
    return made | {f"{name}/datapackage.json": descriptor(name, root, made) for name in FOLDERS}


def differences(root: Path) -> list[str]:
    """Where a descriptor is not that of the tables beside it, one line each: a changed table fails its hash."""
    lines = []
    for name in FOLDERS:
        file, meant = f"{name}/datapackage.json", descriptor(name, root)
        stored = _bytes(root / file)
        if stored != meant:
            tables = [one["path"] for one in json.loads(meant)["resources"] if one["hash"].encode() not in stored]
            found = f"no hash of {', '.join(tables)}" if tables else "another schema or title"
            lines.append(f"{file}:0:: {found}; what tables and codebook say; python3 run.py")
    return lines


def schema(table: str) -> dict[str, Any]:
    """The Frictionless Table Schema of a table, from the codebook."""
    book = files.columns(table)
    references = []
    for row in files.each(book[book.refers != ""]):  # 'table.column', or 'table.a;b;column' for fields of the same name
        target, _, names = row.refers.partition(".")
        there = {"resource": target, "fields": names.split(";")}
        references.append({"fields": [*there["fields"][:-1], row.column], "reference": there})
    found = {"fields": [_field(row) for row in files.each(book)], "primaryKey": list(book.column[book.key == "yes"])}
    return found | ({"foreignKeys": references} if references else {})


def _field(row: Any) -> dict[str, Any]:
    """A column of the codebook as a field; what it does not say is left out."""
    number = int if row.type == "integer" else float
    constraints = {
        "required": row.required == "yes",
        "enum": row.allowed.split(";") if row.allowed else "",
        "pattern": row.pattern,
        "minimum": number(row.minimum) if row.minimum else "",
        "maximum": number(row.maximum) if row.maximum else "",
    }
    limits = {name: limit for name, limit in constraints.items() if limit is not False and limit != ""}
    field = {"name": row.column, "type": row.type, "title": row.title_en, "description": row.description}
    return {name: value for name, value in (field | {"constraints": limits}).items() if value}
