"""Makes the seeds of the corpora from fixtures of the tests and from what the standard library writes.

    python3 Tests/Fuzz/make_corpora.py

Only files that begin with `seed-` are made; what a fuzzer kept or a crash left stays as it is. The result is the same on every
machine but for the streams of zlib, bz2 and lzma, which may differ in bytes and not in content.
"""

import bz2
import gzip
import hashlib
import io
import json
import lzma
import pathlib
import pickle
import struct
import tarfile
import zipfile
import zlib

import model_seeds
import report_seeds

here = pathlib.Path(__file__).resolve().parent
tests = here.parent
corpora = here / "Corpora"
LARGEST = 24_000
EPOCH = (1980, 1, 1, 0, 0, 0)


def keep(reader, name, content):
    """Writes a seed, unless it is too large to be a good one."""
    content = content.encode() if isinstance(content, str) else content
    if len(content) > LARGEST:
        raise SystemExit(f"{reader}/{name} has {len(content)} bytes, more than {LARGEST}")
    folder = corpora / reader
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{name}").write_bytes(content)


def copy(reader, *patterns, largest=LARGEST, at_most=8):
    """Takes the smallest fixtures that fit the patterns."""
    files = [file for pattern in patterns for file in tests.glob(pattern) if 0 < file.stat().st_size <= largest]
    if not files:
        raise SystemExit(f"{reader}: nothing fits {patterns}")
    for file in sorted(files, key=lambda file: (file.stat().st_size, file.name))[:at_most]:
        keep(reader, file.name, file.read_bytes())


def zipped(entries, compressed=True):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            information = zipfile.ZipInfo(name, EPOCH)
            information.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
            archive.writestr(information, content)
    return stream.getvalue()


def tarred(form):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
        for name, content in {"a.txt": b"one\n" * 20, "b/c.txt": b"two", "é" * 60 + ".txt": b""}.items():
            information = tarfile.TarInfo(name)
            information.size = len(content)
            archive.addfile(information, io.BytesIO(content))
    return stream.getvalue()


def archives():
    text = b"The cat sat on the mat. " * 8
    keep("gzip", "text", gzip.compress(text, mtime=0))
    keep("gzip", "members", gzip.compress(b"one", mtime=0) + gzip.compress(b"two", mtime=0))
    keep("gzip", "stored", gzip.compress(text, compresslevel=0, mtime=0))
    named = b"\x1f\x8b\x08\x1c" + bytes(6) + b"\x02\x00ab" + b"name\0" + b"note\0"
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    keep("gzip", "named", named + body.compress(text) + body.flush() + struct.pack("<II", zlib.crc32(text), len(text)))
    keep("bzip2", "text", bz2.compress(text))
    keep("bzip2", "two", bz2.compress(b"one") + bz2.compress(b"two"))
    keep("xz", "text", lzma.compress(text))
    keep("xz", "alone-sums", lzma.compress(text, check=lzma.CHECK_SHA256))
    copy("zstd", "ArchivesTests/Fixtures/*.zst")
    for name, form in {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}.items():
        if form != tarfile.USTAR_FORMAT:
            keep("tar", name, tarred(form))
        keep("tar", name + ".gz", gzip.compress(tarred(tarfile.PAX_FORMAT if name == "ustar" else form), mtime=0))
    keep("zip", "two", zipped({"a.txt": text, "b/": b"", "b/c.txt": b"two"}))
    keep("zip", "stored", zipped({"a": b"1", "é": b"2"}, compressed=False))
    keep("zip", "empty", zipped({}))
    keep("zip", "large-record", large_record(zipped({"a.txt": text, "b/c.txt": b"two"})))


def large_record(archive):
    """The archive with the record that those of more than 65,535 entries end with."""
    _, _, _, _, count, size, offset, _ = struct.unpack("<IHHHHIIH", archive[-22:])
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<IIQI", 0x07064B50, 0, len(archive) - 22, 1)
    return (
        archive[:-22]
        + record
        + locator
        + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0)
    )


