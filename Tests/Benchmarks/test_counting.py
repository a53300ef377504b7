"""What counts of instructions are read from, and when they may stand."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"))
from suite import counting, judging

# Two functions of a program and one of a library; `main` calls the library twice, at a cost that belongs there.
PROFILE = """\
# callgrind format
version: 1
positions: line
events: Ir

ob=(1) /tmp/program
fl=(1) main.swift
fn=(1) main
10 100
+2 50
cfn=(2)
cob=(2) /usr/lib/libwork.so.1
calls=2 7
* 4000
fi=(2) inlined.h
-3 5
fe=(1)
* 1
fn=(3) other
20 44

ob=(2)
fl=(3) work.c
fn=(2) work
7 3000
cob=(1)
cfn=(3)
calls=1 20
9 44
9 1000

totals: 4200
"""


class Profiles(unittest.TestCase):
    def test_each_object_has_what_it_executed_itself(self):
        self.assertEqual(counting.profiled(PROFILE), {"/tmp/program": 200, "/usr/lib/libwork.so.1": 4000})

    def test_a_profile_whose_parts_do_not_make_its_sum_is_refused(self):
        with self.assertRaisesRegex(ValueError, "objects have 4200 instructions, its sum is 4201"):
            counting.profiled(PROFILE.replace("totals: 4200", "totals: 4201"))

    def test_a_profile_without_a_sum_is_refused(self):
        with self.assertRaises(ValueError):
            counting.profiled(PROFILE.partition("totals")[0])


class Versions(unittest.TestCase):
    def test_a_library_without_a_package_is_known_by_its_bytes(self):
        own = counting.version(__file__)
        self.assertRegex(own, r"^SHA-256 [0-9a-f]{16}$")
        self.assertNotEqual(own, counting.version(counting.__file__))


class Verdicts(unittest.TestCase):
    def entry(self, program=1_000_000, library=1_000_000, version="libwork 1", sum="a", small=100):
        count = counting.Count(
            program + library + small,
            {"program": program, "libwork.so.1": library, "libsmall.so": small},
            {"libwork.so.1": "/usr/lib/libwork.so.1", "libsmall.so": "/usr/lib/libsmall.so"},
        )
        return judging.entry(count, sum, lambda path: version)

    def test_the_largest_come_first_and_the_least_together(self):
        entry = self.entry(program=5, library=1_000_000)
        self.assertEqual(entry["objects"], {"libwork.so.1": 1_000_000, "others": 105})
        self.assertEqual(entry["libraries"], {"libwork.so.1": "libwork 1"})
        self.assertEqual(entry["instructions"], sum(entry["objects"].values()))

    def test_two_hundredths_may_be_and_more_may_not(self):
        before = self.entry()
        self.assertTrue(judging.judge(before, before).holds)
        self.assertTrue(judging.judge(self.entry(program=1_019_000, library=1_019_000), before).holds)
        more = judging.judge(self.entry(program=1_000_000, library=1_041_000), before)
        self.assertFalse(more.holds)
        self.assertIn("+2.05%, +0.00% in the program itself, more than may be: libwork.so.1 1.0 M → 1.0 M", more.text)

    def test_the_program_itself_is_held_to_the_same_where_libraries_hide_it(self):
        before = self.entry(library=5_000_000)
        self.assertTrue(judging.judge(self.entry(program=1_019_000, library=5_000_000), before).holds)
        for program in (1_021_000, 979_000):
            verdict = judging.judge(self.entry(program=program, library=5_000_000), before)
            self.assertFalse(verdict.holds, verdict.text)
            self.assertIn("2.10% in the program itself", verdict.text)
        # Where it is next to nothing, it may be anything.
        self.assertTrue(judging.judge(self.entry(3_000, 9_000_000), self.entry(1_000, 9_000_000)).holds)

    def test_a_gain_fails_too_until_it_is_on_record(self):
        fewer = judging.judge(self.entry(program=900_000), self.entry())
        self.assertFalse(fewer.holds)
        self.assertIn("fewer than may be", fewer.text)

    def test_a_library_of_another_version_is_told_and_not_judged(self):
        before, now = self.entry(), self.entry(library=2_000_000, version="libwork 2")
        self.assertEqual(judging.changed(now, before), ["libwork.so.1"])
        verdict = judging.judge(now, before)
        self.assertTrue(verdict.holds, verdict.text)
        self.assertIn("but for 67% in libraries of another version", verdict.text)
        self.assertFalse(judging.judge(self.entry(1_100_000, 2_000_000, "libwork 2"), before).holds)

    def test_the_same_library_that_executes_more_is_judged(self):
        self.assertFalse(judging.judge(self.entry(library=1_100_000), self.entry()).holds)

    def test_a_run_of_another_input_or_that_is_not_on_record_does_not_stand(self):
        self.assertIn("another input", judging.judge(self.entry(sum="b"), self.entry()).text)
        self.assertIn("not on record", judging.judge(self.entry(), None).text)
        self.assertFalse(judging.judge(self.entry(sum="b"), self.entry()).holds)
        self.assertFalse(judging.judge(self.entry(), None).holds)


if __name__ == "__main__":
    unittest.main()
