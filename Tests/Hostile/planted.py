"""Faults planted on purpose: what the harness must find, else it finds nothing."""

import json
import socket
import sys
import zipfile

import pages
import watch
from folder import CANARY, MARKUP

PAGE = "<!DOCTYPE html><html data-views=ready><title>x</title><body>{}</body></html>"
PAGES = {
    "<script>window.PWN = 1</script>": "a script",
    "<p onclick='x'>x</p>": "markup that acts",
    "<img src='http://canary.invalid/a.png'>": "request",
    "<a href='javascript:x'>x</a>": "markup that acts",
    "<iframe srcdoc='x'></iframe>": "markup that acts",
    "<style>@import url(http://canary.invalid/a.css);</style>": "request",
}


def missed(place, environment, browser):
    """The names of planted faults that were not found."""
    found = {}
    if browser:
        for number, (markup, words) in enumerate(PAGES.items()):
            file = place / f"planted-{number}.html"
            file.write_text(PAGE.format(markup))
            found[markup] = any(words in fault for fault in browser.judge(file, {"acting": [], "lines": []}))
    markdown = place / "planted.md"
    markdown.write_text("`<script>` is code, \\<script> is text.\n")
    found["honest Markdown"] = pages.judge_markdown(markdown) == []
    markdown.write_text(MARKUP)
    found["Markdown"] = bool(pages.judge_markdown(markdown))
    tex = place / "planted.tex"
    tex.write_text("\\begin{document}\\textbackslash input \\\\input{x} \\input{/etc/passwd}")
    found["TeX"] = bool(pages.judge_tex(tex, {}))
    notebook = place / "planted.ipynb"
    notebook.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": [MARKUP]}]}))
    found["notebook"] = bool(pages.judge_notebook(notebook))
    word = place / "planted.docx"
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr(
            "word/_rels/x.rels", '<Relationship Type="x/image" Target="http://canary.invalid/" TargetMode="External"/>'
        )
    found["docx"] = bool(pages.judge_word(word))
    writer = pages.pypdf().PdfWriter()
    writer.add_blank_page(100, 100)
    # As an action that a page's place in the document holds.
    name, generic = pages.pypdf().generic.NameObject, pages.pypdf().generic
    action = {name("/S"): name("/JavaScript"), name("/JS"): generic.TextStringObject("app.alert(1)")}
    writer.root_object[name("/OpenAction")] = generic.DictionaryObject(action)
    writer.add_attachment("x.txt", b"x")
    file = place / "planted.pdf"
    writer.write(str(file))
    faults = pages.judge_pdf(file, [])
    found["PDF's script"] = any("/JavaScript" in fault for fault in faults)
    found["PDF's attachment"] = any("carries x.txt" in fault for fault in faults)
    for name, said in {
        "escape": b"\x1b]0;x\x07",
        "C1": "\u009b31m".encode(),
        "direction": "\u202ex".encode(),
        "line": b"a\nforged: b\n",
        "byte": b"\xff",
    }.items():
        found[f"terminal: {name}"] = watch.unclean(said, False) is not None and watch.unclean(said, True) is not None
    found["terminal: Quire's own drawing"] = watch.unclean(b"\x1b[1F\x1b[2K\x1b[32mx\x1b[0m\r\n", True) is None
    found |= calls(place, environment)
    return [name for name, is_found in found.items() if not is_found]


# What a hostile folder would have Quire do.
PROGRAM = """
import socket, subprocess, sys
open(sys.argv[1]).read()
subprocess.run(["/bin/true"])
try: socket.create_connection(("127.0.0.1", int(sys.argv[2])), 1)
except OSError: pass
taken = bytearray(200 << 20)
print(len(taken))
"""


def calls(place, environment):
    """Whether a program that reads outside, calls, starts another and takes memory is seen to do so."""
    outside = place / "planted.txt"
    outside.write_text(CANARY)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        arguments = [sys.executable, "-c", PROGRAM, str(outside), port]
        outcome = watch.run(arguments, environment=environment, folder=place, limit=60, trace=place / "planted.trace")
    found = {"memory": outcome.memory > 200 << 20}
    if watch.STRACE:
        found["a file from outside"] = str(outside) in outcome.opened
        found["a call"] = any(port in call for call in outcome.called)
        found["a program"] = "/bin/true" in outcome.started
    crash = [sys.executable, "-c", "import os; os.kill(os.getpid(), 4)"]
    found["a crash"] = watch.run(crash, environment=environment, folder=place, limit=60).status == -4
    sleep = watch.run(
        [sys.executable, "-c", "import time; time.sleep(99)"], environment=environment, folder=place, limit=1
    )
    found["a hang"] = sleep.is_late
    return found
