"""What a page of measurements is made of: stored results, ratios, numbers in words, tables."""

import json
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "build" / "benchmarks"


def measured(name):
    """The results of one benchmark; None where it wasn't run."""
    file = RESULTS / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def ratio(over, under):
    """The median of the rounds' ratios."""
    return median(one / other for one, other in zip(over, under, strict=True))


def number(value):
    """A figure in running text: three digits that count, thousands apart.

    >>> number(1234567), number(0.98765), number(12.34)
    ('1,230,000', '0.988', '12.3')
    """
    if value >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"


def verdict(reached):
    return "reached" if reached else "**not reached**"


def table(rows):
    """Rows as a Markdown table, the first its head."""
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])
