"""Hostile files: links, pipes, devices, sizes, numbers and names."""

import os
import pathlib
import socket

from folder import FORGED, MARKUP, TERMINAL, kind

ANSWER = "answers/embeddings/parameters.md"


@kind()
def link_of_an_answer(folder):
    folder.link(ANSWER, "../../../outside/secret.txt")


@kind()
def link_of_the_answers(folder):
    folder.link("answers", folder.outside)


@kind(quick=True)
def link_of_the_data(folder):
    folder.link("corpus.txt", "../outside/secret.txt")
    folder.only("embeddings", data="corpus.txt", words="[bad]", vector_size=8, min_count=1)


@kind()
def link_of_the_settings(folder):
    folder.link("report.yml", "../outside/secret.txt")


@kind()
def link_of_the_output(folder):
    folder.link("output", folder.outside)


@kind()
def links_in_the_output(folder):
    for name in ["chapters", "cache", "state"]:
        folder.link(f"output/{name}", folder.outside)


@kind()
def links_in_place_of_reports(folder):
    for ending in ["md", "html", "pdf"]:
        folder.link(f"output/report.{ending}", folder.outside / "secret.txt")


@kind()
def links_in_a_chapter(folder):
    for name in ["results.json", "chapter.md", "figures/heads.png", "figures/head.svg", "views/attention.view"]:
        folder.link(f"output/chapters/attention/{name}", folder.outside / "secret.txt")
    folder.seal("attention")


@kind()
def links_in_a_circle(folder):
    folder.link("answers/embeddings/round", "../..")
    folder.link("answers/round", "round")
    folder.link("corpus.txt", "corpus.txt")
    folder.only("embeddings", data="corpus.txt", words="[bad]", vector_size=8, min_count=1)


@kind()
def links_in_a_model(folder):
    for name in ["config.json", "vocab.txt", "tokenizer.json", "model.safetensors"]:
        folder.link(f"model/{name}", folder.outside / "secret.txt")
    folder.only("attention", model="model", sentence="the cat sat")


@kind()
def links_of_styles_and_works(folder):
    folder.link("own.css", folder.outside / "secret.css")
    folder.link("references.bib", folder.outside / "secret.txt")
    folder.link("references.json", folder.outside / "secret.txt")
    folder.settings(style="own.css")


@kind()
def link_of_a_picture(folder):
    folder.link("answers/embeddings/cats.png", folder.outside / "secret.png")
    folder.answer("![x](cats.png)")


@kind(quick=True)
def pipe_as_an_answer(folder):
    folder.pipe(ANSWER)


@kind()
def pipe_as_data(folder):
    folder.pipe("corpus.txt")
    folder.only("embeddings", data="corpus.txt", words="[bad]", vector_size=8, min_count=1)


@kind()
def pipe_as_settings(folder):
    folder.pipe("report.yml")


@kind()
def pipes_in_the_output(folder):
    for name in [
        "chapters/attention/chapter.json",
        "chapters/attention/seal.json",
        "cache/formulas.json",
        ".quire.json",
    ]:
        folder.pipe(f"output/{name}")


@kind()
def pipes_of_all_sorts(folder):
    for name in ["own.css", "references.bib", "references.json", "answers/embeddings/cats.png", "output/reviewed.json"]:
        folder.pipe(name)
    folder.answer("![x](cats.png)")
    folder.settings(style="own.css")


@kind()
def socket_as_data(folder):
    folder.remove("corpus.txt")
    here = os.getcwd()
    os.chdir(folder.path)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("corpus.txt")
    os.chdir(here)
    folder.only("embeddings", data="corpus.txt", words="[bad]", vector_size=8, min_count=1)


@kind()
def device_as_data(folder):
    folder.device("corpus.txt", 1, 5)
    folder.only("embeddings", data="corpus.txt", words="[bad]", vector_size=8, min_count=1)


@kind()
def devices_elsewhere(folder):
    for name in [ANSWER, "answers/embeddings/cats.png", "references.bib", "own.css"]:
        folder.device(name, 1, 5)
    folder.settings(style="own.css")


@kind()
def device_as_settings(folder):
    folder.device("report.yml", 1, 5)


@kind(long=True)
def sparse_data(folder):
    folder.sparse("corpus.txt", 10 << 30, b"the bad screen works\n" * 50)
    folder.only("embeddings", data="corpus.txt", words="[bad]", vector_size=8, min_count=1)


@kind()
def sparse_answer(folder):
    folder.sparse(ANSWER, 10 << 30, b"An answer.\n")


@kind()
def sparse_settings(folder):
    folder.sparse("report.yml", 10 << 30, b"title: A\n")


@kind()
def sparse_picture(folder):
    beginning = pathlib.Path(folder / "answers/embeddings/cats.png").read_bytes()
    folder.sparse("answers/embeddings/cats.png", 10 << 30, beginning)
    folder.answer("![x](cats.png)")


