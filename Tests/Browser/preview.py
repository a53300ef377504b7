"""`quire preview` in Chromium: what an edit does to the page, and what it leaves alone.

    QUIRE_REPORT=reports/aml-nlu/output [QUIRE_TOOL=.build/release/quire] .venv-development/bin/python -m unittest Tests/Browser/preview.py

The report is copied, so that edits touch nobody's.
"""

import base64
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest

from axe_playwright_python.sync_playwright import Axe
from browser import BROWSER, REPORT, RULES, SCREENSHOTS
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = pathlib.Path(os.environ.get("QUIRE_TOOL", ROOT / ".build/release/quire")).resolve()
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class PreviewTests(unittest.TestCase):
    """One preview and one browser for all of it: each test leaves the report as it was."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.report = pathlib.Path(cls.folder.name) / "report"
        shutil.copytree(REPORT.parent, cls.report, symlinks=True)
        cls.tool = subprocess.Popen(
            [TOOL, "preview", "--no-run", "--report", cls.report],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=cls.folder.name,
            env={**os.environ, "QUIRE_HOME": str(ROOT)},
        )
        line = cls.tool.stdout.readline()
        cls.address = re.search(r"http://127\.0\.0\.1:\d+/[0-9a-f]{32}/", line)[0]
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.tool.terminate()
        cls.tool.wait(10)
        cls.tool.stdout.close()
        cls.folder.cleanup()

    def setUp(self):
        self.page = self.browser.new_page(viewport={"width": 1200, "height": 900})
        self.messages = []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.goto(self.address)
        self.wait(lambda: self.version() > 0)
        self.wait(lambda: self.frame().evaluate("document.documentElement.dataset.views") == "ready")
        self.question = self.frame().evaluate("document.querySelector('.question:has(.answer)').id")
        self.frame().evaluate(f"document.getElementById('{self.question}').scrollIntoView({{behavior: 'instant'}})")
        self.frame().evaluate("window.mark = 1")
        answers = self.page.evaluate("[...document.querySelectorAll('#rows a')].map((link) => link.hash.slice(1))")
        row = self.page.locator("#rows tr").nth(answers.index(self.question))
        self.answer = self.report / row.locator("td").last.text_content()
        self.text = self.answer.read_text()

    def tearDown(self):
        # The next test begins with a page that nothing is on its way to.
        if self.answer.read_text() != self.text:
            self.write(self.answer, self.text)
        self.assertEqual(self.messages, [])
        self.page.close()

    def frame(self):
        """The report in its frame, as it is now."""
        return self.page.frame(url=lambda address: "report.html" in address)

    def version(self):
        """The number of the page that is shown."""
        return int(self.page.evaluate("document.documentElement.dataset.version") or 0)

    def wait(self, condition):
        """Waits until a condition holds; the report's policy lets no test wait inside of the page."""
        end = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), end, "it takes too long")
            time.sleep(0.005)

    def write(self, file, text):
        """Writes a file and waits for the page that comes of it."""
        version = self.version()
        file.write_text(text)
        self.wait(lambda: self.version() > version)

    def scroll(self):
        """How far down the reader is."""
        return self.frame().evaluate("scrollY")

    def screenshot(self, name):
        """Keeps what is seen, where that is wanted."""
        if SCREENSHOTS:
            pathlib.Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SCREENSHOTS}/preview-{name}.png")

    def test_an_edited_answer_is_exchanged_where_the_reader_is(self):
        views = self.frame().locator(".view").count()
        place = self.scroll()
        for number in range(3):
            self.write(self.answer, f"{self.text}\n\nA new sentence, number {number}.\n")
            self.assertEqual(self.frame().get_by_text(f"A new sentence, number {number}.").count(), 1)
            self.assertEqual(self.scroll(), place)
        self.assertEqual(self.frame().evaluate("window.mark"), 1, "the report was loaded anew")
        self.assertEqual(self.frame().locator(".view").count(), views)
        self.screenshot("edited")

    def test_a_picture_more_renumbers_the_others_and_views_stay(self):
        views = self.frame().locator(".view").count()
        dot = self.answer.parent / "dot.png"
        dot.write_bytes(DOT)
        self.addCleanup(dot.unlink)
        self.write(self.answer, f"{self.text}\n\n![A dot that stands alone](dot.png)\n")
        self.assertEqual(self.frame().evaluate("document.querySelector('.answer img[alt^=\"A dot\"]').naturalWidth"), 1)
        numbers = self.frame().evaluate(
            "[...document.querySelectorAll('figcaption > strong')].map((label) => parseInt(label.textContent.match(/\\d+/)[0]))"
        )
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
        self.assertEqual(self.frame().evaluate("window.mark"), 1, "the report was loaded anew")
        self.assertEqual(self.frame().locator(".view").count(), views)

    def test_a_fault_is_told_over_the_page_and_goes(self):
        place = self.scroll()
        self.answer.write_text(f"{self.text}\n\n$\\frac{{1}}{{$ and {{{{embeddings.nothing}}}}\n")
        faults = self.page.locator("#faults")
        self.wait(faults.is_visible)
        self.assertRegex(faults.inner_text(), re.escape(self.answer.name) + r":\d+:")
        self.assertEqual(self.scroll(), place)
        self.screenshot("fault")
        self.answer.write_text(self.text)
        self.wait(lambda: not faults.is_visible())
        self.assertEqual(self.page.locator("#state").inner_text(), "up to date")

    def test_title_and_style_change_in_place_and_views_left_out_load_the_page_anew(self):
        settings = self.report / "report.yml"
        text = settings.read_text()
        self.addCleanup(settings.write_text, text)
        style = self.report / "own.css"
        style.write_text("main h3 { color: rgb(1, 2, 3) }\n")
        top = f"document.getElementById('{self.question}').getBoundingClientRect().top"
        place = self.frame().evaluate(top)
        plain = re.sub(r"(?m)^(title|style|views):.*\n", "", text)
        self.write(settings, f"{plain}title: Another title\nstyle: own.css\n")
        frame = self.frame()
        self.assertEqual(frame.evaluate("getComputedStyle(document.querySelector('main h3')).color"), "rgb(1, 2, 3)")
        self.assertEqual(frame.locator("h1").inner_text(), "Another title")
        self.assertEqual(frame.evaluate("window.mark"), 1, "the report was loaded anew")
        self.write(settings, f"{plain}title: Another title\nviews: false\n")
        self.wait(lambda: self.frame().locator(".view").count() == 0)
        self.assertIsNone(self.frame().evaluate("window.mark ?? null"))
        self.assertGreater(self.scroll(), 1000)
        self.write(settings, text)
        style.unlink()
        self.wait(lambda: self.frame().evaluate("document.documentElement.dataset.views") == "ready")
        self.wait(lambda: abs(self.frame().evaluate(top) - place) < 5)

    def test_the_bar_leads_to_every_question(self):
        self.page.locator("#answers summary").click()
        self.screenshot("answers")
        links = self.page.locator("#rows a")
        links.last.click()
        self.wait(lambda: self.page.evaluate("location.hash") != "")
        anchor = self.page.evaluate("location.hash.slice(1)")
        top = f"document.getElementById('{anchor}').getBoundingClientRect().top"
        self.wait(lambda: -5 < self.frame().evaluate(top) < 450)

    def test_the_frame_is_accessible(self):
        self.page.locator("#answers summary").click()
        found = Axe().run(self.page, context={"exclude": [["iframe"]]}, options=RULES).response["violations"]
        self.assertEqual([(one["id"], one["nodes"][0]["html"]) for one in found], [])
