"""Compares the numbers that the tables of a chapter show with what a script has worked out.

A script says `check.cells("layers", "without the layer", "layers.{row}.withoutLayer")`: the table, the column by its title or its
place, and for each number of a cell its path in results.json, in which {row} is the row counted from 0. In the place of paths a
function of the row's number and its texts may give them, or pairs of a value and its tolerance; none where nobody can tell.
"""

import re

# A number of its own: not the digits of a name such as MiniLM-L6.
NUMBER = re.compile("(?<![\\w./-])\u2212?\\d[\\d,]*(?:\\.\\d+)?(?:e-?\\d+)?(?:[\u00a0\u202f ]?%)?(?!\\w)")


class Cells:
    """The tables of a chapter, and where the numbers of their columns come from."""

    def __init__(self, check, document):
        blocks = document.get("blocks", [])
        self.check, self.rules, self.reasons = check, {}, {}
        self.tables = [block["table"] for block in blocks if block.get("kind") == "table"]

    def rule(self, table, column, sources):
        self.rules[table, column] = sources

    def leave(self, table, column, reason):
        """Says why the numbers of a column are not worked out; of all columns where none is named."""
        self.reasons[table, column] = reason

    def compare(self, compare):
        """Of each table how many numbers it shows and how many were worked out; what differs; and what was left, with reasons."""
        lines, wrong, left = [], [], {}
        for table in self.tables:
            shown = compared = 0
            for place, column in enumerate(table["columns"]):
                name = (table["id"], place) if (table["id"], place) in self.rules else (table["id"], column["title"])
                for row, texts in enumerate(table["rows"]):
                    numbers = [] if column["isCode"] else NUMBER.findall(texts[place])
                    found = self.found(self.rules.get(name, ()), row, texts) if numbers else []
                    shown += len(numbers)
                    if len(found) != len(numbers) or None in found:
                        if numbers:
                            key = (table["id"], column["title"] or f"column {place + 1}")
                            reason = self.reason(name, row, texts)
                            left.setdefault((key, reason), []).append(len(numbers))
                        continue
                    compared += len(numbers)
                    for number, (value, tolerance) in zip(numbers, found):
                        good, text, allowed = compare(number, value, tolerance)
                        if not good:
                            where = f"{table['id']}, row {row + 1}, {column['title'] or place + 1}"
                            wrong.append(
                                f"table {where}: shows {number}, worked out is {text} (tolerance {allowed:.2g})"
                            )
            lines.append((table["id"], shown, compared))
        return lines, wrong, [(key, sum(counts), reason) for (key, reason), counts in left.items()]

    def found(self, sources, row, texts):
        """The values of a cell's numbers, each with its tolerance; None in the place of one that was not worked out."""
        return [self.check.found.get(s) if isinstance(s, str) else s for s in self.paths(sources, row, texts)]

    @staticmethod
    def paths(sources, row, texts):
        if callable(sources):
            return list(sources(row, texts) or [])
        return [source.format(row=row) for source in sources]

    def reason(self, name, row, texts):
        """Why a cell is not worked out: as the script says of the table, or of the paths of its numbers."""
        told = self.reasons.get(name) or self.reasons.get((name[0], None))
        paths = [p for p in self.paths(self.rules.get(name, ()), row, texts) if isinstance(p, str)]
        missing = [p for p in paths if p not in self.check.found]
        return told or (self.check.reason(missing[0]) if missing else "this script does not know how")
