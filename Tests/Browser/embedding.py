"""The embedding explorer in a finished report: its numbers, its maps, its fields, and every way to reach them."""

import re
import unittest

from browser import ViewTests, results, rows_of

MAP = "#figure-embeddings-regions"
PLANE = "#figure-embeddings-projection"

# Keeps what the last drawing of each canvas wrote: text, middle, width and height in CSS pixels.
RECORDER = """
    window.written = new Map();
    const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      written.set(this.canvas, []);
      return clearRect.apply(this, box);
    };
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, most) {
      if (this.textAlign === "center") {
        const size = parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
        const width = Math.min(this.measureText(text).width, most ?? Infinity);
        written.get(this.canvas)?.push({ text, x, y, width, height: size * 1.2 });
      }
      return fillText.call(this, text, x, y, most);
    };
"""
LABELS = """(figure) => {
    const canvas = document.querySelector(`${figure} canvas`);
    // The names of the axes are no labels.
    return (written.get(canvas) ?? []).filter(({ text }) => !/component \\(/.test(text));
}"""


class EmbeddingTests(ViewTests):
    def items(self, page, figure=MAP):
        """The words of the first list in the panel with their similarities as they are written."""
        found = []
        for item in page.locator(f"{figure} .embedding-list").first.locator("li").all():
            name = item.locator(".embedding-name").inner_text()
            found.append((name, item.locator(".embedding-similarity").inner_text()))
        return found

    def items_or_none(self, page):
        """Those of the panel, or nothing where it has no list."""
        return self.items(page) if page.locator(f"{MAP} .embedding-list").count() else []

    def search(self, page, word, figure=MAP):
        page.locator(figure).get_by_label("Find a word").fill(word)
        page.keyboard.press("Enter")

    def settled(self, page):
        """Waits until what was asked for has been drawn."""
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def test_the_neighbours_of_a_word_are_those_of_the_results(self):
        with self.page() as page:
            for word, expected in results("embeddings")["neighbours"].items():
                self.search(page, word)
                shown = self.items(page)[: len(expected)]
                self.assertEqual([name for name, _ in shown], [one["word"] for one in expected])
                for (_, text), one in zip(shown, expected, strict=True):
                    self.assertEqual(text, f"{one['similarity']:.3f}")

    def test_a_click_in_the_list_goes_on_to_that_word(self):
        with self.page() as page:
            self.search(page, next(iter(results("embeddings")["neighbours"])))
            item = page.locator(f"{MAP} button.embedding-item").first
            name = item.locator(".embedding-name").inner_text()
            item.click()
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), name)
            # The other figure of the same data shows the same word.
            self.assertEqual(page.locator(f"{PLANE} .embedding-word").inner_text(), name)
            page.wait_for_url(re.compile(f"#figure-embeddings-regions\\?word={name}&projection=tsne$"))
            self.judge(page, "a word is chosen", f"{MAP} .view")

    def test_words_are_offered_while_one_types(self):
        with self.page() as page:
            field = page.locator(MAP).get_by_role("combobox", name="Find a word")
            field.press_sequentially("s")
            options = page.locator(f"{MAP} [role=option]")
            self.assertGreater(options.count(), 1)
            self.assertEqual(field.get_attribute("aria-expanded"), "true")
            self.judge(page, "words are offered", f"{MAP} .view")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")
            second = options.nth(1)
            self.assertEqual(second.get_attribute("aria-selected"), "true")
            self.assertEqual(field.get_attribute("aria-activedescendant"), second.get_attribute("id"))
            word = second.locator("bdi").inner_text()
            page.keyboard.press("Enter")
            self.assertEqual(field.input_value(), word)
            self.assertEqual(field.get_attribute("aria-expanded"), "false")
            self.assertIn(word, self.live(page))
            page.keyboard.press("Escape")
            self.assertEqual(field.input_value(), "")

    def test_a_word_that_is_not_there_is_told_with_its_like(self):
        with self.page() as page:
            self.search(page, "screeen")
            self.assertIn("“screeen” is not among", page.locator(f"{MAP} .embedding-problem").inner_text())
            self.judge(page, "a word is missing", f"{MAP} .view")
            page.locator(f"{MAP} .embedding-panel").get_by_role("button", name="screen", exact=True).click()
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), "screen")

    def test_a_sum_is_answered_and_said_to_be_computed_here(self):
        arithmetic = results("embeddings")["arithmetic"]["analogies"]
        with self.page() as page:
            field = page.locator(MAP).get_by_label("Add and subtract words")
            checked = 0
            for analogy in arithmetic:
                if analogy["unknown"] or len(analogy["words"]) != 3:
                    continue
                a, b, c = analogy["words"]
                field.fill(f"{b} - {a} + {c}")
                field.press("Enter")
                shown = dict(self.items(page))
                panel = page.locator(f"{MAP} .embedding-panel").inner_text()
                if "has no vector" in panel:
                    continue
                self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), f"{b} − {a} + {c}")
                self.assertRegex(panel, r"only among the [\d,]+ words of the map.*rarer words are not looked at")
                self.assertRegex(panel, r"rounded to \d+ bits")
                self.assertIn("of the map alone", self.live(page))
                bound = float(re.search(r"by less than (0\.0\d+)", panel)[1])
                self.assertLess(bound, 0.02)
                for answer in analogy["answers"]:
                    if answer["word"] in shown:
                        # Two decimals, of which the last is off by at most one.
                        self.assertRegex(shown[answer["word"]], r"^[01]\.\d\d$")
                        self.assertAlmostEqual(
                            float(shown[answer["word"]]), answer["similarity"], delta=min(0.015, bound + 0.005)
                        )
                        checked += 1
            self.assertGreater(checked, 0)
            rows = rows_of(self.saved(page, MAP, "CSV").decode())
            self.assertEqual([(row[3], f"{float(row[4]):.2f}") for row in rows[1:]], self.items(page))
            self.assertRegex(rows[1][6], r"^the [\d,]+ words of the map, vectors rounded to \d+ bits$")
            recall = re.search(
                r"single words, ([\d.]+)\s% of the ten nearest", page.locator(f"{MAP} .embedding-panel").inner_text()
            )
            # Measured on these very vectors and told as it is; made-up reviews have more near ties than a language has.
            self.assertTrue(50 < float(recall[1]) <= 100, recall[0])
            self.judge(page, "a sum is answered", f"{MAP} .view")
            field.fill("good - greatt")
            field.press("Enter")
            self.assertIn("“greatt” is not a word here", page.locator(f"{MAP} .embedding-panel").inner_text())
            page.locator(f"{MAP} .embedding-panel").get_by_role("button", name="great", exact=True).click()
            self.assertEqual(field.input_value(), "good − great")
            self.assertGreater(len(self.items(page)), 5)

    def test_a_sum_of_nothing_is_said_to_be_nothing(self):
        with self.page() as page:
            field = page.locator(MAP).get_by_label("Add and subtract words")
            for text in ["good - good", "good + bad - good - bad"]:
                field.fill(text)
                field.press("Enter")
                self.assertIn("cancel", page.locator(f"{MAP} .embedding-problem").inner_text())
                self.assertIn("cancel", self.live(page))
                self.assertEqual(self.items_or_none(page), [])

    def test_a_sum_stands_in_the_address_in_the_place_of_a_word(self):
        with self.page(f"{MAP}?word=bad") as page:
            field = page.locator(MAP).get_by_label("Add and subtract words")
            field.fill("better - good + bad")
            field.press("Enter")
            page.wait_for_url(re.compile(r"sum=better"))
            fragment = page.evaluate("location.hash")
            self.assertNotIn("word=", fragment)
            shown = self.items(page)
        with self.page(fragment) as page:
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), "better − good + bad")
            self.assertEqual(
                page.locator(MAP).get_by_label("Add and subtract words").input_value(), "better − good + bad"
            )
            self.assertEqual(self.items(page), shown)

    def test_the_panel_keeps_the_focus_when_it_shows_something_else(self):
        inside = f"document.querySelector('{MAP} .embedding-panel').contains(document.activeElement)"
        with self.page() as page:
            self.search(page, "good")
            item = page.locator(f"{MAP} button.embedding-item").first
            name = item.locator(".embedding-name").inner_text()
            item.focus()
            page.keyboard.press("Enter")
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), name)
            self.assertTrue(page.evaluate(inside))
            self.judge(page, "the panel has the focus", f"{MAP} .view")
            page.keyboard.press("Tab")
            self.assertTrue(
                page.locator(f"{MAP} button.embedding-item").first.evaluate("e => e === document.activeElement")
            )
            self.search(page, "screeen")
            page.locator(f"{MAP} .embedding-panel").get_by_role("button", name="screen", exact=True).focus()
            page.keyboard.press("Enter")
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), "screen")
            self.assertTrue(page.evaluate(inside))
            field = page.locator(MAP).get_by_label("Add and subtract words")
            field.fill("good - greatt")
            field.press("Enter")
            # The field keeps what it has: only a focus within the panel is looked after.
            self.assertTrue(field.evaluate("element => element === document.activeElement"))
            page.locator(f"{MAP} .embedding-panel").get_by_role("button", name="great", exact=True).focus()
            page.keyboard.press("Enter")
            self.assertTrue(page.evaluate(inside))

    def test_a_search_in_vain_is_over_with_the_next_word(self):
        with self.page(f"{MAP}?word=bad") as page:
            self.search(page, "zzzq")
            problem = page.locator(f"{MAP} .embedding-problem")
            self.assertIn("“zzzq” is not among", problem.inner_text())
            # What is saved, the map and the address are of no word that the panel does not show.
            rows = rows_of(self.saved(page, MAP, "CSV").decode())
            self.assertEqual(rows[0][0], "word")
            self.assertIn("No word is chosen", page.locator(f"{MAP} .embedding-map-focus").get_attribute("aria-label"))
            self.until(page, "!location.hash.includes('word=')")
            self.search(page, "bad")
            self.assertEqual(problem.count(), 0)
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), "bad")

    def test_moving_the_map_by_keys_says_once_what_is_in_the_middle(self):
        with self.page() as page:
            page.locator(f"{MAP} .embedding-map-focus").focus()
            for _ in range(4):
                page.keyboard.press("+")
            page.evaluate("""() => {
              window.said = [];
              const region = document.querySelector("[role=status].view-unseen");
              new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true });
            }""")
            for _ in range(4):
                page.keyboard.press("ArrowLeft")
            page.wait_for_timeout(1200)
            said = page.evaluate("said")
            self.assertEqual(len([text for text in said if "middle" in text]), 1, said)
            self.assertRegex(self.live(page), r"^Nearest to the middle: \S+, number [\d,]+ by frequency")

    def test_a_second_training_that_cannot_be_read_is_told_and_keeps_the_focus(self):
        def change(header, arrays):
            header["values"]["seeds"] = [1, 2]
            return header, arrays

        report = self.changed("view-embeddings-embeddings", change)
        report.write_text(re.sub(r' data-further="view-embeddings-[^"]*"', "", report.read_text()))
        with self.page(report=report) as page:
            toggle = page.locator(MAP).get_by_label("two trainings")
            toggle.focus()
            page.keyboard.press("Space")
            problem = page.locator(f"{MAP} .embedding-notes .embedding-problem")
            problem.wait_for()
            self.assertIn("cannot be read", problem.inner_text())
            self.assertFalse(toggle.is_checked())
            self.assertTrue(toggle.evaluate("element => element === document.activeElement"))

    def test_no_label_overlaps_another_at_any_zoom(self):
        for width in [1100, 360]:
            with self.page(width=width, before=RECORDER) as page:
                for figure in [MAP, PLANE]:
                    view = page.locator(figure)
                    view.scroll_into_view_if_needed()
                    view.get_by_role("button", name="Whole map").click()
                    seen = 0
                    for step in range(14):
                        self.settled(page)
                        labels = page.evaluate(LABELS, figure)
                        # The middle of a map may be empty: how many there are is asked of the whole.
                        seen += len(labels)
                        self.assertGreater(seen, 2)
                        for place, one in enumerate(labels):
                            for other in labels[place + 1 :]:
                                apart = (
                                    abs(one["x"] - other["x"]) >= (one["width"] + other["width"]) / 2
                                    or abs(one["y"] - other["y"]) >= (one["height"] + other["height"]) / 2
                                )
                                self.assertTrue(apart, f"{figure} at {step}, {width}: {one} and {other}")
                        # Next time with a word chosen, whose neighbours are labelled as well.
                        if step == 5:
                            self.search(page, "good", figure)
                        view.get_by_role("button", name="Enlarge").click()
                    self.assertGreater(seen, 40)

    def test_the_keyboard_reaches_map_and_words(self):
        with self.page(before=RECORDER) as page:
            view = page.locator(MAP)
            focus = view.locator(".embedding-map-focus")
            focus.focus()
            self.assertIn("No word is chosen", focus.get_attribute("aria-label"))
            before = page.evaluate(LABELS, MAP)
            page.keyboard.press("ArrowRight")
            page.keyboard.press("+")
            self.settled(page)
            self.assertNotEqual(before, page.evaluate(LABELS, MAP))
            page.keyboard.press("0")
            page.keyboard.press("Enter")
            first = self.live(page)
            self.assertRegex(first, r"^\S+, number [\d,]+ by frequency, region .+")
            self.judge(page, "a word has the focus", f"{MAP} .view")
            page.keyboard.press("ArrowLeft")
            second = self.live(page)
            self.assertNotEqual(first, second)
            page.keyboard.press("Enter")
            self.assertEqual(view.locator(".embedding-word").inner_text(), second.split(",")[0])
            page.keyboard.press("Escape")
            self.assertIn("Arrow keys move the map", self.live(page))

    def test_pointing_and_clicking_tell_and_choose_a_word(self):
        with self.page(before=RECORDER) as page:
            page.locator(MAP).scroll_into_view_if_needed()
            self.settled(page)
            canvas = page.locator(f"{MAP} canvas").first
            names = {"".join(page.locator(f"{MAP} .embedding-legend li").all_inner_texts())}
            label = next(
                one for one in page.evaluate(LABELS, MAP) if "," not in one["text"] and one["text"] not in names
            )
            box = canvas.bounding_box()
            page.mouse.move(box["x"] + label["x"], box["y"] + label["y"])
            self.assertIn(f"{label['text']}, number", page.locator(f"{MAP} .view-reading").inner_text())
            page.mouse.down()
            page.mouse.up()
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), label["text"])

    def test_the_wheel_turns_the_page_until_the_map_is_taken_up(self):
        with self.page(before=RECORDER) as page:
            canvas = page.locator(f"{MAP} canvas").first
            canvas.scroll_into_view_if_needed()
            box = canvas.bounding_box()
            page.mouse.move(box["x"] + 100, box["y"] + 100)
            self.settled(page)
            before = page.evaluate("scrollY"), page.evaluate(LABELS, MAP)
            page.mouse.wheel(0, -80)
            page.wait_for_timeout(300)
            self.assertNotEqual(page.evaluate("scrollY"), before[0])
            page.locator(f"{MAP} .embedding-map-focus").focus()
            top = page.evaluate("scrollY")
            page.mouse.wheel(0, -80)
            page.wait_for_timeout(300)
            self.assertEqual(page.evaluate("scrollY"), top)
            self.assertNotEqual(page.evaluate(LABELS, MAP), before[1])

    def test_one_map_moves_into_the_other_unless_motion_is_not_wanted(self):
        for reduced in [False, True]:
            with self.page(reduced=reduced, before=RECORDER) as page:
                view = page.locator(MAP)
                view.scroll_into_view_if_needed()
                self.settled(page)
                view.get_by_role("combobox", name="Map", exact=True).select_option("pca")
                self.settled(page)
                # On the way nothing is labelled that nobody asked about.
                labels = page.evaluate(LABELS, MAP)
                self.assertEqual(len(labels) > 0, reduced)
                page.wait_for_timeout(1200)
                self.assertGreater(len(page.evaluate(LABELS, MAP)), 0)
                self.assertIn("PCA", view.locator(".embedding-notes").inner_text())

    def test_colours_and_saved_files(self):
        with self.page() as page:
            view = page.locator(MAP)
            for colour in ["frequency", "similarity", "region"]:
                view.get_by_label("Colour").select_option(colour)
                self.settled(page)
                self.judge(page, f"colour by {colour}", f"{MAP} .view")
            rows = rows_of(self.saved(page, MAP, "CSV").decode())
            self.assertEqual(rows[0], ["word", "frequency rank", "count", "region", "x", "y"])
            self.assertGreater(len(rows), 1000)
            self.search(page, "good")
            rows = rows_of(self.saved(page, MAP, "CSV").decode())
            self.assertEqual(rows[0], ["asked", "seed", "rank", "word", "similarity", "frequency rank", "found among"])
            self.assertEqual([(row[3], f"{float(row[4]):.3f}") for row in rows[1:]], self.items(page))
            self.assertRegex(rows[1][6], r"^all [\d,]+ words, exact vectors$")
            self.assertTrue(self.saved(page, MAP, "PNG").startswith(b"\x89PNG"))
            self.assertIn(b">good</text>", self.saved(page, MAP, "SVG"))
            view.get_by_label("Colour").select_option("similarity")
            self.settled(page)
            self.assertIn("Cosine with good", view.locator(".embedding-legend").inner_text())

    def test_a_link_opens_a_word_on_a_projection(self):
        with self.page(f"{MAP}?word=great&projection=pca") as page:
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), "great")
            self.assertEqual(page.locator(MAP).get_by_role("combobox", name="Map", exact=True).input_value(), "pca")
        with self.page(f"{MAP}?word=1&projection=0") as page:
            self.assertRegex(page.locator(f"{MAP} .embedding-facts").first.inner_text(), "Number 2 of")
        with self.page(f"{MAP}?word=99999999&projection=nothing") as page:
            self.assertEqual(page.locator(f"{MAP} .embedding-word").count(), 0)

    def test_it_is_read_in_the_dark_on_a_telephone_and_in_forced_colours(self):
        for name, options in {
            "light": {},
            "dark": {"scheme": "dark"},
            "narrow": {"width": 360, "touch": True},
            "forced": {"forced": True},
        }.items():
            with self.page(**options) as page:
                self.search(page, "good")
                self.settled(page)
                self.no_sideways_scroll(page)
                self.judge(page, name, f"{MAP} .view")
                self.judge(page, name, f"{PLANE} .view")
                self.shoot(page, MAP, f"embedding-{name}")
                self.shoot(page, PLANE, f"embedding-plane-{name}")

    def test_a_finger_taps_a_word(self):
        with self.page(width=360, touch=True, before=RECORDER) as page:
            canvas = page.locator(f"{MAP} canvas").first
            canvas.scroll_into_view_if_needed()
            self.settled(page)
            box = canvas.bounding_box()
            label = next(one for one in page.evaluate(LABELS, MAP) if "," not in one["text"])
            page.touchscreen.tap(box["x"] + label["x"], box["y"] + label["y"])
            self.assertEqual(page.locator(f"{MAP} .embedding-word").inner_text(), label["text"])
            self.assertEqual(canvas.evaluate("canvas => getComputedStyle(canvas).touchAction"), "none")

    def test_two_fingers_enlarge_the_map(self):
        with self.page(width=360, touch=True, before=RECORDER) as page:
            canvas = page.locator(f"{MAP} canvas").first
            canvas.scroll_into_view_if_needed()
            self.settled(page)
            box = canvas.bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            before = {label["text"] for label in page.evaluate(LABELS, MAP)}
            session = page.context.new_cdp_session(page)
            for kind, reach in [("touchStart", 20), *(("touchMove", 20 + 6 * step) for step in range(1, 15))]:
                points = [{"x": x - reach, "y": y, "id": 1}, {"x": x + reach, "y": y, "id": 2}]
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            self.settled(page)
            labels = page.evaluate(LABELS, MAP)
            self.assertGreater(len({label["text"] for label in labels} - before), 3)
            self.assertEqual(page.evaluate("visualViewport.scale"), 1)

    def test_a_link_keeps_what_was_seen_of_the_map(self):
        with self.page(before=RECORDER) as page:
            view = page.locator(MAP)
            view.scroll_into_view_if_needed()
            for _ in range(5):
                view.get_by_role("button", name="Enlarge").click()
            view.locator(".embedding-map-focus").focus()
            page.keyboard.press("ArrowLeft")
            self.assertRegex(self.live(page), r"^[\d.]+ times the size of the whole map, \d+ words are labelled\.")
            page.wait_for_url(re.compile(r"zoom=14&x=\d+&y=\d+$"))
            self.settled(page)
            shown = {label["text"] for label in page.evaluate(LABELS, MAP)}
            fragment = page.evaluate("location.hash")
        with self.page(fragment, before=RECORDER) as page:
            self.settled(page)
            again = {label["text"] for label in page.evaluate(LABELS, MAP)}
            self.assertGreater(len(shown & again), 0.7 * len(shown))

    def test_two_trainings_stand_beside_each_other_where_there_are_two(self):
        with self.page() as page:
            view = page.locator(MAP)
            toggle = view.get_by_label("two trainings")
            if not toggle.count():
                self.assertIn("There is one training", view.locator(".embedding-notes").inner_text())
                return
            self.search(page, "good")
            toggle.check()
            self.settled(page)
            self.assertEqual(view.locator("canvas:visible").count(), 2)
            self.assertEqual(view.locator(".embedding-list").count(), 2)
            self.assertRegex(view.locator(".embedding-panel").inner_text(), r"\d+ of 10 are near in both trainings")
            self.judge(page, "two trainings", f"{MAP} .view")
            self.shoot(page, MAP, "embedding-two")
            rows = rows_of(self.saved(page, MAP, "CSV").decode())
            self.assertEqual(len(rows), 21)
            toggle.uncheck()
            self.assertEqual(view.locator("canvas:visible").count(), 1)


if __name__ == "__main__":
    unittest.main()
