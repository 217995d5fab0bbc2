"""Archives that are the same bytes wherever they are made: sorted names, one date, one set of permissions."""

import gzip
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, bytes]  # {path with slashes: content}
SUMS = "SHA256SUMS"
PROGRAMS = ("run.py",)  # what may be started as it is


class NotBuilt(Exception):
    """The package could not be built; the message says what its builder told."""


def sums(files: Files) -> bytes:
    """The checksums of files as `sha256sum --check` reads them, sorted by name."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode("utf-8")


def zipped(files: Files, epoch: int) -> bytes:
    """A zip archive of files, sorted by name, all dated `epoch` (seconds since 1970, UTC; 1980 is the earliest)."""
    return _zipped({name: files[name] for name in sorted(files)}, epoch)


def _zipped(files: Files, epoch: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, time.gmtime(epoch)[:6])
            about.create_system, about.external_attr = 3, (0o100000 | _mode(name)) << 16  # as Unix says it
            archive.writestr(about, content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _mode(name: str) -> int:
    return 0o755 if Path(name).name in PROGRAMS else 0o644


def _tarred(files: Files, epoch: int) -> bytes:
    """A tar.gz archive of files, sorted by name, all dated `epoch` and belonging to no one."""
    out = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=out, mode="wb", mtime=epoch, filename="") as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for name in sorted(files):
            about = tarfile.TarInfo(name)
            about.size, about.mtime, about.mode = len(files[name]), epoch, _mode(name)
            archive.addfile(about, io.BytesIO(files[name]))
    return out.getvalue()


def packages(project: Path, folder: Path, epoch: int) -> dict[str, bytes]:
    """The sdist of a project and the wheel built from it, as {file name: bytes}; nothing is downloaded.

    Their builder dates files by the clock and gives them this user's permissions: they are packed anew, in the
    wheel's own order. `folder` is written into. NotBuilt where the builder fails.
    """
    command = [sys.executable, "-m", "uv", "build", "--no-build-isolation", "--offline", "--no-config"]
    done = subprocess.run(
        [*command, "--python", sys.executable, "--out-dir", str(folder), str(project)],
        capture_output=True, text=True, encoding="utf-8", errors="replace",
        env=os.environ | {"SOURCE_DATE_EPOCH": str(epoch)},
    )  # fmt: skip
    if done.returncode:
        raise NotBuilt(f"the wheel could not be built; nothing was written:\n{done.stderr.strip()}")
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as opened:
        inside = {name: opened.read(name) for name in opened.namelist()}
    with tarfile.open(sdist) as opened_tar:
        members = {one.name: opened_tar.extractfile(one) for one in opened_tar.getmembers() if one.isfile()}
        held = {name: member.read() for name, member in members.items() if member}
    return {wheel.name: _zipped(inside, epoch), sdist.name: _tarred(held, epoch)}
