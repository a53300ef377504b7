"""What the check scripts have in common: they work the numbers of a chapter out again, by other means than Quire's, and compare.

A script says `check.put("words.0.neighbours.0.similarity", 0.7376, tolerance=1e-4)` for what it has worked out; the path is that
of the chapter's results.json. `check.finish()` prints each number that an answer quotes beside it, says what was not worked out
and why, and returns 1 where anything differs.
"""

import argparse
import json
import pathlib
import re
import sys

from cells import Cells

MISSING = object()


class Check:
    """One chapter of a submission: its settings, its results and what is worked out of them."""

    def __init__(self, script, models=False):
        parser = argparse.ArgumentParser(description="Works the numbers of a chapter out again and compares.")
        parser.add_argument(
            "--submission", type=pathlib.Path, help="the unpacked submission; without it, the one that this lies in"
        )
        parser.add_argument("--data", type=pathlib.Path, help="the file of texts, for what is counted in it")
        parser.add_argument(
            "--model", type=pathlib.Path, help="the model's folder, for what is worked out from the beginning"
        )
        parser.add_argument(
            "--brief", action="store_true", help="print only what differs, what is left out, and the sums"
        )
        self.options = parser.parse_args()
        here = pathlib.Path(script).resolve().parent
        self.root = (self.options.submission or here.parents[1]).resolve()
        self.chapter = here.name
        self.folder = self.root / "chapters" / self.chapter
        self.task = read_json(self.root / "code" / self.chapter / "check.json")
        self.results = read_json(self.folder / "results.json")
        self.settings = self.task["settings"]
        self.found, self.reasons, self.notes, self.faults = {}, [], [], []
        self.exact = flatten(self.results)
        document = self.inside(self.folder / "chapter.json")
        self.tables = Cells(self, read_json(document) if document else {})

    # What the chapter comes from.

    def attachment(self, name):
        """A file that the chapter attached; None where it is not there."""
        return self.inside(self.folder / "attachments" / name)

    def inside(self, file):
        """A file of the submission; None where it is not there, or lies elsewhere: the names may be a stranger's."""
        return file if file.is_file() and file.resolve().is_relative_to(self.root) else None

    def files(self, setting):
        """The files of the submission that a setting names."""
        names = self.settings.get(setting, "")
        names = json.loads(names) if names.startswith("[") else [names]
        paths = [self.root / path for name in names for path in self.task["files"].get(name, [])]
        return [path for path in paths if self.inside(path)]

    def list(self, setting):
        """A setting that is a list."""
        return json.loads(self.settings[setting])

    def whole(self, setting):
        """A setting that is a whole number."""
        return int(self.settings[setting])

    def said(self, path):
        """What the results have at a path; None where there is nothing."""
        value = self.results
        for step in path.split("."):
            value = value[int(step)] if isinstance(value, list) else value.get(step)
            if value is None:
                return None
        return value

    def model(self, load):
        """The model that `--model` names; None without one, or where it is of a kind that the script does not know."""
        if not self.options.model:
            return None
        try:
            return load(self.options.model)
        except (KeyError, OSError, ValueError) as error:
            self.note(f"the model cannot be used ({error}), so what needs it is left out")
            self.options.model = None
            return None

    # What is worked out.

    def put(self, path, value, tolerance=0.0):
        """Notes what was worked out: a number, a text, a truth value, or a list or dictionary of these."""
        for leaf, single in flatten(value, path).items():
            self.found[leaf] = (plain(single), tolerance)

    def leave(self, pattern, reason, foreign=False):
        """Says why the results at some paths (a regular expression) are not worked out; foreign ones are nobody's here."""
        self.reasons.append((re.compile(pattern), reason, foreign))

    def cells(self, table, column, *sources):
        """Says where the numbers of a table's column come from: see cells.py."""
        self.tables.rule(table, column, sources[0] if len(sources) == 1 and callable(sources[0]) else sources)

    def leave_cells(self, table, reason, column=None):
        """Says why the numbers of a table, or of one column, are not worked out."""
        self.tables.leave(table, column, reason)

    def complain(self, text):
        """Something that is wrong beyond single numbers."""
        self.faults.append(text)

    def note(self, text):
        """Something that whoever reads the comparison has to know."""
        self.notes.append(text)

    # The comparison.

    def finish(self):
        """Prints the comparison; 0 where everything that was worked out is what the submission says, 1 otherwise."""
        wrong, lines, left = [], [], []
        numbers = compared = foreign = 0
        for quoted in self.task["quoted"]:
            outcome, line = self.judge(quoted)
            if outcome is None:
                continue
            is_number = any(map(str.isdigit, quoted["shown"]))
            foreign += is_number and self.is_foreign(quoted["quote"])
            numbers += is_number and not self.is_foreign(quoted["quote"])
            if outcome == "left":
                left.append((line[0], line[3], is_number))
                continue
            compared += is_number
            lines.append(line)
            if outcome == "wrong":
                wrong.append(line)
        print(f"# {self.chapter}: what the answers quote")
        table(
            [line for line in lines if not self.options.brief or line in wrong],
            ["number", "quoted", "worked out", "tolerance", ""],
        )
        for name, reason, is_number in left:
            print(f"not worked out: {name}{'' if is_number else ' (no number)'}: {reason}")
        for note in dict.fromkeys(self.notes):
            print(f"note: {note}")
        others = self.other_results()
        leaves = [path for path, value in self.exact.items() if is_real(value)]
        derived = sum(path in self.found for path in leaves)
        for path, said, found, tolerance in others:
            print(f"DIFFERS: results.json {path} is {said}, worked out is {found} (tolerance {tolerance:g})")
        share = f" ({compared / numbers:.0%})" if numbers else ""
        shown, checked, astray = self.finish_tables()
        for fault in self.faults + astray:
            print(f"DIFFERS: {fault}")
        print(
            f"{self.chapter}: {compared} of the {numbers} numbers that answers quote worked out again{share}, {derived} of the"
        )
        print(f"{len(leaves)} in results.json; {len(wrong)} quoted and {len(others)} others differ")
        if shown:
            print(
                f"{checked} of the {shown} numbers in its tables worked out again ({checked / shown:.0%}); {len(astray)} differ"
            )
        if foreign:
            print(f"{foreign} more that answers quote {'is' if foreign == 1 else 'are'} from works that they cite")
        return 1 if wrong or others or self.faults or astray else 0

    def finish_tables(self):
        """Prints how much of each table was worked out; how many numbers there are, how many were compared, and what differs."""
        lines, astray, left = self.tables.compare(compare)
        if not self.options.brief:
            table(
                [(name, str(shown), str(found)) for name, shown, found in lines if shown],
                ["table", "numbers", "worked out"],
            )
        for (name, column), count, reason in left:
            print(f"not worked out: table {name}, {column} ({count}): {reason}")
        return sum(line[1] for line in lines), sum(line[2] for line in lines), astray

    def other_results(self):
        """All results that were worked out and are not what results.json says."""
        different = []
        for path, (value, tolerance) in sorted(self.found.items()):
            said = self.exact.get(path, MISSING)
            if said is MISSING:
                if value not in ("", None):
                    different.append((path, "absent", value, tolerance))
            elif not is_same(said, value, tolerance):
                different.append((path, said, value, tolerance))
        return different

    def judge(self, quoted):
        """Whether a value that an answer quotes is what was worked out, and its line of the table."""
        steps, formats = parse(quoted["quote"])
        name = quoted["answer"].split("/")[-1] + ": " + quoted["quote"]
        if steps[0] not in ("", self.chapter):
            return "left", (name, quoted["shown"], "", f"is a result of {steps[0]}, whose own script has it")
        paths = self.expand(steps[1:])
        if formats[:1] == ["count"]:
            paths = [path for whole in paths for path in [whole] + self.below(whole)]
            if not any(path in self.found for path in paths):
                return "left", (name, quoted["shown"], "", self.reason(".".join(steps[1:])))
            value, tolerance = self.count(".".join(steps[1:])), 0.0
        else:
            if not paths or any(path not in self.found for path in paths):
                return "left", (name, quoted["shown"], "", self.reason(".".join(steps[1:])))
            values = [self.found[path][0] for path in paths]
            tolerance = max(self.found[path][1] for path in paths)
            if formats[-1:] in (["join"], ["join_and"]):
                return self.judge_list(name, quoted["shown"], values, tolerance, len(formats) > 1)
            value = values[0]
        good, shown, tolerance = compare(quoted["shown"], value, tolerance, bool(formats))
        verdict = "ok" if good else "DIFFERS"
        return "good" if good else "wrong", (
            name,
            quoted["shown"],
            shown,
            f"{tolerance:.2g}" if tolerance else "",
            verdict,
        )

    def judge_list(self, name, shown, values, tolerance, is_rounded):
        """The same of a list whose values stand with commas between, or `and` before the last."""
        texts = re.split(r", | and ", shown) if shown else []
        parts = [compare(text, value, tolerance, is_rounded) for text, value in zip(texts, values)]
        good = len(texts) == len(values) and all(part[0] for part in parts)
        allowed = max((part[2] for part in parts), default=0)
        found = ", ".join(compare("", value, 0)[1] if is_real(value) else str(value) for value in values)
        line = (name, shown, found, f"{allowed:.2g}" if allowed else "", "ok" if good else "DIFFERS")
        return "good" if good else "wrong", line

    def count(self, path):
        """How many elements of a list were worked out."""
        return len({leaf[len(path) + 1 :].split(".")[0] for leaf in self.found if leaf.startswith(path + ".")})

    def below(self, path):
        return [leaf for leaf in self.exact if leaf.startswith(path + ".")]

    def expand(self, steps):
        """The paths of single values that the steps of a quotation lead to."""
        places = [("", self.results)]
        for step in steps:
            reached = []
            for path, value in places:
                if isinstance(value, list):
                    index = {"first": 0, "last": len(value) - 1}.get(step)
                    chosen = range(len(value)) if step == "*" else [int(step) if index is None else index]
                    reached += [(f"{path}.{i}", value[i]) for i in chosen if i < len(value)]
                elif isinstance(value, dict) and step in value:
                    reached.append((f"{path}.{step}", value[step]))
            places = reached
        leaves = []
        for path, value in places:
            leaves += list(flatten(value, path[1:])) if isinstance(value, list) and value else [path[1:]]
        return leaves

    def reason(self, path):
        return next((r for pattern, r, _ in self.reasons if pattern.match(path)), "this script does not know how")

    def is_foreign(self, quote):
        """Whether a number is none of the report's own: one that others have measured."""
        path = ".".join(parse(quote)[0][1:])
        return any(foreign for pattern, _, foreign in self.reasons if pattern.match(path))


