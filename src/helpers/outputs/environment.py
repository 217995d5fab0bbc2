"""Imported first, by every task and by pytest: no setting of a person's own reaches what is made.

`fence` gives this process and those that it starts folders of their own for matplotlib, Jupyter, IPython, pandoc and
docutils: in the environment of Python (.venv), or where that can't be written in a folder that ends with the process.
"""

import atexit
import os
import shutil
import site
import sys
import tempfile
from pathlib import Path

# jsonschema, which nbformat imports, would build a grammar for two seconds in every process; nobody here needs it.
# None is Python's word for "not installed", which jsonschema allows for.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

FOLDERS = {
    "MPLCONFIGDIR": "matplotlib",
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter",
    "JUPYTER_DATA_DIR": "jupyter-data",
    "JUPYTER_RUNTIME_DIR": "jupyter-runtime",
    "XDG_DATA_HOME": "data",  # pandoc's; where pip and uv find their settings and caches stays
}
DROPPED = ("MATPLOTLIBRC", "MPLBACKEND", "SOURCE_DATE_EPOCH", "JUPYTER_CONFIG_PATH", "JUPYTER_PREFER_ENV_PATH")


def fence() -> None:
    """Set the environment of this process and of all that it starts; once is enough."""
    own = _own_folder()
    for variable, name in FOLDERS.items():
        (own / name).mkdir(parents=True, exist_ok=True)
        os.environ[variable] = str(own / name)
    (own / "data" / "pandoc").mkdir(exist_ok=True)  # where it is missing pandoc looks into ~/.pandoc
    for name in [name for name in os.environ if name in DROPPED or name.startswith("GIT_")]:
        del os.environ[name]  # GIT_DIR, in a hook, is another repository's
    os.environ |= {
        "HELPERS_FENCE": str(own),
        "JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter")),  # this environment's kernel, not a person's
        "DOCUTILSCONFIG": os.devnull,
        "PYTHONNOUSERSITE": "1",
    }
    sys.path[:] = [folder for folder in sys.path if not site.ENABLE_USER_SITE or folder != site.USER_SITE]


def _own_folder() -> Path:
    if "HELPERS_FENCE" in os.environ:  # of the process that started this one
        return Path(os.environ["HELPERS_FENCE"])
    own = Path(sys.prefix, "own")
    try:
        own.mkdir(exist_ok=True)
        tempfile.TemporaryFile(dir=own).close()
    except OSError:
        own = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, own, ignore_errors=True)
    return own


def pytest_load_initial_conftests() -> None:
    """For pytest, which knows this module by `-p` in pyproject.toml."""
    fence()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Of notebooks, those that the rerun runs are tested: no private one, no copy."""
    if collection_path.suffix != ".ipynb":
        return None
    from helpers.outputs.notebooks import OURS

    return True if not OURS.fullmatch(collection_path.name) else None
