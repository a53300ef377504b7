"""The commands that faults are put to, each with what it works on and what follows it."""

import dataclasses
import hashlib
import json
import os
import select
import shutil
import time
from collections.abc import Callable

from bench import LONGEST_SECONDS, ROOT, Bench
from server import Server

REPORT = ["--report", "report"]
RENDER = ["render", *REPORT, "-q"]
ANSWER = "report/answers/embeddings/parameters.md"
SETTINGS = """title: A test
author: Ada
outputs: [{formats}]
chapters: [embeddings]
embeddings:
  data: corpus.txt
  words: [bad, great, screen]
  other_vectors: none
  vector_size: {size}
  min_count: 1
  projection_words: 30
"""


@dataclasses.dataclass
class Command:
    """A command and its surroundings.

    `prepare` makes the place, in which `arguments` are then run, and after a fault `following`. `helper` runs beside the command:
    an edit, a signal. A command that never ends by itself is ended after `seconds`. One that does not leave `leaves` when nothing
    fails has not done what it is tried for.
    """

    name: str
    prepare: Callable[[Bench], None]
    arguments: list[str]
    following: list[list[str]]
    helper: Callable[[Bench, object], None] | None = None
    seconds: float | None = None
    leaves: str | None = None


def corpus(rows: int) -> str:
    """Rows of made-up reviews, the same every time."""
    state = 42

    def pick(words: list[str]) -> str:
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return words[(state >> 33) % len(words)]

    judgements = ["bad", "great", "terrible", "good", "awful", "superb"]
    things = ["screen", "battery", "case", "plot", "film", "phone", "charger", "story"]
    verbs = ["broke", "works", "shines", "fails", "lasts", "looks"]
    parts = lambda: [f"the {pick(judgements)} {pick(things)} {pick(verbs)}" for _ in range(3)]
    return "".join(" and ".join(parts()) + "\n" for _ in range(rows))


def report(bench: Bench, formats: str = "md, html", rows: int = 300, size: int = 16) -> None:
    """A report whose one chapter is the embeddings, not run yet."""
    bench.write("report/report.yml", SETTINGS.format(formats=formats, size=size))
    bench.write("report/corpus.txt", corpus(rows))
    bench.write(ANSWER, "Because of {{embeddings.parameters.vectorSize}} dimensions.\n")
    bench.write("report/answers/embeddings/neighbours.md", "*{{embeddings.neighbours.bad.0.word}}*\n")


def must(bench: Bench, arguments: list[str]) -> None:
    """Runs a command that has to succeed for anything to be tried at all."""
    outcome = bench.run(arguments)
    if outcome.code != 0:
        raise SystemExit(f"quire {' '.join(arguments)} gave {outcome.code}: {outcome.errors}")


def rendered(bench: Bench, formats: str = "md, html") -> None:
    """A report that was made, and an answer edited since."""
    report(bench, formats)
    must(bench, RENDER)
    edit(bench)


def edit(bench: Bench, *_: object) -> None:
    """Another text of an answer."""
    bench.write(ANSWER, "Another answer, of {{embeddings.parameters.vectorSize}} dimensions, changed since.\n")


def stale(bench: Bench) -> None:
    """A report that was made, and an answer and a setting edited since."""
    rendered(bench)
    bench.write("report/report.yml", SETTINGS.format(formats="md, html", size=12))


def accepted(bench: Bench) -> None:
    """A report with answers that were accepted, and another value since."""
    report(bench)
    must(bench, RENDER)
    must(bench, ["accept", *REPORT])
    bench.write("report/report.yml", SETTINGS.format(formats="md, html", size=12))
    must(bench, RENDER)


def packed(bench: Bench) -> None:
    """A report that was packed, and an answer edited since."""
    report(bench)
    must(bench, ["pack", *REPORT, "--allow-incomplete"])
    edit(bench)


