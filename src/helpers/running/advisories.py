"""Known vulnerabilities of the locked packages, as uv finds them in the public OSV database."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

NO_ANSWER = "advisories:0:: no answer from the database of advisories; a network; try again where there is one"


def pins(lock: str) -> list[str]:
    """Every requirement that a lock pins, without its hashes.

    >>> pins("a==1 ; sys_platform == 'win32' \\\\\\n    --hash=sha256:00\\n    # via b\\nb==2 \\\\\\n    --hash=sha256:11\\n")
    ["a==1 ; sys_platform == 'win32'", 'b==2']
    """
    return [line.rstrip(" \\") for line in re.findall(r"^[a-z0-9][^\n]*", lock, re.M)]


def asked(lock: Path, *options: str) -> tuple[int, str]:
    """What uv's audit says of every version in a lock: 0 where no advisory is known, else 1; and its words.

    uv audits projects, not lists: an empty one that depends on exactly the pinned versions stands in.
    """
    listed = json.dumps(pins(lock.read_text(encoding="utf-8")))
    project = f'[project]\nname = "locked"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = {listed}\n'
    command = [sys.executable, "-m", "uv", "audit", "--preview-features", "audit-command"]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pyproject.toml").write_text(project, encoding="utf-8")
        environment = os.environ | {"UV_PYTHON": sys.executable}
        answer = subprocess.run(
            [*command, *options], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
        )
    told = "\n".join(part for part in (answer.stdout.strip(), answer.stderr.strip()) if part)
    if answer.returncode not in (0, 1):  # 1: advisories were found
        return 1, f"{told}\n{NO_ANSWER}"
    return answer.returncode, told
