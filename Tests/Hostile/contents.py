"""Hostile contents: pictures, works cited, data sets, models and submissions."""

import gzip
import io
import json
import os
import pathlib
import struct
import zipfile
import zlib

from folder import MARKUP, TERMINAL, TEX, TYPST, each, kind


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def picture(width, height, extra=b"", rows=None):
    """A grey PNG, whose header may claim what it likes."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height)) if rows is None else rows
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + extra
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


VECTORS = [
    '<script>window.PWN=1</script>', '<image href="http://canary.invalid/i"/>', '<image href="//canary.invalid/i"/>', '<a href="javascript:window.PWN=1"><text>x</text></a>',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="http://canary.invalid/i"/></body></foreignObject>',
    '<style>@import url(http://canary.invalid/s.css);</style>', '<rect style="fill:url(http://canary.invalid/f#x)" width="9" height="9"/>',
    '<use href="http://canary.invalid/u.svg#a"/>', '<animate onbegin="window.PWN=1" attributeName="x" dur="1s"/>', '<set attributeName="onload" to="window.PWN=1"/>',
    '<image href="file:///etc/passwd"/>', '<image href="../../../outside/secret.png"/>', '<rect onclick="window.PWN=1" width="9" height="9"/>',
    '<metadata><script xmlns="http://www.w3.org/1999/xhtml">window.PWN=1</script></metadata>', '<handler type="text/javascript">window.PWN=1</handler>',
    '<g>' * 20000 + '</g>' * 20000, '<image href="data:image/svg+xml,%3Csvg%20onload=%22window.PWN=1%22/%3E"/>', '<feImage href="http://canary.invalid/i"/>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">window.PWN=1</x:script>', '<rect width="9" height="9" fill="red"/>',
]  # fmt: skip
HEADS = [
    '<?xml-stylesheet href="http://canary.invalid/x.xsl" type="text/xsl"?>',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
]


def with_vectors(folder, text, head=""):
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90"'
    folder.write("answers/embeddings/own.svg", f'<?xml version="1.0"?>{head}<svg {space}>{text}</svg>')
    folder.answer("![A drawing](own.svg)")


each("drawing", VECTORS, with_vectors)
each("drawing-head", HEADS, lambda folder, text: with_vectors(folder, "<text>&x;&c;</text>", text))


@kind(quick=True)
def picture_of_vectors(folder):
    with_vectors(folder, "".join(VECTORS))
    folder.write("answers/embeddings/cats.png", (folder / "answers/embeddings/own.svg").read_bytes())
    folder.answer("![x](cats.png)", "embeddings/neighbours")


@kind()
def pictures_of_two_kinds(folder):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("../../outside/x", "x")
    folder.write("answers/embeddings/cats.png", picture(40, 40) + MARKUP.encode() + archive.getvalue())
    folder.write("answers/embeddings/cats.jpg", b"GIF89a/*" + MARKUP.encode() + b"*/=1;" + picture(40, 40))
    folder.answer("![x](cats.png)")
    folder.answer("![x](cats.jpg)", "embeddings/neighbours")


@kind()
def picture_with_words(folder):
    text = chunk(b"tEXt", b"Comment\0" + MARKUP.encode()) + chunk(
        b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + MARKUP.encode()
    )
    bomb = chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * (1 << 28), 9)) + chunk(
        b"iCCP", b"x\0\0" + zlib.compress(b"\0" * (1 << 28), 9)
    )
    folder.write("answers/embeddings/cats.png", picture(40, 40, text + bomb))
    folder.answer("![x](cats.png)")


@kind()
def picture_of_too_many_pixels(folder):
    folder.write("answers/embeddings/cats.png", picture(65536, 65536, rows=b""))
    folder.answer("![x](cats.png)")


@kind()
def picture_that_unpacks(folder):
    folder.write("answers/embeddings/cats.png", picture(9_000, 9_000, rows=b"\0" * (9_001 * 9_000)))
    folder.answer("![x](cats.png)")


@kind()
def pictures_by_the_hundred(folder):
    for number in range(300):
        folder.write(f"answers/embeddings/{number}.png", picture(1000, 1000, rows=b"\0" * (1001 * 1000)))
    folder.answer("\n\n".join(f"![x]({number}.png)" for number in range(300)))


@kind()
def picture_of_a_chapter(folder):
    folder.write("photo.png", picture(30_000, 30_000, rows=b"\0" * 1000))
    folder.only("captions", image="photo.png", descriptions="[two cats]", false="[a boat]")


@kind(quick=True)
def works_as_bibtex(folder):
    evil = MARKUP.replace("{", "").replace("}", "")
    folder.write(
        "references.bib",
        f"@book{{a, title={{{evil} {TYPST.replace('{', '').replace('}', '')} \\input{{/etc/passwd}} \\write18{{touch RAN}} $`x`$}}, "
        f'author={{{evil}}}, year={{2020}}, url={{javascript:window.PWN=1}}, doi={{10.1/"><script>window.PWN=1</script>}}}}\n'
        f"@book{{{'k' * 5000}, title={{x}}}}\n@string{{s = {{\\input{{../outside/secret.txt}}}}}}\n@misc{{b, title=s, note={{\\include{{x}}}}, url={{file:///etc/passwd}}}}\n",
    )
    folder.answer("[@a] [@b]")


@kind()
def works_as_json(folder):
    folder.write("references.json", json.dumps([
        {"id": "a", "type": "book", "title": MARKUP + TYPST + TEX, "URL": "javascript:window.PWN=1", "author": [{"family": MARKUP, "literal": TERMINAL}],
         "issued": {"date-parts": [[1e300]]}, "container-title": TERMINAL, "DOI": MARKUP},
        {"id": "../../x", "type": "x" * 10000}, {"id": TERMINAL, "type": "book", "title": TERMINAL}, 7, None,
    ]))  # fmt: skip
    folder.answer("[@a]")


@kind()
def works_that_are_none(folder):
    folder.write("references.json", json.dumps([{"id": TERMINAL}, 7, None, {"title": TERMINAL}]))
    folder.answer("[@a]")


@kind()
def works_by_the_hundred_thousand(folder):
    folder.write(
        "references.bib",
        "".join(f"@book{{k{i}, title={{T {i}}}, author={{A, B}}, year={{2020}}}}\n" for i in range(100_000)),
    )
    folder.answer("[@k7]")


@kind()
def works_of_depth(folder):
    folder.write("references.bib", "@book{a, title={" + "{" * 50_000 + "x" + "}" * 50_000 + "}}\n")
    folder.answer("[@a]")


@kind()
def data_that_unpacks(folder):
    folder.write(
        "corpus.txt.gz", gzip.compress((b"the bad screen works and " * 40 + b"\n") * 1000 + b"a" * (1 << 30), 9)
    )
    folder.only("embeddings", data="corpus.txt.gz", words="[bad]", vector_size=8, min_count=1)


@kind()
def data_of_one_word(folder):
    folder.write("corpus.txt", b"a" * (64 << 20))
    folder.only("embeddings", data="corpus.txt", words="[bad]", vector_size=8, min_count=1)


@kind()
def data_as_archive(folder):
    with zipfile.ZipFile(folder / "corpus.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("../../outside/x.txt", "the bad screen works\n" * 100)
        zipped.writestr("/etc/x.txt", "x")
        zipped.writestr(TERMINAL + ".txt", "x")
    folder.only("embeddings", data="corpus.zip", words="[bad]", vector_size=8, min_count=1)


@kind()
def data_as_table(folder):
    rows = f'text,label\n"=cmd|\'/C calc\'!A0 {MARKUP}",1\n"{TERMINAL}",2\n' + '"' + "x" * 1_000_000
    folder.write("corpus.csv", rows)
    folder.only("embeddings", data="corpus.csv", words="[bad]", vector_size=8, min_count=1)


@kind()
def data_as_json(folder):
    folder.write("corpus.json", b'{"reviewText": "' + b"\\u001b]0;PWN\\u0007 bad screen" + b'"}\n' + b"[" * 100_000)
    folder.only("embeddings", data="corpus.json", words="[bad]", vector_size=8, min_count=1)


@kind()
def vectors_with_a_lie(folder):
    folder.write("vectors.bin", b"999999999999 999999999\n" + os.urandom(1000))
    folder.only("embeddings", data="corpus.txt", other_vectors="vectors.bin", words="[bad]", vector_size=8, min_count=1)


@kind()
def model_of_programs(folder):
    config = json.loads(pathlib.Path(folder / "model/config.json").read_text())
    config.update(auto_map={"AutoModel": "evil.Evil"}, custom_pipelines={"x": {"impl": "evil"}}, trust_remote_code=True)
    folder.write("model/config.json", json.dumps(config))
    folder.write("model/evil.py", "open('RAN', 'w').close()\n")
    folder.remove("model/model.safetensors")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("archive/data.pkl", b"\x80\x02cposix\nsystem\nX\x09\0\0\0touch RAN\x85R.")
        zipped.writestr("archive/version", "3\n")
    folder.write("model/pytorch_model.bin", archive.getvalue())
    folder.only("attention", model="model", sentence="the cat sat")


@kind()
def model_of_numbers(folder):
    config = json.loads(pathlib.Path(folder / "model/config.json").read_text())
    config.update(
        hidden_size=2**40, num_hidden_layers=10**9, num_attention_heads=0, vocab_size=-1, max_position_embeddings=2**62
    )
    folder.write("model/config.json", json.dumps(config))
    folder.only("attention", model="model", sentence="the cat sat")


@kind()
def model_with_a_lie(folder):
    header = json.dumps(
        {"x" + TERMINAL: {"dtype": "F32", "shape": [2**31, 2**31], "data_offsets": [0, 2**62]}}
    ).encode()
    folder.write("model/model.safetensors", struct.pack("<Q", len(header)) + header)
    folder.only("attention", model="model", sentence="the cat sat")


@kind()
def model_of_hostile_words(folder):
    """The words of the sentence have other names in the vocabulary than they should, as a title of a view or an axis."""
    place = pathlib.Path(folder / "model/tokenizer.json")
    document = json.loads(place.read_text())
    hostile = [
        "<script>window.PWN=1</script>",
        "\x1b]0;PWN\x07",
        "\u202e",
        '"><img src=x onerror=window.PWN=1>',
        "#panic()",
        "\\input{x}",
    ]
    words = document["model"]["vocab"]
    document["model"]["vocab"] = {
        hostile[number % 6] + word if 20 < number < 60 else word: number for word, number in words.items()
    }
    place.write_text(json.dumps(document))
    folder.only("attention", model="model", sentence="the cat sat")


@kind()
def adapter_of_elsewhere(folder):
    folder.write(
        "adapter/adapter_config.json", json.dumps({"base_model_name_or_path": "../outside/model", "peft_type": "LORA"})
    )
    folder.write("adapter/adapter_model.safetensors", b"\x02\0\0\0\0\0\0\0{}")
    folder.only("attention", model="adapter", sentence="the cat sat")


@kind(quick=True)
def submission(folder):
    """An archive to be looked at, for `quire verify`."""
    with zipfile.ZipFile(folder / "submission.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in ["../../outside/x", "/etc/x", TERMINAL, "a\r\nforged: b", "code/embeddings/check.py"]:
            zipped.writestr(name, "import os; os.system('touch RAN')\n")
        zipped.writestr("MANIFEST.sha256", f"{'0' * 64}  ../../outside/secret.txt\n{'0' * 64}  {TERMINAL}\n")


@kind()
def submission_that_unpacks(folder):
    with zipfile.ZipFile(folder / "submission.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("MANIFEST.sha256", b"\n" * (256 << 20))
        for number in range(20_000):
            zipped.writestr(f"{number}.txt", b"")
