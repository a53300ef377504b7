#!/usr/bin/env python3
"""Kills Quire, fills its disk, breaks its calls and its clock, and looks whether anything of a report was lost.

    Tests/Faults/run.py                          everything, the kills 500 in all
    Tests/Faults/run.py --kills 50 --calls 30    so many kills, and so many failing calls of each kind, in all
    Tests/Faults/run.py --command pack           one command
    Tests/Faults/run.py --quire PATH             another build of the tool

Prints a table, and every loss with the fault that caused it; the exit status is 1 where there was one.
"""

import argparse
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from bench import ROOT, Bench, build_library
from calls import Calls
from commands import commands
from conditions import Conditions
from server import Server
from trial import Tally, Trial

PARTS = ("kills", "calls", "conditions")


def main() -> int:
    """Runs what was asked for; 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=520, help="kills that meet the program alive, over all commands")
    parser.add_argument("--calls", type=int, default=0, help="failing calls of each command and error; 0 is every call")
    parser.add_argument(
        "--command", action="append", default=[], help="a command of the table, or the beginning of its name"
    )
    parser.add_argument("--part", action="append", choices=PARTS, default=[], help="one part instead of all")
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--quire", type=pathlib.Path, default=ROOT / ".build/release/quire")
    parser.add_argument("--forget-fsync", action="store_true", help="plants a fault: every fsync is forgotten")
    arguments = parser.parse_args()
    parts = arguments.part or PARTS
    lost: list[str] = []
    with tempfile.TemporaryDirectory(prefix="quire-faults-") as scratch:
        folder, server = pathlib.Path(scratch), Server()
        library = build_library(folder)
        chosen = [
            command
            for command in commands(server)
            if not arguments.command or any(command.name.startswith(name) for name in arguments.command)
        ]
        if not chosen:
            parser.error(
                "no command of that name; there are " + ", ".join(command.name for command in commands(server))
            )
        share = max(1, -(-arguments.kills // len(chosen)))
        print(f"{'command':<22} {'fault':<38} {'tried':>6} {'struck':>7} {'lost':>5}", flush=True)
        for index, command in enumerate(chosen):
            bench = Bench(folder / str(index), arguments.quire.resolve(), library)
            trial = Trial(command, bench, server.variables)

            def show(kind: str, tally: Tally, name: str = command.name) -> None:
                print(f"{name:<22} {kind:<38} {tally.tried:>6} {tally.struck:>7} {len(tally.faults):>5}", flush=True)
                for fault in tally.faults:
                    print(f"    {fault}", flush=True)
                lost.extend(tally.faults)

            if "kills" in parts:
                show("kill -9", trial.kills(share, arguments.seed + index))
            if "calls" in parts:
                for kind, tally in Calls(trial, arguments.calls, arguments.seed, arguments.forget_fsync).all():
                    show(kind, tally)
            if "conditions" in parts:
                for kind, tally in Conditions(trial).all():
                    show(kind, tally)
    print(f"{len(lost)} lost" if lost else "nothing was lost")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
