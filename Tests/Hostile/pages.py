"""Finished reports, looked at as their readers do: HTML in a browser that reaches nothing, PDF by Poppler and pypdf, the others by
what they are made of."""

import contextlib
import functools
import http.server
import json
import pathlib
import re
import shutil
import subprocess
import threading
import zipfile

from folder import ROOT

BROWSER = next(filter(None, map(shutil.which, ["chromium", "google-chrome", "chromium-browser"])), None)

# What a page is asked: scripts that could run, by their sum; what markup else acts; whether a script has left its mark.
QUESTIONS = """async () => {
  const scripts = [];
  for (const script of document.scripts) {
    const type = (script.type || "").toLowerCase();
    if (type && !/javascript|module|ecmascript|importmap|speculationrules/.test(type)) continue;
    scripts.push(script.src ? "src=" + script.src : script.textContent);
  }
  const acting = [];
  const all = document.querySelectorAll("*");
  for (const element of all) {
    const name = element.localName;
    if (["iframe", "object", "embed", "base", "form", "frame", "applet", "foreignobject", "portal", "animate", "set"].includes(name.toLowerCase()))
      acting.push(name);
    if (name === "meta" && /refresh/i.test(element.httpEquiv)) acting.push("refresh");
    if (name === "link" && !/^data:/.test(element.href)) acting.push("link " + element.href);
    for (const attribute of element.attributes) {
      if (/^on/i.test(attribute.name)) acting.push(name + " " + attribute.name);
      if (/^\\s*(javascript|vbscript|data:text|file|blob|view-source|jar|ms-|search-ms)/i.test(attribute.value)
        && /^(href|src|action|formaction|xlink:href|data|poster|ping|background)$/i.test(attribute.name))
        acting.push(name + " " + attribute.name + "=" + attribute.value.slice(0, 60));
    }
  }
  return { scripts, acting: [...new Set(acting)], mark: "PWN" in window || document.title === "PWN" };
}"""


class Sink:
    """A server that every address leads to, and that counts who calls."""

    def __init__(self):
        sink = self
        self.calls = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def note(self):
                # What the browser itself wants of its maker is no page's doing; a page's requests are heard in the page as well.
                own = r"(https?://)?[a-z0-9.-]+\.(google|googleapis|gstatic|gvt1)\.com(:443|:80|/.*)?"
                if not re.fullmatch(own, self.path, re.S):
                    sink.calls.append(f"{self.command} {self.path}")
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_HEAD = do_POST = do_CONNECT = do_OPTIONS = note

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Browser:
    """Chromium with a network that ends in a sink: no name is resolved but to it."""

    def __init__(self):
        from playwright.sync_api import sync_playwright

        self.sink = Sink()
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path=BROWSER,
            args=[
                "--no-sandbox", f"--proxy-server=http://127.0.0.1:{self.sink.port}", "--proxy-bypass-list=<-loopback>",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            ],
        )  # fmt: skip

    def close(self):
        self.browser.close()
        self.playwright.stop()

    def judge(self, file, own):
        """What is wrong with a page: scripts, requests, whatever acts."""
        context = self.browser.new_context(accept_downloads=False)
        page = context.new_page()
        faults, start = [], len(self.sink.calls)
        address = file.as_uri()

        def note(request):
            if not request.url.startswith((address, "data:", "blob:")):
                faults.append(f"request: {request.url[:120]}")

        page.on("request", note)
        page.on("dialog", lambda dialog: (faults.append("dialog"), dialog.dismiss()))
        page.on(
            "console",
            lambda message: faults.append(f"console: {message.text[:160]}") if message.type == "error" else None,
        )
        context.on("page", lambda other: faults.append("another window"))
        page.goto(address, timeout=60_000)
        with contextlib.suppress(Exception):
            page.wait_for_selector("html[data-views=ready]", state="attached", timeout=3_000)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.mouse.move(200, 200)
        answer = page.evaluate(QUESTIONS)
        context.close()
        faults += [f"markup that acts: {each}" for each in answer["acting"] if each not in own["acting"]]
        faults += [
            f"a script of somebody else's: {line[:80]}"
            for line in strange(answer["scripts"])
            if line not in own["lines"]
        ]
        faults += ["a script has run"] if answer["mark"] else []
        faults += [f"asked the network: {call[:120]}" for call in self.sink.calls[start:]]
        return faults

    def own(self, file):
        """What acts in a page that is trusted, and what its script has beside the files of `templates`."""
        page = self.browser.new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-views=ready]", state="attached")
        answer = page.evaluate(QUESTIONS)
        page.close()
        return {"acting": answer["acting"], "lines": strange(answer["scripts"])}


def strange(scripts):
    """The lines of scripts that are not in Quire's own files."""
    lines = []
    for text in scripts:
        for part in own_files():
            text = text.replace(part, "")
        lines += [line.strip() for line in text.splitlines() if line.strip()]
    return lines


@functools.cache
def own_files():
    files = (ROOT / "templates/html/views").rglob("*.js")
    return sorted((file.read_text("utf-8").strip() for file in files), key=len, reverse=True)


@functools.cache
def pypdf():
    import pypdf

    return pypdf


# Keys of a PDF by which a reader would do something on its own, or reach for another file.
ACTING = {
    "/JS",
    "/JavaScript",
    "/OpenAction",
    "/AA",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/RichMedia",
    "/XFA",
    "/Movie",
}


