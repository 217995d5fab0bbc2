"""The site: every page, link and anchor; and in a real browser, what a reader would do."""

import functools
import html
import itertools
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Watched, browser
from conftest import ROOT

from helpers.__main__ import main
from helpers.analysis import curves
from helpers.outputs import content, trace
from helpers.tables import files

ADDRESSES = Path(__file__).with_name("addresses.txt")


@pytest.fixture(scope="module")
def built(published):
    return published / "build" / "site"


@pytest.fixture(scope="module")
def frames(published):
    return content.frames(published)


@pytest.fixture(scope="module")
def pages(built):
    """The site's own pages: what it hands out for taking away aside."""
    found = {file.relative_to(built).as_posix(): file for file in sorted(built.rglob("*.html"))}
    return {name: file.read_text(encoding="utf-8") for name, file in found.items() if "/downloads/" not in name}


@functools.cache
def ids(text):
    return set(map(html.unescape, re.findall(r'\bid="([^"]+)"', text)))


def test_both_languages_have_the_same_pages(pages):
    vi, en = ({name[3:] for name in pages if name.startswith(f"{language}/")} for language in ("vi", "en"))
    assert vi == en and len(vi) > 80
    for name in files.read("indicators").indicator:
        assert f"indicators/{name}.html" in vi
    for language in ("vi", "en"):
        assert pages[f"{language}/notebooks/02-measure-growth.html"].count("</math>") > 5
        assert all(f'lang="{language}"' in pages[f"{language}/{name}"][:400] for name in vi)


def test_every_claim_has_its_address_in_both_languages(pages):
    for claim in files.read("claims").itertuples():
        for language in ("vi", "en"):
            assert claim.claim_id in ids(pages[f"{language}/indicators/{claim.indicator}.html"]), claim.claim_id


def test_addresses_that_were_given_out_still_lead_somewhere(pages):
    """tests/addresses.txt only grows: a brief may cite any of them. Where a claim is withdrawn it is said."""
    released = pd.concat(map(pd.read_csv, (ROOT / "docs" / "releases").glob("*.csv"))).query("status == 'quotable'")
    addresses = {f"en/indicators/{claim.indicator}.html#{claim.claim_id}" for claim in released.itertuples()}
    for address in addresses | set(ADDRESSES.read_text(encoding="utf-8").split()):
        page, _, anchor = address.partition("#")
        assert anchor in ids(pages[page]), address


def test_no_link_inside_the_site_is_dead(built, pages):
    for name, text in pages.items():
        for link in set(re.findall(r'\bhref="([^"]+)"', text)):
            target = html.unescape(link)
            if re.match(r"[a-z]+:|data:", target):
                continue
            address, _, anchor = target.partition("#")
            path = address.partition("?")[0]
            file = ((built / name).parent / path if path else built / name).resolve()
            assert file.is_file(), f"{name}: {target}"
            if anchor and file.suffix == ".html" and "downloads" not in file.parts:
                assert anchor in ids(pages[file.relative_to(built.resolve()).as_posix()]), f"{name}: {target}"


def plain(text):
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def test_the_front_page_has_verdicts_tables_and_downloads(built, pages, frames):
    for language in ("vi", "en"):
        page = pages[f"{language}/index.html"]
        text = html.unescape(page)
        for province in content.provinces(frames):
            for row in content.targets(frames, province, province, language):
                assert row["name"] in text and row["verdict"] in text
        links = set(re.findall(r'href="(downloads/[^"]+)"', page))
        expected = {f"{slug}.{language}.{kind}" for slug in content.provinces(frames) for kind in ("docx", "pdf")}
        expected |= {"tay-bac-so.xlsx", "muc-tieu.csv", "so-lieu.csv", "pictures/index.html"}
        assert links == {f"downloads/{name}" for name in expected}
        table = (built / language / "downloads" / "muc-tieu.csv").read_bytes()
        assert table.startswith("\ufeff".encode()) and "Cơ quan chủ trì" in table.decode("utf-8")
    assert (built / ".nojekyll").is_file()


def test_what_must_not_be_used_is_not_there_to_be_copied(pages, frames):
    claims = frames["claims"].query("status == 'refused'")
    assert len(claims) > 10
    for claim in claims.itertuples():
        for language in ("vi", "en"):
            page = plain(pages[f"{language}/indicators/{claim.indicator}.html"])
            assert getattr(claim, f"text_{language}") not in page, claim.claim_id


