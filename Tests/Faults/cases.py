"""Files beyond what Quire reads of them, and files that claim to be, each with the command that reads it."""

import dataclasses
import json
import pathlib
import shutil

import lies
from bench import ROOT, Bench
from commands import RENDER, REPORT

MEBIBYTE = 1 << 20
MODEL = ROOT / "Tests/TransformersTests/Fixtures/models/bert"
PICTURE = ["try", "captions", "{}", "a dog", *REPORT]
CORPUS = ["try", "embeddings", "bad", *REPORT, "-P", "embeddings.data={}"]
VECTORS = ["try", "embeddings", "bad", *REPORT, "-P", "embeddings.vectors={}"]
ATTENTION = ["try", "attention", "a cat sits", "--model", "{}", *REPORT]
VERIFY = ["verify", "{}"]
LIST = ["list", *REPORT]


@dataclasses.dataclass
class Case:
    """A file, the command that reads it, and words of what is said then."""

    reader: str
    name: str
    data: bytes
    command: list[str]
    words: str
    # Where the file is larger than its data: zeros before or behind it that take no room on the disk.
    size: int = 0
    zeros_first: bool = False
    # Other files of a model's folder.
    beside: dict[str, bytes] = dataclasses.field(default_factory=dict)
    # How many files of the kind there are, with their number in the place of a # in the name.
    copies: int = 1
    # How much memory it may take beyond an honest file, in MiB.
    room: int = 64

    def write(self, bench: Bench) -> pathlib.Path:
        """Puts the file in its place, and gives what the command is told."""
        place = bench.work / self.name
        if self.command is ATTENTION:
            place = bench.work / "model" / self.name
            shutil.copytree(MODEL, place.parent)
            if self.name.startswith("pytorch"):
                (place.parent / "model.safetensors").unlink()
            if not self.name.startswith(("pytorch", "model", "config", "tokenizer")):
                (place.parent / "tokenizer.json").unlink()
        place.parent.mkdir(parents=True, exist_ok=True)
        for name, data in self.beside.items():
            (place.parent / name).write_bytes(data)
        for number in range(self.copies):
            with open(str(place).replace("#", str(number)), "wb") as file:
                if self.zeros_first:
                    file.seek(self.size)
                file.write(self.data)
                if self.size and not self.zeros_first:
                    file.truncate(self.size)
        return place.parent if self.command is ATTENTION else place


def config(**changes: object) -> bytes:
    """The settings of a small BERT, changed."""
    return json.dumps(json.loads((MODEL / "config.json").read_text()) | changes).encode()


ALBERT = config(model_type="albert", embedding_size=32)


def marian() -> bytes:
    """The settings of a Marian that claims more positions than any has."""
    sizes = {"d_model": 32, "vocab_size": 160, "max_position_embeddings": 1 << 20, "decoder_start_token_id": 0}
    for side in ("encoder", "decoder"):
        sizes |= {f"{side}_layers": 1, f"{side}_attention_heads": 2, f"{side}_ffn_dim": 64}
    return json.dumps({"model_type": "marian", "is_encoder_decoder": True} | sizes).encode()


def svg(content: bytes) -> bytes:
    """A drawing."""
    return b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + content + b"</svg>"


# A drawing of a thousand shapes, shown six hundred times.
REPEATED = b'<g id="a">' + b'<rect width="1" height="1"/>' * 1000 + b"</g>" + b'<use href="#a"/>' * 600
ANSWERS = "report/answers/embeddings"
DRAWN = {"parameters.md": b"![A drawing](a.svg)\n"}


def claims() -> list[Case]:
    """Files that say that they are larger than they are."""
    shape = b'{"a":{"dtype":"F32","shape":[1000000000,1000000000],"data_offsets":[0,4000000000]}}'
    return [
        Case("PNG", "a.png", lies.png(), PICTURE, "Not enough image data"),
        Case("JPEG", "a.jpg", lies.jpeg("rgb.jpg")[:-20], PICTURE, "ends too early"),
        Case("JPEG, progressive", "b.jpg", lies.jpeg("gray-progressive.jpg"), PICTURE, "premature end"),
        Case("GIF", "a.gif", lies.gif(), PICTURE, "ends too early"),
        Case("BMP", "a.bmp", lies.bmp(), PICTURE, "ends too early"),
        Case("TIFF", "a.tif", lies.tiff(), PICTURE, "cannot be read"),
        Case("WebP", "a.webp", lies.webp(), PICTURE, "its data are damaged"),
        # libavif scales a picture to the size that its container names, below the limit of pixels. An honest one of one colour takes as
        # much: a byte of it holds 60,000 pixels.
        Case("AVIF", "a.avif", lies.extents("plain.avif"), PICTURE, "", room=1100),
        Case("HEIC", "a.heic", lies.extents("plain.heic"), PICTURE, ""),
        Case("zip64", "a.zip", lies.zip64(), VERIFY, "the central directory is not where"),
        Case("zip", "b.zip", lies.stored(1000), VERIFY, "holds 1 bytes where it claims 1000"),
        Case("gzip", "a.txt.gz", lies.gzip(), CORPUS, "incorrect length check"),
        Case("xz", "a.txt.xz", lies.xz(37), CORPUS, "breaks off"),
        Case("zstd", "a.txt.zst", lies.zstd(31), CORPUS, "no words"),
        Case("word2vec text", "a.vec", b"1000000000 300\na 1 2 3\n", VECTORS, "more than its 23 bytes can hold"),
        Case("word2vec binary", "a.bin", b"1000000000 300\na " + bytes(12), VECTORS, "more than its 29 bytes can hold"),
        Case("fastText", "b.bin", lies.fasttext(), VECTORS, "ends within its list of 2147483647 words"),
        Case(
            "safetensors, length", "model.safetensors", lies.safetensors(b"{}", 100_000_000), ATTENTION, "is cut short"
        ),
        Case("safetensors, shape", "model.safetensors", lies.safetensors(shape), ATTENTION, "past its end at 0"),
        Case("PyTorch, pickle", "pytorch_model.bin", b"\x80\x02}(X\xff\xff\xff\x7fa.", ATTENTION, "ends early"),
        Case("PyTorch, zip", "pytorch_model.bin", lies.stored(1000, b"a/data.pkl"), ATTENTION, "claims 1000"),
        Case("config.json, size", "config.json", config(hidden_size=1 << 24), ATTENTION, "expected [160, 16777216]"),
        Case("config.json, layers", "config.json", config(num_hidden_layers=4096), ATTENTION, "has no tensor"),
        Case(
            "tokenizer.json",
            "tokenizer.json",
            b'{"model":{"type":"WordPiece","vocab":{"a":4000000000}}}',
            ATTENTION,
            "has no id from 0 to",
        ),
    ]


