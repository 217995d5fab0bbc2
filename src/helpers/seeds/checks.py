"""What the seeds must be before anything is computed: every fault found, with what to do about it."""

from pathlib import Path

from helpers.seeds import cells, ledger
from helpers.seeds.faults import BadSeeds, Seeds
from helpers.seeds.figure_rules import (
    bound_faults,
    date_faults,
    national_faults,
    printed_faults,
    repeated_faults,
    unit_faults,
)
from helpers.seeds.file_rules import schema_faults
from helpers.seeds.target_rules import calibration_faults, match_faults, phrase_faults, target_faults
from helpers.tables import files


def checked_seeds(folder: Path) -> Seeds:
    """All seed tables below a root; BadSeeds, with every fault, where they break a rule."""
    found = cells.faults(folder) or schema_faults(folder)
    if found:
        raise BadSeeds(found)
    seeds = files.seeds(folder)
    # a seal over wrong figures is not worth pasting: it comes last
    found = [fault for check in RULES for fault in check(seeds)] or list(ledger.seal_faults(seeds))
    if found:
        raise BadSeeds(found)
    return seeds


RULES = [
    printed_faults,
    ledger.place_faults,
    date_faults,
    bound_faults,
    unit_faults,
    national_faults,
    target_faults,
    repeated_faults,
    calibration_faults,
    match_faults,
    phrase_faults,
]