def judge_pdf(file, carried):
    """What is wrong with a PDF: what acts in it, where its links lead, what it carries."""
    faults = []
    for program in [["pdfinfo", "-js"], ["pdfdetach", "-list"]]:
        made = subprocess.run([*program, str(file)], capture_output=True, timeout=60, check=False)
        text = made.stdout.decode("utf-8", "replace")
        if made.returncode:
            faults.append(f"{program[0]}: {made.stderr.decode('utf-8', 'replace')[:100]}")
        elif program[0] == "pdfinfo" and re.search(r"^(Name|Page) .*JavaScript|app\.|JavaScript:\s+yes", text, re.M):
            faults.append("PDF: a script")
        elif program[0] == "pdfdetach":
            faults += [f"PDF: carries {name[:80]}" for name in attachments(text) if name not in carried]
    reader = pypdf().PdfReader(str(file))
    for number in range(1, len(reader.xref.get(0, {})) + len(reader.xref_objStm) + 1):
        # A number that no object has.
        with contextlib.suppress(Exception):
            faults += faults_of(reader.get_object(number))
    return faults


def faults_of(thing):
    """What acts in an object of a PDF and in what lies within it; what it refers to is an object of its own."""
    generic = pypdf().generic
    if isinstance(thing, generic.ArrayObject):
        return [fault for each in thing for fault in faults_of(each)]
    if not isinstance(thing, generic.DictionaryObject):
        return []
    acts = ACTING & {str(key) for key in thing} | ACTING & {str(thing.get("/S", ""))}
    # Where a document opens may be a place in it.
    faults = [f"PDF: {sorted(acts - {'/OpenAction'})}"] if acts - {"/OpenAction"} else []
    place = str(thing.get("/URI", ""))
    if place and not place.startswith(("http://", "https://", "mailto:", "#")):
        faults.append(f"PDF: a link to {place[:80]}")
    # Bare values, for a reference would be followed round and round.
    return faults + [fault for value in dict.values(thing) for fault in faults_of(value)]


def attachments(listing):
    """The names in a list of what a PDF carries."""
    return re.findall(r"^\d+: (.*)$", listing, re.M)


def text_of_pdf(file):
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, timeout=60, check=False).stdout


def judge_word(file):
    """What is wrong with a docx: relations out of the file that are no links, and what acts."""
    faults = []
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith((".bin", ".vbs", ".exe")) or name.startswith(("/", "..")):
                faults.append(f"docx: carries {name}")
            if not name.endswith(".rels"):
                continue
            for relation in re.findall(r"<Relationship [^>]*>", archive.read(name).decode("utf-8", "replace")):
                if 'TargetMode="External"' not in relation:
                    continue
                target = re.search(r'Target="([^"]*)"', relation)[1]
                if "/hyperlink" not in relation or not target.startswith(("http", "mailto:")):
                    faults.append(f"docx: reaches for {target[:80]}")
        if re.search(
            rb"\bDDEAUTO\b|INCLUDETEXT|INCLUDEPICTURE", archive.read("word/document.xml")
        ) and b"instrText" in archive.read("word/document.xml"):
            faults.append("docx: a field that fetches")
    return faults


# TeX's own words for files and programs, where no backslash before them makes them text.
REACHING = re.compile(
    r"(?<!\\)(?:\\\\)*\\(input|include|write|openin|openout|immediate|catcode|read|ShellEscape|directlua|special|usepackage|def)\b"
)


def reaching(file):
    """How often each of these words stands in a TeX file, what is set verbatim left aside."""
    text = re.sub(
        r"\\begin\{verbatim\}.*?\\end\{verbatim\}|\\begin\{Highlighting\}.*?\\end\{Highlighting\}",
        "",
        file.read_text("utf-8", "replace").partition("\\begin{document}")[2],
        flags=re.S,
    )
    counts = {}
    for found in REACHING.finditer(text):
        counts[found[1]] = counts.get(found[1], 0) + 1
    return counts


def judge_tex(file, honest):
    return [f"TeX: \\{word} {count} times" for word, count in reaching(file).items() if count > honest.get(word, 0)]


# Markup that acts, where neither a backslash nor code makes it text.
RAW = re.compile(
    r"(?<!\\)<(script|iframe|object|embed|svg|style|meta|base|form|link)\b|(?<!\\)<img\b[^>]*\bon\w+=", re.I
)


def judge_markdown(file):
    text = file.read_text("utf-8", "replace")
    text = re.sub(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1", "", text, flags=re.S | re.M)
    text = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    # Code by its indent, as pandoc writes it.
    text = re.sub(r"(?<=\n\n)(?: {4}.*(?:\n|$)|\n)+", "", text)
    faults = [f"Markdown: {found[0][:60]}" for found in RAW.finditer(text)][:3]
    faults += [
        f"Markdown: a link to {place[:60]}"
        for place in re.findall(r"\]\(<?\s*((?:javascript|vbscript|data:text|file):[^)]*)", text, re.I)
    ][:3]
    return faults


def judge_notebook(file):
    """What is wrong with a notebook: raw cells, outputs that act, markup. Cells of code are what chapters show of theirs; none has run."""
    faults = []
    document = json.loads(file.read_text("utf-8"))
    for cell in document["cells"]:
        if cell["cell_type"] == "raw":
            faults.append("notebook: a raw cell")
        for output in cell.get("outputs", []):
            if {"text/html", "application/javascript"} & set(output.get("data", {})):
                faults.append("notebook: an output that acts")
    place = pathlib.Path(str(file) + ".md")
    place.write_text(
        "\n\n".join("".join(cell["source"]) for cell in document["cells"] if cell["cell_type"] == "markdown")
    )
    faults += [fault.replace("Markdown", "notebook") for fault in judge_markdown(place)]
    place.unlink()
    return faults
