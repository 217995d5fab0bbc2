"""The task seal: what a person has checked against the text is written down as a hash in sources.csv."""

from pathlib import Path

from helpers.outputs import staging
from helpers.seeds import checks
from helpers.seeds.faults import BadSeeds, Fault
from helpers.tables import files


def seal(root: Path, source_id: str) -> list[str]:
    """Write the seal of a source into seeds/sources.csv; what was done as lines. BadSeeds: nothing written."""
    seeds = checks.unsealed_seeds(root)
    sources, rows = seeds["sources"], seeds["reported"].query("source_id == @source_id")
    if source_id not in set(sources.source_id):
        ids, todo = ", ".join(sources.source_id), "name one of them, or add its row"
        raise BadSeeds([Fault("seeds/sources.csv", 0, "source_id", repr(source_id), f"one of {ids}", todo)])
    place = sources.index[sources.source_id == source_id][0]
    before, made = sources.ledger_sha256[place], checks.seal(next(files.each(sources.loc[[place]])), rows)
    if made == before:
        return [f"{source_id}: the seal is that of its {len(rows)} rows already."]
    sources.loc[place, "ledger_sha256"] = made
    with staging.aside(root) as folder:
        staging.replace(root, {"seeds/sources.csv": files.text(sources, "sources").encode("utf-8")}, folder)
    return [f"{source_id}: sealed with its {len(rows)} rows, {before[:12] or 'no seal'} → {made[:12]}."]
