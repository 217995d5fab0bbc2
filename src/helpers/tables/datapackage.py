"""The descriptors of data/ and seeds/ for public tools: every table with its schema, keys and hash."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from helpers.tables import files

FOLDERS = {"data": ["data"], "seeds": ["seeds", "seeds/calibration"]}


def descriptor(name: str, root: Path, coming: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """What <name>/datapackage.json must say of the tables that lie there now, or are `coming` ({path below the root:
    bytes}); tables that are missing are left out."""
    labels = [files.label(table) for folder in FOLDERS[name] for table in files.names(folder)]
    lying = {label: (root / label).read_bytes() for label in labels if (root / label).is_file()}
    now = lying | {label: coming[label] for label in labels if label in coming}
    return package(name, {label.removeprefix(f"{name}/"): now[label] for label in labels if label in now})


def documents(root: Path, coming: Mapping[str, bytes] = MappingProxyType({})) -> dict[str, bytes]:
    """The descriptor of the seeds, as {path below the root: bytes}: that of data/ is written with its tables."""
    return {"seeds/datapackage.json": descriptor("seeds", root, coming).encode("utf-8")}


def differences(root: Path) -> list[str]:
    """Where a descriptor is not that of the tables beside it, one line each: a changed table fails its hash."""
    return [line for name in FOLDERS for line in _differences(name, root)]


def _differences(name: str, root: Path) -> list[str]:
    file, todo = f"{name}/datapackage.json", "python3 run.py"
    if not (root / file).is_file():
        return [f"{file}:0:: no such file; a descriptor of the tables beside it; {todo}"]
    found, meant = (root / file).read_bytes(), descriptor(name, root)
    try:
        told = {one["path"]: one.get("hash") for one in json.loads(found)["resources"]}
    except (ValueError, LookupError, TypeError):
        return [f"{file}:0:: no descriptor of tables; a descriptor of the tables beside it; {todo}"]
    lines = [
        f"{file}:0:{one['name']}: {told.get(one['path'], 'no hash')}; {name}/{one['path']} has {one['hash']}; {todo}"
        for one in json.loads(meant)["resources"]
        if told.get(one["path"]) != one["hash"]
    ]
    if not lines and found != meant.encode("utf-8"):
        lines = [f"{file}:0:: another schema or title; what the codebook says; {todo}"]
    return lines


def generated(frames: dict[str, pd.DataFrame]) -> dict[str, bytes]:
    """What data/ holds for generated tables: {path below the root: bytes}, the data package included."""
    made = {files.label(table): files.text(frame, table).encode("utf-8") for table, frame in frames.items()}
    described = package("data", {Path(name).name: content for name, content in made.items()})
    return made | {"data/datapackage.json": described.encode("utf-8")}


def schema(table: str) -> dict[str, Any]:
    """The Frictionless Table Schema of a table, from the codebook."""
    fields = []
    for row in files.each(files.columns(table)):
        limits: dict[str, Any] = {
            "required": True if row.required else None,
            "enum": row.allowed.split(";") if row.allowed else None,
            "pattern": row.pattern or None,
            "minimum": float(row.minimum) if row.minimum else None,
            "maximum": float(row.maximum) if row.maximum else None,
        }
        if row.type == "integer":
            limits |= {name: int(limits[name]) for name in ("minimum", "maximum") if limits[name] is not None}
        limits = {name: value for name, value in limits.items() if value is not None}
        field = {"name": row.column, "type": row.type, "title": row.title_en, "description": row.description}
        fields.append({**{k: v for k, v in field.items() if v}, **({"constraints": limits} if limits else {})})
    book = files.columns(table)
    keys = list(book.loc[book.key == "yes", "column"])
    references = [_reference(row.column, row.refers) for row in files.each(book) if row.refers]
    return {"fields": fields, "primaryKey": keys, **({"foreignKeys": references} if references else {})}


def _reference(column: str, refers: str) -> dict[str, object]:
    """A foreign key from the codebook: 'table.column', or 'table.a;b;column' for a key with fields of the same name.

    >>> _reference("origin_date", "observations.province;indicator;date")["fields"]
    ['province', 'indicator', 'origin_date']
    """
    table, _, names = refers.partition(".")
    *same, last = names.split(";")
    return {"fields": [*same, column], "reference": {"resource": table, "fields": [*same, last]}}


TITLES = {
    "data": "Digital transformation in Điện Biên and Lai Châu: observations, growth, projections, targets, claims",
    "seeds": "Digital transformation in Điện Biên and Lai Châu: reported figures, indicators, grades, targets, calibration",
}


def package(name: str, contents: dict[str, bytes]) -> str:
    """The descriptor of data/ or seeds/ as JSON text: each table with its schema and its hash, from {path: bytes}."""
    resources = []
    for file, raw in contents.items():
        one: dict[str, Any] = {
            "name": Path(file).stem,
            "path": file,
            "type": "table",
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ","},  # some readers guess it wrongly
        }
        one |= {"bytes": len(raw), "hash": "sha256:" + hashlib.sha256(raw).hexdigest()}
        resources.append(one | {"schema": schema(one["name"])})
    licence = {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
    ident = "tay-bac-so" if name == "data" else f"tay-bac-so-{name}"
    about: dict[str, Any] = {"name": ident, "title": TITLES[name], "licenses": [licence], "resources": resources}
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"
