"""When rows are measured again, and what the table says of where they were measured."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"))
from suite import machine, repeating, table
from suite.measure import Row


def row(ratio=2.0, spread=0.01, **more):
    return Row("work", "1 s", "peer", "2 s", ratio, "beside", spread, **more)


class Repeating(unittest.TestCase):
    def steady(self, *spreads):
        """What is made of measurements that spread so, each a list of rows, and how many of them were asked for."""
        left = [[row(index, spread) for spread in rows] for index, rows in enumerate(spreads)]
        asked = len(left)
        rows = repeating.steady(lambda: left.pop(0), tell=lambda *_, **__: None)
        return rows, asked - len(left)

    def test_a_calm_measurement_is_made_once(self):
        rows, asked = self.steady([0.15, 0.1], [0.0, 0.0])
        self.assertEqual((asked, rows[0].ratio, rows[0].measured), (1, 0, 1))

    def test_a_restless_one_is_made_again_until_it_is_calm(self):
        rows, asked = self.steady([0.1, 0.16], [0.02, 0.03], [0.0, 0.0])
        self.assertEqual((asked, [each.ratio for each in rows], rows[0].measured), (2, [1, 1], 2))

    def test_of_three_restless_ones_the_calmest_counts_as_a_whole(self):
        rows, asked = self.steady([0.5, 0.1], [0.3, 0.3], [0.2, 0.6], [0.0, 0.0])
        self.assertEqual((asked, [each.ratio for each in rows], rows[0].measured), (3, [1, 1], 3))

    def test_a_single_run_cannot_spread(self):
        rows, asked = self.steady([None], [0.0])
        self.assertEqual((asked, rows[0].spread), (1, None))

    def test_a_measurement_without_rows_is_an_error(self):
        with self.assertRaises(ValueError):
            repeating.steady(lambda: [])

    def test_spreads(self):
        self.assertEqual(repeating.spread([9, 10, 12]), 0.3)
        self.assertIsNone(repeating.spread([9]))
        said = "12 tokens: Quire 2.00 ms (quartiles 1.90 to 2.10) serve 4.00 ms (quartiles 3.00 to 5.00)"
        self.assertEqual(repeating.quartiles(said), 0.5)
        self.assertIsNone(repeating.quartiles("12 tokens"))


class Machines(unittest.TestCase):
    def test_idle_and_waiting_seconds_are_not_busy_ones(self):
        tick = os.sysconf("SC_CLK_TCK")
        fields = [3, 4, 5, 1000, 1000, 6, 7, 8, 9, 9]  # guests are within the user's time already
        self.assertEqual(machine.busy("cpu  " + " ".join(str(tick * each) for each in fields) + "\ncpu0 1\n"), 33)

    def test_what_a_child_took_is_not_of_others_once_it_was_waited_for(self):
        with unittest.mock.patch.object(machine, "busy", return_value=1_000.0):
            before = machine.Watch.beside()
            spin = "import time\nwhile time.process_time() < 0.4: pass"
            subprocess.run([sys.executable, "-c", spin], check=True)
            self.assertLessEqual(machine.Watch.beside() - before, -0.4)

    def test_others_are_cores_and_never_fewer_than_none(self):
        with (
            unittest.mock.patch.object(machine.Watch, "beside", side_effect=[10.0, 16.0, 9.0]),
            unittest.mock.patch.object(machine.time, "monotonic", side_effect=[100.0, 104.0, 108.0]),
        ):
            watch = machine.Watch()
            self.assertEqual([watch.others(), watch.others()], [1.5, 0])


class Tables(unittest.TestCase):
    here = table.Machine("2 cores, Some Processor", "avx2", "abc1234567")

    def measured(self, *rows, machine=here, peers="gensim 4.4.0"):
        return table.Measured(machine, peers, list(rows))

    def test_processor_kernels_commit_load_and_peers_stand_below(self):
        text = table.table(
            [
                self.measured(row(others=0.1), row(others=0.44, measured=2)),
                self.measured(row(others=0.2), peers="gensim 4.4.0, torch 2.0"),
            ]
        )
        self.assertEqual(text.count("| work | 1 s | peer | 2 s | **2.0×** | beside |"), 3)
        for said in (
            "on 2 cores, Some Processor, Quire abc1234567 by its avx2 kernels",
            "other processes kept 0.1 to 0.4 cores busy meanwhile, 1 row measured again",
            "gensim 4.4.0, torch 2.0.",
        ):
            self.assertIn(said, text)

    def test_a_row_that_stayed_restless_says_so(self):
        self.assertIn("| beside; ratios of its runs 20% apart |", table.line(row(spread=0.2)))
        self.assertIn("| beside |", table.line(row(spread=0.15)))

    def test_figures_of_two_machines_make_no_table(self):
        other = self.here._replace(kernels="avx512")
        with self.assertRaisesRegex(ValueError, "avx2 and on 2 cores, Some Processor, avx512"):
            table.table([self.measured(row()), self.measured(row(), machine=other)])

    def test_only_what_is_between_the_marks_changes(self):
        text = "before\n<!-- bench -->\nold\n<!-- end of bench -->\nafter\n"
        made = table.between_marks(text, [self.measured(row())])
        self.assertTrue(made.startswith("before\n<!-- bench -->\n| work"))
        self.assertTrue(made.endswith("<!-- end of bench -->\nafter\n"))
        self.assertNotIn("old", made)
        with self.assertRaisesRegex(ValueError, "once each"):
            table.between_marks("no marks", [self.measured(row())])

    def test_what_was_measured_is_read_back(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "measured.json")
            self.assertEqual(table.read(file), {})
            measured = {"tsne": self.measured(row(others=0.3, measured=2), row(spread=None))}
            table.write(file, measured)
            self.assertEqual(table.read(file), measured)
            self.assertEqual(os.listdir(folder), ["measured.json"])


if __name__ == "__main__":
    unittest.main()