def basics():
    keep("json", "all", '{"a":[1,-2.5e3,{"b":"\\u00e9\\ud83d\\ude00"}],"c":null,"d":true,"e":"","":[]}')
    keep("json", "numbers", "[0,-0,1e5,1E-5,9223372036854775807,9223372036854775808,0.1]")
    keep("json", "text", '"é\\n\\"\\\\\\/"')
    keep("terminal", "escape", "a\x1b[31mred\x1b[0m\r\n\tb\u202e.txt\u0085")
    # A carriage return with its line feed is one character, and was once left as a line break in a line.
    keep("terminal", "crlf", "a\r\nb")


def images():
    copy("png", "ImagesTests/Fixtures/decoding/*.png", "ImagesTests/Fixtures/*.png", largest=1600, at_most=40)
    copy("png", "ImagesTests/Fixtures/decoding/orientation-*.png", largest=3000)
    copy("jpeg", "ImagesTests/Fixtures/decoding/*.jpg", largest=1400, at_most=60)
    copy("webp", "ImagesTests/Fixtures/webp/*.webp", "ImagesTests/Fixtures/formats/*.webp", largest=4000, at_most=16)
    kinds = {"gif": 12, "tif": 66, "bmp": 24, "avif": 8, "heic": 8}
    for kind, count in kinds.items():
        copy("picture", f"ImagesTests/Fixtures/formats/*.{kind}", largest=6000, at_most=count)
    copy("location", "ImagesTests/Fixtures/located/*", largest=8000, at_most=24)


