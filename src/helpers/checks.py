"""What the seeds must be before anything is computed: every fault found, with what to do about it."""

from pathlib import Path

from helpers import tables
from helpers.checking import cells, ledger
from helpers.checking.faults import BadSeeds, Seeds
from helpers.checking.figures import (
    bound_faults,
    date_faults,
    national_faults,
    printed_faults,
    repeated_faults,
    unit_faults,
)
from helpers.checking.goals import calibration_faults, match_faults, phrase_faults, target_faults
from helpers.checking.schema import schema_faults


def checked_seeds(folder: Path) -> Seeds:
    """All seed tables below a root; BadSeeds, with every fault, where they break a rule."""
    found = cells.faults(folder) or schema_faults(folder)
    if found:
        raise BadSeeds(found)
    seeds = tables.seeds(folder)
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
