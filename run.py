#!/usr/bin/env python3
"""Set everything up and run one task: python3 run.py [TASK] (Windows: py run.py [TASK]).

Standard library only: it makes .venv, installs requirements.lock into it and
hands over to `python -m helpers TASK`. Without a task it reruns the analysis.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
READY = VENV / "ready"


def main(arguments):
    if sys.version_info < (3, 11):  # noqa: UP036  it is older ones that must be told
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    set_up()
    try:
        return subprocess.call([PYTHON, "-m", "helpers", *(arguments or ["rerun"])], env=environment())
    except KeyboardInterrupt:
        return 130


def set_up():
    """Make .venv as requirements.lock says; do nothing when it is already so."""
    if READY.is_file() and READY.read_text(encoding="utf-8") == fingerprint() and PYTHON.exists():
        return
    started = time.monotonic()
    say(f"Setting up {VENV.name} (once, and after a change of requirements.lock) …")
    READY.unlink(missing_ok=True)
    pip = make_environment()
    install = with_uv(pip) or with_pip(pip)
    say("  the project itself")
    install(["--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    say("  what the notebooks import, compiled once")
    run([PYTHON, "-c", "import ipykernel.kernelapp, seaborn, statsmodels.api"])
    READY.write_text(fingerprint(), encoding="utf-8")
    say(f"Ready in {time.monotonic() - started:.0f} s.")


def make_environment():
    """An empty .venv; returns the command of a pip that installs into it: this Python's own, else a copy inside."""
    import venv

    venv.create(VENV, clear=True)  # without pip: putting a copy in takes as long as all packages
    if run([sys.executable, "-m", "pip", "--python", PYTHON, "--version"], quiet=True) == 0:
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    if run([PYTHON, "-m", "ensurepip"], quiet=True):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"  # Debian leaves both out of python3
        sys.exit(
            f"Python's pip is missing: install the package python{version}-venv or python3-pip and run this again."
        )
    return [PYTHON, "-m", "pip"]


def with_uv(pip):
    """Install the lock with the uv that it pins; None where that does not work."""
    say("  uv, as pinned in requirements.lock")
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder, "uv.lock")
        block = re.search(r"^uv==.*?(?=^\S|\Z)", LOCK.read_text(encoding="utf-8"), re.M | re.S)
        only_uv.write_text(block.group(0), encoding="utf-8")
        if run([*pip, "install", "-q", "--require-hashes", "--no-deps", "-r", only_uv]):
            return None
    index = mirror(pip)

    def install(arguments):
        return run([PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON, *arguments], index)

    say("  the packages, with uv")
    return None if install(["--require-hashes", "-r", LOCK]) else checked(install)


def with_pip(pip):
    """Install the lock with plain pip; stop where that does not work either."""
    say("  uv does not work here: the packages, with pip (a minute or two)")

    def install(arguments):
        return run([*pip, "install", "-q", "--disable-pip-version-check", *arguments])

    checked(install)(["--require-hashes", "-r", LOCK])
    return checked(install)


def checked(install):
    def install_or_stop(arguments):
        if install(arguments):
            sys.exit("The packages could not be installed: see the lines above. Is there a network?")

    return install_or_stop


def run(command, more=None, quiet=False):
    words = subprocess.DEVNULL if quiet else None
    return subprocess.call(
        [str(part) for part in command], env=environment() | (more or {}), stdout=words, stderr=words
    )


def environment():
    """This program's environment, made ours: also inside another environment, and where compiled files are forbidden."""
    ours = os.environ | {"PYTHONUTF8": "1", "VIRTUAL_ENV": str(VENV)}
    ours["PATH"] = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    # without compiled files, as containers have it, every kernel would pay some ten seconds
    for name in ("PYTHONHOME", "PYTHONDONTWRITEBYTECODE"):
        ours.pop(name, None)
    return ours


def mirror(pip):
    """The package index that this machine's pip is told to use: uv does not read pip's settings."""
    if any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL")):
        return {}
    asked = [str(part) for part in (*pip, "config", "get", "global.index-url")]
    answer = subprocess.run(asked, capture_output=True, text=True)
    address = os.environ.get("PIP_INDEX_URL") or answer.stdout.strip()
    return {"UV_DEFAULT_INDEX": address} if address else {}


def fingerprint():
    """What .venv was made from: the lock, what pyproject.toml says of the package, the Python, the place."""
    package = (ROOT / "pyproject.toml").read_bytes().split(b"\n[tool.")[0]
    parts = [LOCK.read_bytes(), package, sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