def test_every_number_has_its_trace(pages, frames):
    for claim in frames["claims"].query("status != 'refused'").itertuples():
        page = pages[f"vi/indicators/{claim.indicator}.html"]
        block = page[page.index(f'id="{claim.claim_id}"') :].partition('<p class="id">')[0]
        tokens = trace.traced(claim, frames, "vi")["tokens"]
        assert block.count("<q lang") == len(tokens) > 0, claim.claim_id
        if claim.kind in ("growth", "projection", "scenario", "target", "pace"):
            assert "Cách tính" in block, claim.claim_id


def test_serving_without_a_site_is_refused(tmp_path, capsys):
    (tmp_path / "seeds").mkdir()
    assert main(["serve", "--root", str(tmp_path)]) == 2
    assert "not built yet" in capsys.readouterr().err


# --- in a real browser ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium):
    """A page of its own in a fresh profile, which may use the clipboard."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def served(built):
    """The site over http on loopback; the address."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(built))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FAULTS = """() => axe.run({resultTypes: ["violations"]}).then(result => result.violations
    .filter(fault => ["serious", "critical"].includes(fault.impact))
    .map(fault => `${fault.id}: ${fault.nodes[0].html.slice(0, 160)}`))"""
FORMS = [  # of indicators: a projection, a break, no bound, one figure, none
    *["index", "smartphone_population_pct", "village_fibre_pct", "mobile_sites_count"],
    *["household_fibre_covered_pct", "household_fibre_using_pct"],
]


@pytest.fixture(scope="module")
def narrow(chromium):
    """Pages as a telephone shows them, with axe-core inside."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.add_init_script(Axe().axe_script)
    yield context
    context.close()


@pytest.mark.slow
def test_every_page_loads_from_a_folder_quiet_and_narrow(built, pages, narrow):
    watched, wide = Watched(narrow, built.as_uri()), {}
    for name in sorted(pages.keys() - {"index.html"}):
        watched.page.goto((built / name).as_uri())
        wide[name] = watched.page.evaluate(TOO_WIDE)
    assert len(wide) > 200 and not watched.strange and not watched.errors
    assert not {name: pixels for name, pixels in wide.items() if pixels > 0}, "these scroll sideways at 360 px"


@pytest.mark.slow
def test_each_form_of_page_is_accessible(pages, served, narrow):
    """axe-core finds no serious or critical fault, colours included."""
    watched, found = Watched(narrow, served), {}
    one_of_a_form = ("en/notebooks/", "en/indicators/", "vi/indicators/")
    for name in sorted(pages.keys() - {"index.html"}):
        if not name.startswith(one_of_a_form) or any(f"/{form}." in name for form in FORMS):
            assert watched.page.goto(served + name).ok
            found[name] = watched.page.evaluate(FAULTS)
    assert len(found) > 30 and not any(found.values()), found
    assert not watched.strange and not watched.errors


def test_the_door_leads_to_the_vietnamese_front_page(built, page):
    page.goto((built / "index.html").as_uri(), wait_until="commit")
    page.wait_for_url("**/vi/index.html")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_front_page_is_light(served, page, language):
    page.goto(f"{served}{language}/index.html", wait_until="networkidle")
    size = page.evaluate(
        "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
        ".reduce((sum, entry) => sum + entry.decodedBodySize, 0)"
    )
    assert 20_000 < size < 250_000, f"{size} bytes"


@pytest.mark.parametrize(
    "language, words",
    [("vi", "dien thoai thong minh"), ("vi", "điện thoại thông minh"), ("en", "dien bien"), ("en", "smartphone")],
)
def test_search_finds_vietnamese_with_and_without_marks(built, page, language, words):
    page.goto((built / language / "search.html").as_uri() + f"?q={words}")
    page.wait_for_selector("#search-results li a", timeout=15_000)
    found = page.eval_on_selector_all("#search-results li a", "links => links.map(link => link.href)")
    expected = "smartphone" if "bien" not in words else ".html"
    assert any(expected in link for link in found)


