"""Tells how many lines of each reader's own code its corpus reaches.

    Tests/Fuzz/coverage.py [--grown] [--missed] [READER …]

It builds the readers' programs once more, with LLVM's coverage in the place of the sanitizers, into .build-cover, and gives each
reader its committed corpus. `files.txt` says which files are a reader's own. `--grown` adds what fuzzers found in .build-fuzz,
`--missed` lists the lines that are not reached, `--at-least 80` ends with status 1 where a reader reaches less.
"""

import argparse
import importlib.machinery
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
scratch = root / ".build-cover"
FLAGS = ["-Xswiftc", "-sanitize=fuzzer", "-Xswiftc", "-use-ld=lld", "-Xswiftc", "-profile-generate"] + [
    word
    for flag in ("-Xswiftc -profile-coverage-mapping", "-Xcc -fprofile-instr-generate", "-Xcc -fcoverage-mapping")
    for word in flag.split()
]
LARGEST = 1 << 16
# How functions begin that write a format and do not read it.
WRITER = re.compile(
    r"\s*(public |package |private |static )*(mutating )?(func (encode|data|write|send|dosTime)\b|.*(words_of_encoder|quire_webp_encode|write_bytes)\()"
)
# Those of another LLVM do not read what Swift's writes.
TOOLS = pathlib.Path(shutil.which("swift") or sys.exit("there is no swift")).resolve().parent


def fuzz():
    """Tools/fuzz as a module: it knows the rooms, and the names of their readers."""
    loader = importlib.machinery.SourceFileLoader("fuzz", str(root / "Tools/fuzz"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("fuzz", loader))
    sys.modules["fuzz"] = module
    loader.exec_module(module)
    return module


def own_files():
    """The expressions on paths of each reader."""
    rows = [line.split("\t") for line in (here / "files.txt").read_text().splitlines() if not line.startswith("#")]
    return {reader: [re.compile(expression) for expression in files.split()] for reader, files in rows}


def lines(program, folders, expressions):
    """The lines with code of a reader's own files, each with whether it is reached."""
    with tempfile.TemporaryDirectory() as desk:
        profile = f"{desk}/one.profraw"
        environment = {
            **os.environ,
            "LLVM_PROFILE_FILE": profile,
            "SWIFT_BACKTRACE": "enable=no",
            "QUIRE_FUZZ_FOLDER": desk,
        }
        said = subprocess.run(
            [program, "-runs=0", f"-max_len={LARGEST}", *folders], env=environment, capture_output=True, cwd=desk
        )
        if said.returncode:
            raise SystemExit(f"{program.name}: {said.stderr.decode('utf-8', 'replace')[-400:]}")
        subprocess.run([TOOLS / "llvm-profdata", "merge", "-o", f"{desk}/all", profile], check=True)
        sources = root / "Sources"
        files = [
            str(file)
            for file in sorted(sources.rglob("*"))
            if file.is_file() and any(part.match(str(file.relative_to(sources))) for part in expressions)
        ]
        # Without files it would tell of all.
        if not files:
            raise SystemExit(f"files.txt names no file for {program.name}")
        command = [TOOLS / "llvm-cov", "export", "-format=lcov", f"-instr-profile={desk}/all", program, *files]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found, file = {}, ""
    for line in told.splitlines():
        if line.startswith("SF:"):
            file = os.path.relpath(line.removeprefix("SF:").strip(), sources)
            found[file] = {}
        elif line.startswith("DA:"):
            number, count = line[3:].split(",")[:2]
            found[file][int(number)] = int(count) > 0
    # What is not there is a package's.
    return {file: without_writers(file, counts) for file, counts in found.items() if not file.startswith("..")}


def without_writers(file, counts):
    """The lines of a file but for those of functions that write: from one that begins so to the brace at its indentation."""
    kept, end = {}, None
    for number, text in enumerate((root / "Sources" / file).read_text().splitlines(), 1):
        if end is None and WRITER.match(text):
            end = text[: len(text) - len(text.lstrip())] + "}"
            if text.endswith("}"):
                end = None
                continue
        if end is None and number in counts:
            kept[number] = counts[number]
        if text == end:
            end = None
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="*")
    parser.add_argument("--grown", action="store_true", help="what fuzzers found is read too")
    parser.add_argument("--missed", action="store_true", help="lines that are not reached are listed")
    parser.add_argument("--at-least", type=float, default=0, help="the least share of lines, in percent")
    options = parser.parse_args()
    tool, known = fuzz(), own_files()
    if strange := sorted(set(options.readers) - set(known)):
        raise SystemExit(f"files.txt has no reader {', '.join(strange)}")
    programs = tool.build(tool.ROOMS, scratch, FLAGS)
    if odd := sorted(set(known) ^ set(programs)):
        raise SystemExit(f"files.txt and the programs differ in {', '.join(odd)}")
    low = []
    for reader in options.readers or known:
        folders = [here / "Corpora" / reader] + [tool.scratch / "corpora" / reader] * options.grown
        found = lines(programs[reader], [folder for folder in folders if folder.exists()], known[reader])
        total, got = sum(map(len, found.values())), sum(sum(file.values()) for file in found.values())
        if not total:
            raise SystemExit(f"files.txt names no file of {reader}'s that is in its program")
        share = 100 * got / total
        low += [reader] if share < options.at_least else []
        print(f"{reader:<18}{got:>6} of {total:>5} lines  {share:5.1f} %")
        for file in sorted(found) if options.missed else []:
            missed = [number for number, is_reached in found[file].items() if not is_reached]
            print(f"  {file}: {len(found[file]) - len(missed)} of {len(found[file])}; not {' '.join(map(str, missed))}")
    sys.exit(f"less than {options.at_least:g} %: {', '.join(low)}" if low else 0)


if __name__ == "__main__":
    main()
