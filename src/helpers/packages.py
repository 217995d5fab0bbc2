"""The descriptors of data/ and seeds/ for public tools: every table with its schema, keys and hash."""

import json
import os
from pathlib import Path

from helpers import tables

FOLDERS = {"data": ["data"], "seeds": ["seeds", "seeds/calibration"]}


def descriptor(name: str, root: Path) -> str:
    """What <name>/datapackage.json must say of the tables that lie there now; tables that are missing are left out."""
    files = [tables.path(table, root) for folder in FOLDERS[name] for table in tables.names(folder)]
    contents = {file.relative_to(root / name).as_posix(): file.read_bytes() for file in files if file.is_file()}
    return tables.package(name, contents)


def documents(root: Path) -> dict[str, bytes]:
    """The descriptor of the seeds, as {path below the root: bytes}: that of data/ is written with its tables."""
    return {"seeds/datapackage.json": descriptor("seeds", root).encode("utf-8")}


def write(root: Path) -> None:
    """Refresh seeds/datapackage.json, whole or not at all."""
    for name, content in documents(root).items():
        passing = (root / name).with_name(".datapackage.json.new")
        passing.write_bytes(content)
        os.replace(passing, root / name)


def differences(root: Path) -> list[str]:
    """Where a descriptor is not that of the tables beside it, one line each: a changed table fails its hash."""
    return [line for name in FOLDERS for line in _differences(name, root)]


def _differences(name: str, root: Path) -> list[str]:
    file, todo = f"{name}/datapackage.json", "run the rerun task"
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
