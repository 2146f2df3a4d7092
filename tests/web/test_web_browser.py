"""The pages in Chromium: nothing from elsewhere, no error, nothing that a screen reader or a keyboard cannot use."""

import shutil
import socket
import threading
from zoneinfo import ZoneInfo

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from test_web_frame import addresses
from web_made import NOW, filled, flooded

from monitor import config
from monitor.config.web_schema import Web
from monitor.web import archives
from monitor.web.access import Access
from monitor.web.application import Application
from monitor.web.archives import Archives
from monitor.web.web_setting import WebSetting

PATIENCE = 60.0  # seconds: on a busy machine a page takes longer than it may elsewhere, and says that it did
WIDTHS = (1280, 768, 360)  # of a desk, of a tablet, of a small phone
OTHERS = (761, 760, 320)  # around the width from which on tables have fewer columns; text that is larger
CUT = """[...document.querySelectorAll(".scroll")]
    .filter(one => !one.closest("details:not([open])") && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.ariaLabel)"""
ALL = '{resultTypes: ["violations"]}'
COLOURS = '{runOnly: ["color-contrast", "link-in-text-block"], resultTypes: ["violations"]}'
TRIED = (
    "/?since=week",
    '/search?q="Heat 2"',
    "/search?q=Heat AND (Mann",
    '/watch/heat-2?query=Heat NOT "in talks"&advice=1#trial',
    "/story/999",
    "/nothing",
)


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """Where a server of its own, in a thread, serves the pages of an archive with some stories."""
    path = filled(tmp_path_factory.mktemp("browser"))
    flooded(path, [f"Heat 2: day {number} of filming in a street of Los Angeles" for number in range(60)])
    with socket.create_server(("127.0.0.1", 0)) as listening, pytest.MonkeyPatch.context() as patch:
        patch.setattr(archives, "READ_WITHIN", PATIENCE)
        port = listening.getsockname()[1]
        setting = WebSetting(
            access=Access(Web(port=port)),
            archives=Archives(path.parent / "archive.db"),
            load_config=lambda: config.load(path, {}),
            zone=ZoneInfo("America/Los_Angeles"),
            now=lambda: NOW,
        )
        application = Application(setting)
        server = uvicorn.Server(uvicorn.Config(application.asgi, log_config=None, lifespan="off"))
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        serving.join()
        application.close()


@pytest.fixture(scope="module")
def chromium():
    """The browser of the system."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def pages() -> list[str]:
    """Every page that is HTML, those of other states too."""
    skipped = (".json", ".csv", ".atom", ".ics", ".pdf", ".xlsx", ".md", "/healthz", "/login", "/sheet", "/metrics")
    return [one for one in addresses() if not one.endswith(skipped)] + list(TRIED)


@pytest.mark.slow
@pytest.mark.timeout(600)  # thirty pages, each looked at six times
def test_every_page_is_sound(chromium, origin) -> None:
    """On a desk, a tablet and a phone, light and dark: own requests, no error, nothing cut, axe finds nothing.

    Each page is fetched once and then seen in each way. Dark changes colours alone: what depends on them
    is asked again.
    """
    context = chromium.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(origin) else wrong.append(asked.url))
    faults: list[str] = []
    listed = pages()
    assert len(listed) > 15
    for address in listed:
        wrong.clear()
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        answer = page.goto(origin + address)
        assert answer
        expected = {400: "400", 404: "404"}.get(answer.status, "no such code")
        page.evaluate(Axe().axe_script)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            faults += too_wide(page, address, width)
            violations = page.evaluate(f"axe.run({ALL}).then(found => found.violations)")
            page.emulate_media(color_scheme="dark")
            violations += page.evaluate(f"axe.run({COLOURS}).then(found => found.violations)")
            page.emulate_media(color_scheme="light")
            for found in violations:
                nodes = [node["html"][:160] for node in found["nodes"][:3]]
                faults.append(f"{address} at {width}: {found['id']}: {found['help']}: {nodes}")
        for width in OTHERS:
            page.set_viewport_size({"width": width, "height": 900})
            faults += too_wide(page, address, width)
        faults += [f"{address}: {text}" for text in wrong if expected not in text]
    assert not faults, "\n".join(faults)
    context.close()


def too_wide(page, address, width) -> list[str]:
    """What of a page does not fit this width."""
    cut = [f"{address}: the table {name} is cut at {width}" for name in page.evaluate(CUT)]
    is_wider = page.evaluate("document.documentElement.scrollWidth") > width
    return [*cut, f"{address}: wider than {width}"] if is_wider else cut


def test_the_keyboard_is_enough(chromium, origin) -> None:
    """The first stop skips to the page; j and o open a story, x judges a hit, / leads to the search, Enter searches."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(origin)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    first = page.evaluate("document.activeElement.textContent")
    assert first == page.locator("[data-item] [data-open]").first.text_content()
    with page.expect_navigation():
        page.keyboard.press("o")
    assert "/story/" in page.url

    page.goto(f"{origin}/watch/heat-2")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("x")
    assert page.locator("[role=status]").text_content()
    assert page.locator("[data-item]").first.locator(".flag").text_content() == "judged not relevant"
    with page.expect_navigation():
        page.keyboard.press("/")
    page.keyboard.press("/")
    page.keyboard.type("Driver")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("mark").first.text_content() == "Driver"
    context.close()


def test_nothing_needs_a_script(chromium, origin) -> None:
    """With scripts off, a search, a verdict and a trial work as they do with them."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/search")
    page.fill("#q", '"Heat 2"')
    page.get_by_role("button", name="Search").click()
    assert page.locator("[data-item]").count() > 2
    page.goto(f"{origin}/watch/heat-2")
    page.locator("[data-item]").nth(1).get_by_role("button", name="Right").click()
    assert "judged right" in str(page.locator("[data-item]").nth(1).text_content())
    page.fill("#query", "title:Driver")
    page.get_by_role("button", name="Try it").click()
    assert page.get_by_role("button", name="Save these words").is_visible()
    context.close()
