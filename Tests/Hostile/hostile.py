#!/usr/bin/env python3
"""Report folders that mean harm, each made, rendered in every format, asked by every command, and its outputs opened.

    make hostile                                    all of them
    Tests/Hostile/hostile.py --quick                one of each sort, in less than a minute; in the ordinary tests
    Tests/Hostile/hostile.py pipe-as-data records   these; --keep leaves the folders in .build-hostile

A row of the table is a folder. Counted are scripts, requests, files that were read from outside the report, signs on the terminal that it
would obey, what changed outside, crashes and hangs; memory and processor time are the most that one command took. Exit status 1 for anything
that counts. With strace on the machine, files, calls and programs are what the system saw; without it, what outputs show.
"""

import argparse
import contextlib
import pathlib
import shutil
import sys
import tempfile

import contents  # noqa: F401
import outputs  # noqa: F401
import pages
import places  # noqa: F401
import planted
import settings  # noqa: F401
import texts  # noqa: F401
import watch
from folder import KINDS, ROOT
from trial import Trial, examine

SORTS = ["script", "request", "outside", "changed", "program", "terminal", "crash", "hang", "memory"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="FOLDER", help="some of the folders; all without any")
    parser.add_argument("--quick", action="store_true", help="one of each sort")
    parser.add_argument("--list", action="store_true", help="name the folders and end")
    parser.add_argument("--seed", type=int, default=1, help="of whatever is random in them")
    parser.add_argument("--keep", action="store_true", help="leave the folders where they are")
    parser.add_argument("--no-browser", action="store_true", help="without Chromium")
    parser.add_argument("--quire", type=pathlib.Path, default=ROOT / ".build/release/quire", help="the tool")
    chosen = parser.parse_args()
    names = chosen.names or [name for name, kind in KINDS.items() if kind.is_quick or not chosen.quick]
    if unknown := set(names) - set(KINDS):
        parser.error(f"there is no {sorted(unknown)[0]}; there are {', '.join(sorted(KINDS))}")
    if chosen.list:
        print("\n".join(names))
        return 0
    if pages.BROWSER is None and not chosen.no_browser:
        parser.error("there is no Chromium; without it, say --no-browser")
    place = ROOT / ".build-hostile"
    with contextlib.ExitStack() as stack:
        if chosen.keep:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
        else:
            place = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quire-hostile-")))
        trial = Trial(chosen.quire.resolve(), place.resolve(), chosen.seed, not chosen.no_browser, chosen.quick)
        if missed := planted.missed(trial.place, trial.environment, trial.browser):
            print(f"this harness finds nothing: it has missed the planted {', '.join(missed)}")
            return 1
        if watch.STRACE is None:
            print("strace is not there: files and calls are judged by what outputs show")
        print(f"{'folder':42} {' '.join(f'{sort:>8}' for sort in SORTS)}  {'MiB':>5} {'s':>5}  exit")
        rows = []
        for name in names:
            row = examine(trial, name)
            rows.append(row)
            counts = [sum(1 for sort, _ in row.faults if sort == each) for each in SORTS]
            statuses = "".join(str(status) if 0 <= status < 10 else "!" for status in row.statuses)
            print(
                f"{name:42} {' '.join(f'{count:8}' for count in counts)}  {row.memory >> 20:5} {row.seconds:5.1f}  {statuses}",
                flush=True,
            )
            for sort, what in row.faults[:8]:
                print(f"    {sort}: {what}".encode("unicode_escape", "surrogateescape").decode()[:400])
            if not chosen.keep:
                shutil.rmtree(trial.place / "cases" / name, ignore_errors=True)
        if trial.browser:
            trial.browser.close()
        totals = [sum(1 for row in rows for sort, _ in row.faults if sort == each) for each in SORTS]
        memory, seconds = max(row.memory for row in rows) >> 20, max(row.seconds for row in rows)
        commands = sum(len(row.statuses) for row in rows)
        print(
            f"{f'{len(rows)} folders, {commands} commands':42} {' '.join(f'{total:8}' for total in totals)}  {memory:5} {seconds:5.1f}"
        )
        return 1 if any(totals) else 0


if __name__ == "__main__":
    sys.exit(main())
