"""The attention views of a report with 12 layers × 12 heads × 128 tokens in Chromium, and BertViz's model view of the same.

    python attention.py report.html [BERTVIZ_FOLDER] [SCRIPTS_FOLDER]

Prints, medians of five: megabytes of data in the page, milliseconds until the views answer after the page has loaded, milliseconds
of a hover (handler and drawing, 95th percentile) in each view, and the memory of the page's process over that of an empty one.

BERTVIZ_FOLDER holds BertViz's own `model_view.js` (`pip download --no-deps bertviz`, unpacked); its page is what its
`model_view(html_action="return")` writes, filled with the same weights, since the function itself wants PyTorch for a list.
SCRIPTS_FOLDER holds d3, jQuery and require.js, which it takes from a CDN: d3.min.js, jquery.min.js, require.min.js. Without them
only its size is told.
"""

import base64
import json
import pathlib
import re
import statistics
import struct
import sys
import tempfile
import time
import zlib

from playwright.sync_api import sync_playwright

# Times what runs in the page's main thread between the pointer's event and the end of the next frame's drawing.
HOVER = """
const frame = window.requestAnimationFrame.bind(window);
let drawing = 0;
window.requestAnimationFrame = (callback) => frame((time) => {
  const start = performance.now();
  callback(time);
  drawing += performance.now() - start;
});
window.benchHover = async (canvas, x, y) => {
  const box = canvas.getBoundingClientRect();
  drawing = 0;
  const start = performance.now();
  const place = { clientX: box.left + x, clientY: box.top + y, bubbles: true };
  canvas.dispatchEvent(new PointerEvent("pointermove", place));
  const handling = performance.now() - start;
  await new Promise((resolve) => frame(() => frame(resolve)));
  return handling + drawing;
};
window.benchReady = new Promise((resolve) => {
  new MutationObserver(() => {
    if (document.documentElement.dataset.views === "ready") resolve(performance.now());
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-views"] });
});
"""
SWEEP = """async (canvas) => {
  canvas.scrollIntoView({ block: "center" });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const times = [];
  for (let step = 0; step < 120; step++) {
    const [x, y] = [(step * 97.3) % canvas.clientWidth, (step * 61.7) % canvas.clientHeight];
    times.push(await window.benchHover(canvas, x, y));
  }
  times.sort((one, two) => one - two);
  return [times[59], times[113]];
}"""


def memory(browser):
    """The resident megabytes of the browser's renderers."""
    total = 0
    session = browser.new_browser_cdp_session()
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] == "renderer":
            status = pathlib.Path(f"/proc/{process['id']}/status").read_text()
            total += int(re.search(r"RssAnon:\s+(\d+)", status).group(1)) / 1024
    session.detach()
    return total


def launch(playwright):
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])


def quire(playwright, report):
    """One opening of the report: milliseconds until it answers, megabytes over an empty page, hovers by view."""
    browser = launch(playwright)
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto("about:blank")
    time.sleep(1)
    empty = memory(browser)
    page.add_init_script(HOVER)
    page.goto(report.as_uri())
    ready = page.evaluate("benchReady")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    hovers = {}
    for figure in page.query_selector_all("figure[data-view]"):
        for number, canvas in enumerate(figure.query_selector_all("canvas")):
            if canvas.is_visible():
                name = f"{figure.get_attribute('id').removeprefix('figure-attention-')}"
                hovers[name + (f", canvas {number + 1}" if number else "")] = page.evaluate(SWEEP, canvas)
    time.sleep(1)
    used = memory(browser) - empty
    browser.close()
    return ready - loaded, used, hovers


def weights(report):
    """The values and the weights in the report's data block."""
    text = re.search(r'<script type="application/octet-stream" id="[^"]*">([^<]*)<', report.read_text())
    data = zlib.decompress(base64.b64decode(text.group(1)), 31)
    length = struct.unpack("<I", data[4:8])[0]
    header = json.loads(data[8 : 8 + length])
    at = 8 + length
    for array in header["arrays"]:
        if array["name"] == "attention":
            count = array["count"]
            low, high = data[at : at + count], data[at + count : at + 2 * count]
            numbers = [(a + 256 * b) / 65535 for a, b in zip(low, high)]
            return len(text.group(1)), header["values"], numbers
        at += array["count"] * {"8": 1, "6": 2, "2": 4}[array["type"][-1]]
    raise SystemExit("the report has no attention")


