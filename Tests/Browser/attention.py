"""The views of heads in a finished report: model view, measures, words, map of heads, map of queries and keys.

Numbers are held against results.json and against the data file, which is read here by other code than the page's.
"""

import json
import re
import struct
import xml.etree.ElementTree
import zlib

from browser import REPORT, ViewTests, results, rows_of

MODEL, MEASURES, ABLATION = "#figure-attention-heads", "#figure-attention-entropy", "#figure-attention-ablation"
WORDS, SIMILARITY, KEYS = (
    "#figure-attention-importance",
    "#figure-attention-similarity",
    "#figure-attention-queries-keys",
)
ALL = [MODEL, MEASURES, WORDS, SIMILARITY, KEYS]


def read(file):
    """The values and arrays of a view's file."""
    data = zlib.decompress(file.read_bytes(), 31)
    length = struct.unpack("<I", data[4:8])[0]
    header = json.loads(data[8 : 8 + length])
    at, arrays = 8 + length, {}
    for array in header["arrays"]:
        count, size = array["count"], {"8": 1, "6": 2, "2": 4}[array["type"][-1]]
        planes = [data[at + plane * count : at + (plane + 1) * count] for plane in range(size)]
        code = {"u8": "B", "i8": "b", "u16": "H", "i16": "h", "u32": "I", "f16": "e", "f32": "f"}[array["type"]]
        arrays[array["name"]] = struct.unpack(f"<{count}{code}", bytes(b for number in zip(*planes) for b in number))
        at += count * size
    return header["values"], arrays


