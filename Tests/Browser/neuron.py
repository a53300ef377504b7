"""The head view and the neuron view: every control by pointer and keyboard, and every number against the tensors."""

import math
import re
import unittest
import xml.dom.minidom

from attention_pages import LONG, ODD, PAIR, Invented, page
from browser import ViewTests, results, rows_of

MINUS = str.maketrans("−", "-")


def number(text):
    """A number as a view writes it."""
    return float(text.translate(MINUS))


class AttentionTests(ViewTests):
    """Pages of invented attention, made once for all tests of a class."""

    def reading(self, page, figure):
        return page.locator(f"#{figure} .view-reading").inner_text()

    def notes(self, page, figure):
        return page.locator(f"#{figure} .attention-notes").inner_text()

    def pressed(self, page, figure):
        """The heads that are on."""
        tiles = page.locator(f"#{figure} .attention-tile").all()
        return [place for place, tile in enumerate(tiles) if tile.get_attribute("aria-pressed") == "true"]

    def choose(self, page, figure, name, value):
        page.locator(f"#{figure}").get_by_role("combobox", name=name, exact=True).select_option(value)

    def chosen(self, page, figure, name):
        return page.locator(f"#{figure}").get_by_role("combobox", name=name, exact=True).input_value()

    def cursor(self, page, figure):
        """The keyboard's place, with the focus on it, once everything has its size."""
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        cursor = page.locator(f"#{figure} .view-cursor")
        cursor.focus()
        return cursor

    def label_at(self, page, figure, place, *, side="from"):
        """Where a token's label stands in the arcs, by the keyboard's box."""
        cursor = self.cursor(page, figure)
        cursor.press("PageUp")
        cursor.press("Home" if side == "from" else "End")
        for _ in range(place):
            cursor.press("ArrowDown")
        box = cursor.bounding_box()
        cursor.evaluate("element => element.blur()")
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def nearly(self, text, value, places):
        """A number shown is the true one, the last digit off by one at most."""
        shown = text.translate(MINUS)
        self.assertLessEqual(len(shown.partition(".")[2]), places, text)
        self.assertLessEqual(
            abs(float(shown) - value), 1.0001 * 10 ** -len(shown.partition(".")[2]), f"{text} for {value}"
        )


