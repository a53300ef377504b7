"""The frame around views, on a small page of its own: mounting, failing, saving, linking, printing."""

import base64
import hashlib
import json
import pathlib
import re
import struct
import tempfile
import xml.etree.ElementTree
import zlib

from browser import ViewTests, rows_of

TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "templates/html"
FILES = ["core", "data", "colour", "pen", "surface", "frame"]
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGOQj19xKFyK4f///wwMDAAnsQVXrY/sKgAAAABJRU5ErkJggg=="


def block(name, numbers):
    """A data block as `ViewData` writes it."""
    header = {"values": {"name": name}, "arrays": [{"name": "numbers", "type": "u8", "count": len(numbers)}]}
    text = json.dumps(header).encode()
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = deflate.compress(b"QVW1" + struct.pack("<I", len(text)) + text + bytes(numbers)) + deflate.flush()
    return base64.b64encode(packed).decode()


def page(figures, blocks):
    """A page as the renderer lays it out: figures are (id, source, options), blocks are texts by name."""
    views = TEMPLATES / "views"
    script = (
        '(() => {\n"use strict";\n'
        + "\n".join((views / f"{name}.js").read_text() for name in FILES)
        + (pathlib.Path(__file__).parent / "demo.js").read_text()
        + (views / "start.js").read_text()
        + "})();\n"
    )
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    css = (TEMPLATES / "screen.css").read_text() + (views / "views.css").read_text()
    css += "@media print {" + (TEMPLATES / "print.css").read_text() + "}"
    body = "".join(
        f'<p>{"Some words. " * 200}<a href="#{id}?chosen=1">A link to {id}</a></p>'
        f'<figure id="{id}" data-view="{kind}" data-source="{source}" data-options=\'{json.dumps(options)}\'>'
        f'<div class="card"><img alt="An image" width="300" height="200" src="data:image/png;base64,{PIXEL}"></div>'
        f"<figcaption><strong>Figure.</strong> A caption.</figcaption></figure>"
        for id, kind, source, options in figures
    )
    data = "".join(f'<script type="application/octet-stream" id="{name}">{text}</script>' for name, text in blocks)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Frame</title>'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src '
        f"'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">"
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{css}</style></head>'
        f"<body><main><h1>Frame</h1>{body}</main>{data}<script>{script}</script></body></html>"
    )


