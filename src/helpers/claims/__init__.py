"""The numbers that may be quoted, each with its sentence, range and sources; and those that may not, with the reason."""

from helpers.claims.quoting import by_kind, confirm, holds, is_refused, refused
from helpers.claims.table import claims_table

__all__ = ["by_kind", "claims_table", "confirm", "holds", "is_refused", "refused"]
