"""One fingerprint of seeds, code, notebooks and what was made of them: whether a rerun has anything to do.

Standard library only: asking must be quick.
"""

import hashlib
import platform
import sys
from pathlib import Path

CODE = Path(__file__).parents[1]  # the helpers that run, which may be another project's
READ = ("seeds/**/*", "src/**/*", "notebooks/**/[0-9]*.ipynb", "requirements.lock")
MADE = ("data/*", "docs/*.md", "docs/headline*.png", "README*.md")


def nothing_changed(root: Path) -> bool:
    """Whether all that a rerun reads and writes is what the last one left."""
    stored = _file(root)
    return stored.is_file() and stored.read_text(encoding="utf-8") == of(root)


def of(root: Path) -> str:
    """The fingerprint: a hash over every file, the Python and the system."""
    digest = hashlib.sha256((sys.version + platform.platform()).encode())
    files = {file for pattern in (*READ, *MADE) for file in root.glob(pattern)} | set(CODE.rglob("*"))
    for file in sorted(files):
        if file.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts):
            content = file.read_bytes()
            digest.update(f"{file}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def other_code(root: Path) -> bool:
    """Whether a root carries helpers of its own, other than those that run."""
    own = root / "src" / "helpers"
    return own.is_dir() and own.resolve() != CODE and _modules(own) != _modules(CODE)


def _modules(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.py")}


def keep(root: Path) -> None:
    """Remember the fingerprint of a root after a rerun, in build/fingerprint."""
    _file(root).write_text(of(root), encoding="utf-8")


def _file(root: Path) -> Path:
    return root / "build" / "fingerprint"
