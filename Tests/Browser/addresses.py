"""Every address that a view of the default report puts into the browser's line is one that `render` accepts in an answer."""

import json
import re
import unittest
import urllib.parse

from browser import REPORT, ViewTests


def allows(parameter, value):
    """Whether a link may say this value: `FigureView.Parameter.allows`."""
    ((kind, content),) = parameter.items()
    content = content.get("_0")
    if kind == "count":
        return re.fullmatch("0|[1-9][0-9]*", value) is not None and int(value) < content
    if kind == "counts":
        return all(allows({"count": {"_0": content}}, part) for part in value.split("."))
    if kind == "names":
        return value in content or allows({"count": {"_0": len(content)}}, value.removeprefix("@"))
    return len(value) <= content if kind == "text" else 0 <= float(value) <= 1


def views():
    """The parameters of each view, by the figure's place in the page."""
    found = {}
    for file in sorted((REPORT / "chapters").glob("*/chapter.json")):
        chapter = json.loads(file.read_text())
        for block in chapter["blocks"]:
            view = block.get("figure", {}).get("view")
            if view:
                found[f"figure-{chapter['slug']}-{block['figure']['id']}"] = view["parameters"]
    return found


class AddressTests(ViewTests):
    def check(self, page, figure, parameters, after):
        """The address names this view and what it allows."""
        page.wait_for_timeout(320)
        place, _, query = urllib.parse.urlparse(page.url).fragment.partition("?")
        if place != figure:
            return 0
        for name, value in urllib.parse.parse_qsl(query, keep_blank_values=True):
            self.assertIn(name, parameters, f"{figure} after {after}: {query}")
            self.assertTrue(allows(parameters[name], value), f"{figure} after {after}: {name}={value}")
        return 1

    def test_every_address_is_one_that_an_answer_may_name(self):
        for figure, parameters in views().items():
            with self.subTest(figure), self.page() as page:
                frame = page.locator(f"#{figure}")
                frame.scroll_into_view_if_needed()
                seen = 0
                for cursor in frame.locator(".view-cursor:visible, .embedding-map-focus:visible").all()[:2]:
                    cursor.focus()
                    for key in ["ArrowRight", "ArrowDown", "Enter", "End", "Enter"]:
                        page.keyboard.press(key)
                    seen += self.check(page, figure, parameters, "keys")
                for select in frame.locator("select:visible").all():
                    options = select.locator("option").all()
                    for option in {1, len(options) - 1}:
                        if option < len(options) and select.is_enabled():
                            select.select_option(index=option)
                    seen += self.check(page, figure, parameters, "a choice")
                for box in frame.locator("input[type=checkbox]:visible:enabled").all():
                    if box.is_enabled():
                        box.click()
                    seen += self.check(page, figure, parameters, "a switch")
                for slider in frame.locator("input[type=range]:visible").all():
                    slider.focus()
                    page.keyboard.press("ArrowRight")
                    seen += self.check(page, figure, parameters, "a slider")
                self.assertGreater(seen, 0, f"{figure} keeps no state in the address")


if __name__ == "__main__":
    unittest.main()
