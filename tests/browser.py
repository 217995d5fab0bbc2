"""A real browser for tests: Debian's Chromium, driven by Playwright; a skip that says why where there is none."""

import os
import shutil
from contextlib import contextmanager

import pytest

QUIET = [f"--disable-{what}" for what in ("gpu", "quic", "background-networking", "component-update", "sync")]


@contextmanager
def browser():
    """A headless Chromium."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None or os.environ.get("NO_BROWSER"):
        pytest.skip("no Chromium here, or NO_BROWSER is set; the tests in a browser need one (Debian: chromium)")
    from playwright.sync_api import sync_playwright

    unboxed = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=[*QUIET, *unboxed])
        yield opened
        opened.close()


class Watched:
    """A page whose requests to other addresses and console errors are kept."""

    def __init__(self, context, home):
        self.page = context.new_page()
        self.strange, self.errors = [], []
        self.page.on(
            "request", lambda one: one.url.startswith((home, "data:", "blob:")) or self.strange.append(one.url)
        )
        self.page.on("console", lambda one: one.type != "error" or self.errors.append(one.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