def embeddings():
    rows = [{"reviewText": "The cat sat on the mat.", "overall": 5.0}, {"reviewText": "É <b>great</b> price", "x": [1]}]
    lines = "\n".join(json.dumps(row) for row in rows) + "\n"
    keep("json-lines", "reviews", lines)
    keep("json-lines", "no-end", lines.rstrip())
    keep("json-corpus", "array", json.dumps(rows, indent=1))
    keep("json-corpus", "objects", "".join(json.dumps(row, indent=1) + "\n" for row in rows))
    keep(
        "python-lines", "reviews", "".join(f"{row}\n" for row in rows) + "{'reviewText': u'it\\'s \\x41 \\N{BULLET}'}\n"
    )
    keep("csv", "quoted", 'id,text\r\n1,"the ""cat"", and\nthe mat"\r\n2,dog\r\n')
    keep("csv", "tabs", "text\tid\nthe cat\t1\nthe dog\t2\n")
    keep("csv", "semicolons", "\ufefftext;id\nthe cat;1\n")
    keep("key-values", "snap", "product/productId: B1\nreview/text: the cat sat\n\nreview/text: the dog\n\n")
    keep("plain-text", "lines", "the cat sat\n\nÉl niño\r\nthe dog\n")
    keep("corpus", "gzip", gzip.compress(lines.encode(), mtime=0))
    keep("corpus", "zip", zipped({"reviews.json": lines, "__MACOSX/._reviews.json": b"x"}))
    keep("corpus", "lines", lines)
    words = {"the": [0.5, -1.0, 2.0], "cat": [1.5, 0.25, -0.125], "é": [0.0, 0.0, 1.0]}
    text = "".join(f"{word} {' '.join(map(str, vector))}\n" for word, vector in words.items())
    binary = b"".join(word.encode() + b" " + struct.pack("<3f", *vector) + b"\n" for word, vector in words.items())
    keep("vectors-text", "three", "3 3\n" + text)
    keep("vectors-binary", "three", b"3 3\n" + binary)
    keep("glove", "three", text)
    for name, content in {"text": "3 3\n" + text, "binary": b"3 3\n" + binary, "glove": text}.items():
        keep("vectors", name, content)
    keep("vectors", "text.gz", gzip.compress(("3 3\n" + text).encode(), mtime=0))
    copy("fasttext", "EmbeddingsTests/Fixtures/fasttext.bin", largest=LARGEST)
    keep("pairs", "tabs", "# pairs\na\tb\t7.5\na\tc\t1\nb\tc\t3\nb\tx\t2\n")
    keep("pairs", "commas", "Word 1,Word 2,Human (mean)\na,b,7.5\nb,c,1\n")
    keep("analogies", "sections", ": letters\na b b a\na b c a\n: more\nb a a b\n")
    keep("preprocess", "text", "The cat's 4g hands-free ÉLÈVE _x İstanbul ß 中文 ١٢\n")

    words = (
        "\u00c9l ni\u00f1o \u4e2d\u6587 \U0001d49cB \u0130stanbul na\u00efve don't e\u0301t\u00e9 2nd _x " + "x" * 300
    )
    keep("plain-text", "letters", (words + "\n") * 2)
    keep("plain-text", "markup", "<p>the &amp; cat</p> https://example.org/a?b=c @who #what :-) 1,000.5\n")
    keep(
        "json-corpus",
        "damaged",
        '[{"reviewText": "a \\"b\\" {c}"}, 3, {"x": {"y": [1]}}, {"reviewText": "never closed"',
    )
    for name, content in {
        "csv": "id,text\n" + "".join(f"{number},the cat sat on mat number {number}\n" for number in range(9)),
        "tabs": "id\ttext\tn\n" + "".join(f"{number}\tthe cat sat\t5\n" for number in range(9)),
        "semicolons": "id;text\n" + "".join(f"{number};the cat sat, and sat\n" for number in range(9)),
        "array": json.dumps(rows, indent=2),
        "python": "".join(f"{row}\n" for row in rows * 3),
        "pairs": "product/title: a cat\nreview/text: the cat sat on the mat\n\nproduct/title: a dog\nreview/text: the dog\n",
        "text": "the cat sat on the mat\nand the dog did not\n" * 4,
        "page": "<!DOCTYPE html><html><body>the cat</body></html>",
        "wide": "the cat sat".encode("utf-16"),
        "windows": "the caf\u00e9 \u201csat\u201d\n".encode("cp1252") * 3,
        "nothing": "",
        "binary": bytes(range(256)) * 3,
    }.items():
        keep("corpus", name, content)
        if content and name in ("csv", "array", "text"):
            keep("corpus", f"{name}.gz", gzip.compress(content.encode(), mtime=0))
            keep("corpus", f"{name}.zip", zipped({f"reviews.{'txt' if name == 'text' else name}": content}))
    keep("corpus", "several.zip", zipped({"a.csv": "text\na b\n", "b.csv": "text\nc d\n"}))
    keep("vectors", "glove", "the 0.1 0.2 0.3\ncat 1e-2 -2 3\n. 1 2 3\n")
    keep("vectors", "odd", "3 2\nthe 1 2\ncat 1\n 1 2\nthe 3 4\ndog x y\nsat 1:2 3:4\n")
    keep("vectors", "promise", "3 900000\nthe 1 2\n")
    keep("vectors", "page", "<html>\n")
    keep("glove", "blanks", "\nthe 0.1 0.2\n 1 2\n<unk> 3 4\ncat x 1\nthe 1 2\nnew york 5 6\n")
    keep("glove", "damaged", b"the 0.1 0.2\ncat 1 2\ndog 3\nb\xff 3 4\nsat 1 2 3\nx nan inf\n")
    keep("glove", "words", "the cat sat\n")
    keep("vectors-text", "odd", "3 2\nthe 1 2\ncat 1\n 1 2\nthe 3 4\ndog x y\nsat 1:2 3:4\n")