class FrameTests(ViewTests):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.report = pathlib.Path(folder.name) / "page.html"
        self.write()

    def write(self, change=lambda text: text):
        figures = [
            ("one", "demo", "data-a", {"chosen": "2"}),
            ("two", "demo", "data-a", {}),
            ("three", "demo", "data-b", {}),
        ]
        blocks = [("data-a", block("α </script> & <b>", [1, 2, 3, 4])), ("data-b", block("b", [7, 8]))]
        self.report.write_text(change(page(figures, blocks)))

    def label(self, page, figure):
        page.wait_for_timeout(50)
        return page.locator(f"#{figure} canvas").get_attribute("aria-label")

    def test_views_take_the_place_of_images_and_share_what_is_chosen(self):
        with self.page() as page:
            self.assertEqual(
                [self.label(page, f) for f in ["one", "two", "three"]],
                ["Square 2 of 4", "Square 2 of 4", "Square 0 of 2"],
            )
            self.assertFalse(page.locator("#one img").is_visible())
            page.locator("#two .view-cursor").focus()
            page.keyboard.press("ArrowRight")
            self.assertEqual(self.live(page).strip(), "square 1: 2.0")
            page.keyboard.press("End")
            page.keyboard.press("Enter")
            self.assertEqual(
                [self.label(page, f) for f in ["one", "two", "three"]],
                ["Square 3 of 4", "Square 3 of 4", "Square 0 of 2"],
            )
            self.until(page, "location.hash.includes('?')")
            self.assertIn("#two?chosen=3&name=", page.url)

    def test_every_state_is_accessible(self):
        for scheme, width, forced in [
            ("light", 1100, False),
            ("dark", 1100, False),
            ("light", 360, False),
            ("light", 1100, True),
        ]:
            with self.page(scheme=scheme, width=width, forced=forced) as page:
                self.judge(page, f"{scheme} {width}")
                page.get_by_role("button", name="Show the picture").first.click()
                self.assertTrue(page.locator("#one img").is_visible())
                self.judge(page, f"{scheme} {width}, the picture")
                self.no_sideways_scroll(page)

    def test_an_address_shows_a_state_and_a_link_too(self):
        with self.page("#three?chosen=1") as page:
            self.assertEqual(self.label(page, "three"), "Square 1 of 2")
            box = page.locator("#three").bounding_box()
            self.assertTrue(0 <= box["y"] <= 900 - box["height"], box)
            page.get_by_role("link", name="A link to one").click()
            self.assertEqual(self.label(page, "one"), "Square 1 of 4")
            page.locator("#one .view-cursor").focus()
            page.keyboard.press("End")
            page.keyboard.press("Enter")
            self.until(page, "location.hash.includes('chosen=3')")
            # The same link once more, though the address has changed without a step.
            page.get_by_role("link", name="A link to one").click()
            self.assertEqual(self.label(page, "one"), "Square 1 of 4")
            page.get_by_role("link", name="A link to one").click()
            self.assertEqual(self.label(page, "one"), "Square 1 of 4")

    def test_what_is_shown_can_be_saved(self):
        with self.page() as page:
            rows = rows_of(self.saved(page, "#one", "CSV").decode())
            self.assertEqual(rows, [["square", "number"], ["0", "1"], ["1", "2"], ["2", "3"], ["3", "4"]])
            svg = xml.etree.ElementTree.fromstring(self.saved(page, "#one", "SVG"))
            texts = [node.text for node in svg.iter("{http://www.w3.org/2000/svg}text")]
            self.assertEqual(texts, ["1.0", "2.0", "3.0", "4.0", "α </script> & <b>"])
            png = self.saved(page, "#one", "PNG")
            self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
            width, height = struct.unpack(">II", png[16:24])
            self.assertEqual(height, 220)
            self.assertGreater(width, 1000)

    def test_data_that_is_cut_short_leaves_the_image_with_a_line(self):
        self.write(lambda text: re.sub(r'(id="data-a">)(.{40})[^<]*', r"\1\2", text))
        with self.page() as page:
            self.assertTrue(page.locator("#one img").is_visible())
            self.assertIn("cannot be read", page.locator("#one .view-failure").inner_text())
            self.assertEqual(page.locator("#one .view").count(), 0)
            self.assertEqual(self.label(page, "three"), "Square 0 of 2")
            self.judge(page, "cut short")

    def test_a_bit_that_is_not_what_it_was_is_found(self):
        def flip(text):
            start = text.index('id="data-a">') + len('id="data-a">')
            data = bytearray(base64.b64decode(text[start : text.index("<", start)]))
            data[len(data) - 12] ^= 4
            return text[:start] + base64.b64encode(data).decode() + text[text.index("<", start) :]

        self.write(flip)
        with self.page() as page:
            self.assertIn("cannot be read", page.locator("#one .view-failure").inner_text())

    def test_a_saved_drawing_has_colours_that_mean_the_same_elsewhere(self):
        with self.page(forced=True) as page:
            svg = self.saved(page, "#one", "SVG").decode()
            self.assertNotIn("Canvas", svg)
            self.assertIn('fill="rgb', svg)

    def test_what_is_saved_while_the_picture_is_shown_is_the_view(self):
        with self.page(width=500) as page:
            before = self.saved(page, "#one", "SVG")
            page.locator("#one").get_by_role("button", name="Show the picture").click()
            self.assertEqual(self.saved(page, "#one", "SVG"), before)
            self.assertTrue(page.locator("#one img").is_visible())

    def test_the_cell_in_focus_is_in_sight(self):
        with self.page(width=640, height=360) as page:
            page.locator("#three .view-cursor").focus()
            page.locator("#one .view-cursor").focus()
            page.keyboard.press("End")
            box = page.locator("#one .view-cursor").bounding_box()
            self.assertTrue(box["y"] >= 0 and box["y"] + box["height"] <= 360, box)

    def test_a_click_of_no_pointer_counts_and_a_link_is_not_overwritten(self):
        with self.page() as page:
            page.locator("#one .view-cursor").focus()
            page.keyboard.press("End")
            page.keyboard.press("Enter")
            page.evaluate("location.hash = 'two?chosen=1'")
            page.wait_for_timeout(400)
            self.assertTrue(page.url.endswith("#two?chosen=1"), page.url)

    def test_a_view_that_cannot_draw_gives_way_to_its_image(self):
        spoil = "CanvasRenderingContext2D.prototype.fillText = () => { throw new Error('no text'); }"
        context = self.browser.new_context()
        page = context.new_page()
        page.add_init_script(spoil)
        page.goto(self.report.as_uri())
        self.until(page, "document.querySelectorAll('.view-failure').length === 3")
        self.assertTrue(page.locator("#one img").is_visible())
        context.close()

    def test_data_or_a_program_that_is_not_there_leaves_the_image_with_a_line(self):
        self.write(
            lambda text: text.replace('id="data-a"', 'id="data-z"').replace(
                '"three" data-view="demo"', '"three" data-view="other"'
            )
        )
        with self.page() as page:
            self.assertIn("not in this file", page.locator("#two .view-failure").inner_text())
            self.assertIn("no program for “other”", page.locator("#three .view-failure").inner_text())

    def test_an_old_browser_shows_the_images_and_says_why(self):
        with self.page(before="delete window.DecompressionStream") as page:
            self.assertEqual(page.locator(".view").count(), 0)
            self.assertEqual(page.locator(".view-failure").count(), 3)
            self.assertTrue(page.locator("#one img").is_visible())

    def test_without_scripts_there_are_the_images(self):
        with self.page(scripts=False) as page:
            self.assertTrue(page.locator("#one img").is_visible())
            self.assertEqual(page.locator("canvas").count(), 0)

    def test_paper_gets_the_images(self):
        with self.page() as page:
            page.emulate_media(media="print")
            self.assertTrue(page.locator("#one img").is_visible())
            self.assertFalse(page.locator("#one .view").is_visible())

    def test_other_colours_are_drawn_at_once(self):
        with self.page() as page:
            colour = "document.querySelector('#one canvas').toDataURL()"
            light = page.evaluate(colour)
            page.emulate_media(color_scheme="dark")
            page.wait_for_timeout(150)
            self.assertNotEqual(light, page.evaluate(colour))