def home(bench: Bench) -> None:
    """A home of Quire's own, in which commands may write."""
    place = bench.work / "home"
    for name in ("templates", "assets"):
        place.mkdir(exist_ok=True)
        (place / name).symlink_to(ROOT / name)
    for name in ("Sources/Chapters", "Tests/ChaptersTests"):
        (place / name).mkdir(parents=True)
    shutil.copy(ROOT / "Sources/Chapters/AllChapters.swift", place / "Sources/Chapters")
    (place / "reports").mkdir()


def packages(bench: Bench, server: Server) -> None:
    """A home whose catalogue has one asset, which comes as a package from a server of this machine."""
    home(bench)
    (bench.work / "home/assets").unlink()
    data = server.words
    entry = {
        "name": "words.txt",
        "path": "words/words.txt",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    source = {"title": "Words", "licence": "none", "package": "quire-words", "version": "1.0", "files": [entry]}
    asset = {"name": "words", "kind": "data", "description": "Words", "sources": [source]}
    bench.write("home/assets/catalogue.json", json.dumps({"assets": [asset]}))


def training(bench: Bench) -> None:
    """A report whose training is most of its run: a second and more, of which nothing can be done before it says that it begins."""
    report(bench, rows=4000, size=100)
    with (bench.report / "report.yml").open("a") as file:
        file.write("  epochs: 200\n  grid: none\n")


def interrupt(bench: Bench, process: object) -> None:
    """Asks a training to save what it has once it has begun; after a time of the clock, it would be over on one machine and not begun on another."""
    said, pipe, latest = b"", process.stderr.fileno(), time.monotonic() + LONGEST_SECONDS
    while b"embeddings: training" not in said and time.monotonic() < latest:
        if select.select([pipe], [], [], 1)[0]:
            if not (more := os.read(pipe, 4096)):
                break
            said += more
    time.sleep(0.1)
    process.terminate()


def commands(server: Server) -> list[Command]:
    """All of them."""

    def fetched(bench: Bench) -> None:
        report(bench)
        must(bench, ["fetch", "-q", picture])

    picture, model = f"{server.address}/slow/picture.png", "somebody/model"
    init = ["init", "mine", "--chapters", "embeddings", "--yes"]
    chapter = ["new-chapter", "word-lengths"]
    return [
        Command("render", rendered, [*RENDER, "--refresh"], [RENDER]),
        Command("render of one chapter", rendered, [*RENDER, "embeddings"], [RENDER]),
        Command("render to PDF", lambda bench: rendered(bench, "md, html, pdf"), RENDER, [RENDER]),
        Command("pack", packed, ["pack", *REPORT, "--allow-incomplete"], [["pack", *REPORT, "--allow-incomplete"]]),
        Command("accept", accepted, ["accept", *REPORT], [["accept", *REPORT], RENDER]),
        Command("fetch a picture", report, ["fetch", "-q", picture], [["fetch", "-q", picture]]),
        Command("fetch a model", report, ["fetch", "-q", model], [["fetch", "-q", model]]),
        Command("fetch again", fetched, ["fetch", "-q", "--refresh", picture], [["fetch", "-q", picture]]),
        Command(
            "fetch a package",
            lambda bench: packages(bench, server),
            ["fetch", "-q", "words"],
            [["fetch", "-q", "words"]],
        ),
        Command(
            "try",
            lambda bench: report(bench, rows=3000),
            ["try", "embeddings", "bad", *REPORT],
            [["try", "embeddings", "bad", *REPORT]],
        ),
        Command(
            "try --save",
            rendered,
            ["try", "embeddings", "plot", "film", "--save", *REPORT],
            [["try", "embeddings", "plot", "film", "--save", *REPORT], RENDER],
        ),
        Command("preview", stale, ["preview", *REPORT], [RENDER], seconds=2.5),
        Command(
            "a training that saves",
            training,
            ["render", *REPORT, "--refresh"],
            [RENDER],
            helper=interrupt,
            leaves="report/output/cache/embeddings/training.checkpoint",
        ),
        Command("init", home, init, [init]),
        Command("new-chapter", home, chapter, [chapter]),
    ]