@kind()
def sparse_output(folder):
    for name in [
        "chapters/attention/results.json",
        "chapters/attention/seal.json",
        "cache/formulas.json",
        "state/sums.json",
    ]:
        folder.sparse(f"output/{name}", 10 << 30, b"{")


@kind()
def sparse_document(folder):
    folder.sparse("output/chapters/attention/chapter.json", 10 << 30, b"{")
    folder.sparse("output/.quire.json", 10 << 30, b"{")


@kind(long=True)
def sparse_model(folder):
    folder.sparse("model/config.json", 10 << 30, b"{")
    folder.sparse("model/vocab.txt", 10 << 30, b"a\n")
    folder.only("attention", model="model", sentence="the cat sat")


@kind()
def sparse_works(folder):
    folder.sparse("references.bib", 10 << 30, b"@book{a, title={A}}\n")
    folder.sparse("own.css", 10 << 30, b"p {}\n")
    folder.settings(style="own.css")


@kind(quick=True)
def names_that_terminals_obey(folder):
    name = (TERMINAL + FORGED).replace("/", "")
    folder.write(f"answers/embeddings/{name}.md", "x\n")
    folder.write(f"answers/{name}/x.md", "x\n")
    folder.write(f"{name}.txt", "the bad screen works\n" * 50)
    folder.write(f"answers/embeddings/{name}.png", pathlib.Path(folder / "answers/embeddings/cats.png").read_bytes())
    folder.write(b"answers/embeddings/caf\xe9.md".decode("utf-8", "surrogateescape"), "x\n")


@kind()
def name_that_terminals_obey_as_data(folder):
    name = TERMINAL.replace("/", "")
    folder.write(f"{name}.txt", "the bad screen works\n" * 50)
    shown = "".join(c if c.isascii() and c.isprintable() else f"\\U{ord(c):08x}" for c in name)
    folder.only("embeddings", data=f'"{shown}.txt"', words="[bad]", vector_size=8, min_count=1)


@kind()
def names_that_are_markup(folder):
    name = MARKUP.replace("/", "").replace('"', "'")[:200]
    folder.write(f"answers/embeddings/{name}.png", pathlib.Path(folder / "answers/embeddings/cats.png").read_bytes())
    folder.answer(
        f"![x](<{name}.png>)".replace("<", "\\<").replace(">", "\\>").replace("(\\<", "(<").replace("\\>)", ">)")
    )


@kind()
def hundred_thousand_answers(folder):
    place = folder / "answers/embeddings"
    for number in range(100_000):
        os.close(os.open(place / f"{number}.md", os.O_CREAT | os.O_WRONLY, 0o644))


@kind()
def hundred_thousand_files_in_the_output(folder):
    place = folder / "output/media"
    place.mkdir(parents=True)
    for number in range(100_000):
        os.close(os.open(place / f"{number}.png", os.O_CREAT | os.O_WRONLY, 0o644))


@kind()
def deep_folders(folder):
    here = os.open(folder / "answers/embeddings", os.O_RDONLY)
    for _ in range(200):
        os.mkdir("d" * 100, dir_fd=here)
        deeper = os.open("d" * 100, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)


@kind(quick=True)
def programs_of_its_own(folder):
    script = f"#!/bin/sh\ntouch '{folder.path}/RAN'\n"
    for name in [
        ".venv/bin/python",
        ".venv/bin/pandoc",
        "pandoc",
        "python",
        "python3",
        "pdftotext",
        "typst",
        "xdg-open",
    ]:
        folder.write(name, script).chmod(0o755)
    run = f"open({str(folder.path / 'RAN')!r}, 'w').close()\n"
    for module in ["typst", "json", "sitecustomize", "usercustomize", "font_source_sans_pro", "venv", "pip", "ctypes"]:
        folder.write(f"{module}.py", run)
    for name in ["pdf/pdf.py", "html/report.html.mustache", "html/views/views.js", "pdf/report.typ"]:
        folder.write(f"templates/{name}", run)
    folder.write("assets/catalogue.json", '{"assets": []}')
    folder.write(".quire/config.yml", "python: ./python\n")
    folder.write("defaults.yaml", "filters: [./pandoc]\n")


@kind()
def file_in_place_of_a_folder(folder):
    for name in ["answers/embeddings", "output/chapters", "output/cache"]:
        folder.write(name, "x")


@kind()
def folder_in_place_of_a_file(folder):
    for name in [
        ANSWER,
        "corpus.txt",
        "own.css",
        "references.bib",
        "output/report.html",
        "output/chapters/attention/seal.json",
    ]:
        folder.remove(name)
        (folder / name).mkdir(parents=True)
    folder.settings(style="own.css")
