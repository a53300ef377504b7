"""Counts the instructions that a program executes, by callgrind, and in which of its libraries."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
from typing import NamedTuple

from suite.measure import root

# A run beyond this is stuck: each takes seconds, on a busy machine minutes.
limit = 1_800


class Count(NamedTuple):
    """Instructions executed, and how many of them in each object, which the name of its file stands for.

    `paths` are where the libraries lie.
    """

    total: int
    objects: dict[str, int]
    paths: dict[str, str]


def tools():
    """valgrind and strip; ends with what to install where one is missing."""
    for program, package in (("valgrind", "valgrind"), ("strip", "binutils")):
        if not shutil.which(program):
            sys.exit(f"{program} is not there: apt install {package}")
    return subprocess.run(["valgrind", "--version"], check=True, capture_output=True, text=True).stdout.strip()


def stripped(program, folder):
    """A copy without debug information, at which valgrind 3.19 ends; instructions stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / program.name
    subprocess.run(["strip", "--strip-debug", "-o", target, program], check=True)
    return target


def environment(folder):
    """What every run is given, and nothing else: hashing without a random seed, one language, no cache of a person."""
    for name in ("cache", "temporary"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "TMPDIR": str(folder / "temporary"),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "QUIRE_HOME": str(root),
        "QUIRE_CACHE": str(folder / "cache"),
        "SWIFT_BACKTRACE": "enable=no",
        "SWIFT_DETERMINISTIC_HASHING": "1",
        "SOURCE_DATE_EPOCH": "1",
    }


def count(program, arguments, folder):
    """Runs a stripped program under callgrind; ends with what it said where it fails."""
    profile, log = folder / f"{program.name}.callgrind", folder / f"{program.name}.log"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", f"--log-file={log}", program]
    command = [str(part) for part in (*command, *arguments)]
    try:
        ran = subprocess.run(
            command, env=environment(folder), cwd=folder, capture_output=True, text=True, timeout=limit
        )
    except subprocess.TimeoutExpired:
        sys.exit(f"{' '.join(command)} took more than {limit // 60} minutes")
    if ran.returncode or not profile.exists():
        said = (ran.stdout + ran.stderr + (log.read_text() if log.exists() else "")).strip()
        sys.exit(f"{' '.join(command)} failed with status {ran.returncode}:\n{said[-2000:]}")
    found = profiled(profile.read_text())
    profile.unlink()
    objects = {}
    for path, own in found.items():
        objects[pathlib.Path(path).name] = objects.get(pathlib.Path(path).name, 0) + own
    libraries = {pathlib.Path(path).name: path for path in found if path.startswith("/") and path != str(program)}
    return Count(sum(objects.values()), objects, libraries)


def profiled(text):
    """What each object itself executed, by its path, as callgrind's own format says it.

    A line of cost is a place and a count, below the object that an `ob=` line names; the line after `calls=` is what a call
    cost with all below it, which is counted where it was spent. Raises `ValueError` where the objects do not make the sum.
    """
    names, objects, current, called, total = {}, {}, "?", False, None
    for line in text.splitlines():
        if named := re.match(r"ob=\((\d+)\)(?: (.*))?$", line):
            if named[2]:
                names[named[1]] = named[2]
            current = names[named[1]]
        elif defined := re.match(r"cob=\((\d+)\) (.*)$", line):
            names[defined[1]] = defined[2]
        elif line.startswith("calls="):
            called = True
        elif cost := re.match(r"(?:[+-]?\d+|\*) (\d+)$", line):
            if not called:
                objects[current] = objects.get(current, 0) + int(cost[1])
            called = False
        elif summed := re.match(r"(?:totals|summary): (\d+)$", line):
            total = int(summed[1])
    if total is None or sum(objects.values()) != total:
        raise ValueError(f"callgrind's objects have {sum(objects.values())} instructions, its sum is {total}")
    return objects


def version(library):
    """The package of a library with its version, or the beginning of its SHA-256 where no package has it."""
    path = pathlib.Path(library)
    if not path.exists():
        return "not a file"
    # Debian lists files below /usr/lib that are found through the link /lib.
    for name in dict.fromkeys((library, str(path.resolve()), library.removeprefix("/usr"), "/usr" + library)):
        if shutil.which("dpkg-query") is None:
            break
        owner = subprocess.run(["dpkg-query", "--search", name], capture_output=True, text=True)
        if owner.returncode == 0:
            package = owner.stdout.split(": ")[0].split(",")[0]
            shown = ["dpkg-query", "--show", "--showformat", "${Package} ${Version}", package]
            return subprocess.run(shown, check=True, capture_output=True, text=True).stdout
    return "SHA-256 " + hashlib.sha256(path.read_bytes()).hexdigest()[:16]
