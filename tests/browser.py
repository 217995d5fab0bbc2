"""A real browser for tests: Debian's Chromium, driven by Playwright; a skip that says why where there is none."""

import os
import shutil
from contextlib import contextmanager

import pytest

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser():
    """A headless Chromium."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium here: the tests in a browser need one (Debian: apt-get install chromium)")
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
            "request",
            lambda request: (
                None if request.url.startswith((home, "data:", "blob:")) else self.strange.append(request.url)
            ),
        )
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
