"""A person who looks at pages in a real browser, and complains of what the browser complains of."""

import contextlib

from playwright.sync_api import sync_playwright

from dev.paths import BUILD
from dev.programs import CHROMIUM, find

SCREENS = BUILD / "screens"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
SIZE = {"width": 1400, "height": 900}
SHOWN = ".o_action_manager .o_view_controller"
DIALOG = ".modal .o_form_view"
SETTLING = 500  # milliseconds for what is drawn after the view stands
COMPLAINT = ".o_error_dialog, .o_notification_bar.bg-danger"
LANGUAGES = {"en_US": "Overview", "ro_RO": "Privire de ansamblu"}
# One file of Debian's Odoo is missing; no page of ours asks for it.
HARMLESS = ("selfie_segmentation",)


class Viewer:
    """A person who looks at pages."""

    def __init__(self, page, stage, lang):
        self._page, self._stage, self.lang = page, stage, lang
        self.complaints = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        page.set_default_timeout(60_000)

    def _hear(self, message):
        if message.type == "error" and not any(part in message.text + message.location["url"] for part in HARMLESS):
            self.complaints.append(message.text)

    def log_in(self):
        self._page.goto(f"{self._stage.address}/web/login")
        self._page.fill("input[name=login]", "admin")
        self._page.fill("input[name=password]", "admin")
        self._page.click("button[type=submit]")
        self._page.wait_for_url("**/odoo**")

    def visit(self, path, name, shown=SHOWN):
        self._page.goto(f"{self._stage.address}/odoo/{path}")
        self.look(name, shown)

    def look(self, name, shown=SHOWN):
        """Wait until the page stands, keep its picture, and expect no complaint."""
        self._page.wait_for_selector(f"{shown}, {COMPLAINT}")
        self._page.wait_for_timeout(SETTLING)
        self._page.screenshot(path=SCREENS / f"{self.lang}_{name}.png")
        said = self._page.locator(COMPLAINT).all_inner_texts()
        assert not said, f"{name}: {said}"
        assert not self.complaints, f"{name}: {self.complaints}"

    def click(self, selector):
        self._page.locator(selector).first.click()

    def fill(self, selector, text):
        self._page.locator(selector).first.fill(text)

    def write(self, selector, text):
        """Type over what stands there, key by key."""
        self._page.locator(selector).first.fill("")
        self._page.locator(selector).first.press_sequentially(text)

    def wait_until_written(self, selector):
        """Wait until somebody else has filled it in."""
        self._page.wait_for_function("s => (document.querySelector(s) || {}).value", arg=selector)

    def gone(self, selector):
        self._page.wait_for_selector(selector, state="detached")

    def text(self, selector):
        return self._page.locator(selector).first.inner_text()


@contextlib.contextmanager
def viewing(stage, lang):
    """Somebody who reads this language, logged in."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    stage.browser.call("res.users", "write", [stage.browser.user_id], {"lang": lang})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(CHROMIUM), args=FLAGS)
        viewer = Viewer(browser.new_page(viewport=SIZE), stage, lang)
        viewer.log_in()
        yield viewer
        browser.close()
    stage.browser.call("res.users", "write", [stage.browser.user_id], {"lang": "en_US"})