def parse(quote):
    """The steps and the formats of what stands between the braces: `.words.0.count | thousands`."""
    parts = [part.strip() for part in re.findall(r'(?:"[^"]*"|[^|])+', quote)]
    steps = [step.strip('"') for step in re.findall(r'"[^"]*"|[^.]+', parts[0])]
    formats = [part.split()[0] for part in parts[1:]]
    return ([""] if parts[0].startswith(".") else []) + steps, formats


def compare(shown, value, tolerance, is_rounded=True):
    """Whether a text shows a value, within half a unit of its last digit and the tolerance; how the value reads, and both together."""
    text = shown.replace("\u2212", "-").replace(",", "").strip("`")
    is_share = text.endswith("%")
    digits = text.rstrip("%").strip()
    if is_real(value) and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", digits):
        scale = 0.01 if is_share else 1
        decimals = len(digits.partition(".")[2].partition("e")[0])
        unit = 0 if isinstance(value, int) and not is_share and decimals == 0 else scale * 10.0**-decimals / 2
        if not is_rounded:
            unit = abs(value) * 1e-9
        allowed = unit * (1 + 1e-9) + tolerance
        return abs(float(digits) * scale - value) <= allowed, f"{value:.7g}", allowed
    return str(value) == shown.strip("`"), f"{value:.7g}" if is_real(value) else str(value), 0.0


