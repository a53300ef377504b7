"""The model view and the head view of what a decoder attends to in another text, whose tokens are not its own."""

import unittest

from attention_pages import Crossed, page
from browser import ViewTests, rows_of

TARGET = ["<s>", "ein", "kleines", "Boot", "wartet"]
SOURCE = ["[CLS]", "a", "small", "boat", "waits", "out", "##side", ".", "[SEP]"]
VIEWS = [("model", "attention-model", {}), ("head", "attention-head", {"mode": "matrix"})]


class CrossedTests(ViewTests):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = Crossed(TARGET, SOURCE, 2, 3)
        cls.report = page(cls.data.file(), VIEWS)

    def go(self, page, figure, keys, number=0):
        """Presses keys on the cells of a view and gives what it says then."""
        page.locator(f"#{figure} .view-cursor").nth(number).focus()
        for key in ["PageUp", "Home", *keys]:
            page.keyboard.press(key)
        return page.locator(f"#{figure} .view-reading").nth(number).inner_text()

    def test_every_cell_has_the_tokens_of_both_texts(self):
        with self.page() as page:
            for row, column in [(0, 0), (2, 5), (4, 8)]:
                keys = ["ArrowDown"] * row + ["ArrowRight"] * column
                said = self.go(page, "model", keys, number=1)
                weight = self.data.weights[1][2][row][column]
                self.assertTrue(said.startswith(f"{TARGET[row]} → "), said)
                self.assertIn(SOURCE[column].strip("."), said)
                self.assertLessEqual(abs(float(said.rsplit(" ", 1)[1]) - weight), 0.00101)
            # Beyond the last of either there is nothing.
            keys = ["ArrowDown"] * 20 + ["ArrowRight"] * 20
            self.assertTrue(self.go(page, "model", keys, number=1).startswith("wartet → [SEP]: "))

    def test_a_head_is_chosen_for_both_views_and_two_are_compared(self):
        with self.page() as page:
            self.go(page, "model", ["ArrowDown", "ArrowRight", "Enter"])
            self.assertIn("layer 1, head 1", self.go(page, "head", []))
            self.go(page, "model", ["Shift+Enter"])
            heading = page.locator("#model .attention-model-heading")
            self.assertEqual(heading.inner_text(), "Head 1.1 less head 0.0")
            said = self.go(page, "model", ["ArrowRight"] * 3, number=1).replace("−", "-")
            self.assertTrue(said.startswith("<s> → boat: "), said)
            one, two = self.data.weights[1][1][0][3], self.data.weights[0][0][0][3]
            self.assertAlmostEqual(float(said.split(" = ")[1]), one - two, delta=2e-4)

    def test_the_file_has_a_line_for_each_pair(self):
        with self.page() as page:
            rows = rows_of(self.saved(page, "#model", "CSV").decode())
            self.assertEqual(len(rows), 1 + len(TARGET) * len(SOURCE))
            for row in rows[1:]:
                self.assertEqual((row[2], row[4]), (TARGET[int(row[1])], SOURCE[int(row[3])]))
                self.assertLessEqual(abs(float(row[5]) - self.data.weights[1][2][int(row[1])][int(row[3])]), 1e-4)

    def test_every_screen(self):
        for choices in [{}, {"scheme": "dark"}, {"width": 360, "touch": True}]:
            with self.subTest(choices), self.page(**choices) as page:
                self.no_sideways_scroll(page)
                for figure in ["#model", "#head"]:
                    self.judge(page, f"{choices} {figure}", figure)


if __name__ == "__main__":
    unittest.main()
