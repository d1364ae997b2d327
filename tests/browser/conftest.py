"""Journeys in a real Chromium through a really served site: one file per role, `test_<role>.py`; a test is one journey.

    def test_recommends_and_takes_it_back(server, page_as, axe):
        address = server.play("answer = diary(member('ida'), 'The mill', comments=5).get_absolute_url()")
        page = page_as("hal")                      # logged in; who is not there joins; None is nobody
        page.goto(address)
        page.get_by_role("button", name="Recommend").first.click()
        expect(page.get_by_text("1 recommend")).to_be_visible()
        axe(page)                                  # 0 findings, in this state of the page

`server` is there once for all journeys, with everybody and everything of tests/access/world.py (newt mia tess rolf cora edda gina mo
ada alice bob lou rita tina; `server.places` has the keys of open things): change only what your own journey has made, under names of
its own. `server.play(text, **words)` runs Python on its database (names: stage.py; give the verbs `at=`, that is how time passes),
`server.manage("rules", "--set", "x=1")` a command; `server.restart()`, `.kill()` (-9) and `.start()` are what faults are made of.
`empty_server` is a new site without members, `page_as(..., at=empty_server)` its browser. `page_as(name, width=360, scheme="dark",
scripts=False)` gives a page of its own context; its console must stay clean, `page_as.expects("status of 422")` says what may stand
there. Wait with `expect(...)`, never with a pause. Without Chromium the journeys are left out, and one line says so; with CI=true never.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, found
from tests.browser.served import Served, served

HERE = Path(__file__).parent
LEFT_OUT = "The browser journeys were left out: there is no Chromium here (apt-get install chromium, or CHROMIUM=path)."


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys come last: once Playwright's loop runs in a process, Django has to be told that this is no mistake."""
    journeys = [item for item in items if HERE in item.path.parents]
    others = [item for item in items if HERE not in item.path.parents]
    if journeys and not found() and os.environ.get("CI", "").lower() not in {"1", "true"}:
        config.hook.pytest_deselected(items=journeys)
        config.stash[_left_out] = True
        journeys = []
    items[:] = others + journeys


_left_out = pytest.StashKey[bool]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.stash.get(_left_out, False):
        terminalreporter.write_line(LEFT_OUT)


@pytest.fixture(scope="session")
def server(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("served"), peopled=True) as site:
        yield site


@pytest.fixture
def empty_server(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Served]:
    with django_db_blocker.unblock(), served(tmp_path / "empty", peopled=False) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = found()
    assert path, LEFT_OUT
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # only journeys follow in this process
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Pages:
    """Opens pages, and remembers what their consoles said."""

    def __init__(self, browser: Browser, server: Callable[[], Served]) -> None:
        self._browser, self._server = browser, server
        self._contexts: list[BrowserContext] = []
        self._may_say: list[str] = []
        self.said: list[str] = []

    def __call__(
        self, name: str | None, *, width: int = 1400, height: int = 900, scheme: str = "light", scripts: bool = True,
        at: Served | None = None, **more: Any,
    ) -> Page:  # fmt: skip
        """A new browser of this member, or of nobody; `more` goes to Playwright's new_context."""
        site = at or self._server()
        context = self._browser.new_context(
            base_url=site.url, viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=scripts,  # type: ignore[arg-type]
            reduced_motion="reduce", locale="en-US", timezone_id="America/Los_Angeles", **more,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        if name:
            key = site.play("answer = session(name)", name=name)
            context.add_cookies([{"name": "sessionid", "value": key, "url": site.url, "httpOnly": True}])
        page = context.new_page()
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.said.append(f"{error.page and error.page.url}: {error.error}"))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.page and message.page.url}: {message.text}")

    def expects(self, *words: str) -> None:
        """A console may say what holds these words: a refused form is an error to it."""
        self._may_say += words

    def close(self) -> list[str]:
        for context in self._contexts:
            context.close()
        return [said for said in self.said if not any(words in said for words in self._may_say)]


@pytest.fixture
def page_as(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Pages]:
    pages = Pages(chromium, lambda: request.getfixturevalue("server"))
    yield pages
    said = pages.close()
    assert said == [], "the console is not clean:\n" + "\n".join(said)


@pytest.fixture(scope="session")
def axe_findings() -> Callable[..., list[str]]:
    """What axe finds in the state in which a page is; with a selector in a part of it, with names by these rules alone."""
    return partial(findings, Axe())


@pytest.fixture(scope="session")
def axe(axe_findings: Callable[..., list[str]]) -> Callable[..., None]:
    """axe(page): nothing to find in the state in which the page is; axe(page, "#thread") looks at a part."""

    def look(page: Page, part: str | None = None, rules: list[str] | None = None) -> None:
        found = axe_findings(page, part, rules)
        assert not found, f"axe at {page.url}:\n" + "\n".join(found)

    return look


def findings(tool: Axe, page: Page, part: str | None = None, rules: list[str] | None = None) -> list[str]:
    """One line for everything that axe complains about: rule, element, why."""
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "rules": {"target-size": {"enabled": True}},
    }  # which Lighthouse asks, too
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    violations = tool.run(page, context=part, options=options).response["violations"]
    return [
        f"  {each['id']} ({each['impact']}): {' '.join(map(str, node['target']))}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for each in violations
        for node in each["nodes"]
    ]