def test_the_language_switch_keeps_the_page(built, page):
    page.goto((built / "vi" / "indicators" / "village_fibre_pct.html").as_uri())
    page.click(".languages a")
    assert page.url.endswith("/en/indicators/village_fibre_pct.html")
    page.click(".languages a")
    assert page.url.endswith("/vi/indicators/village_fibre_pct.html")


def test_the_copy_button_copies_sentence_and_citation(served, page):
    page.goto(f"{served}vi/indicators/smartphone_population_pct.html")
    claim = "dien-bien.smartphone_population_pct.growth.2020-to-2023"
    buttons = page.locator(f'[id="{claim}"] button')
    buttons.nth(0).click()
    sentence = files.read("claims").set_index("claim_id").text_vi[claim]
    assert page.evaluate("navigator.clipboard.readText()") == sentence
    buttons.nth(2).click()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert claim in cited and "“" in cited and "VietNamNet" in cited
    page.goto(f"{served}vi/index.html")
    page.locator("[data-copy-table]").first.click()
    assert "Cơ quan chủ trì" in page.evaluate("navigator.clipboard.readText()")


def test_the_pages_arithmetic_is_that_of_the_projection(built, page):
    page.goto((built / "en" / "indicators" / "smartphone_population_pct.html").as_uri())
    values, since, paces = [0, 48, 72, 99.5], [2024, 2025.5562], [-5, -0.3, 0, 0.01, 2.26, 9.3]
    goals, years = [0, 50, 80, 100], [2024, 2025, 2026, 2028, 2031, 2036]
    points = np.array([*itertools.product(values, since, paces, goals, years)], float)
    asked = "([v, s, p, t, y]) => { const r = whatIf(v, s, p, t, y); return [r.at, r.needed, r.reached]; }"
    found = page.evaluate(f"points => points.map({asked})", points.tolist())
    expected = np.stack(curves.what_if(*points.T), axis=1)
    theirs = np.array([[np.nan if part is None else part for part in row] for row in found], float)
    np.testing.assert_allclose(theirs, expected, rtol=1e-12, atol=1e-9)


def test_the_what_if_starts_at_a_target_and_the_central_pace_and_works_by_keyboard(built, page):
    page.goto((built / "en" / "indicators" / "smartphone_population_pct.html").as_uri())
    answer = page.locator("form.what-if output")
    paths = files.read("projections").query("indicator == 'smartphone_population_pct' and method == 'diffusion'")
    central = f"{paths.value.iloc[-1]:.1f} % at the end of 2030"
    assert "at the end of 2025" in answer.inner_text() and "14.0 points a year" in answer.inner_text()  # 100 after 72
    page.fill('form.what-if [data-typed="year"]', "2030")
    assert central in answer.inner_text()
    page.fill('form.what-if [data-typed="year"]', "1999")  # out of its range: nothing moves
    assert central in answer.inner_text()
    page.focus('form.what-if [name="pace"]')
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert central not in answer.inner_text()
    page.click('form.what-if [type="reset"]')
    page.wait_for_timeout(100)
    assert "at the end of 2025" in answer.inner_text()


def test_an_indicator_of_one_figure_starts_its_what_if_at_nought(built, pages, page, unmoved):
    assert 'class="what-if"' not in pages["en/indicators/mobile_sites_count.html"]
    page.goto((built / "vi" / "indicators" / "digital_economy_grdp_pct.html").as_uri())
    assert "9,5%" in page.locator("form.what-if output").first.inner_text()
    shown = [one.input_value() for one in page.locator("form.what-if [data-typed=target]").all()]
    assert shown[:2] == ["15", "30"]  # the province's own target, and where there is none the national one


def test_a_number_that_is_clicked_opens_its_trace(built, page):
    page.goto((built / "vi" / "indicators" / "smartphone_population_pct.html").as_uri())
    page.locator("table.plain a").first.click()
    opened = page.locator("details.trace[open]")
    assert opened.count() == 1 and "S01" in opened.inner_text()


def test_dark_and_light_differ_and_print_hides_the_controls(built, chromium):
    colours = set()
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto((built / "vi" / "index.html").as_uri())
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        if scheme == "light":
            page.emulate_media(media="print")
            for hidden in (".languages", "button", ".sidebar-drawer"):
                assert not page.is_visible(hidden)
        context.close()
    assert len(colours) == 2
