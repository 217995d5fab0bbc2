#!/usr/bin/env python3
"""Set up what a task needs and run it: python3 run.py [TASK] (Windows: py run.py [TASK]).

Standard library only: it makes .venv, installs from requirements.lock what the task needs, and hands over to
`python -m helpers TASK`. Without a task it reruns the analysis.
"""

import ast
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"

# what a task needs besides the main dependencies: groups of pyproject.toml
NEEDS = {
    "brief": ["documents"],
    "review": ["documents"],
    "site": ["documents", "site"],  # it hands out the documents
    "bundle": ["documents", "site"],
    "test": ["documents", "site", "tests"],
}
# what notebooks import: without compiled files every kernel would pay some ten seconds
IMPORTED = ("statsmodels.api, seaborn", "ipykernel.kernelapp, frictionless, matplotlib.pyplot")
# pip's settings that say where packages come from, with uv's names for them; all others say how or where to
ORIGIN = {
    "index-url": "UV_DEFAULT_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "cache-dir": "",  # uv's cache is of another form
    "extra-index-url": "",  # uv stops at one that does not answer
}
ORIGIN_OF_UV = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_OFFLINE", "UV_CACHE_DIR")
# what the words of an installer mean: the first that fits
NOT_IN_INDEX = f"the package index lacks it for Python {sys.version_info[0]}.{sys.version_info[1]} on this system"
REASONS = {
    "no space left|not enough space|disk quota": "the disk is full",
    "hash mismatch|do not match the hashes": "the package index has other files than requirements.lock names",
    "permission denied|read-only file|access is denied": "a folder cannot be written",
    "connect|dns error|resolve host|timed out|unreachable|certificate|proxy|network": "the package index cannot be "
    "reached; is there a network? PIP_INDEX_URL names a mirror",
    "no matching distribution|no wheels|no version|not found in": NOT_IN_INDEX,
}
KILLED = "Ended by the system (signal 9): most likely memory ran out; a rerun needs 700 MB of it."
VIA = r"^    #(?: via|  ) (.+)$"  # the lines of a block that name who needs it


class SetUpFailed(Exception):
    """Its message says what failed, and why."""


def main(arguments):
    if sys.version_info < (3, 11):  # noqa: UP036  users of older ones need the line
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    task = next((word for word in arguments if not word.startswith("-")), "rerun")
    try:
        compiling = set_up(["main", *NEEDS.get(task, [])])
        status = subprocess.call([PYTHON, "-m", "helpers", *(arguments or ["rerun"])], env=environment())
        ended(compiling)
        return KILLED if status == -9 else status
    except SetUpFailed as error:
        sys.exit(f"Setting up failed: {error}.")
    except OSError as error:
        sys.exit(f"Setting up failed: {error.filename}: {error.strerror}; it needs a folder of your own with 700 MB.")
    except KeyboardInterrupt:
        return 130


def set_up(groups):
    """Bring .venv to what requirements.lock says of these groups; do nothing where it is so.

    Returns the processes that meanwhile compile what notebooks import.
    """
    if all(map(is_ready, groups)):
        return []
    started, compiling = time.monotonic(), []
    if not is_ready("main"):
        say(f"Setting up {VENV.name} (once, and after a change of requirements.lock) …")
        make_environment()
    with tempfile.TemporaryDirectory() as folder:
        uv, pip = installers(folder)
        say("  uv, as pinned in requirements.lock")
        install_uv(folder, pip)
        for group in [group for group in groups if not is_ready(group)]:
            say("  the packages" if group == "main" else f"  the packages for {group}")
            install(["--require-hashes", "-r", requirements(folder, packages(group))], uv, pip)
            if group == "main":
                say("  the project itself; what notebooks import is compiled meanwhile")
                compiling = [compiled(names) for names in IMPORTED]
                install(["--no-deps", "--no-build-isolation", "--editable", "."], uv, pip)
            state(group).write_text(fingerprint(group), encoding="utf-8")
    say(f"Ready in {time.monotonic() - started:.0f} s.")
    return compiling


def make_environment():
    """Make .venv anew, empty and without pip: to put a copy in takes as long as all packages."""
    if os.pathsep in str(VENV):
        raise SetUpFailed(f"{ROOT}: Python makes no environment below a name with {os.pathsep!r} in it; rename it")
    links = os.name != "nt"  # as `python -m venv` does: a copied Python is 32 MB, and on macOS may miss its libraries
    venv.create(VENV, clear=True, symlinks=links)


def installers(folder):
    """uv, which stands in a folder, and pip, each as the command that installs into .venv and its environment."""
    pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    asked = run([*pip, "config", "list"])
    if asked.returncode:  # Debian leaves pip out of python3
        pip = [PYTHON, "-m", "pip"]
        if run([PYTHON, "-m", "ensurepip"]).returncode:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise SetUpFailed(f"Python's pip is missing: install the package python{version}-venv or python3-pip")
        asked = run([*pip, "config", "list"])
    origin = settings(asked.stdout)
    uv = [PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON]
    return (uv, uv_environment(origin) | {"PYTHONPATH": folder}), ([*pip, "install", "-q"], pip_environment(origin))


