"""Figures drawn for dark screens: which image is shown where, and what is printed."""

import hashlib
import re

from browser import ViewTests

# Of each figure that has two images, whether the one for dark screens is shown, and how many are.
SHOWN = """[...document.querySelectorAll("figure .two-toned")].map((card) => {
  const shown = [...card.children].filter((image) => image.getClientRects().length > 0);
  return [shown.length, shown.some((image) => image.classList.contains("dark")), shown.every((image) => image.naturalWidth > 0)];
})"""


def printed(page):
    """The images of the page on paper, by their sums."""
    pdf = page.pdf()
    images = re.findall(rb"/Subtype\s*/Image.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return sorted(hashlib.sha256(image).hexdigest() for image in images)


class DarkFigureTests(ViewTests):
    def test_a_screen_shows_the_one_image_that_was_drawn_for_it(self):
        for scheme in ("light", "dark"):
            for width, forced in ((1100, False), (360, False), (1100, True)):
                # Without scripts every figure is its image.
                with self.page(scheme=scheme, width=width, forced=forced, scripts=False) as page:
                    shown = page.evaluate(SHOWN)
                    self.assertGreater(len(shown), 0)
                    self.assertEqual(shown, [[1, scheme == "dark", True]] * len(shown), (scheme, width, forced))
                    self.no_sideways_scroll(page)
                    card = page.locator("figure .two-toned").first
                    ground = card.evaluate("(card) => getComputedStyle(card).backgroundColor")
                    if not forced:
                        self.assertEqual(ground, "rgba(0, 0, 0, 0)" if scheme == "dark" else "rgb(255, 255, 255)")
                    if width == 1100 and scheme == "dark" and not forced:
                        for index, figure in enumerate(page.locator("figure:has(.two-toned)").all()):
                            figure_id = figure.get_attribute("id")
                            self.shoot(page, f"[id='{figure_id}']", f"dark-{index + 1:02d}")

    def test_the_ground_of_an_image_is_the_page_s(self):
        # As the browser decodes it, at the corner of each: with loss two steps of 255 may be off.
        corners = """async () => {
          const corners = [];
          for (const image of document.querySelectorAll("figure .dark")) {
            await image.decode();
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 1;
            const context = canvas.getContext("2d");
            context.drawImage(image, 2, 2, 1, 1, 0, 0, 1, 1);
            corners.push([...context.getImageData(0, 0, 1, 1).data]);
          }
          return corners;
        }"""
        with self.page(scheme="dark") as page:
            paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            expected = [int(part) for part in re.findall(r"\d+", paper)] + [255]
            for corner in page.evaluate(corners):
                for part, value in zip(corner, expected, strict=True):
                    self.assertLessEqual(abs(part - value), 2)

    def test_paper_has_the_light_images_whatever_the_screen_is(self):
        with self.page(scheme="light") as page:
            light = printed(page)
        with self.page(scheme="dark") as page:
            self.assertEqual(printed(page), light)
        self.assertGreater(len(light), 0)

    def test_a_screen_reader_finds_each_image_once(self):
        for scheme in ("light", "dark"):
            with self.page(scheme=scheme, scripts=False) as page:
                for figure in page.locator("figure:has(.two-toned)").all():
                    self.assertEqual(figure.get_by_role("img").count(), 1)
            with self.page(scheme=scheme) as page:
                self.judge(page, f"figures, {scheme}", "figure:not([data-view])")