class HeadViewTests(AttentionTests):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = Invented(PAIR, 2, 3, 4)
        cls.report = page(cls.data.file())

    def mean(self, layer, heads, row, column):
        return sum(self.data.weights[layer][head][row][column] for head in heads) / len(heads)

    def test_pointing_at_a_token_tells_what_it_looks_at_and_who_looks_at_it(self):
        with self.page() as page:
            x, y = self.label_at(page, "arcs", 1)
            page.mouse.move(x, y)
            self.assertRegex(self.reading(page, "arcs"), r"^layer 1, mean of heads 0, 1 and 2: un → ")
            rows = page.locator("#arcs .attention-top li").all()
            expected = sorted((self.mean(1, range(3), 1, to), to) for to in range(len(PAIR)))[::-1]
            self.assertEqual(len(rows), 6)
            for row, (value, _) in zip(rows, expected):
                self.nearly(row.locator("strong").inner_text(), value, 3)
            self.judge(page, "hovering a token that looks")
            x, y = self.label_at(page, "arcs", 3, side="to")
            page.mouse.move(x, y)
            self.assertIn("water ←", self.reading(page, "arcs"))
            best = max(self.mean(1, range(3), row, 3) for row in range(len(PAIR)))
            self.nearly(page.locator("#arcs .attention-top strong").first.inner_text(), best, 3)
            page.mouse.move(1, 1)
            self.assertIn("Point at a token", self.reading(page, "arcs"))

    def test_a_pinned_token_stays_and_the_pair_under_the_pointer_has_its_number(self):
        with self.page() as page:
            x, y = self.label_at(page, "arcs", 1)
            page.mouse.click(x, y)
            x, y = self.label_at(page, "arcs", 5, side="to")
            page.mouse.move(x, y)
            text = self.reading(page, "arcs")
            self.assertRegex(text, r"^layer 1, mean of heads 0, 1 and 2: un → it, 0\.\d{3} \(most by head \d: ")
            self.nearly(re.search(r"it, ([\d.]+)", text)[1], self.mean(1, range(3), 1, 5), 3)
            page.mouse.move(1, 1)
            self.assertIn("un →", self.reading(page, "arcs"))
            self.assertEqual(self.chosen(page, "arcs", "Pinned"), "1")
            self.judge(page, "a pinned token")
            page.locator("#arcs").get_by_role("button", name="Unpin").click()
            self.assertIn("Point at a token", self.reading(page, "arcs"))

    def test_several_tokens_are_added_up(self):
        with self.page() as page:
            page.locator("#arcs").get_by_label("Add up several").check()
            for place in (1, 3):
                x, y = self.label_at(page, "arcs", place)
                page.mouse.click(x, y)
            page.mouse.move(1, 1)
            text = self.reading(page, "arcs")
            self.assertIn("un and water →", text)
            self.assertIn("(sum)", text)
            sums = [self.mean(1, range(3), 1, to) + self.mean(1, range(3), 3, to) for to in range(len(PAIR))]
            self.nearly(page.locator("#arcs .attention-top strong").first.inner_text(), max(sums), 3)
            self.judge(page, "several tokens")
            x, y = self.label_at(page, "arcs", 1)
            page.mouse.click(x, y)
            page.mouse.move(1, 1)
            self.assertRegex(self.reading(page, "arcs"), r": water →")

    def test_heads_are_switched_isolated_and_brought_back(self):
        with self.page() as page:
            tiles = page.locator("#arcs .attention-tile")
            tiles.nth(1).click()
            self.assertEqual(self.pressed(page, "arcs"), [0, 2])
            page.wait_for_timeout(500)
            tiles.nth(2).dblclick()
            self.assertEqual(self.pressed(page, "arcs"), [2])
            self.judge(page, "one head")
            page.wait_for_timeout(500)
            tiles.nth(2).click()
            self.assertEqual(self.pressed(page, "arcs"), [2], "the last one stays on")
            self.assertIn("stays on", self.live(page))
            page.wait_for_timeout(500)
            tiles.nth(2).dblclick()
            self.assertEqual(self.pressed(page, "arcs"), [0, 1, 2])

    def test_heads_are_switched_by_the_keyboard(self):
        with self.page() as page:
            tiles = page.locator("#arcs .attention-tile")
            tiles.first.focus()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Space")
            self.assertEqual(self.pressed(page, "arcs"), [0, 2])
            page.wait_for_timeout(500)
            page.keyboard.press("End")
            page.keyboard.press("Enter")
            page.keyboard.press("Enter")
            self.assertEqual(self.pressed(page, "arcs"), [2])
            self.assertEqual(self.live(page).strip(), "Only head 2 is shown.")
            page.keyboard.press("Home")
            page.locator("#arcs").get_by_role("button", name="Only head 0").press("Enter")
            self.assertEqual(self.pressed(page, "arcs"), [0])
            page.locator("#arcs").get_by_role("button", name="All heads").press("Enter")
            self.assertEqual(self.pressed(page, "arcs"), [0, 1, 2])

    def test_the_keyboard_reaches_every_cell_and_says_it(self):
        with self.page() as page:
            cursor = self.cursor(page, "matrix")
            cursor.press("ArrowDown")
            for _ in range(5):
                cursor.press("ArrowRight")
            text = self.live(page)
            self.assertRegex(text, r"^layer 1, head 2: un → it, 0\.\d{3}")
            self.nearly(re.search(r"([\d.]+)\s*$", text)[1], self.data.weights[1][2][1][5], 3)
            self.judge(page, "a cell with the focus")
            cursor.press("Shift+ArrowUp")
            self.assertIn("layer 0, head 2: un → it", self.live(page))
            cursor.press("Shift+ArrowLeft")
            self.assertIn("layer 0, head 1: un → it", self.live(page))
            self.nearly(re.search(r"([\d.]+)\s*$", self.live(page))[1], self.data.weights[0][1][1][5], 3)
            cursor.press("Enter")
            self.assertEqual(self.chosen(page, "arcs", "Pinned"), "1")
            cursor.press("Escape")
            self.assertEqual(self.chosen(page, "arcs", "Pinned"), "")

    def test_choosing_anywhere_chooses_everywhere(self):
        with self.page() as page:
            self.choose(page, "neuron", "Head", "1")
            self.choose(page, "neuron", "Layer", "0")
            self.choose(page, "neuron", "Query of", "3")
            for figure in ("arcs", "matrix"):
                self.assertEqual(self.pressed(page, figure), [1])
                self.assertEqual(self.chosen(page, figure, "Layer"), "0")
                self.assertRegex(self.reading(page, figure), r"^layer 0, head 1: water → ")
            page.locator("#matrix .attention-tile").nth(2).dblclick()
            self.assertEqual(self.chosen(page, "neuron", "Head"), "2")

    def test_what_is_hidden_is_said_and_rows_are_scaled_when_asked(self):
        with self.page() as page:
            figure = page.locator("#matrix")
            figure.get_by_label("Hide special tokens").check()
            self.assertRegex(
                self.notes(page, "matrix"), r"Hidden: special tokens, with \d+ % .*rows sum to less than 1"
            )
            figure.get_by_label("Scale rows to 1").check()
            self.assertIn("each row sums to 1", self.notes(page, "matrix"))
            rows = rows_of(self.saved(page, "#matrix", "CSV").decode())[1:]
            weights = self.data.weights[1][2]
            kept = [place for place, text in enumerate(PAIR) if not text.startswith("[")]
            for _, _, _, row, _, column, value in rows:
                whole = sum(weights[int(row)][place] for place in kept)
                self.nearly(value, weights[int(row)][int(column)] / whole, 5)
            self.assertEqual(len(rows), len(kept) ** 2)
            self.judge(page, "scaled rows")
            figure.get_by_label("Hide special tokens").uncheck()
            self.assertTrue(figure.get_by_label("Scale rows to 1").is_disabled())

    def test_a_pairs_halves_words_and_a_threshold(self):
        with self.page() as page:
            figure = page.locator("#arcs")
            self.choose(page, "arcs", "Pair", "ab")
            rows = rows_of(self.saved(page, "#arcs", "CSV").decode())[1:]
            self.assertEqual({row[2] for row in rows}, {"[CLS]", "un", "##seen", "water", "[SEP]"})
            self.assertEqual({row[4] for row in rows}, {"it", "was", ",", "[SEP]"})
            self.assertIn("the other half of the pair", self.notes(page, "arcs"))
            self.choose(page, "arcs", "Pair", "all")
            figure.get_by_label("Whole words").check()
            rows = rows_of(self.saved(page, "#arcs", "CSV").decode())[1:]
            weights = self.data.weights[1]
            for _, head, source, _, target, _, value in rows:
                if (source, target) == ("unseen", "unseen"):
                    mean = sum(weights[int(head)][a][b] for a in (1, 2) for b in (1, 2)) / 2
                    self.nearly(value, mean, 5)
            self.assertIn("summed where looked at", self.notes(page, "arcs"))
            figure.get_by_label("Hide below").fill("0.3")
            rows = rows_of(self.saved(page, "#arcs", "CSV").decode())[1:]
            self.assertTrue(rows and all(float(row[6]) >= 0.29999 for row in rows))
            self.assertRegex(self.notes(page, "arcs"), r"Below the threshold of 0.3: \d+ of \d+ weights")
            self.judge(page, "words above a threshold")

    def test_an_address_says_what_is_shown(self):
        with self.page("#arcs?layer=0&head=1&token=water&mode=matrix") as page:
            self.assertRegex(self.reading(page, "arcs"), r"^layer 0, head 1: water → ")
            self.assertTrue(page.locator("#arcs").get_by_role("radio", name="Matrix").is_checked())
            self.choose(page, "arcs", "Layer", "1")
            page.wait_for_timeout(400)
            self.assertIn("layer=1", page.evaluate("location.hash"))
            self.assertIn("token=water", page.evaluate("location.hash"))
        with self.page("#arcs?layer=99&head=x&token=elephant&mode=cake&pair=zz&threshold=9") as page:
            self.assertTrue(page.locator("#arcs").get_by_role("radio", name="Arcs").is_checked())
            self.assertEqual(self.chosen(page, "arcs", "Layer"), "1")

    def test_an_address_shows_what_it_names_and_nothing_else(self):
        with self.page("#arcs?layer=0&head=1&token=water") as page:
            self.assertEqual(self.chosen(page, "arcs", "Pinned"), "3")
            page.evaluate("location.hash = '#arcs?layer=1&head=2'")
            self.until(page, "document.querySelector('#arcs .view-reading').textContent.startsWith('Point at a token')")
            self.assertEqual(self.chosen(page, "arcs", "Pinned"), "")
            self.assertEqual(self.pressed(page, "arcs"), [2])
            # A view's own address names its mode, and no head where all are shown.
            page.evaluate("location.hash = '#arcs?layer=1&mode=arcs'")
            self.until(page, "document.querySelectorAll('#arcs .attention-tile[aria-pressed=true]').length === 3")

    def modes(self, page):
        """The mode that is marked, and the one that is drawn: only arcs have two columns to go over."""
        checked = page.locator("#arcs input[type=radio]:checked").get_attribute("value")
        cursor = self.cursor(page, "arcs")
        for key in ("PageUp", "Home", "ArrowRight", "ArrowRight"):
            cursor.press(key)
        said = self.live(page)
        cursor.evaluate("element => element.blur()")
        return checked, "arcs" if "[CLS] ←" in said else "matrix" if "[CLS] → ##seen, " in said else said

    def test_the_modes_change_both_ways_and_by_address(self):
        with self.page() as page:
            figure = page.locator("#arcs")
            height = page.locator("#arcs canvas").bounding_box()["height"]
            self.assertEqual(self.modes(page), ("arcs", "arcs"))
            figure.get_by_role("radio", name="Matrix").check()
            self.assertEqual(self.modes(page), ("matrix", "matrix"))
            self.assertNotEqual(page.locator("#arcs canvas").bounding_box()["height"], height)
            self.judge(page, "from arcs to a matrix", "#arcs")
            figure.get_by_role("radio", name="Arcs").check()
            self.assertEqual(self.modes(page), ("arcs", "arcs"))
            self.assertEqual(page.locator("#arcs canvas").bounding_box()["height"], height)
            for mode in ("matrix", "arcs", "matrix"):
                page.evaluate(f"location.hash = '#arcs?layer=0&mode={mode}'")
                self.until(page, f"document.querySelector('#arcs input[type=radio]:checked').value === '{mode}'")
                self.assertEqual(self.modes(page), (mode, mode))
                self.assertEqual(self.chosen(page, "arcs", "Layer"), "0")
            page.wait_for_timeout(400)
            figure.get_by_role("radio", name="Arcs").check()
            self.until(page, "location.hash.includes('mode=arcs')")

    def test_letting_go_keeps_the_focus_and_says_so(self):
        with self.page() as page:
            self.choose(page, "arcs", "Pinned", "3")
            unpin = page.locator("#arcs").get_by_role("button", name="Unpin")
            unpin.focus()
            page.keyboard.press("Enter")
            self.assertEqual(self.chosen(page, "arcs", "Pinned"), "")
            self.assertEqual(page.evaluate("document.activeElement.textContent"), "Unpin")
            self.assertEqual(self.live(page).strip(), "No token is pinned.")
            self.assertEqual(unpin.get_attribute("aria-disabled"), "true")
            self.judge(page, "nothing to let go", "#arcs")

    def test_a_head_chosen_again_is_chosen_everywhere(self):
        with self.page() as page:
            page.locator("#matrix").get_by_role("button", name="Only head 2").click()
            self.assertEqual(self.pressed(page, "arcs"), [2])
            for fragment in ("#neuron?layer=1&head=2", "#matrix?layer=1&head=2"):
                page.locator("#arcs").get_by_role("button", name="All heads").click()
                self.assertEqual(self.pressed(page, "arcs"), [0, 1, 2])
                page.evaluate(f"location.hash = '{fragment}'")
                self.until(page, "document.querySelectorAll('#arcs .attention-tile[aria-pressed=true]').length === 1")
                page.wait_for_timeout(300)
            page.locator("#arcs").get_by_role("button", name="All heads").click()
            page.locator("#matrix").get_by_role("button", name="Only head 2").click()
            self.assertEqual(self.pressed(page, "arcs"), [2])

    def test_a_threshold_hides_numbers_with_their_lines(self):
        with self.page("#arcs?layer=1&head=2&token=un&threshold=0.2&mode=arcs") as page:
            shown = [value for value in self.data.weights[1][2][1] if value >= 0.2]
            self.assertEqual(page.locator("#arcs .attention-top li").count(), len(shown))
            self.assertIn("a token with nothing else is not listed", self.notes(page, "arcs"))
            least = min(range(len(PAIR)), key=lambda place: self.data.weights[1][2][1][place])
            x, y = self.label_at(page, "arcs", least, side="to")
            page.mouse.move(x, y)
            self.assertIn("hidden: below the threshold of 0.2", self.reading(page, "arcs"))

    def test_a_matrix_of_several_heads_saves_their_mean(self):
        with self.page("#arcs?layer=1&mode=matrix") as page:
            rows = rows_of(self.saved(page, "#arcs", "CSV").decode())
            self.assertEqual(rows[0][1], "heads")
            self.assertEqual(len(rows) - 1, len(PAIR) ** 2)
            for _, heads, _, row, _, column, value in rows[1:]:
                self.assertEqual(heads, "mean of 0, 1, 2")
                self.nearly(value, self.mean(1, range(3), int(row), int(column)), 5)

    def test_every_look_passes(self):
        for scheme, width, forced in [
            ("light", 1100, False),
            ("dark", 1100, False),
            ("light", 360, False),
            ("light", 1100, True),
        ]:
            with self.page(scheme=scheme, width=width, forced=forced) as page:
                self.choose(page, "arcs", "Pinned", "3")
                name = f"{scheme}-{width}{'-forced' if forced else ''}"
                self.judge(page, name)
                self.no_sideways_scroll(page)
                for figure in ("arcs", "matrix", "neuron"):
                    self.shoot(page, f"#{figure}", f"attention-{figure}-{name}")

    def test_a_finger_pins_and_switches(self):
        with self.page(touch=True, width=360) as page:
            x, y = self.label_at(page, "arcs", 1)
            page.touchscreen.tap(x, y)
            self.assertIn("un →", self.reading(page, "arcs"))
            page.locator("#arcs .attention-tile").nth(0).tap()
            self.assertEqual(self.pressed(page, "arcs"), [1, 2])

    def test_a_finger_reads_a_cell(self):
        with self.page("#matrix?layer=1&head=2&mode=matrix", touch=True, width=360) as page:
            cursor = self.cursor(page, "matrix")
            for key in ("PageUp", "Home", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
                cursor.press(key)
            box = cursor.bounding_box()
            cursor.evaluate("element => element.blur()")
            page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            for text in (self.reading(page, "matrix"), self.live(page)):
                self.assertRegex(text, r"^layer 1, head 2: un → water, 0\.\d{3}")
                self.nearly(re.search(r"water, ([\d.]+\d)", text)[1], self.data.weights[1][2][1][3], 3)


class NeuronViewTests(AttentionTests):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = Invented(PAIR, 2, 3, 4)
        cls.report = page(cls.data.file())
        cls.coarse = Invented(PAIR, 1, 1, 16, halves=False, seed=3)

    def test_every_step_has_its_numbers(self):
        data, (l, h, i, j) = self.data, (1, 2, 1, 3)
        with self.page() as page:
            cursor = self.cursor(page, "neuron")
            for _ in range(j):
                cursor.press("ArrowDown")
            cursor.press("ArrowRight")
            text = self.live(page)
            self.assertIn("layer 1, head 2: un → water, number 1 of 0 to 3: q ", text)
            q, k, product = re.search(r"q (\S+) × k (\S+) = (\S+)", text).groups()
            self.nearly(q, data.queries[l][h][i][1], 3)
            self.nearly(k, data.keys[l][h][j][1], 3)
            self.nearly(product, data.queries[l][h][i][1] * data.keys[l][h][j][1], 3)
            cursor.press("Control+ArrowRight")
            cursor.press("Control+ArrowRight")
            text = self.live(page)
            score, weight = re.search(r"√4 (\S+), softmax (\S+)", text).groups()
            self.nearly(score, data.scores[l][h][i][j], 3)
            self.nearly(weight.strip(), data.weights[l][h][i][j], 4)
            self.judge(page, "a score with the focus")
            cursor.press("End")
            text = self.live(page)
            weight, value, flow = re.search(r"α (\S+) × v (\S+) = (\S+)", text).groups()
            self.nearly(value, data.flow[l][h][j][3], 3)
            self.nearly(flow.strip(), data.weights[l][h][i][j] * data.flow[l][h][j][3], 4)
            cursor.press("PageDown")
            total = sum(data.weights[l][h][i][at] * data.flow[l][h][at][3] for at in range(len(PAIR)))
            self.nearly(re.search(r"(\S+)\s*$", self.live(page))[1], total, 3)

    def test_a_pointer_reads_numbers_and_takes_queries(self):
        # Without smooth scrolling, for a place on the screen is kept.
        with self.page(reduced=True) as page:
            cursor = self.cursor(page, "neuron")
            cursor.press("ArrowDown")
            box = cursor.bounding_box()
            cursor.evaluate("element => element.blur()")
            page.mouse.move(box["x"] + 2, box["y"] + 4)
            self.assertIn("un → un, number 0", self.reading(page, "neuron"))
            self.judge(page, "pointing at a number")
            canvas = page.locator("#neuron canvas").bounding_box()
            page.mouse.click(canvas["x"] + 20, box["y"] + 2.5 * box["height"])
            self.assertEqual(self.chosen(page, "neuron", "Query of"), "3")

    def test_the_table_is_a_table_and_can_be_copied(self):
        with self.page() as page:
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            figure = page.locator("#neuron")
            figure.locator("summary").click()
            self.choose(page, "neuron", "Numbers of", "product")
            rows = figure.locator("table tbody tr").all()
            self.assertEqual(len(rows), len(PAIR))
            for place, row in enumerate(rows):
                for at, cell in enumerate(row.locator("td").all_inner_texts()[1:]):
                    self.nearly(cell, self.data.queries[1][2][1][at] * self.data.keys[1][2][place][at], 4)
            self.judge(page, "the table")
            figure.get_by_role("button", name="Copy the table").click()
            figure.get_by_role("button", name="Copied").wait_for()
            copied = page.evaluate("navigator.clipboard.readText()")
            self.assertEqual(copied.splitlines()[0].split("\t"), ["token", "position", "0", "1", "2", "3"])
            self.assertEqual(len(copied.splitlines()), len(PAIR) + 1)

    def test_where_nothing_can_be_copied_the_view_says_so(self):
        denied = """
            Object.defineProperty(navigator, "clipboard", { value: undefined });
            document.execCommand = () => false;
        """
        with self.page(before=denied) as page:
            page.locator("#neuron summary").click()
            page.locator("#neuron").get_by_role("button", name="Copy the table").click()
            page.locator("#neuron").get_by_role("button", name="Could not copy").wait_for()
            self.assertIn("select the table", self.live(page))

    def test_quantised_numbers_show_what_their_error_allows_and_say_so(self):
        data = self.coarse
        with self.page(report=page(data.file())) as opened:
            self.assertIn("exact to 0.4 % of the largest number", self.notes(opened, "neuron"))
            rows = rows_of(self.saved(opened, "#neuron", "CSV").decode())
            columns, rows = rows[0], rows[1:]
            self.assertEqual(len(rows), len(PAIR) + 2)
            for place, row in enumerate(rows[1:-1]):
                told = dict(zip(columns, row))
                self.nearly(told["q·k/√16"], data.scores[0][0][1][place], 4)
                self.nearly(told["softmax"], data.weights[0][0][1][place], 5)
                for at in range(16):
                    query, key, value = (
                        data.queries[0][0][1][at],
                        data.keys[0][0][place][at],
                        data.flow[0][0][place][at],
                    )
                    self.nearly(told[f"k {at}"], key, 3)
                    self.nearly(told[f"q × k {at}"], query * key, 3)
                    self.nearly(told[f"v {at}"], value, 3)
                    self.nearly(told[f"α·v {at}"], data.weights[0][0][1][place] * value, 4)


class StrangeInputTests(AttentionTests):
    """Sentences and models that no view may break on."""

    def look(self, data, name):
        with self.page(report=page(data.file()), width=360) as opened:
            for figure in ("arcs", "matrix", "neuron"):
                self.assertEqual(opened.locator(f"#{figure} .view-failure").count(), 0)
                cursor = self.cursor(opened, figure)
                for key in ("ArrowDown", "End", "PageDown", "Home", "PageUp", "Enter"):
                    cursor.press(key)
                xml.dom.minidom.parseString(self.saved(opened, f"#{figure}", "SVG"))
                self.assertTrue(self.saved(opened, f"#{figure}", "PNG").startswith(b"\x89PNG"))
                self.assertTrue(rows_of(self.saved(opened, f"#{figure}", "CSV").decode())[1:])
            self.judge(opened, name)
            self.no_sideways_scroll(opened)
            self.shoot(opened, "main", f"attention-{name.replace(' ', '-')}")

    def test_two_tokens_and_one_head(self):
        self.look(Invented(["a", "</script><b>"], 1, 1, 4), "two tokens")

    def test_letters_of_all_kinds_and_25_heads(self):
        self.look(Invented(ODD, 2, 25, 4, causal=True), "odd tokens")

    def test_letters_from_right_to_left_do_not_turn_the_arrow(self):
        data = Invented(ODD, 1, 1, 4)
        with self.page(report=page(data.file(), [("model", "attention-model", {})])) as opened:
            cursor = opened.locator("#model .view-cursor").nth(1)
            cursor.focus()
            for key in ("PageUp", "Home", "ArrowDown", "ArrowRight", "ArrowRight"):
                cursor.press(key)
            expected = f"\u2068{ODD[1]}\u2069 → \u2068{ODD[2]}\u2069: {data.weights[0][0][1][2]:.3f}"
            self.assertEqual(self.live(opened), expected)
            self.assertEqual(opened.locator("#model .view-reading").nth(1).inner_text(), expected)

    def test_128_tokens(self):
        self.look(Invented(LONG, 2, 12, 4, halves=False, alike=True), "128 tokens")

    def test_a_causal_model_hides_what_it_cannot_see(self):
        data = Invented(ODD, 2, 2, 4, causal=True)
        with self.page(report=page(data.file())) as opened:
            rows = rows_of(self.saved(opened, "#arcs", "CSV").decode())[1:]
            self.assertTrue(all(int(row[5]) <= int(row[3]) for row in rows))
            self.assertEqual(len(rows), 2 * math.comb(len(ODD) + 1, 2))
            self.assertIn("reads from left to right", self.notes(opened, "arcs"))
            self.choose(opened, "neuron", "Query of", "3")
            rows = rows_of(self.saved(opened, "#neuron", "CSV").decode())[1:]
            self.assertEqual([row[1] for row in rows], ["3", "0", "1", "2", "3", ""])
            cursor = self.cursor(opened, "matrix")
            cursor.press("End")
            self.assertIn("not seen", self.live(opened))

    def test_a_file_without_vectors_shows_the_weights_and_says_why(self):
        data = Invented(PAIR, 2, 3, 4, vectors=False)
        with self.page(report=page(data.file())) as opened:
            self.assertIn("only the weights are shown", self.notes(opened, "neuron"))
            self.assertIn("are left out", self.notes(opened, "neuron"))
            rows = rows_of(self.saved(opened, "#neuron", "CSV").decode())
            self.assertEqual(rows[0], ["token", "position", "softmax"])
            opened.locator("#neuron summary").click()
            self.judge(opened, "without vectors")

    def test_a_file_of_another_length_gives_way_to_the_picture(self):
        data = Invented(PAIR, 2, 3, 4)
        data.weights[0][0].pop()
        with self.page(report=page(data.file())) as opened:
            self.assertIn("expected", opened.locator("#arcs .view-failure").inner_text())
            self.assertTrue(opened.locator("#arcs .card").is_visible())


class ReportTests(AttentionTests):
    """The default report: what its views show is what its results say."""

    def setUp(self):
        self.found = results("attention")["query"]
        self.state = f"?layer={self.found['layer']}&head={self.found['head']}&token={self.found['token']}"

    def test_the_query_of_the_results_is_the_view_s(self):
        found = self.found
        with self.page(f"#figure-attention-query{self.state}") as page:
            text = self.reading(page, "figure-attention-query")
            self.assertIn(
                f"layer {found['layer']}, head {found['head']}: {found['token']} → {found['attendsTo']}: ", text
            )
            self.nearly(re.search(r"softmax ([\d.]+)", text)[1], found["weight"], 4)
            columns, *rows = rows_of(self.saved(page, "#figure-attention-query", "CSV").decode())
            size = sum(column.startswith("k ") for column in columns)
            told = [dict(zip(columns, row)) for row in rows[1:-1]]
            for row in told:
                products = [float(row[f"q × k {at}"]) for at in range(size)]
                self.assertAlmostEqual(sum(products) / math.sqrt(size), float(row[f"q·k/√{size}"]), delta=0.06)
            total = sum(math.exp(float(row[f"q·k/√{size}"])) for row in told)
            for row in told:
                self.assertAlmostEqual(math.exp(float(row[f"q·k/√{size}"])) / total, float(row["softmax"]), delta=0.02)
            for at in range(size):
                brought = sum(float(row["softmax"]) * float(row[f"v {at}"]) for row in told)
                self.assertAlmostEqual(brought, float(dict(zip(columns, rows[-1]))[f"α·v {at}"]), delta=0.01)
            self.judge(page, "the neuron view", "#figure-attention-query")

    def test_the_heads_of_the_report_are_the_results(self):
        found = self.found
        for figure, mode in (("figure-attention-head", "matrix"), ("figure-attention-arcs", "arcs")):
            with self.page(f"#{figure}{self.state}&mode={mode}") as page:
                text = self.reading(page, figure)
                self.assertTrue(text.startswith(f"layer {found['layer']}, head {found['head']}: {found['token']} → "))
                self.nearly(re.search(rf"{re.escape(found['attendsTo'])}, ([\d.]+)", text)[1], found["weight"], 3)
                weights = [float(row[6]) for row in rows_of(self.saved(page, f"#{figure}", "CSV").decode())[1:]]
                self.assertAlmostEqual(sum(weights), 1, delta=len(weights) * 1e-5)
                self.judge(page, figure, f"#{figure}")
                self.shoot(page, f"#{figure}", figure)


if __name__ == "__main__":
    unittest.main()