def settings(listed):
    """Those of ORIGIN in what `pip config list` prints: {name: value}; variables win over files."""
    lines = re.findall(r"^(global|install|:env:)\.([\w-]+)=(['\"].*)$", listed, re.M)
    lines.sort(key=lambda line: ("global", "install", ":env:").index(line[0]))
    return {name: ast.literal_eval(value).strip() for _, name, value in lines if name in ORIGIN}


def pip_environment(origin):
    """The environment of pip: nothing of its own settings but where packages come from."""
    named = {f"PIP_{name.replace('-', '_').upper()}": value for name, value in origin.items()}
    return environment("PIP_", "UV_") | named | {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def uv_environment(origin):
    """The environment of uv: the same origin, and no cache where there is no folder for one."""
    named = {ORIGIN[name]: ",".join(value.split()) for name, value in origin.items() if ORIGIN[name]}
    named |= {name: os.environ[name] for name in ORIGIN_OF_UV if name in os.environ}
    own = os.environ.get("UV_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    cache = Path(own, "uv").absolute()
    if not os.access(next(folder for folder in (cache, *cache.parents) if folder.exists()), os.W_OK):
        named["UV_NO_CACHE"] = "1"
    return environment("PIP_", "UV_") | named | {"UV_NO_CONFIG": "1"}


def install_uv(folder, pip):
    """Put the uv that the lock pins into a folder: 38 MB that only set-up needs. Where it has none, pip does all."""
    command, variables = pip
    only = ["--target", folder, "--no-deps", "--no-compile", "--only-binary", ":all:", "--require-hashes"]
    done = run([*command, *only, "-r", requirements(folder, [b for b, name in blocks() if name == "uv"])], variables)
    if done.returncode and reason(done) != NOT_IN_INDEX:
        stop("uv", done)


def install(arguments, uv, pip):
    """Install with uv; with pip where uv fails; stop where that fails too."""
    done = run([*uv[0], *arguments], uv[1])
    if done.returncode:
        say(f"  … uv failed ({reason(done)}): with pip, a minute or two")
        done = run([*pip[0], *arguments], pip[1])
    if done.returncode:
        stop("the packages", done)


def compiled(names):
    """A process that imports modules once, and so compiles them."""
    variables = environment() | {"MPLCONFIGDIR": str(VENV / "own" / "matplotlib")}  # where helpers keeps its fonts
    words = {"stderr": subprocess.PIPE, "text": True, "encoding": "utf-8", "errors": "replace"}
    return subprocess.Popen([PYTHON, "-c", f"import {names}"], env=variables, **words)


def ended(compiling):
    """Wait for them; stop where one could not import."""
    for process in compiling:
        why = process.communicate()[1].strip()
        if process.returncode:
            raise SetUpFailed(f"the packages are installed, but one cannot be imported: {why.splitlines()[-1]}")


def run(command, variables=None):
    """Run a command in the project's folder; returns how it ended, with what it said."""
    call = [str(part) for part in command]
    words = {"capture_output": True, "text": True, "encoding": "utf-8", "errors": "replace"}
    return subprocess.run(call, env=variables or environment(), cwd=ROOT, **words)


def stop(what, done):
    """Show an installer's words and stop with what they mean."""
    print(done.stderr.strip(), file=sys.stderr)
    raise SetUpFailed(f"{what} could not be installed: {reason(done)}")


def reason(done):
    """What an installer's words mean."""
    words = done.stderr + done.stdout
    return next((why for sign, why in REASONS.items() if re.search(sign, words, re.I)), f"status {done.returncode}")


def environment(*left_out):
    """This program's environment, without what lets another Python's packages in or forbids compiled files."""
    others = ("PYTHON", "PYTEST_", *left_out)
    ours = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    ours |= {"PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1", "VIRTUAL_ENV": str(VENV)}
    ours["PATH"] = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return ours


def blocks():
    """requirements.lock as (package, its lines), in order."""
    return re.findall(r"^(([\w-]+)==.*\n(?: .*\n)*)", LOCK.read_text(encoding="utf-8"), re.M)


def packages(group):
    """The blocks of requirements.lock for a group: what pyproject.toml names in it, and all that these need."""
    needing = {"tay-bac-so (pyproject.toml)" if group == "main" else f"tay-bac-so (pyproject.toml:{group})"}
    while True:
        found = [(block, name) for block, name in blocks() if needing & set(re.findall(VIA, block, re.M))]
        if needing.issuperset(name for _, name in found):
            return [block for block, _ in found]
        needing |= {name for _, name in found}


def is_ready(group):
    return PYTHON.exists() and state(group).is_file() and state(group).read_text(encoding="utf-8") == fingerprint(group)


def state(group):
    """The file that says from what a group was installed."""
    return VENV / f"ready-{group}"


def fingerprint(group):
    """What a group is made from: its part of the lock, what pyproject.toml says of the package, the Python, the place."""
    package = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[dependency-groups]")[0]
    parts = [*packages(group), package, sys.version, str(ROOT)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def requirements(folder, lines):
    """A file of requirements for an installer."""
    file = Path(folder, "requirements.txt")
    file.write_text("".join(lines), encoding="utf-8")
    return file


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
