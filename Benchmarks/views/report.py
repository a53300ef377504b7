"""The default report's page in Chromium: its size, how soon it answers, a typed caption, and the frames of a panned map.

    python report.py reports/aml-nlu/output/report.html

Prints medians of five pages. A frame is late when the screen showed the one before it again; those of the same page doing
nothing stand beside it, since a machine that others use drops frames of its own.
"""

import pathlib
import re
import statistics
import sys

from playwright.sync_api import sync_playwright

MAP = "#figure-embeddings-regions"
INPUT = "#figure-captions-probabilities .caption-input"
READY = """
window.benchReady = new Promise((resolve) => {
  new MutationObserver(() => {
    if (document.documentElement.dataset.views === "ready") {
      resolve(performance.now() - performance.getEntriesByType("navigation")[0].domInteractive);
    }
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-views"] });
});
"""
TYPING = """(selector) => {
  const input = document.querySelector(selector);
  const texts = ["a photo of two cats on an orange background", "three dogs sleeping", "a big cat and a small dog",
    "a cat and ".repeat(9)];
  return Array.from({ length: 40 }, (_, index) => {
    // A text that was typed before would be remembered.
    input.value = `${texts[index % 4]} ${index}`;
    const start = performance.now();
    input.dispatchEvent(new Event("input"));
    return performance.now() - start;
  });
}"""
FRAMES = """([figure, isPanning]) => new Promise((done) => {
  const canvas = document.querySelector(`${figure} canvas`);
  const box = canvas.getBoundingClientRect();
  const stamps = [];
  let x = box.width / 2;
  const frame = (now) => {
    stamps.push(now);
    x += stamps.length % 60 < 30 ? 3 : -3;
    if (isPanning) {
      canvas.dispatchEvent(new PointerEvent("pointermove", {
        pointerId: 1, pointerType: "mouse", buttons: 1, clientX: box.left + x, clientY: box.top + box.height / 2 + x / 3,
      }));
    }
    if (stamps.length < 300) return requestAnimationFrame(frame);
    const spans = stamps.slice(1).map((stamp, place) => stamp - stamps[place]);
    const middle = [...spans].sort((a, b) => a - b)[spans.length >> 1];
    const due = spans.reduce((sum, span) => sum + Math.max(1, Math.round(span / middle)), 0);
    done(1 - spans.length / due);
  };
  requestAnimationFrame(frame);
})"""


def measured(browser, address):
    """What one page gives: milliseconds until it answers, a typed caption's, and shares of late frames."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.add_init_script(READY)
    page.goto(address)
    ready = page.evaluate("window.benchReady")
    page.wait_for_timeout(300)
    typed = page.evaluate(TYPING, INPUT)
    canvas = page.locator(f"{MAP} canvas").first
    canvas.scroll_into_view_if_needed()
    idle = page.evaluate(FRAMES, [MAP, False])
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    panned = page.evaluate(FRAMES, [MAP, True])
    page.mouse.up()
    page.close()
    return ready, statistics.median(typed), max(typed), idle, panned


file = pathlib.Path(sys.argv[1]).resolve()
text = file.read_text()
print(f"{file.name}: {len(text.encode()) / 1e6:.2f} MB")
for name, data in re.findall(r'<script type="application/octet-stream" id="([^"]*)">([^<]*)', text):
    print(f"  {name}: {len(data) / 1e6:.3f} MB of base64")
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    rows = [measured(browser, file.as_uri()) for _ in range(5)]
    browser.close()
ready, typed, longest, idle, panned = (statistics.median(column) for column in zip(*rows))
print(f"answers after {ready:.0f} ms; a typed caption takes {typed:.1f} ms, the slowest of 40 {longest:.1f} ms")
print(f"late frames: {panned:.1%} while panning, {idle:.1%} while nothing happens")
