"""The project's fence: what a task writes stays inside the folder that was named."""

import os
from pathlib import Path

FOLDERS = ("build", "data", "docs", "notebooks", "seeds")  # every task writes below these
FILES = ("README.md", "README.vi.md")


def leaks(root: Path) -> list[str]:
    """Links below a root through which a task would write, or delete, outside it: one line each."""
    links = [root / name for name in (*FOLDERS, *FILES) if (root / name).is_symlink()]
    for name in FOLDERS:
        for folder, folders, files in os.walk(root / name):  # it does not follow links
            links += [path for path in (Path(folder, one) for one in (*folders, *files)) if path.is_symlink()]
    return [
        f"{link.relative_to(root).as_posix()}:0:: a link to {link.resolve()}; folders and files inside {root}; "
        "put the folder or file itself in its place"
        for link in links
        if not link.resolve().is_relative_to(root.resolve())
    ]
