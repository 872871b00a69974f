"""One real server (gunicorn, as ``make run`` starts it) and one real Chromium for the page tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.elder import PHONE, Elder
from tests.browser.family import Family, WholeSite
from tests.conftest import CHROMIUM
from tests.databases import Databases
from tests.processes import environment, flask, free_port, gunicorn, phone, worker

FLAGS = (
    "--no-sandbox",  # CI runs as root
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
Visit = Callable[..., Elder]


@pytest.fixture(scope="session")
def site(made_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the real knowledge, on a database of its own."""
    folder = tmp_path_factory.mktemp("site")
    with made_databases.fresh() as database_url:
        variables = environment(folder, database_url)
        flask(variables, folder, "knowledge", "load")
        with gunicorn(variables, folder) as address:
            yield address


@pytest.fixture(scope="session")
def whole_site(
    made_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WholeSite]:
    """What ``make run`` starts: web server, worker and simulated phones."""
    folder = tmp_path_factory.mktemp("whole-site")
    with made_databases.fresh() as database_url, ExitStack() as processes:
        port = str(free_port())
        variables = environment(folder, database_url, SIMULATOR_PORT=port, LOG_LEVEL="DEBUG")
        flask(variables, folder, "knowledge", "load")
        app = f"http://127.0.0.1:{variables['PORT']}"
        phones = processes.enter_context(phone(variables, folder, app))
        processes.enter_context(gunicorn(variables, folder))
        processes.enter_context(worker(variables, folder))
        yield WholeSite(app, phones, folder, variables)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Opens the page as somebody new; ``before`` is a script that runs ahead of the page's own."""
    with ExitStack() as contexts:

        def begin(
            size: tuple[int, int] = PHONE,
            *,
            path: str = "/",
            scripts: bool = True,
            before: str = "",
        ) -> Elder:
            width, height = size
            on_phone = width < 500
            context = browser.new_context(
                base_url=site,
                viewport={"width": width, "height": height},
                is_mobile=on_phone,
                has_touch=on_phone,
                java_script_enabled=scripts,
                locale="zh-CN",
            )
            contexts.callback(context.close)
            context.set_default_timeout(10_000)
            if before:
                context.add_init_script(before)
            return Elder(context.new_page(), site, scripts=scripts).opens(path)

        yield begin


@pytest.fixture
def family(browser: Browser, whole_site: WholeSite) -> Iterator[Family]:
    with ExitStack() as contexts:
        yield Family(browser, whole_site, contexts.callback)
