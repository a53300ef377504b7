"""Hostile settings: report.yml as a bomb, and as one that would name programs, templates and files elsewhere."""

import itertools
import pathlib

from folder import MARKUP, SETTINGS, each, kind


@kind(quick=True)
def yaml_aliases(folder):
    names = "abcdefghij"
    text = "a: &a [1,1,1,1,1,1,1,1,1]\n"
    for before, name in itertools.pairwise(names):
        text += f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    folder.write("report.yml", SETTINGS + text)


@kind()
def yaml_alias_key(folder):
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]")
    folder.write("report.yml", SETTINGS + "\n".join(lines) + "\n? *i\n: 1\n")


@kind()
def yaml_depth(folder):
    folder.write("report.yml", SETTINGS + "x: " + "[" * 100_000 + "]" * 100_000 + "\n")


@kind()
def yaml_depth_by_lines(folder):
    folder.write("report.yml", SETTINGS + "\n".join(" " * i + f"k{i}:" for i in range(3000)) + "\n")


@kind()
def yaml_long_key(folder):
    folder.write("report.yml", SETTINGS + "k" * 1_000_000 + ": 1\n? " + "v" * 1_000_000 + "\n: 2\n")


@kind()
def yaml_many_keys(folder):
    folder.write("report.yml", SETTINGS + "".join(f"k{i}: {i}\n" for i in range(200_000)))


@kind()
def yaml_tags(folder):
    folder.write(
        "report.yml",
        "title: !!python/object/apply:os.system ['touch RAN']\nx: !!binary aGVsbG8=\ny: !<tag:x> z\n"
        + SETTINGS.replace("title: A report\n", ""),
    )


@kind()
def yaml_merges(folder):
    folder.write("report.yml", SETTINGS + "<<: {title: B}\ntitle: C\ntitle: D\n? [a, b]\n: c\n--- \ntitle: E\n...\n")


@kind()
def yaml_bytes(folder):
    folder.write("report.yml", SETTINGS.encode() + b"x: \xff\xfe\0\0 \x01\x02\n")


@kind(quick=True)
def options_that_name_programs(folder):
    """None of these is a setting; if one ever became one, RAN would tell."""
    program = folder.write("program", "#!/bin/sh\ntouch RAN\n")
    program.chmod(0o755)
    names = "python engine pandoc typst pdf_engine browser editor template templates home quire_home filter filters csl".split()
    folder.write("report.yml", SETTINGS + "".join(f"{name}: ./program\n" for name in names))


@kind()
def option_template(folder):
    folder.settings(template="../outside/secret.txt", style="../outside/secret.css")


@kind()
def style_outside(folder):
    folder.settings(style="../outside/secret.css")


@kind()
def style_absolute(folder):
    folder.settings(style=str(folder.outside / "secret.css"))


STYLES = [
    '@import url("http://canary.invalid/a.css");', '@import "//canary.invalid/b.css";', "body { background: url(http://canary.invalid/c.png) }",
    "body { behavior: url(x.htc) }", "body { -moz-binding: url(http://canary.invalid/d) }",
    "@font-face { font-family: X; src: url('https://canary.invalid/e.woff2') } p { font-family: X }", "p { width: expression(window.PWN=1) }",
    "p { cursor: image-set('http://canary.invalid/f.png' 1x), auto }", "a { background: \\75\\72\\6c(http://canary.invalid/g.png) }",
    "a { background: u\\rl(http://canary.invalid/g.png) }", "@\\69mport 'http://canary.invalid/h.css';", "a { background: URL( 'http://canary.invalid/g.png' ) }",
    "p { background: -webkit-image-set(url(http://canary.invalid/i.png) 1x) }", "p { list-style-image: src('http://canary.invalid/j.png') }",
    "p { color: red }\n</style><script>window.PWN=1</script><style>", "p::after { content: '</style><script>window.PWN=1</script>' }",
    "@namespace url(http://canary.invalid/k);", "p { mask: url(#x); filter: url(http://canary.invalid/l.svg#f) }", "/* */@import/**/url(//canary.invalid/m);",
    ":root { --x: url(http://canary.invalid/n.png) } body { background: var(--x) }", "p { background: image('http://canary.invalid/o.png') }",
    "<!-- @import 'http://canary.invalid/p.css'; -->", "@media print { body { background: cross-fade(url(http://canary.invalid/q.png), red) } }",
    "p { background: url(data:image/svg+xml,%3Csvg%20onload='window.PWN=1'/%3E) }", "@charset 'utf-7'; +ADw-/style+AD4-",
]  # fmt: skip


def with_style(folder, text):
    folder.write("own.css", text + "\n")
    folder.settings(style="own.css")


each("style", STYLES, with_style)


@kind(quick=True)
def style_that_fetches(folder):
    with_style(folder, "\n".join(STYLES))


@kind()
def style_that_leaves_its_element(folder):
    folder.write("own.css", f"p {{ color: red }}\n</style><script>window.PWN=1</script><style>{MARKUP}/*\n")
    folder.settings(style="own.css")


@kind()
def places_outside(folder):
    folder.settings(**{
        "submission": "{name: ../../outside/packed.zip, pdf: /tmp/../x.pdf}", "exports": "[../../outside/x.csv, csv]",
        "outputs": "[md, html, ../../x, /etc/passwd]",
    })  # fmt: skip


@kind()
def submission_outside(folder):
    folder.settings(submission="{name: ../../outside/packed.zip}", author='{name: "../../outside/Ada", id: "/x"}')


@kind()
def submission_by_author(folder):
    folder.settings(submission='{name: "{surname}-{id}.zip"}', author='{name: "Ada ../../../outside/x", id: "../../y"}')


@kind()
def data_outside(folder):
    folder.only("embeddings", data="../outside/secret.txt", words="[bad]", vector_size=8, min_count=1)


@kind()
def data_absolute(folder):
    folder.only("embeddings", data=str(folder.outside / "secret.txt"), words="[bad]", vector_size=8, min_count=1)


@kind()
def data_by_pattern(folder):
    folder.only("embeddings", data="'../outs*/*.txt'", words="[bad]", vector_size=8, min_count=1)


@kind()
def data_encoded(folder):
    folder.only("embeddings", data="'%2e%2e/outside/secret.txt'", words="[bad]", vector_size=8, min_count=1)


@kind()
def model_outside(folder):
    folder.only("attention", model="../outside/model", sentence="the cat sat on the mat")


@kind()
def picture_at_an_address_of_this_machine(folder):
    folder.only("captions", image="http://127.0.0.1:9/x.png", descriptions="[two cats]", false="[a boat]")


@kind()
def numbers(folder):
    folder.only(
        "embeddings",
        data="corpus.txt",
        vector_size=10**30,
        min_count=-5,
        window="1e400",
        epochs=".nan",
        words=f"[{'a,' * 50000}]",
    )
    assert pathlib.Path(folder / "report.yml").stat().st_size > 90_000
