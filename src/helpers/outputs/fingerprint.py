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
STORED = Path("build", "fingerprint")


def of(root: Path) -> str:
    """The fingerprint: a hash over every file, the Python and the system."""
    digest = hashlib.sha256((sys.version + platform.platform()).encode())
    files = {file for pattern in (*READ, *MADE) for file in root.glob(pattern)} | set(CODE.rglob("*"))
    for file in sorted(files):
        if file.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts):
            content = file.read_bytes()
            digest.update(f"{file}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def nothing_changed(root: Path) -> bool:
    """Whether all that a rerun reads and writes is what the last one left."""
    return (root / STORED).is_file() and (root / STORED).read_text(encoding="utf-8") == of(root)


def other_code(root: Path) -> bool:
    """Whether a root carries helpers of its own, other than those that run."""
    codes = (root / "src" / "helpers", CODE)
    own, running = ({file.relative_to(code): file.read_bytes() for file in code.rglob("*.py")} for code in codes)
    return bool(own) and own != running
