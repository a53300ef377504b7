"""The views of captions in the finished report: pairs sorted and filtered, heat over the photo, captions that a reader types."""

import itertools
import re

from browser import ViewTests, results, rows_of

PAIRS = "#figure-captions-fooled"
GAZE = "#figure-captions-gazes"
BOX = "#figure-captions-probabilities"
INPUT = f"{BOX} .caption-input"


def number(text):
    """A number as the page prints it."""
    return float(text.replace("\u2212", "-").replace(" %", ""))


class CaptionTests(ViewTests):
    def pairs(self, page):
        """The rows of the table of pairs: (description, variant, cosines, logits, probabilities, change, truth, verdict)."""
        return page.locator(f"{PAIRS} tbody[data-pair]").evaluate_all(
            """groups => groups.map((group) => {
              const [first, second] = [...group.rows].map((row) => [...row.cells].map((cell) => cell.innerText));
              return [first[0], second[0], [first[1], second[1]], [first[2], second[2]], [first[3], second[3]],
                first[4], first[5], first[6]];
            })"""
        )

    def shares(self, page):
        """The rows of the box: (caption, cosine, logit, probability)."""
        return page.locator(f"{BOX} tbody").first.evaluate(
            """body => [...body.rows].map((row) => [...row.cells].map((cell) => cell.innerText.replace(/yours$/, "").trim()))"""
        )

    def choice(self, page, figure, name):
        """A choice of one, by its label."""
        return page.locator(figure).get_by_role("combobox", name=name, exact=True)

    def type(self, page, text):
        page.locator(INPUT).fill(text)

    def reads(self, page):
        """Waits until the text tower is read."""
        self.until(page, f"!document.querySelector('{INPUT}').disabled")

    # The table of pairs.

    def test_every_number_of_the_table_is_that_of_the_results(self):
        expected = results("captions")["pairs"]
        with self.page() as page:
            shown = self.pairs(page)
            self.assertEqual(len(shown), min(200, len(expected)))
            for row, pair in zip(shown, expected):
                self.assertEqual(row[:2], [pair["description"], pair["variant"]])
                for texts, key, digits in [(row[2], "Cosine", 4), (row[3], "Logit", 2), (row[4], "Probability", 1)]:
                    for text, side in zip(texts, ["description", "variant"]):
                        value = pair[side + key] * (100 if key == "Probability" else 1)
                        self.assertAlmostEqual(number(text), value, delta=0.500001 * 10**-digits)
                self.assertEqual(row[6:], [pair["standing"], pair["verdict"]])
                self.assertTrue(row[5].endswith(pair["change"]), row)

    def test_the_bars_are_the_categories_of_the_results(self):
        categories = [c for c in results("captions")["categories"].values() if c["pairs"]]
        with self.page() as page:
            kinds = page.locator(f"{PAIRS} .caption-kind").all_inner_texts()
            self.assertEqual(len(kinds), len(categories))
            for category in categories:
                text = next(kind for kind in kinds if kind.startswith(category["title"]))
                count = f"{category['fooled']} of {category['decidable']} fool it"
                self.assertIn(count if category["decidable"] else "none is false", text)
                self.assertIn(f"{category['title']}, {category['pairs']} pair", text)

    def test_pairs_are_sorted_and_filtered(self):
        every = results("captions")["pairs"]
        with self.page() as page:
            view = page.locator(PAIRS)
            head = view.get_by_role("columnheader", name="logit")
            button = head.get_by_role("button")
            button.click()
            self.assertEqual(head.get_attribute("aria-sort"), "ascending")
            gaps = [abs(number(row[3][0]) - number(row[3][1])) for row in self.pairs(page)]
            self.assertTrue(all(a <= b + 0.011 for a, b in itertools.pairwise(gaps)), gaps)
            self.assertEqual(self.live(page), "Sorted by the difference of the two logits, rising")
            self.assertIn("by difference", head.inner_text())
            higher = view.get_by_role("columnheader", name="probability")
            self.assertIn("by the higher", higher.inner_text())
            higher.get_by_role("button").click()
            shares = [max(map(number, row[4])) for row in self.pairs(page)]
            self.assertEqual(shares, sorted(shares))
            self.assertEqual(self.live(page), "Sorted by the higher probability of the two, rising")
            first = view.get_by_role("columnheader", name="cosine")
            first.get_by_role("button").click()
            cosines = [number(row[2][0]) for row in self.pairs(page)]
            self.assertEqual(cosines, sorted(cosines))
            self.assertEqual(self.live(page), "Sorted by the description's cosine, rising")
            button.click()
            button.click()
            self.assertEqual(head.get_attribute("aria-sort"), "descending")
            button.click()
            self.assertIsNone(head.get_attribute("aria-sort"))
            self.assertEqual(
                [row[:2] for row in self.pairs(page)], [[p["description"], p["variant"]] for p in every][:200]
            )
            self.judge(page, "sorted", PAIRS)

            kind = view.get_by_role("button", name=re.compile("^count"))
            kind.click()
            self.assertEqual(kind.get_attribute("aria-pressed"), "true")
            counted = [pair["variant"] for pair in every if pair["category"] == "count"]
            self.assertEqual([row[1] for row in self.pairs(page)], counted)
            self.judge(page, "one kind", PAIRS)
            self.until(page, "location.hash.includes('kind=count')")

            self.choice(page, PAIRS, "The variant").select_option("false")
            false = [p["variant"] for p in every if p["category"] == "count" and p["truth"] == "false"]
            self.assertEqual([row[1] for row in self.pairs(page)], false)
            view.get_by_role("button", name="All pairs").click()
            self.choice(page, PAIRS, "The model").select_option("fooled")
            fooled = [
                p for p in every if p["truth"] == "false" and (p["isUndecided"] or p["descriptionProbability"] < 0.5)
            ]
            self.assertEqual(len(self.pairs(page)), len(fooled))
            view.get_by_role("button", name="All pairs").click()
            view.get_by_label("Words").fill("no such word")
            self.assertEqual(self.pairs(page), [])
            self.assertIn("no pair passes these filters", view.locator(".caption-count").inner_text())
            self.judge(page, "no pair", PAIRS)

    def test_a_caption_shows_its_heat_by_pointer_and_by_keyboard(self):
        with self.page() as page:
            view = page.locator(PAIRS)
            canvas = view.locator("canvas").first
            captions = view.locator(".caption-text")
            captions.nth(7).hover()
            page.wait_for_timeout(60)
            row = results("captions")["pairs"][3]
            self.assertIn(f"what “{row['variant']}” needs", canvas.get_attribute("aria-label"))
            # One stop of the Tab key for all captions, and the arrows go on from there.
            self.assertEqual(view.locator('.caption-text[tabindex="0"]').count(), 1)
            captions.nth(0).focus()
            for key, place in [
                ("ArrowDown", 1),
                ("ArrowDown", 2),
                ("End", captions.count() - 1),
                ("Home", 0),
                ("PageDown", 10),
            ]:
                page.keyboard.press(key)
                self.assertTrue(captions.nth(place).evaluate("element => element === document.activeElement"), key)
            self.assertEqual(view.locator('.caption-text[tabindex="0"]').count(), 1)
            page.wait_for_timeout(60)
            self.assertIn(
                f"what “{results('captions')['pairs'][5]['description']}” needs", canvas.get_attribute("aria-label")
            )
            page.keyboard.press("Enter")
            self.assertIn(results("captions")["pairs"][5]["verdict"], self.live(page))
            self.judge(page, "a caption has the focus", PAIRS)

    def test_a_patch_is_read_by_pointer_and_by_keyboard(self):
        gaze = results("captions")["gazes"][0]
        with self.page() as page:
            view = page.locator(GAZE)
            view.locator(".view-cursor").focus()
            for key, count in [("ArrowDown", gaze["row"]), ("ArrowRight", gaze["column"])]:
                for _ in range(count):
                    page.keyboard.press(key)
            said = self.live(page)
            self.assertIn(f"row {gaze['row'] + 1}, column {gaze['column'] + 1} takes", said)
            self.assertAlmostEqual(number(re.search(r"takes (\S+) from", said)[1]), gaze["fall"], delta=0.0011)
            self.judge(page, "a patch has the focus", GAZE)
            view.locator("canvas").first.scroll_into_view_if_needed()
            box = view.locator("canvas").first.bounding_box()
            page.mouse.move(box["x"] + 40, box["y"] + 80)
            self.assertIn("Hiding the patch in row 1, column 1", view.locator(".caption-reading").inner_text())
            page.mouse.move(0, 0)

    def test_a_patch_that_is_tapped_stays_read(self):
        with self.page(touch=True, width=360) as page:
            self.reads(page)
            self.type(page, "two dogs")
            for figure in [PAIRS, GAZE, BOX]:
                canvas = page.locator(f"{figure} canvas").first
                canvas.scroll_into_view_if_needed()
                box = canvas.bounding_box()
                reading = page.locator(f"{figure} .caption-reading")
                page.touchscreen.tap(box["x"] + 10, box["y"] + 66)
                page.wait_for_timeout(100)
                self.assertIn("atch in row 1, column 1", reading.inner_text(), figure)
                self.assertIn("atch in row 1, column 1", self.live(page), figure)
                # What has been tapped stays while something else is touched, and goes with a second tap.
                page.touchscreen.tap(box["x"] + 10, box["y"] + 20)
                self.assertIn("atch in row 1, column 1", reading.inner_text(), figure)
                page.touchscreen.tap(box["x"] + 10, box["y"] + 66)
                page.wait_for_timeout(100)
                self.assertIn("tap one", reading.inner_text(), figure)

    def test_a_patch_that_is_clicked_stays_read_when_the_pointer_leaves(self):
        with self.page() as page:
            canvas = page.locator(f"{GAZE} canvas").first
            canvas.scroll_into_view_if_needed()
            box = canvas.bounding_box()
            page.mouse.click(box["x"] + 10, box["y"] + 66)
            page.mouse.move(box["x"] + 200, box["y"] + 200)
            reading = page.locator(f"{GAZE} .caption-reading")
            self.assertNotIn("row 1, column 1 ", reading.inner_text())
            page.mouse.move(0, 0)
            self.assertIn("row 1, column 1 ", reading.inner_text())

    def test_where_the_model_looks_follows_the_pair(self):
        every = results("captions")["pairs"]
        with self.page() as page:
            page.locator(f"{PAIRS} .caption-text").nth(5).click()
            note = page.locator(f"{GAZE} .view-note").inner_text()
            self.assertIn(f"“{every[2]['description']}” loses most", note)
            self.choice(page, GAZE, "Lower right").select_option("difference")
            self.choice(page, GAZE, "First caption").select_option(label=every[0]["description"])
            self.assertIn(f"“{every[0]['description']}” loses most", page.locator(f"{GAZE} .view-note").inner_text())
            self.judge(page, "another caption", GAZE)
            rows = rows_of(self.saved(page, GAZE, "CSV").decode())
            self.assertEqual(len(rows) - 1, 64)
            self.assertAlmostEqual(sum(float(row[4]) for row in rows[1:]), 1, places=4)

    # The box.

    def test_the_box_starts_with_the_table_of_the_results(self):
        expected = results("captions")["captions"]
        with self.page() as page:
            self.reads(page)
            shown = self.shares(page)
            self.assertEqual([row[0] for row in shown], [caption["caption"] for caption in expected])
            for row, caption in zip(shown, expected):
                self.assertAlmostEqual(number(row[1]), caption["cosine"], delta=0.5001e-4)
                self.assertAlmostEqual(number(row[2]), caption["logit"], delta=0.5001e-2)
                self.assertAlmostEqual(number(row[3]), 100 * caption["probability"], delta=0.05001)

    def test_a_typed_caption_gets_what_the_report_gives_it(self):
        every = results("captions")
        known = {pair["variant"]: pair for pair in every["pairs"]}
        with self.page() as page:
            self.reads(page)
            self.choice(page, BOX, "Against").select_option(label=every["handIn"]["description"])
            for text in list(known)[:12] + [every["handIn"]["variant"]]:
                if text == every["handIn"]["description"]:
                    continue
                self.type(page, text.upper())
                row = next(row for row in self.shares(page) if row[0] == text.upper())
                self.assertAlmostEqual(number(row[1]), known[text]["variantCosine"], delta=0.6e-4)
                self.assertAlmostEqual(number(row[2]), known[text]["variantLogit"], delta=0.0071)
            shares = [number(row[3]) for row in self.shares(page)]
            self.assertAlmostEqual(max(shares), 100 * every["handIn"]["highestProbability"], delta=0.06)
            outcome = page.locator(f"{BOX} .caption-outcome").inner_text()
            self.assertEqual("undecided" in outcome, every["handIn"]["isUndecided"], outcome)
            self.judge(page, "typed against one", BOX)
            self.until(page, f"location.hash.includes('{BOX[1:]}?caption=')")

    def test_captions_are_kept_and_set_against_each_other(self):
        with self.page() as page:
            self.reads(page)
            for text in ["two dogs", "a blue boat", "two dogs", "two cats"]:
                self.type(page, text)
                page.keyboard.press("Enter")
            self.assertIn("Kept “two cats”, 3 in the list", self.live(page))
            history = page.locator(f"{BOX} .caption-history tbody tr")
            self.assertEqual(history.count(), 3)
            self.judge(page, "three kept", BOX)
            self.choice(page, BOX, "Against").select_option("typed")
            self.type(page, "")
            rows = self.shares(page)
            self.assertEqual(len(rows), 3)
            self.assertAlmostEqual(sum(number(row[3]) for row in rows), 100, delta=0.2)
            page.locator(BOX).get_by_role("button", name="Remove “two cats”").click()
            self.assertEqual(history.count(), 2)
            self.assertTrue(page.locator(INPUT).evaluate("element => element === document.activeElement"))
            page.locator(BOX).get_by_role("button", name="Use “a blue boat” again").click()
            self.assertEqual(page.locator(INPUT).input_value(), "a blue boat")

    def test_what_was_cut_or_never_learnt_is_said(self):
        with self.page() as page:
            self.reads(page)
            self.type(page, "two kittens, 1 🐈 café </script>")
            warning = page.locator(f"{BOX} .caption-warnings")
            for word in ["“kittens”", "“,”", "“1”", "“🐈”", "“café”", "“script”"]:
                self.assertIn(word, warning.inner_text())
            self.assertIn("means nothing", warning.inner_text())
            self.assertEqual(page.locator(f"{BOX} .caption-tokens b").count(), 0)
            self.judge(page, "unknown words", BOX)
            self.until(
                page, "document.querySelector('[role=status].view-unseen')?.textContent.includes('never learnt')"
            )
            self.assertIn("cosine", self.live(page))
            self.type(page, "a cat and " * 27)
            self.assertIn(
                "has 83 tokens and the model reads 32: what comes after “… a cat and” was cut off", warning.inner_text()
            )
            self.assertIn("32 of 32 tokens", page.locator(f"{BOX} .caption-tokens").inner_text())
            self.judge(page, "cut", BOX)
            self.type(page, "x" * 400)
            self.assertLessEqual(len(page.locator(INPUT).input_value()), 400)

    def test_the_page_compares_its_logits_with_the_report(self):
        with self.page() as page:
            note = page.locator(f"{BOX} > .view .view-note").last
            self.until(page, f"document.querySelector('{BOX} .caption-box').textContent.includes('scored again here')")
            found = re.search(
                r"(\d+) of the report's captions, .* (?:at most|less than) (\S+) in their logits", note.inner_text()
            )
            self.assertEqual(int(found[1]), min(20, len(results("captions")["captions"])))
            self.assertLess(float(found[2]), 2e-3)

    # What is not as it should be.

    def test_without_a_model_the_box_says_why_and_compares_what_the_report_has(self):
        def change(header, arrays):
            header["values"]["reason"] = "Captions can be typed here only where the model is small."
            return header, arrays

        report = self.changed("view-captions-captions", change)
        report.write_text(report.read_text().replace(' data-further="view-captions-caption-model"', ""))
        every = results("captions")
        pair = every["pairs"][3]
        with self.page(report=report) as page:
            box = page.locator(BOX)
            self.assertIn("only where the model is small", box.inner_text())
            self.assertEqual(page.locator(INPUT).count(), 0)
            self.assertEqual(len(self.shares(page)), len(every["captions"]))
            self.choice(page, BOX, "Caption").select_option(label=pair["variant"])
            self.choice(page, BOX, "Against").select_option(label=pair["description"])
            rows = self.shares(page)
            self.assertEqual({row[0] for row in rows}, {pair["variant"], pair["description"]})
            self.assertAlmostEqual(number(rows[0][3]), 100 * pair["highestProbability"], delta=0.06)
            self.judge(page, "no model", BOX)

    def test_a_model_that_cannot_be_read_leaves_the_rest(self):
        report = self.changed("view-captions-caption-model", lambda header, arrays: (header, arrays[:-900]))
        with self.page(report=report) as page:
            self.until(page, f"document.querySelector('{BOX} .caption-warning')")
            warning = page.locator(f"{BOX} .caption-warning").inner_text()
            self.assertIn("the model in this page cannot be read (it is cut short)", warning)
            self.assertEqual(len(self.shares(page)), len(results("captions")["captions"]))
            self.assertTrue(page.locator(INPUT).is_disabled())
            self.judge(page, "a broken model", BOX)

    def test_hostile_captions_and_very_many_of_them_stay_text(self):
        hostile = ["</script><img src=x onerror=alert(1)>", "قطتان نائمتان", "NUL\0 🐈‍⬛ <b>", "a" * 200, "=1+1"]

        def change(header, arrays):
            values = header["values"]
            values["captions"][: len(hostile)] = hostile
            values["leftOut"] = {"captions": 3, "pairs": 4}
            values["pairs"] *= 9
            values["stated"] *= 12
            return header, arrays

        with self.page(report=self.changed("view-captions-captions", change), width=360) as page:
            self.reads(page)
            texts = page.locator(f"{PAIRS} .caption-text").all_inner_texts()
            self.assertTrue({hostile[0], hostile[1]} <= set(texts), texts[:6])
            self.assertIn("leaves out 4 further pairs", page.locator(f"{PAIRS} .caption-count").inner_text())
            self.assertIn("leaves out 3 further captions", page.locator(f"{GAZE} .view-note").inner_text())
            self.assertEqual(len(self.pairs(page)), 200)
            more = page.locator(PAIRS).get_by_role("button", name=re.compile("^Show [0-9]+ more"))
            while more.is_visible():
                before = len(self.pairs(page))
                more.focus()
                page.keyboard.press("Enter")
                self.assertGreater(len(self.pairs(page)), before)
                # The button has gone, or says another number: the first of the new captions has the focus.
                there = "element => element === document.activeElement"
                self.assertTrue(page.locator(f"{PAIRS} .caption-text").nth(2 * before).evaluate(there))
            self.assertEqual(len(self.shares(page)), 40)
            self.assertIn("The 40 most probable are shown", page.locator(f"{BOX} .caption-outcome").inner_text())
            self.no_sideways_scroll(page)
            for figure in [PAIRS, GAZE, BOX]:
                self.judge(page, f"hostile, {figure}", figure)
                self.assertIn("<svg", self.saved(page, figure, "SVG").decode())

    # Links, saving, reading.

    def test_addresses_show_their_state(self):
        every = results("captions")
        with self.page(f"{BOX}?caption=three+dogs&against=table") as page:
            self.until(page, f"document.querySelector('{INPUT}').value === 'three dogs'")
            self.until(page, f"document.querySelector('{BOX} .caption-own')")
            self.assertEqual(len(self.shares(page)), len(every["captions"]) + 1)
        with self.page(f"{PAIRS}?pair=3&kind=count") as page:
            self.assertEqual(page.locator(f"{PAIRS} .is-current").get_attribute("data-pair"), "3")
        with self.page(f"{PAIRS}?pair=99999&kind=nonsense") as page:
            self.assertEqual(len(self.pairs(page)), min(200, len(every["pairs"])))
        other = every["pairs"][0]["description"]
        with self.page(f"{GAZE}?caption={other.replace(' ', '+')}&against=1") as page:
            self.assertIn(f"“{other}” loses most", page.locator(f"{GAZE} .view-note").inner_text())

    def test_what_is_shown_is_saved(self):
        with self.page() as page:
            self.reads(page)
            page.locator(PAIRS).get_by_role("button", name=re.compile("^count")).click()
            rows = rows_of(self.saved(page, PAIRS, "CSV").decode())
            expected = [p for p in results("captions")["pairs"] if p["category"] == "count"]
            self.assertEqual(len(rows) - 1, len(expected))
            for row, pair in zip(rows[1:], expected):
                self.assertEqual(row[1:3], [pair["description"], pair["variant"]])
                self.assertAlmostEqual(float(row[7]), pair["descriptionLogit"], places=9)
            self.type(page, '=two, "cats"')
            rows = rows_of(self.saved(page, BOX, "CSV").decode())
            self.assertIn('\'=two, "cats"', [row[0] for row in rows])
            for figure in [PAIRS, GAZE, BOX]:
                self.assertEqual(self.saved(page, figure, "PNG")[:4], b"\x89PNG")
                svg = self.saved(page, figure, "SVG").decode()
                self.assertIn("<image", svg)
                self.assertGreater(svg.count("<rect"), 64)

    def test_every_state_is_accessible_and_fits(self):
        for name, options in {
            "light": {},
            "dark": {"scheme": "dark"},
            "narrow": {"width": 360, "height": 780, "touch": True},
            "narrow dark": {"width": 360, "height": 780, "scheme": "dark"},
            "forced": {"forced": True},
        }.items():
            with self.page(**options) as page:
                self.reads(page)
                for figure in [PAIRS, GAZE, BOX]:
                    self.judge(page, f"{name}, {figure}", figure)
                self.type(page, "two kittens sleeping on an orange background")
                page.keyboard.press("Enter")
                self.judge(page, f"{name}, typed", BOX)
                self.no_sideways_scroll(page)
                for figure, part in [(PAIRS, "pairs"), (GAZE, "gaze"), (BOX, "box")]:
                    self.shoot(page, figure, f"captions-{part}-{name.replace(' ', '-')}")

    def test_targets_are_large_enough(self):
        with self.page(width=360, height=780, touch=True) as page:
            self.reads(page)
            self.type(page, "two dogs")
            page.keyboard.press("Enter")
            small = page.evaluate(
                """() => [...document.querySelectorAll(".caption-pairs button, .caption-box button, .caption-pairs select,"
                  + ".caption-gaze select, .caption-box input, .caption-pairs input")].filter((element) => {
                  const box = element.getBoundingClientRect();
                  return box.width && Math.min(box.width, box.height) < 24;
                }).map((element) => element.outerHTML.slice(0, 120))"""
            )
            self.assertEqual(small, [])
