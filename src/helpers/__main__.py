"""python -m helpers TASK: one task run, its faults told, its exit status returned."""

import io
import os
import shutil
import sys
from pathlib import Path

from helpers.outputs import light  # noqa: F401  # isort: skip  first: it spares every import of jsonschema two seconds

from helpers import tasks  # noqa: F401  each enters itself into the command line
from helpers.command import parser
from helpers.outputs import staging
from helpers.seeds.faults import BadSeeds
from helpers.tables import files


def main(arguments: list[str] | None = None) -> int:
    """Run one task; 0 only when all is well, 2 for faults of the input, 1 for anything else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    root = options.root.resolve()
    if not (root / "seeds").is_dir():
        print(
            f"{options.root}: no seeds/ in it; a folder with seeds/ and notebooks/; name one with --root",
            file=sys.stderr,
        )
        return 2
    # the environment's own python3 kernel, also where another one is installed for the user
    os.environ["JUPYTER_PATH"] = os.pathsep.join(
        filter(None, [str(Path(sys.prefix, "share", "jupyter")), os.environ.get("JUPYTER_PATH")])
    )
    try:
        staging.settle(root)
        with files.at(root):
            return int(options.run(root, options))
    except staging.CannotWrite as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        # copying a folder collects what went wrong with each file
        first = error.args[0][0][2] if isinstance(error, shutil.Error) else f"{error.filename or ''}: {error.strerror}"
        print(
            f"{first}; nothing was replaced; free some space or change the permissions, and run it again",
            file=sys.stderr,
        )
        return 1
    except BadSeeds as error:
        print(error, file=sys.stderr)
        print(f"{len(error.faults)} fault{'s' if len(error.faults) > 1 else ''} in seeds/: nothing was written.")
        return 2


if __name__ == "__main__":
    sys.exit(main())