def is_real(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_same(said, found, tolerance):
    if is_real(said) and is_real(found):
        return abs(said - found) <= tolerance + 1e-9 * max(1, abs(said))
    return said == found


def plain(value):
    """A number of NumPy's as one of Python's."""
    return value.item() if hasattr(value, "item") else value


def flatten(value, path=""):
    """The single values of a tree, by their paths."""
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, (list, tuple)):
        parts = enumerate(value)
    else:
        return {path: value}
    leaves = {}
    for step, part in parts:
        leaves.update(flatten(part, f"{path}.{step}" if path else str(step)))
    return leaves


def read_json(file):
    return json.loads(pathlib.Path(file).read_text(encoding="utf-8"))


def table(rows, header):
    """Prints rows with their columns one below the other."""
    rows = [header] + rows
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    widths = [min(width, most) for width, most in zip(widths, (56, 30, 30, 12, 12))]
    for row in rows if len(rows) > 1 else []:
        cells = [shorten(cell, width).ljust(width) for cell, width in zip(row, widths)]
        print("  ".join(cells).rstrip())


def shorten(text, width):
    return text if len(text) <= width else text[: width - 1] + "…"


def need(*modules):
    """Ends the script with a line that names the package that is missing."""
    for module in modules:
        try:
            __import__(module)
        except ImportError:
            sys.exit(f"{module} is missing: pip install -r requirements.txt")
