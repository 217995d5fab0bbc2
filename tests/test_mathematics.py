"""Formulas as MathML."""

import pytest

from helpers.outputs import mathematics


def test_formulas_become_mathml_without_their_source_and_prices_stay():
    made = mathematics.as_mathml("Pace: $y_1 - y_0$ and\n$$\\frac{y_1}{y_0}$$\nfor 5 $ or $5.")
    assert made.count("<math") == 2 and "annotation" not in made and "$$" not in made
    assert "<mfrac>" in made and 'display="block"' in made and made.endswith("for 5 $ or $5.")
    assert all(line.startswith(("Pace", "<div", "for")) for line in made.splitlines() if line.strip())


def test_a_formula_that_cannot_be_read_is_named():
    with pytest.raises(ValueError, match="of which pandoc reads 0"):
        mathematics.as_mathml("$\\frac{$")