def assets():
    def answer(is_known, body="hello"):
        """An answer of even length, which is asked for by its sum, or of odd length, which is asked for without."""
        for padding in ("a", "ab"):
            text = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nA: {padding}\r\n\r\n{body}"
            if (len(text) % 2 == 0) == is_known:
                return text
        raise AssertionError("lengths that differ by one are even and odd")

    keep("answers", "known", answer(True))
    keep("answers", "other", answer(True, "hallo"))
    keep("answers", "any", answer(False))
    keep("answers", "chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
    keep("answers", "redirect", "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
    keep("answers", "refusal", "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
    keep(
        "answers",
        "range",
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nhello",
    )

    def several(name, is_known, *answers):
        """Answers to one request after another, asked for by the sum of hello or without."""
        for padding in ("a", "ab"):
            text = "\x1d".join(answer if isinstance(answer, str) else head(*answer) for answer in answers)
            text = text.replace("\r\n", f"\r\nA: {padding}\r\n", 1)
            if (len(text) % 2 == 0) == is_known:
                keep("answers", name, text)

    def head(status, body="", *headers, size=None):
        size = len(body) if size is None else size
        return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {size}", *headers, "", body])

    def cut(*headers):
        return head("200 OK", "he", *headers, size=5)

    def rest(*headers, of="2-4/5", body="llo"):
        return head("206 Partial Content", body, f"Content-Range: bytes {of}", *headers)

    whole, tag, other = head("200 OK", "hello"), 'ETag: "1"', 'ETag: "2"'
    nothing = head("416 Range Not Satisfiable", "", "Content-Range: bytes */5", tag)
    sums = [hashlib.sha256(text).hexdigest() for text in (b"hello", b"hallo")]
    linked = [f'X-Linked-ETag: "{sum}"' for sum in sums]
    commit, moved = "X-Repo-Commit: " + "ab" * 20, "302 Found"
    several("resumed", False, cut(tag), rest(tag))
    several("resumed-known", True, cut(), rest())
    several("resumed-by-date", False, cut("Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT"), rest())
    several("changed", False, cut(tag), rest(other), head("200 OK", "hallo", other))
    several("joined", True, cut(), rest(body="l!o"), whole)
    several("other-range", False, cut(tag), rest(tag, of="1-3/5"), whole)
    several("unasked-range", False, rest(of="0-2/3"), whole)
    several("whole-already", False, head("200 OK", "hello", tag, size=9), nothing)
    several("whole-of-another", False, head("200 OK", "hello", other, size=9), nothing, whole)
    several("next-run", False, cut(tag), head("503 Service Unavailable"), head("503 Service Unavailable"), rest(tag))
    several("later", False, head("503 Service Unavailable", "", "Retry-After: 1"), whole)
    several("too-many", False, head("429 Too Many Requests", "", "Retry-After: never"), head("429 Too Many Requests"))
    several("nothing", False, "HTTP/1.1 200 OK\r\n", whole)
    several("hub", False, head(moved, "", "Location: /b", linked[0], "X-Linked-Size: 5", commit), whole)
    several("hub-size", False, head(moved, "", "Location: /b", "X-Linked-Size: 6"), whole)
    several("hub-sum", False, head(moved, "", "Location: /b", linked[1]), whole)
    several("hub-resumed", False, head(moved, "", "Location: /b", linked[0]), cut(), rest(body="l!o"), whole)
    several("weak", False, cut('ETag: W/"1"'), whole)
    several("circle", False, head(moved, "", "Location: /a"), head(moved, "", "Location: /a"))
    several("downgrade", False, head(moved, "", "Location: ftp://127.0.0.1/a"))
    several("too-large", False, head("200 OK", "hello", size=1 << 30))
    several("forbidden", False, head("401 Unauthorized", "no"))
    several("interim", False, "HTTP/1.1 100 Continue\r\n\r\n" + whole)
    keep("catalogue", "shipped", (tests.parent / "assets/catalogue.json").read_text())


def notebook():
    for report in sorted((tests.parent / "reports").glob("*/report.yml")):
        keep("report-yml", report.parent.name, report.read_text())
    keep(
        "report-yml",
        "all",
        "title: A report\nauthors:\n  - {name: Ada, id: s1}\nlanguage: de\noutputs: [html]\nembeddings:\n"
        "  window: 5\n  rate: 0.25\n  on: yes\n  words: [a, b]\n  data: &d reviews\n",
    )
    keep(
        "report-yml",
        "texts",
        "title: A report\nsubtitle: 'It''s'\ncourse: >-\n  two\n  lines\ndate: 2026-01-01\nchapters: [embeddings, captions]\n",
    )
    keep("seal", "two", json.dumps({"inputs": {"code": "1", "seed": "2"}, "outputDigest": "ab" * 32}))
    keep("failure", "one", json.dumps({"message": "no such file"}))
    keep(
        "output-record",
        "files",
        json.dumps({"format": 1, "files": ["report.md", "chapters/embeddings/chapter.json", "cache/engine/"]}),
    )
    for name, files in {
        "way": ["way/outside.txt", "way/report/report.yml", "report.md"],
        "folders": ["chapters/embeddings/", "chapters/", "cache/engine/x"],
        "outside": ["../report.yml"],
        "root": ["/etc/passwd"],
        "nothing": [],
    }.items():
        keep("output-record", name, json.dumps({"format": 1, "files": files}))
    keep("output-record", "newer", json.dumps({"format": 9, "files": []}))
    import hashlib

    content = {"report.md": b"hi", "é.md": b"two"}
    manifest = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in content.items())
    keep("submission", "whole", zipped({**content, "MANIFEST.sha256": manifest}))
    keep(
        "submission",
        "nested",
        zipped({f"s/{name}": body for name, body in {**content, "MANIFEST.sha256": manifest}.items()}),
    )
    keep("manifest", "two", manifest.replace(hashlib.sha256(b"two").hexdigest(), hashlib.sha256(b"hi").hexdigest()))
    keep("question", "line", """'two words' "a \\"b\\"" c\\ d --pair e f --find king - man + woman""")
    keep("question", "options", "--model=mine --words a b c -- --literal -")
    keep("question", "quote", "it's")
    report = (
        "# Mine\ntitle: x\nchapters: [embeddings]\nembeddings:\n  # how far\n  window: 5 # words\n  data: reviews\n"
    )
    keep("choice", "number", "07\n" + report)
    keep("choice", "texts", "1battery,price: low,#x\n" + report)
    keep(
        "choice", "records", "2a,b\n" + report.replace("window: 5 # words", "window:\n    - first: c\n      second: d")
    )
    keep("choice", "text", 'a "sentence": it\n' + report.replace("\n", "\r\n"))
    keep("choice", "none", "3x\ntitle: x\n")
    keep("choice", "short", "05\nembeddings: {data: reviews, window: 5}\nattention:\n")


def safetensors(header, data):
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


class Global:
    """Something that a pickle names and that is not here: written as it is named, never looked for."""

    def __init__(self, module, name):
        self.module, self.name = module, name


class Pickler(pickle._Pickler):
    """Writes a state dictionary as torch.save does, without torch."""

    def persistent_id(self, value):
        return value[1:] if isinstance(value, tuple) and value and value[0] == "persistent" else None

    def save(self, value, save_persistent_id=True):
        if isinstance(value, Global):
            self.write(b"c" + f"{value.module}\n{value.name}\n".encode())
        elif isinstance(value, Call):
            self.save(value.function)
            self.save(value.arguments)
            self.write(b"R")
        else:
            super().save(value, save_persistent_id)


class Call:
    """What a pickle has made by calling what it names."""

    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments


def tensor(key, shape, storage="FloatStorage", count=64, offset=0):
    strides = [1] * len(shape)
    for place in range(len(shape) - 2, -1, -1):
        strides[place] = strides[place + 1] * shape[place + 1]
    place = ("persistent", "storage", Global("torch", storage), key, "cpu", count)
    hooks = Call(Global("collections", "OrderedDict"))
    return Call(Global("torch._utils", "_rebuild_tensor_v2"), place, offset, tuple(shape), tuple(strides), False, hooks)


def pickled(value):
    stream = io.BytesIO()
    Pickler(stream, 2).dump(value)
    return stream.getvalue()


def transformers():
    header = {
        "a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
        "b": {"dtype": "F16", "shape": [3], "data_offsets": [16, 22]},
        "c": {"dtype": "BF16", "shape": [], "data_offsets": [22, 24]},
        "__metadata__": {"format": "pt"},
    }
    keep("safetensors", "three", safetensors(header, bytes(range(24))))
    state = {"a": tensor("0", [2, 3]), "b": tensor("0", [4], offset=6), "n": 3, "t": (1, 2.5, None, "é")}
    keep("pickle", "state", pickled(state))
    keep("pickle", "half", pickled({"a": tensor("0", [2, 2], "HalfStorage", 128)}))
    entries = {"m/data.pkl": pickled(state), "m/data/0": bytes(256), "m/version": b"3\n", "m/byteorder": b"little"}
    keep("torch", "state", zipped(entries, compressed=False))
    weights = {"a": tensor("0", [2, 3]), "b": tensor("0", [4], offset=6)}
    keep("torch", "weights", zipped({**entries, "m/data.pkl": pickled(weights)}, compressed=False))
    keep("torch", "trainer", zipped({**entries, "m/data.pkl": pickled({"n": 3, "model": weights})}, compressed=False))
    keep("pickle", "weights", pickled(weights))
    copy("old-torch", "TransformersTests/Fixtures/checkpoints/old*.bin")
    keep("shard-index", "one", json.dumps({"metadata": {"total_size": 8}, "weight_map": {"a": "a.safetensors"}}))
    copy(
        "tokenizer",
        "TransformersTests/Fixtures/tokenizers/cased.json",
        "TransformersTests/Fixtures/tokenizers/bytes.json",
    )
    fixtures = tests / "TransformersTests/Fixtures/tokenizers"
    pieces = json.loads((fixtures / "unigram.json").read_text())[:160]
    for kind in json.loads((fixtures / "unigram-kinds.json").read_text()):
        document = kind["document"]
        own = {token["id"]: [token["content"], 0.0] for token in document["added_tokens"]}
        if max(own) < len(pieces):
            document["model"]["vocab"] = [own.get(number, piece) for number, piece in enumerate(pieces)]
            # The table of characters, which the fixtures leave out.
            document["normalizer"] = {"type": "NFKC"}
            keep("tokenizer", f"unigram-{kind['name']}".replace(" ", "-"), json.dumps(document, ensure_ascii=False))
    copy("tokenizer-settings", "TransformersTests/Fixtures/encoder-decoders/*/tokenizer_config.json")
    pairs = json.loads((fixtures / "pairs.json").read_text())
    for kind in json.loads((fixtures / "pairs-kinds.json").read_text()):
        document, name = kind["document"], kind["name"].replace(" ", "-").replace("/", "-")
        document["model"]["vocab"] = {token: number for number, token in enumerate(pairs["tokens"][:200])}
        document["model"]["merges"] = []
        document["added_tokens"] = []
        keep("tokenizer", f"pairs-{name}", json.dumps(document, ensure_ascii=False))
    kinds = [
        *json.loads((fixtures / "pairs-kinds.json").read_text()),
        *json.loads((fixtures / "sentencepiece-kinds.json").read_text()),
    ]
    for number, settings in enumerate(kind["settings"] for kind in kinds if kind.get("settings")):
        keep("tokenizer-settings", f"kind-{number}", json.dumps(settings))
    keep(
        "tokenizer-settings",
        "bert",
        json.dumps({"tokenizer_class": "BertTokenizer", "do_lower_case": False, "model_max_length": 16}),
    )
    copy("adapter", "TransformersTests/Fixtures/adapters/patterns/adapter_config.json")
    keep("tokenizer-text", "mixed", "The cat's É 中文 <s> [MASK] <|endoftext|> 👩‍👩‍👧 e\u0301 \u0000 \t\n 12345 don't")
    keep(
        "word-pieces",
        "few",
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "##s", "a", "##t", "é"]) + "\n",
    )
    letters = [chr(number) for number in range(0x21, 0x7F)] + ["Ġ"]
    vocabulary = {token: number for number, token in enumerate([*letters, "th", "the", "Ġthe", "<|endoftext|>"])}
    merges = "#version: 0.2\nt h\nth e\nĠ the\n"
    keep("byte-pairs", "few", json.dumps(vocabulary, ensure_ascii=False).encode() + b"\xff" + merges.encode())
    copy("sentencepiece", "TransformersTests/Fixtures/tokenizers/*.model", at_most=4)
    pieces = json.loads((tests / "TransformersTests/Fixtures/tokenizers/sentencepiece-kinds.json").read_text())
    vocabulary = {token: number for number, token in enumerate(pieces[0]["vocabulary"])}
    keep("marian", "vocabulary", json.dumps({token: vocabulary[token] for token in list(vocabulary)[:400]}))
    few = {
        token: number for number, token in enumerate(["</s>", "<unk>", ">>nob<<", "▁the", "▁", "t", "h", "e", "<pad>"])
    }
    model = (tests / "TransformersTests/Fixtures/tokenizers/roberta.model").read_bytes()
    keep("marian", "few", json.dumps(few).encode() + b"\xff" + model)
    copy(
        "config",
        "TransformersTests/Fixtures/models/*/config.json",
        "TransformersTests/Fixtures/encoder-decoders/*/config.json",
        at_most=16,
    )
    for file in sorted(tests.glob("TransformersTests/Fixtures/architectures/*.json")):
        for configuration in json.loads(file.read_text()).get("configurations", [])[:1]:
            keep("config", file.stem, json.dumps(configuration))
    copy("language-model", "TransformersTests/Fixtures/models/bert/config.json")
    miniclip = tests.parent / "assets/miniclip"
    for reader, name in {
        "clip-config": "config",
        "clip-model": "config",
        "preprocessor": "preprocessor_config",
    }.items():
        keep(reader, "miniclip", (miniclip / f"{name}.json").read_text())
    copy("clip-config", "TransformersTests/Fixtures/clip/siglip-tiny/config.json")
    model_seeds.add(keep, tests.parent, zipped, pickled, tensor)