def limits() -> list[Case]:
    """Files beyond what is read."""
    linked = {"parameters.md": b"".join(b"[a file](a%d.txt)\n" % number for number in range(9))}
    return [
        Case(
            "files of answers",
            f"{ANSWERS}/a#.txt",
            b"x",
            RENDER,
            "at most 536.9 MB go into a report",
            60 * MEBIBYTE,
            copies=9,
            beside=linked,
        ),
        Case(
            "SVG, elements",
            f"{ANSWERS}/a.svg",
            svg(b"<g/>" * 100_001),
            RENDER,
            "more than 100000 elements",
            beside=DRAWN,
        ),
        Case("SVG, shapes", f"{ANSWERS}/a.svg", svg(REPEATED), RENDER, "more than 500000 shapes", beside=DRAWN),
        Case("zstd, window", "a.txt.zst", lies.zstd(40), CORPUS, "too much memory"),
        Case("report.yml", "report/report.yml", b"title: x\n", LIST, "at most 1.0 MB are read here", size=2 * MEBIBYTE),
        Case("answer", f"{ANSWERS}/parameters.md", b"x", RENDER, "at most 1.0 MB are read here", size=2 * MEBIBYTE),
        Case(
            "style sheet",
            "report/style.css",
            b"x",
            [*RENDER, "-P", "style=style.css"],
            "at most 1.0 MB",
            size=2 * MEBIBYTE,
        ),
        Case(
            "reviewed.json", "report/answers/reviewed.json", b"{", ["accept", *REPORT], "at most 8", size=9 * MEBIBYTE
        ),
        Case("record of outputs", "report/output/.quire.json", b"{", RENDER, "at most 67", size=65 * MEBIBYTE),
        Case("picture", "a.png", lies.png(), PICTURE, "at most 268.4 MB are read here", size=257 * MEBIBYTE),
        Case("picture, pixels", "a.png", lies.png(20_000, 20_000), PICTURE, "20000 × 20000 pixels; at most 128000000"),
        Case("pairs", "a.tsv", b"a\tb\t1\n", [*RENDER, "-P", "embeddings.pairs={}"], "at most 67", size=65 * MEBIBYTE),
        Case(
            "safetensors, header",
            "model.safetensors",
            lies.safetensors(b"{}", 100_000_001),
            ATTENTION,
            "more than 100,000,000",
        ),
        Case("config.json", "config.json", b"{", ATTENTION, "at most 100.0 MB are read", size=100_000_001),
        Case("config.json, nesting", "config.json", b"[" * 1_000_000, ATTENTION, "nested more than 128 deep"),
        Case("config.json, size", "config.json", config(vocab_size=16777217), ATTENTION, "from 1 to 16777216"),
        Case("config.json, layers", "config.json", config(num_hidden_layers=4097), ATTENTION, "from 1 to 4096"),
        Case("config.json, positions", "config.json", marian(), ATTENTION, "from 1 to 16384"),
        Case(
            "SentencePiece",
            "spiece.model",
            b"x",
            ATTENTION,
            "at most 67",
            size=65 * MEBIBYTE,
            beside={"config.json": ALBERT},
        ),
        Case(
            "SentencePiece, pieces",
            "spiece.model",
            lies.pieces((1 << 20) + 1),
            ATTENTION,
            "are more than 1048576",
            room=600,
            beside={"config.json": ALBERT},
        ),
        Case(
            "zip, list",
            "a.zip",
            lies.long_directory(),
            VERIFY,
            "more than the limit of 536870912",
            600 * MEBIBYTE,
            True,
        ),
        Case("xz, memory", "a.txt.xz", lies.xz(40), CORPUS, "takes more than 2 GiB of memory to expand"),
        Case("tar, name", "a.tar", lies.tar(), CORPUS, "a tar entry's name is longer than 1 MiB"),
        Case("vectors, memory", "a.bin", b"700000 1000\n", VECTORS, "raise memory_limit", size=3 << 30),
    ]