class AttentionTests(ViewTests):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.values, cls.arrays = read(REPORT / "chapters/attention/views/attention.view")
        cls.results = results("attention")
        cls.layers, cls.heads = cls.values["model"]["layers"], cls.values["model"]["heads"]
        cls.count = len(cls.values["tokens"])
        cls.labels = [token["text"] for token in cls.values["tokens"]]

    def weight(self, layer, head, row, column):
        return self.arrays["attention"][((layer * self.heads + head) * self.count + row) * self.count + column] / 65535

    def cursor(self, page, figure, number=0):
        return page.locator(f"{figure} .view-cursor").nth(number)

    def go(self, page, figure, moves, number=0):
        """Presses keys on the cells of a view and gives what it says then."""
        cursor = self.cursor(page, figure, number)
        cursor.focus()
        for key in moves:
            page.keyboard.press(key)
        return self.live(page)

    def to(self, row, column):
        """The keys that lead to a cell."""
        return ["PageUp", "Home"] + ["ArrowDown"] * row + ["ArrowRight"] * column

    def reading(self, page, figure, number=0):
        return page.locator(f"{figure} .view-reading").nth(number).inner_text()

    def point_at(self, page, figure, number=0):
        """Moves the pointer onto the cell that has the focus."""
        self.cursor(page, figure, number).scroll_into_view_if_needed()
        box = self.cursor(page, figure, number).bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def test_model_view_tells_and_chooses_heads(self):
        with self.page() as page:
            chosen = self.results["chosen"]
            self.assertIn(f"layer {chosen['layer']}, head {chosen['head']}: entropy", self.reading(page, MODEL))
            profile = self.values["heads"][2][7]
            said = self.go(page, MODEL, self.to(2, 7))
            self.assertIn(f"layer 2, head 7: entropy {profile['entropy']:.2f}", said)
            self.assertIn(f"to the next token {profile['next']:.2f}", said)
            # The pointer on the same cell reads the same; a press chooses it in every view.
            x, y = self.point_at(page, MODEL)
            self.assertIn("layer 2, head 7", self.reading(page, MODEL))
            page.mouse.click(x, y)
            self.assertIn("Chosen: layer 2, head 7", self.live(page))
            for figure in [MEASURES, SIMILARITY, ABLATION]:
                self.assertIn("Chosen: layer 2, head 7", self.reading(page, figure))
            self.assertEqual(page.locator(f"{KEYS} .view-select").nth(0).input_value(), "2")
            self.assertEqual(page.locator(f"{KEYS} .view-select").nth(1).input_value(), "7")
            page.wait_for_url("**/report.html#figure-attention-heads?layer=2&head=7*")
            self.judge(page, "model view", MODEL)
            # Shift compares: the difference is that of the tensors.
            self.go(page, MODEL, [*self.to(3, 1), "Shift+Enter"])
            heading = page.locator(f"{MODEL} .attention-model-heading")
            self.assertEqual(heading.inner_text(), "Head 2.7 less head 3.1")
            said = self.go(page, MODEL, self.to(4, 5), number=1).replace("−", "-")
            one, two = self.weight(2, 7, 4, 5), self.weight(3, 1, 4, 5)
            self.assertTrue(said.startswith(f"{self.labels[4]} → {self.labels[5]}: "), said)
            numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", said)]
            self.assertEqual(numbers[0], round(one, 3))
            self.assertAlmostEqual(float(said.split(" = ")[1]), one - two, delta=6e-4)
            self.judge(page, "comparison", MODEL)
            page.locator(f"{MODEL} .view-select").nth(1).select_option("")
            self.assertEqual(heading.inner_text(), "Layer 2, head 7")

    def test_heads_come_in_order_of_a_measure(self):
        with self.page() as page:
            page.locator(f"{MODEL} .view-select").nth(0).select_option("ablation")
            said = self.go(page, MODEL, ["PageUp", "Home"])
            most = self.results["ablation"]["mostImportant"]
            self.assertIn(f"layer {most['layer']}, head {most['head']}: ablation", said)
            self.assertIn(f"ablation {self.results['ablation']['largestDistance'] * 1000:.1f} thousandths", said)
            page.locator(f"{MODEL} .view-select").nth(2).select_option("root")
            self.judge(page, "ordered", MODEL)

    def test_heads_like_the_chosen_one_are_the_nearest(self):
        with self.page("#figure-attention-heads?layer=1&head=3") as page:
            index = 1 * self.heads + 3
            likes = len(self.arrays["likeHeads"]) // (self.layers * self.heads)
            other = self.arrays["likeHeads"][index * likes]
            divergence = self.arrays["likeDivergences"][index * likes]
            button = page.locator(f"{MODEL} .attention-model-likes button").first
            name = f"{other // self.heads}.{other % self.heads}"
            self.assertEqual(button.inner_text(), f"{name} ({divergence:.3f})")
            button.click()
            self.assertIn(f"layer {other // self.heads}, head {other % self.heads}", self.reading(page, MEASURES))

    def test_measures_are_those_of_the_results(self):
        with self.page() as page:
            for figure, key, scale, digits in [(MEASURES, "entropy", 1, 2), (ABLATION, "ablation", 1000, 1)]:
                for layer, head in [(0, 0), (3, 5), (5, 11)]:
                    said = self.go(page, figure, self.to(layer, head))
                    number = f"{self.values['heads'][layer][head][key] * scale:.{digits}f}"
                    self.assertIn(f"layer {layer}, head {head}: {key} {number}", said)
            for specialist in self.results["specialists"][:5]:
                key = {"next token": "next", "previous token": "previous", "first token": "start"}.get(
                    specialist["category"], specialist["category"]
                )
                page.locator(f"{MEASURES} .view-select").nth(0).select_option(key)
                said = self.go(page, MEASURES, self.to(specialist["layer"], specialist["head"]))
                self.assertIn(f"{specialist['value']:.2f}", said)
                self.judge(page, key, MEASURES)

    def test_rollout_and_norms_are_worked_out_from_the_weights(self):
        with self.page("#figure-attention-entropy?layer=1&measure=rollout") as page:
            mixing = []
            for layer in range(2):
                rows = []
                for row in range(self.count):
                    mean = [
                        sum(self.weight(layer, head, row, column) for head in range(self.heads)) / self.heads
                        + (row == column)
                        for column in range(self.count)
                    ]
                    rows.append([number / sum(mean) for number in mean])
                mixing.append(rows)
            said = self.go(page, MEASURES, self.to(3, 5), number=1)
            number = sum(mixing[1][3][middle] * mixing[0][middle][5] for middle in range(self.count))
            self.assertEqual(said, f"{self.labels[3]} → {self.labels[5]}: {number:.3f}")
            self.judge(page, "rollout", MEASURES)
            page.locator(f"{MEASURES} .view-select").nth(0).select_option("norm")
            said = self.go(page, MEASURES, self.to(3, 5), number=1)
            sums = [
                sum(
                    self.weight(1, head, 3, column) * self.arrays["lengths"][(self.heads + head) * self.count + column]
                    for head in range(self.heads)
                )
                for column in range(self.count)
            ]
            self.assertEqual(said, f"{self.labels[3]} → {self.labels[5]}: {sums[5] / sum(sums):.3f}")
            self.judge(page, "norm-based", MEASURES)

    def test_words_have_the_shares_of_the_results(self):
        names = {"occlusion": "occlusion", "rollout": "rollout", "normBased": "norm-based", "flow": "maximum flow"}
        with self.page() as page:
            for key, name in names.items():
                order = sorted(self.results["words"], key=lambda word: -word[key])
                page.locator(f"{WORDS} .view-select").nth(0).select_option(name)
                said = self.go(page, WORDS, ["PageUp", "Home"])
                self.assertTrue(said.startswith(f"{order[0]['word']}: "), said)
                self.assertIn(f"{name} {order[0][key] * 100:.1f} %", self.reading(page, WORDS))
            self.judge(page, "words", WORDS)
            rows = rows_of(self.saved(page, WORDS, "CSV").decode())
            self.assertEqual(rows[0][0], "word")
            flow = {word["word"]: word["flow"] for word in self.results["words"]}
            self.assertAlmostEqual(float(rows[1][rows[0].index("maximum flow")]), flow[rows[1][0]], delta=2e-6)
            # A chosen word is a chosen token, in this view and the next.
            said = self.go(page, WORDS, ["PageUp", "Home", "Enter"])
            self.assertIn(f"Chosen: {rows[1][0]}", said)
            self.assertIn(f"the query of {rows[1][0]} attends to", self.reading(page, KEYS))

    def test_the_map_of_heads_chooses(self):
        with self.page() as page:
            self.go(page, SIMILARITY, self.to(4, 2))
            x, y = self.point_at(page, SIMILARITY)
            self.assertIn("layer ", self.reading(page, SIMILARITY))
            page.mouse.click(x, y)
            chosen = re.search(r"layer (\d+), head (\d+)", self.reading(page, SIMILARITY)).group()
            self.assertIn(f"Chosen: {chosen}", self.reading(page, MODEL))
            page.locator(f"{SIMILARITY} .view-select").nth(0).select_option("none")
            self.judge(page, "map of heads", SIMILARITY)

    def test_the_map_of_queries_and_keys_reads_the_weights(self):
        with self.page("#figure-attention-queries-keys?layer=3&head=5") as page:
            said = self.go(page, KEYS, self.to(0, 6))
            weights = [self.weight(3, 5, 6, column) for column in range(self.count)]
            most = max(range(self.count), key=lambda column: weights[column])
            self.assertIn(f"layer 3, head 5: the query of {self.labels[6]} attends to ", said)
            self.assertIn(f"attends to {self.labels[most]} {weights[most]:.3f}", said)
            said = self.go(page, KEYS, ["ArrowDown"])
            self.assertIn(f"the key of {self.labels[6]} is attended to by", said)
            self.judge(page, "map of queries and keys", KEYS)
            page.locator(f"{KEYS} input[type=checkbox]").uncheck()
            self.judge(page, "few labels", KEYS)

    def test_everything_is_saved(self):
        with self.page() as page:
            for figure in ALL:
                self.assertTrue(self.saved(page, figure, "PNG").startswith(b"\x89PNG"), figure)
                root = xml.etree.ElementTree.fromstring(self.saved(page, figure, "SVG"))
                self.assertGreater(len(list(root)), 3, figure)
                rows = rows_of(self.saved(page, figure, "CSV").decode())
                self.assertTrue(all(len(row) == len(rows[0]) for row in rows), figure)
                self.assertGreater(len(rows), 10, figure)
                # Chromium drops downloads beyond ten in a second.
                page.wait_for_timeout(1100)

    def test_every_screen(self):
        for name, choices in {
            "light": {},
            "dark": {"scheme": "dark"},
            "360": {"width": 360, "touch": True},
            "360-dark": {"width": 360, "scheme": "dark"},
            "forced": {"forced": True},
            "forced-dark": {"forced": True, "scheme": "dark"},
        }.items():
            with self.subTest(name), self.page(**choices) as page:
                self.no_sideways_scroll(page)
                for figure in [*ALL, ABLATION]:
                    page.locator(figure).scroll_into_view_if_needed()
                    self.judge(page, f"{name} {figure}", figure)
                    self.shoot(page, figure, f"{figure.removeprefix('#figure-')}-{name}")

    def test_a_finger_chooses(self):
        with self.page(width=360, touch=True) as page:
            page.locator(f"{MODEL} canvas").first.scroll_into_view_if_needed()
            box = page.locator(f"{MODEL} canvas").first.bounding_box()
            page.touchscreen.tap(box["x"] + 40, box["y"] + 30)
            self.assertIn("Chosen: layer 0, head 0", self.live(page))