def preview():
    host = "Host: 127.0.0.1:8000\r\n"
    key = "0123456789abcdef"
    for name, head in {
        "page": f"GET /{key}/ HTTP/1.1\r\n{host}Sec-Fetch-Site: none\r\nAccept: text/html\r\n",
        "part": f"HEAD /{key}/part/1?v=3 HTTP/1.0\r\nhost: localhost:8000\r\nOrigin: http://localhost:8000\r\nSec-Fetch-Site: same-origin\r\n",
        "figure": f"GET /{key}/chapters/embeddings/a%20b.png HTTP/1.1\r\n{host}Content-Length: 0\r\n",
        "visit": f"GET /{key}/ HTTP/1.1\r\n{host}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
        "outside": f"GET /{key}/chapters/%2e%2e/x HTTP/1.1\r\n{host}",
        "host": f"GET /{key}/ HTTP/1.1\r\nHost: evil.example\r\n",
        "post": f"POST /{key}/ HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n",
    }.items():
        keep("request", name, head + "\r\n")


def rendering():
    answer = (
        "A vector has {{embeddings.size}} numbers, *see* **this** and `code`.\n\n- one\n- [ ] two\n\n| a | b |\n|---|---|\n"
        "| 1 | `x` |\n\n> quoted[^1]\n\n[^1]: A note.\n\n```swift\nlet a = 1\n```\n\n<b>shown</b> [link](https://example.org)\n"
    )
    keep("answer", "all", answer)
    keep(
        "answer",
        "plain",
        "Vectors of words that occur together point the same way.\n\nSecond paragraph, with ~~nothing~~.\n",
    )
    keep("answer", "hostile", "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n<!-- open\n")
    for name, text in {
        "all": answer,
        "signs": 'He said "so" \\ and #let x = 1; $a$ [b] {c} `d` // e /* f */\n\n    indented "code"\n\n$$\n\\frac{a}{b}\n$$\n',
        "parts": "# One\n\n1. a\n   - b\n     > c\n\n> [!NOTE]\n> d\n\n<details><summary>s</summary>\n\nt\n\n</details>\n\n---\n\n"
        "Term\n: what it is\n\n![p](p.png) <kbd>x</kbd> H<sub>2</sub>O {{table:embeddings/near}} {{section:pictures}}\n",
    }.items():
        keep("pages", name, text)
    keep(
        "answer-import",
        "two",
        "---\ntitle: x\n---\nBefore.\n\n# 3.1 Word embeddings\n\n## a) The size of it (0.5 points)\n\nOne hundred.\n\n### Why\n\n"
        "So.\n\nWords\n-----\n\nNear ones.\n\n# Pictures\n\n## The size of it\n\nTwo.\n\n## Thanks\n\nNobody.\n",
    )
    keep("answer-import", "windows", "## Size\r\n\r\nOne hundred.\r\n\r\n## Words\r\nBoth.\r\n")
    keep("value-text", "signs", 'a|b`c*_<b> {{x}} [x](javascript:alert(1))\n# 1. \\ "q"\t&lt;')
    keep("value-text", "plain", "terrible")
    keep("markdown", "all", answer)
    keep("markdown", "deep", "> " * 30 + "x\n" + "- " * 30 + "y\n")
    columns = [
        {"title": "Word", "isCode": True, "alignment": "leading"},
        {"title": "n", "isCode": False, "alignment": "trailing"},
    ]
    table = {
        "caption": "Nearest words.",
        "columns": columns,
        "id": "near",
        "rows": [["terrible", "0.6"], ["a|b`c", "<b>"]],
    }
    document = {
        "slug": "embeddings",
        "title": "Word embeddings",
        "summary": "Words as *vectors*.",
        "conclusion": "",
        "format": 1,
        "attachments": [],
        "substitutions": [],
        "leftOut": [],
        "provenance": ["{{embeddings.size}} reviews."],
        "questions": [{"id": "size", "title": "Size", "prompt": "How?", "points": 1, "values": []}],
        "blocks": [
            {
                "kind": "markdown",
                "text": "## The data\n\nThere are {{embeddings.size}} numbers.[^1]\n\n[^1]: As counted.",
            },
            {"kind": "formula", "formula": {"tex": "a = b", "title": "A measure"}},
            {"kind": "table", "table": table},
            {"kind": "callout", "callout": {"kind": "note", "text": "A *remark*.", "title": "Mind"}},
            {"kind": "question", "question": "size"},
        ],
    }
    keep("chapter", "few", json.dumps(document))
    keep(
        "results", "few", json.dumps({"size": 100, "words": ["bad"], "evil": "<script>x</script> {{embeddings.size}}"})
    )
    reading = {"data": "*", "values": {".size": "100"}}
    record = {"answers": {"embeddings/size": {"readings": [reading], "text": "ab"}}, "format": 1}
    keep("reviewed", "one", json.dumps(record))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    keep("drawing", "shapes", svg + '<g fill="#f00"><path d="M0 0L5 5Z"/><text x="1" y="2">é</text></g></svg>')
    keep(
        "drawing",
        "gradient",
        svg
        + '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><rect width="9" height="9" fill="url(#g)"/></svg>',
    )
    report_seeds.add(keep)


if __name__ == "__main__":
    for old in corpora.glob("*/seed-*"):
        old.unlink()
    for part in (archives, basics, images, embeddings, assets, notebook, preview, transformers, rendering):
        part()
    readers = sorted(folder.name for folder in corpora.iterdir() if folder.is_dir())
    files = [file for file in corpora.rglob("*") if file.is_file()]
    print(f"{len(files)} inputs of {len(readers)} readers, {sum(file.stat().st_size for file in files)} bytes")
