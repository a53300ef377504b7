"""Hostile state: documents, results, seals, caches and views as a run never left them, sealed anew."""

import gzip
import json
import pathlib

from folder import ALL, MARKUP, TERMINAL, TEX, TYPST, kind

WORDS = MARKUP + "\x1b]0;PWN\x07\x1b[2J\u202e" + TYPST + TEX


@kind(quick=True)
def document_texts(folder):
    def change(document):
        for key in ["title", "summary", "conclusion"]:
            document[key] = WORDS
        document["provenance"] = [WORDS]
        for question in document["questions"]:
            question.update(title=WORDS, prompt=WORDS)
        for figure in folder.figures(document):
            figure.update(caption=WORDS, alternativeText=WORDS)
        for block in document["blocks"]:
            if block["kind"] == "markdown":
                block["text"] = WORDS
            if block["kind"] == "formula":
                block["formula"].update(tex=WORDS, title=WORDS)
            if block["kind"] == "table":
                block["table"].update(caption=WORDS, rows=[[WORDS] * len(block["table"]["columns"])])

    folder.forge(change)


@kind()
def document_links(folder):
    folder.forge(
        lambda document: document.update(provenance=["[x](javascript:window.PWN=1) ![x](http://canary.invalid/x.png)"])
    )


@kind()
def document_names(folder):
    def change(document):
        for block in document["blocks"]:
            for name in ["table", "figure"]:
                if name in block:
                    block[name]["id"] = MARKUP

    folder.forge(change)


@kind()
def document_section(folder):
    folder.forge(lambda document: document.update(assignmentSection=MARKUP))


@kind()
def document_tables(folder):
    def change(document):
        for block in document["blocks"]:
            if block["kind"] == "table":
                block["table"]["rows"] = [["a"] * 500, ["b"], [], ["</table>" + MARKUP, "|"]]
                block["table"]["columns"][0]["title"] = MARKUP

    folder.forge(change)


@kind(quick=True)
def document_blocks(folder):
    def change(document):
        document["blocks"] += [
            {"kind": "callout", "callout": {"kind": "warning", "title": MARKUP, "text": MARKUP}},
            {
                "kind": "code",
                "code": {"language": MARKUP, "text": "</code></pre>" + MARKUP, "title": MARKUP, "isFolded": True},
            },
            {"kind": "markdown", "text": MARKUP + "\n\n```{=html}\n" + MARKUP + "\n```"},
        ]

    folder.forge(change)


@kind()
def document_blocks_unknown(folder):
    folder.forge(lambda document: document["blocks"].extend([{"kind": "html", "html": MARKUP}, {"kind": TERMINAL}]))


@kind()
def document_questions(folder):
    def change(document):
        for question in document["questions"]:
            question["points"] = 1e300
        for name in ["../../../../outside/secret", MARKUP, TERMINAL, "", "a/b"]:
            document["questions"].append({"id": name, "title": "t", "prompt": "p", "points": 1})

    folder.forge(change)


@kind()
def document_numbers(folder):
    def change(document):
        for figure, value in zip(folder.figures(document), [1e300, -5, 1e19, 0, 1e-300, 4e9]):
            figure.update(width=value, height=value)

    folder.forge(change)


@kind()
def document_figures_elsewhere(folder):
    def change(document):
        places = [
            "../../../../outside/secret.png",
            "/etc/passwd",
            str(folder.outside / "secret.png"),
            "figures/../../x.png",
        ]
        for figure, place in zip(folder.figures(document), places):
            figure.update(file=place, dark=place, value=place)

    folder.forge(change)


@kind()
def document_figure_that_is_markup(folder):
    name = 'figures/"><script>window.PWN=1<script>.png'
    image = pathlib.Path(folder / "output/chapters/attention/figures/heads.png").read_bytes()
    folder.write(f"output/chapters/attention/{name}", image)
    folder.forge(lambda document: [figure.update(file=name) for figure in folder.figures(document)] and None)


@kind()
def document_attachments_elsewhere(folder):
    folder.forge(
        lambda document: document.update(attachments=["../../../../outside/secret.txt", "/etc/passwd", TERMINAL])
    )


@kind()
def document_slug(folder):
    folder.forge(lambda document: document.update(slug="../../../outside/x", format=99))


@kind()
def document_depth(folder):
    folder.forge(lambda document: b"[" * 100_000)


@kind()
def document_wrong(folder):
    folder.forge(lambda document: b'{"format": 1e400, "title": 7, "title": "' + b"\xff\x00" + b'"}')


@kind()
def document_long(folder):
    folder.forge(lambda document: document["blocks"].extend([{"kind": "markdown", "text": "a " * 200_000}] * 40))


@kind(quick=True)
def results_quoted(folder):
    def poison(value):
        if isinstance(value, dict):
            return {key: poison(each) for key, each in value.items()}
        if isinstance(value, list):
            return [poison(each) for each in value]
        return WORDS if isinstance(value, str) else value

    folder.forge(lambda document: json.dumps(poison(document)).encode(), "embeddings", "results.json")
    folder.answer(
        "*{{embeddings.neighbours.bad.0.word}}* `{{embeddings.neighbours.bad.0.word}}` {{embeddings.words.0.word}}"
    )


