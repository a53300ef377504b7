"""A report folder that somebody else made: the honest one that every hostile one begins as, and the ways to change it."""

import dataclasses
import hashlib
import json
import os
import pathlib
import random
import shutil
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# What must come out of no door: a file beside the report, and the variables of whoever runs Quire.
CANARY = "canary-7f3a9d-outside"
SECRET = "hf_canary_51c0ffee"

# What a page, a terminal and an engine would obey. `PWN` is what a script would leave, RAN the file that a program would make.
MARKUP = (
    '"></title></style></a><script>window.PWN=1;document.title="PWN"</script>'
    '<img src=http://canary.invalid/i onerror="window.PWN=1"><svg onload="window.PWN=1"></svg>'
)
TERMINAL = "\x1b]0;PWN\x07\x1b[2J\x1b[5m\u009b31m\u202eexe.txt\u2066\x08\x7f"
FORGED = "\r\nforged: a line of its own"
TYPST = (
    '#read("/etc/passwd") #include "../outside/secret.txt" ] #panic() [ #sys.inputs <b> #set page(fill: red) #eval("1")'
)
TEX = r"\input{/etc/passwd}\immediate\write18{touch RAN}\openin5=/etc/passwd \catcode`\%=12 \end{document}"
ALL = MARKUP + TYPST + TEX

SETTINGS = """\
title: A report
author: Ada
chapters: [embeddings, attention, captions]
embeddings:
  data: corpus.txt
  words: [bad, great, screen]
  vector_size: 16
  min_count: 1
  projection_words: 30
attention:
  model: model
  sentence: the cat sat on the mat
captions:
  descriptions: [two cats]
  false: [a boat]
"""


def make_honest(folder):
    """An honest report with the three chapters, on a small corpus and a miniature model."""
    for chapter, question in [("embeddings", "parameters"), ("embeddings", "neighbours")]:
        place = folder / "answers" / chapter / f"{question}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("Of {{embeddings.parameters.vectorSize}} dimensions and $`x^2`$ [@rehurek2010].\n")
    shutil.copytree(ROOT / "Tests/TransformersTests/Fixtures/models/bert", folder / "model")
    shutil.copy(ROOT / "assets/two-cats.png", folder / "answers/embeddings/cats.png")
    chance = random.Random(1)
    judgements, things = "bad great terrible good awful superb".split(), "screen battery case plot film phone".split()
    verbs = "broke works shines fails lasts looks".split()
    rows = (
        " and ".join(
            f"the {chance.choice(judgements)} {chance.choice(things)} {chance.choice(verbs)}" for _ in range(3)
        )
        for _ in range(300)
    )
    (folder / "corpus.txt").write_text("\n".join(rows) + "\n")
    (folder / "report.yml").write_text(SETTINGS)


class Folder:
    """A copy of the honest report that is made hostile."""

    def __init__(self, path, outside, seed):
        self.path, self.outside = path, outside
        self.chance = random.Random(seed)

    def __truediv__(self, name):
        return self.path / name

    def write(self, name, content):
        """Puts a text or bytes in place of whatever lies there."""
        place = self.path / name if isinstance(name, str) else name
        if place.is_symlink() or place.exists():
            self.remove(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))
        return place

    def remove(self, place):
        place = self.path / place if isinstance(place, str) else place
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        elif place.is_symlink() or place.exists():
            place.unlink()

    def answer(self, text, question="embeddings/parameters"):
        self.write(f"answers/{question}.md", "An answer.\n\n" + text + "\n")

    def settings(self, **values):
        """Says settings anew at the end of report.yml, those of the same name taken out; values are YAML as it stands."""
        lines, keep = [], True
        for line in SETTINGS.splitlines():
            if not line.startswith(" "):
                keep = line.split(":")[0] not in values
            if keep:
                lines.append(line)
        self.write("report.yml", "\n".join(lines + [f"{key}: {value}" for key, value in values.items()]) + "\n")

    def only(self, chapter, **values):
        """Leaves one chapter, with its settings as YAML in a line."""
        own = "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"
        self.settings(chapters=f"[{chapter}]", **{chapter: own})

    def link(self, name, target):
        place = self.path / name
        self.remove(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)

    def pipe(self, name):
        place = self.path / name
        self.remove(place)
        os.mkfifo(place)

    def device(self, name, major, minor):
        """A device, where this user may make one, else a link to it."""
        place = self.path / name
        self.remove(place)
        try:
            os.mknod(place, 0o020644, os.makedev(major, minor))
        except PermissionError:
            place.symlink_to("/dev/zero")

    def sparse(self, name, size, beginning=b""):
        place = self.write(name, beginning)
        os.truncate(place, size)

    def forge(self, change, chapter="attention", file="chapter.json"):
        """Changes a chapter's document and seals it anew; `change` may give other bytes instead."""
        place = self.path / "output/chapters" / chapter
        document = json.loads((place / file).read_text())
        other = change(document)
        content = other if isinstance(other, bytes) else json.dumps(document).encode()
        self.write(place / file, content)
        self.seal(chapter)

    def seal(self, chapter):
        """Makes the seal of a chapter agree with what lies in its folder."""
        place = self.path / "output/chapters" / chapter
        names = []
        for folder, _, files in os.walk(place):
            names += [os.path.relpath(os.path.join(folder, name), place) for name in files]
        names = [name for name in names if name != "seal.json" and not any(p.startswith(".") for p in name.split("/"))]
        digest = hashlib.sha256()
        for name in sorted(names, key=os.fsencode):
            digest.update(os.fsencode(name) + b"\0")
            digest.update(hashlib.sha256((place / name).read_bytes()).hexdigest().encode() + b"\n")
        seal = json.loads((place / "seal.json").read_text())
        seal["outputDigest"] = digest.hexdigest()
        (place / "seal.json").write_text(json.dumps(seal))

    def figures(self, document):
        return [block["figure"] for block in document["blocks"] if block["kind"] == "figure"]


KINDS = {}


def kind(*, quick=False):
    """Registers a way to make a folder hostile by the name of its function; `quick` is in the ordinary tests."""

    def register(function):
        KINDS[function.__name__.replace("_", "-")] = Kind(function, quick)
        return function

    return register


def each(name, texts, make):
    """Registers a folder for each of some texts, since one that is refused hides what becomes of the others.

    These are rendered as Markdown and HTML alone, and opened.
    """
    for number, text in enumerate(texts, start=1):
        KINDS[f"{name}-{number}"] = Kind(lambda folder, text=text: make(folder, text), is_light=True)


@dataclasses.dataclass
class Kind:
    """A way to make a folder hostile."""

    make: Callable
    is_quick: bool = False
    is_light: bool = False
