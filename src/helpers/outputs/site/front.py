"""The front page and the comparison of places."""

from collections import Counter
from typing import Any

from helpers.claims import words
from helpers.claims.words import N_
from helpers.outputs import content, provinces, targets_table
from helpers.outputs.content import Frames
from helpers.outputs.markdown import PROJECT
from helpers.outputs.site import downloads
from helpers.tables import files

TITLE = N_("figures and targets of digital transformation")


def front(frames: Frames, language: str) -> dict[str, Any]:
    """What the front page is filled with: each province's verdicts and targets, what there is to download."""
    title = f"{PROJECT}: {words.translator(language)(TITLE)}"
    return {
        "title": title,
        "provinces": [_province(frames, slug, language) for slug in content.provinces(frames)],
        "headings": [words.translator(language)(heading) for heading in targets_table.HEADINGS],
        "catalogue": downloads.catalogue(frames, title, language),
    }


def _province(frames: Frames, slug: str, language: str) -> dict[str, Any]:
    own = targets_table.rows(frames, slug, slug, language)
    national, verdicts = targets_table.rows(frames, slug, "vietnam", language), Counter(row["verdict"] for row in own)
    return {
        "slug": slug,
        "name": words.capital(files.place(slug, language)),
        "verdicts": [{"verdict": verdict, "count": count} for verdict, count in verdicts.items()],
        "sentences": provinces.headline(frames, slug)[f"short_{language}"].tolist(),
        "own": own,
        "national": national,
    }


def comparison(frames: Frames, language: str) -> dict[str, Any]:
    """The latest figure of each indicator that several places report under one definition: rows and places."""
    shared = content.side_by_side(frames)
    places = sorted(shared.province.unique())
    rows = []
    for indicator, same in shared.groupby("indicator", sort=False):
        cells = {row.province: content.figure(row, language) for row in files.each(same)}
        name = content.name_of(frames, str(indicator), language)
        rows.append({"indicator": indicator, "name": name, "cells": [cells.get(place, "–") for place in places]})
    named = [words.capital(files.place(place, language)) for place in places]
    return {"places": named, "rows": rows}