@kind()
def results_depth(folder):
    folder.forge(lambda document: b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "embeddings", "results.json")


@kind()
def results_keys(folder):
    folder.forge(
        lambda document: document.update({TERMINAL: TERMINAL, MARKUP: 1, "a.b": 1, "": 2, "k" * 100_000: 3}),
        "embeddings",
        "results.json",
    )
    folder.answer(f"{{{{embeddings.{TERMINAL}}}}} {{{{embeddings.a.b}}}}")


@kind()
def seals(folder):
    folder.write("output/chapters/attention/seal.json", b"[" * 100_000)
    folder.write(
        "output/chapters/captions/seal.json", json.dumps({"inputs": {TERMINAL: TERMINAL}, "outputDigest": TERMINAL})
    )
    folder.write("output/chapters/embeddings/seal.json", b"")


@kind()
def failures(folder):
    for chapter in ["embeddings", "attention"]:
        folder.write(f"output/state/{chapter}.failure.json", json.dumps({"message": TERMINAL + MARKUP}))
        folder.write(f"output/chapters/{chapter}.failure.json", json.dumps({"message": TERMINAL + MARKUP}))


@kind()
def states(folder):
    for name in ["state/stitched.json", "state/sums.json", "run.json", "run.log"]:
        folder.write(
            f"output/{name}", json.dumps({TERMINAL: {MARKUP: [TERMINAL, 1e300]}, "html": TERMINAL, "chapters": 7})
        )


@kind(quick=True)
def records(folder):
    files = [
        "../answers/embeddings/parameters.md",
        "../../outside/secret.txt",
        "/etc/hostname",
        "media/../../report.yml",
        TERMINAL,
    ]
    folder.write("output/.quire.json", json.dumps({"format": 1, "files": files}))


@kind(quick=True)
def view_data(folder):
    for chapter in ["attention", "embeddings", "captions"]:
        for place in sorted((folder / f"output/chapters/{chapter}/views").iterdir()):
            place.write_bytes(gzip.compress(b"QV01" + bytes(range(256)) + ("</script>" + MARKUP).encode() * 50))
        folder.seal(chapter)


@kind()
def view_data_that_grows(folder):
    for place in sorted((folder / "output/chapters/attention/views").iterdir()):
        place.write_bytes(gzip.compress(b"\0" * (1 << 30), 9))
    folder.seal("attention")


@kind()
def view_data_unpacked(folder):
    for place in sorted((folder / "output/chapters/attention/views").iterdir()):
        place.write_bytes(b"</script>" + MARKUP.encode() * 100)
    folder.seal("attention")


@kind()
def view_data_with_markup(folder):
    """The texts in the true data exchanged for markup of the same length."""
    for place in sorted((folder / "output/chapters/attention/views").iterdir()):
        data = gzip.decompress(place.read_bytes())
        for word in [b"cat", b"mat", b"sat"]:
            data = data.replace(b'"' + word + b'"', b'"<b>"')
        place.write_bytes(gzip.compress(data))
    folder.seal("attention")


@kind(quick=True)
def figures_of_vectors(folder):
    hostile = (
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://canary.invalid/y">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="window.PWN=1" width="9" height="9">'
        "<script>window.PWN=1</script><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><img src='http://canary.invalid/i'/></body>"
        '</foreignObject><image href="http://canary.invalid/i.png" width="9" height="9"/><image xlink:href="file:///etc/passwd"/>'
        '<style>@import url(http://canary.invalid/s.css);</style><use href="http://canary.invalid/u.svg#a"/><text>&x;&y;</text></svg>'
    )
    for place in sorted((folder / "output/chapters/attention/figures").iterdir()):
        if place.suffix == ".svg":
            place.write_text(hostile)
    folder.seal("attention")


@kind()
def figures_that_are_none(folder):
    for place in sorted((folder / "output/chapters/attention/figures").iterdir()):
        place.write_bytes(
            {".png": b"\x89PNG\r\n\x1a\n" + MARKUP.encode(), ".webp": MARKUP.encode(), ".json": b"[" * 50_000}.get(
                place.suffix, b""
            )
        )
    folder.seal("attention")


@kind()
def cached_formulas(folder):
    place = pathlib.Path(folder / "output/cache/formulas.json")
    kept = json.loads(place.read_text())
    evil = "<math onclick='window.PWN=1'><mtext><script>window.PWN=1</script><img src=http://canary.invalid/i></mtext></math>"
    kept["formulas"] = dict.fromkeys(kept["formulas"], evil)
    place.write_text(json.dumps(kept))


@kind()
def cached_citations(folder):
    place = pathlib.Path(folder / "output/cache/citations.json")
    text = place.read_text()
    place.write_text(
        text.replace('\\"t\\": \\"Str\\"', '\\"t\\": \\"RawInline\\"').replace(
            "Rehurek", "<script>window.PWN=1</script>"
        )
    )
    folder.answer("[@rehurek2010]")


@kind()
def cached_everything(folder):
    for place in sorted((folder / "output/cache").rglob("*")):
        if place.is_file():
            place.write_bytes(b"\x80\x04cos\nsystem\n(S'touch RAN'\ntR." + ALL.encode() * 20)