def bertviz(folder, values, numbers):
    """The page that BertViz's model view writes for the same weights."""
    model, count = values["model"], len(values["tokens"])
    # As PyTorch's `tolist` gives single precision.
    single = struct.unpack(f"<{len(numbers)}f", struct.pack(f"<{len(numbers)}f", *numbers))
    rows = [single[at : at + count] for at in range(0, len(single), count)]
    heads = [rows[at : at + count] for at in range(0, len(rows), count)]
    tokens = [token["text"] for token in values["tokens"]]
    attention = [heads[at : at + model["heads"]] for at in range(0, len(heads), model["heads"])]
    params = {
        "attention": [{"name": None, "attn": attention, "left_text": tokens, "right_text": tokens}],
        "default_filter": "0",
        "display_mode": "dark",
        "root_div_id": "bertviz-0",
        "include_layers": list(range(model["layers"])),
        "include_heads": list(range(model["heads"])),
        "total_heads": model["heads"],
    }
    script = (pathlib.Path(folder) / "model_view.js").read_text().replace("PYTHON_PARAMS", json.dumps(params))
    return (
        '<script src="https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.6/require.min.js"></script>'
        "<div id=\"bertviz-0\"><span></span><div id='vis'></div></div>"
        f'\n<script type="text/javascript">\n{script}\n</script>\n'
    )


def open_bertviz(playwright, html, scripts, lines):
    """Seconds until BertViz's page has drawn all of its heads, megabytes over an empty page, elements of the page."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "bertviz.html"
        file.write_text(html)
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.goto("about:blank")
        time.sleep(1)
        empty = memory(browser)

        def serve(route):
            for name in ("require", "d3", "jquery"):
                if name in route.request.url:
                    return route.fulfill(
                        path=str(pathlib.Path(scripts) / f"{name}.min.js"), content_type="text/javascript"
                    )
            return route.abort()

        page.route(re.compile("^https:"), serve)
        page.set_default_timeout(240_000)
        start = time.monotonic()
        page.goto(file.as_uri())
        page.wait_for_function(f"document.getElementsByTagName('line').length >= {lines}")
        page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
        seconds = time.monotonic() - start
        used = memory(browser) - empty
        count = page.evaluate("document.getElementsByTagName('*').length")
        browser.close()
    return seconds, used, count


def main(report, bertviz_folder=None, scripts=None):
    report = pathlib.Path(report).resolve()
    block, values, numbers = weights(report)
    model = values["model"]
    print(f"{model['layers']} layers × {model['heads']} heads × {len(values['tokens'])} tokens")
    print(f"data block: {block / 1e6:.2f} MB of {report.stat().st_size / 1e6:.2f} MB")
    with sync_playwright() as playwright:
        runs = [quire(playwright, report) for _ in range(5)]
        print(f"answers {statistics.median(run[0] for run in runs):.0f} ms after the page has loaded")
        print(f"memory over an empty page's: {statistics.median(run[1] for run in runs):.0f} MB")
        for name in runs[0][2]:
            middle, late = (statistics.median(run[2][name][part] for run in runs) for part in (0, 1))
            print(f"hover over {name}: median {middle:.1f} ms, 95th percentile {late:.1f} ms")
        if bertviz_folder:
            html = bertviz(bertviz_folder, values, numbers)
            print(f"BertViz's model view, weights alone: {len(html.encode()) / 1e6:.1f} MB, three scripts from a CDN")
            if scripts:
                # It may run out of memory, or of time.
                seconds, used, count = open_bertviz(playwright, html, scripts, len(numbers))
                print(f"BertViz: drawn after {seconds:.1f} s, {used:.0f} MB over an empty page's, {count:,} elements")


if __name__ == "__main__":
    main(*sys.argv[1:])
