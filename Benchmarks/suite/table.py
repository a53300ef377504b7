"""The rows that were measured, kept from run to run, and the table that they make, with the machine below it."""

import json
from typing import NamedTuple

from suite.measure import Row
from suite.repeating import bound

marks = "<!-- bench -->", "<!-- end of bench -->"


class Machine(NamedTuple):
    """Where rows were measured: the processor, the path of Quire's kernels, the commit that was built."""

    processor: str
    kernels: str
    commit: str


class Measured(NamedTuple):
    """The rows of one part, with the machine and the peers' versions."""

    machine: Machine
    peers: str
    rows: list[Row]


def read(file):
    """What earlier runs measured, by part."""
    if not file.exists():
        return {}
    found = json.loads(file.read_text())
    return {
        part: Measured(Machine(*machine), peers, [Row(*row) for row in rows])
        for part, (machine, peers, rows) in found.items()
    }


def write(file, measured):
    """Keeps it; whoever reads meanwhile finds the old or the new."""
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps(measured, indent=1))
    partial.rename(file)


def line(row):
    """A row of the table; one that stayed restless says so."""
    remark = row.remark
    if row.spread is not None and row.spread > bound:
        remark += f"; ratios of its runs {row.spread:.0%} apart"
    return f"| {row.work} | {row.ours} | {row.peer} | {row.theirs} | **{row.ratio:.1f}×** | {remark.strip('; ')} |"


def load(rows):
    """What other processes took while rows were measured, and how many rows were measured more than once."""
    least, most = (f"{extreme(row.others for row in rows):.1f}" for extreme in (min, max))
    cores = f"{least} to {most}" if least != most else least
    again = sum(row.measured > 1 for row in rows)
    return f"other processes kept {cores} cores busy meanwhile" + (
        f", {again} row{'s' * (again > 1)} measured again" if again else ""
    )


def table(measured):
    """Rows of one or more parts.

    Raises `ValueError` where they are of machines that differ: figures of two machines make no table.
    """
    machines = sorted({(part.machine.processor, part.machine.kernels) for part in measured})
    if len(machines) > 1:
        raise ValueError("parts were measured on " + " and on ".join(", ".join(each) for each in machines))
    rows = [row for part in measured for row in part.rows]
    [(processor, kernels)] = machines
    # Parts that were measured later may have more peers installed: each is named once.
    peers = ", ".join(dict.fromkeys(name for part in measured for name in part.peers.split(", ") if name))
    commits = ", ".join(dict.fromkeys(part.machine.commit for part in measured))
    lines = ["| work | Quire | peer | takes | ratio | beside it |", "|---|---:|---|---:|---:|---|"]
    lines += map(line, rows)
    lines += [
        "",
        f"Medians of runs in turn, peers on two threads, on {processor}, Quire {commits} by its {kernels} kernels; {load(rows)};",
    ]
    lines += [f"{peers}. What stands with a slash is Quire's and the peer's."]
    return "\n".join(lines)


def between_marks(text, measured):
    """A text with the table between its marks; raises `ValueError` where it lacks them."""
    if any(text.count(mark) != 1 for mark in marks):
        raise ValueError(f"it has to have {marks[0]} and {marks[1]} once each")
    before, rest = text.split(marks[0])
    _, after = rest.split(marks[1])
    return before + marks[0] + "\n" + table(measured) + "\n" + marks[1] + after
