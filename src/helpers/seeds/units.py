"""Units as texts print them: which a number is multiplied by, and which unit of an indicator each can stand for."""

import re

PER_CENT = r"%|phần trăm|per ?cent\b"
_COUNTED = {"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}  # fmt: skip


def scale(unit_printed: str) -> float:
    """What a number is multiplied by that stands before a printed unit: a count in thousands or millions is written out.

    Money keeps the unit of its indicator, billions of đồng (tỷ) or millions (triệu).

    >>> scale("triệu thuê bao"), scale("nghìn hộ"), scale("thuê bao"), scale("million people")
    (1000000.0, 1000.0, 1.0, 1000000.0)
    >>> scale("tỷ đồng"), scale("nghìn tỷ đồng"), scale("triệu đồng"), scale("triệu USD")
    (1.0, 1000.0, 1.0, 1.0)
    """
    words = unit_printed.lower().split()
    if not words or words[0] not in _COUNTED:
        return 1.0
    if words[0] in ("nghìn", "ngàn", "triệu") and words[1:2] == ["tỷ"]:
        return _COUNTED[words[0]]
    is_money = re.search(r"\b(?:đồng|vnd|vnđ|usd|đô la|dong)\b", unit_printed.lower()) or words == ["tỷ"]
    return 1.0 if is_money else _COUNTED[words[0]]


def units_for(printed_unit: str) -> tuple[str, ...]:
    """The units of indicators that a printed unit can stand for.

    >>> units_for("% GRDP"), units_for("nghìn thuê bao"), units_for("triệu đồng/người/năm"), units_for("điểm phần trăm")
    (('% of GRDP', '% of GDP'), ('number',), ('million VND',), ())
    """
    of_product = re.search("G(?:R)?DP|sản phẩm", printed_unit)
    patterns = {
        PER_CENT: ("% of GRDP", "% of GDP") if of_product else ("%", "per 100", "% of GRDP", "% of GDP"),
        r".*(?:/100 |per 100)": ("per 100 people",),
        r"(?:nghìn |triệu )?tỷ\b|billion(?: VND| dong)?$": ("billion VND",),
        r"triệu đồng|million (?:VND|dong)": ("million VND",),
        r"điểm|lần|bậc|percentage|.*(?:USD|đô la|đồng)": (),
        r"km$": ("km",),
    }
    return next((units for pattern, units in patterns.items() if re.match(pattern, printed_unit)), ("number",))
