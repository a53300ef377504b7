"""A finished report in Chromium, and what every test of a view asks of it.

    QUIRE_REPORT=reports/aml-nlu/output [QUIRE_SCREENSHOTS=folder] .venv-development/bin/python -m unittest Tests/Browser/frame.py

Each page fails its test by any request beyond the file itself, any message of the console and any error; `judge` runs axe-core.
"""

import base64
import contextlib
import csv
import io
import json
import os
import pathlib
import re
import shutil
import struct
import sys
import tempfile
import unittest
import zlib

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

REPORT = pathlib.Path(os.environ.get("QUIRE_REPORT", "reports/aml-nlu/output")).resolve()
SCREENSHOTS = os.environ.get("QUIRE_SCREENSHOTS")
BROWSER = next(filter(None, map(shutil.which, ["chromium", "google-chrome", "chromium-browser"])), None)

# WCAG 2.2 A and AA, and what axe-core counts as good practice within views.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def results(chapter):
    """The results.json of a chapter."""
    return json.loads((REPORT / "chapters" / chapter / "results.json").read_text())


def rows_of(text):
    """The rows of a CSV file that a view has saved."""
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


class ViewTests(unittest.TestCase):
    """Tests that share one browser."""

    report = REPORT / "report.html"

    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()

    @contextlib.contextmanager
    def page(
        self,
        fragment="",
        *,
        report=None,
        scheme="light",
        width=1100,
        height=900,
        forced=False,
        reduced=False,
        scripts=True,
        touch=False,
        before=None,
    ):
        """A page with the report, its views mounted; `before` is a script that runs before the page's own."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            forced_colors="active" if forced else "none",
            reduced_motion="reduce" if reduced else "no-preference",
            has_touch=touch,
            accept_downloads=True,
        )
        page = context.new_page()
        file = report or self.report
        told = []
        page.on("console", lambda message: told.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: told.append(f"error: {error}"))
        page.on("request", lambda request: self.note(request.url, file, told))
        if before:
            page.add_init_script(before)
        page.goto(file.as_uri() + fragment)
        if scripts:
            page.wait_for_selector("html[data-views=ready]", state="attached")
        try:
            yield page
        finally:
            context.close()
        self.assertEqual(told, [])

    @staticmethod
    def note(url, file, told):
        """Keeps a request that is not for the report itself."""
        if not url.startswith((file.as_uri(), "data:", "blob:")):
            told.append(f"request: {url}")

    def judge(self, page, where, context=None):
        """No violation of WCAG 2.2 AA in this state."""
        found = Axe().run(page, context=context, options=RULES).response["violations"]
        text = [
            f"{where}: {violation['id']}: {violation['help']}: "
            + "; ".join(str(node["target"]) + " " + node["html"][:160] for node in violation["nodes"][:4])
            for violation in found
        ]
        self.assertEqual(text, [])

    def changed(self, name, change):
        """The report with one of its data blocks changed: `change` takes its JSON and its arrays' bytes, and gives both."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        text = self.report.read_text()
        found = re.search(rf'(<script[^>]* id="{name}"[^>]*>)([^<]*)', text)
        data = zlib.decompress(base64.b64decode(found[2]), 31)
        end = 8 + struct.unpack("<I", data[4:8])[0]
        header, arrays = change(json.loads(data[8:end]), data[end:])
        packed = json.dumps(header, ensure_ascii=False).encode()
        deflate = zlib.compressobj(6, zlib.DEFLATED, 31)
        file = deflate.compress(data[:4] + struct.pack("<I", len(packed)) + packed + arrays) + deflate.flush()
        report = pathlib.Path(folder.name) / "report.html"
        report.write_text(text[: found.start(2)] + base64.b64encode(file).decode() + text[found.end(2) :])
        return report

    def no_sideways_scroll(self, page):
        """The page is no wider than the screen."""
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.assertLessEqual(wide, 0)

    def shoot(self, page, selector, name):
        """Keeps a picture of an element, where a folder for it is named."""
        if SCREENSHOTS:
            pathlib.Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            page.locator(selector).first.screenshot(path=f"{SCREENSHOTS}/{name}.png")

    def saved(self, page, figure, format):
        """What “Save as” gives for a figure: the bytes of the file."""
        with page.expect_download() as download:
            page.locator(f"{figure} .view-toolbar").get_by_role("button", name=f"Save as {format}").click()
        return pathlib.Path(download.value.path()).read_bytes()

    def until(self, page, condition):
        """Waits until an expression holds; the page's policy forbids Playwright's own way."""
        for _ in range(100):
            if page.evaluate(condition):
                return
            page.wait_for_timeout(50)
        self.fail(f"{condition} never held")

    def live(self, page):
        """What the live region says."""
        return page.locator("[role=status].view-unseen").inner_text()


if BROWSER is None:
    sys.exit("there is no Chromium")
