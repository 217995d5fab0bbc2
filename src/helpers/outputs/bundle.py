"""What people take away, as one archive: briefs, site, workbook, tables, citations, with their checksums.

The same bytes on every build: names in order, one date, one set of permissions.
"""

import argparse
import hashlib
from importlib.metadata import version
from pathlib import Path

from helpers.outputs import brief, rerun, staging
from helpers.outputs.markdown import templates
from helpers.outputs.site import build as site
from helpers.tables import files
from helpers.tables.refusals import Refusal

CARRIED = (
    "README.md", "README.vi.md", "LICENSE", "NOTICE", "CITATION.cff", "CHANGELOG.md",
    "seeds/**/*.csv", "seeds/datapackage.json", "data/*.csv", "data/datapackage.json",
)  # fmt: skip
BUILT = ("briefs", "tables", "citations", "site")  # pictures: in the site


def bundle(root: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Build briefs and site anew, and the archive of all; its path and size. Refusal where the tables are old."""
    if lines := rerun.differences(root):
        raise Refusal("\n".join(lines))
    brief.build(root)
    site.build(root)
    slugs = sorted(files.read("observations", root).province.unique())
    page = templates("vi").get_template("bundle.html").render(version=version("tay-bac-so"), slugs=slugs)
    found = {file.relative_to(root).as_posix(): file for pattern in CARRIED for file in root.glob(pattern)}
    for part in BUILT:  # what is built stands at the top, beside seeds/ and data/
        inside = [file for file in (root / "build" / part).rglob("*") if file.is_file()]
        found |= {file.relative_to(root / "build").as_posix(): file for file in inside}
    contents = {name: found[name].read_bytes() for name in sorted(found)} | {"index.html": page.encode("utf-8")}
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()]
    contents["SHA256SUMS"] = "".join(sums).encode("utf-8")  # as `sha256sum --check` reads them
    name = f"tay-bac-so-{version('tay-bac-so')}"
    archive = staging.zipped({f"{name}/{path}": content for path, content in contents.items()})
    staging.replace(root, {f"build/bundle/{name}.zip": archive})
    return [f"build/bundle/{name}.zip: {len(archive) / 1e6:.1f} MB"], 0
