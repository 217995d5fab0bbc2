"""Files are made in a folder aside, and moved into place when all of them succeeded.

A program that stops before the first move has replaced nothing; one that is killed between two moves leaves some files
old and some new. The seed tables are never among them, so the next rerun gives the same bytes.
"""

import contextlib
import errno
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def aside(root: Path) -> Iterator[Path]:
    """An empty folder under build/ to work in; gone afterwards."""
    (root / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aside-", dir=root / "build") as folder:
        yield Path(folder)


def replace(root: Path, contents: Mapping[str, bytes]) -> list[str]:
    """Replace files below a root by `contents`, all written aside first; the paths of those that changed. OSError before any is."""
    there = {name: (root / name).read_bytes() for name in contents if (root / name).is_file()}
    changed = sorted(name for name, content in contents.items() if there.get(name) != content)
    with aside(root) as folder:
        for number, name in enumerate(changed):
            (folder / f"new-{number}").write_bytes(contents[name])
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            if not os.access((root / name).parent, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str((root / name).parent))
        for number, name in enumerate(changed):
            os.replace(folder / f"new-{number}", root / name)
    return changed


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of files, sorted by name: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name)  # of 1980, the first day that a ZIP can hold
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # as Unix says it, wherever it is made
            archive.writestr(entry, contents[name], zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()
