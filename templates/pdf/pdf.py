"""Sets one Typst document as a PDF: `python -I pdf.py < REQUEST > PAGES.pdf`.

The request is a line of JSON: the folder that holds the document and all that it shows, from which nothing is read but what lies
in it; the name of the document; font files beyond the engine's own; the moment for every date; and what is asked. Standard output
gets one line of JSON, with the pages and what was changed so that the document could be set, and then the PDF, or only the
measures of its pieces where these are asked; a fault is one line on standard error and exit code 1 (3 where Typst cannot be used).
"""

import base64
import ctypes
import json
import os
import pathlib
import re
import signal
import sys
import unicodedata

STANDARDS = ["ua-1", "a-3a"]
# Each removes one cause; a document with more has more wrong with it than characters.
MOST_ATTEMPTS = 60
# A grey pixel, where a picture cannot be decoded.
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGO4DQAA9QD0yDHxSQAAAABJRU5ErkJggg==")
SANS = ["Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt"]


def end_with_parent():
    """Ends this process when the one that started it ends."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    except (OSError, AttributeError):
        pass


def load():
    """Typst, or the sentence that says why not."""
    try:
        import typst
    except (ImportError, OSError) as error:
        print(f"Typst cannot be used: {error}".splitlines()[0], file=sys.stderr)
        raise SystemExit(3) from error
    return typst


def link_fonts(folder, files):
    """Puts the fonts of a document into a folder that holds no others: the sans serif, and those of the machine that are needed."""
    folder.mkdir(exist_ok=True)
    try:
        import font_source_sans_pro

        home = pathlib.Path(font_source_sans_pro.__file__).parent / "files"
        files = [str(home / f"SourceSansPro-{style}.ttf") for style in SANS] + files
    except ImportError as error:
        print(f"Typst cannot be used: {error}".splitlines()[0], file=sys.stderr)
        raise SystemExit(3) from error
    for number, file in enumerate(files):
        link = folder / f"{number:03}{pathlib.Path(file).suffix}"
        if not link.is_symlink():
            link.symlink_to(file)


def number(character):
    """A character as its number: [U+1F600]."""
    return f"[U+{ord(character):04X}]"


def unescaped(text):
    """A text as Typst shows it in a message, without its escapes."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def culprits(message, source, tried):
    """The characters of a document that a message blames, or that may be behind it; one level harsher for each that was tried."""
    match = re.search(r'(?:the text|codepoint) `"(.*)"`', message, re.DOTALL)
    if not match or not re.search("could not be displayed|codepoint", message):
        return set()
    named = {character for character in unescaped(match[1]) if ord(character) > 0x7E or ord(character) < 0x20}
    present = {character for character in named if character in source}
    if present:
        return present
    # A letter that can be drawn alone and not with the mark on it.
    marks = {character for character in set(source) if unicodedata.category(character).startswith("M")}
    return marks or {character for character in set(source) if ord(character) > 0x17F}


def mend(error, folder, document, told):
    """Changes what one error is about, and whether that was possible."""
    source = document.read_text("utf-8")
    characters = culprits(error.message, source, told)
    if characters:
        told["characters"].update(characters)
        document.write_text("".join(number(c) if c in characters else c for c in source), "utf-8")
        return True
    if "decode image" in error.message or "image" in error.message or "SVG" in error.message:
        text = error.diagnostic + " ".join(error.trace)
        for name in dict.fromkeys(re.findall(r'"(i\d+\.\w+)"', text)):
            if name in told["pictures"] or not (folder / name).exists():
                continue
            told["pictures"][name] = error.message
            blank = folder / f"{name}.png"
            blank.write_bytes(PIXEL)
            document.write_text(source.replace(f'"{name}"', f'"{name}.png"'), "utf-8")
            return True
    return False


def main():
    end_with_parent()
    # What a library prints must not get between the answer's lines.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    request = json.loads(sys.stdin.buffer.readline())
    folder = pathlib.Path(request["folder"])
    document = folder / request["document"]
    typst = load()
    link_fonts(folder / "fonts", request["fonts"])

    compiler = typst.Compiler(
        str(document), root=str(folder), font_paths=[str(folder / "fonts")], ignore_system_fonts=True
    )
    if request.get("asks") == "measures":
        with answer:
            answer.write(compiler.query("<quire-measure>", field="value").encode())
        return
    told = {"characters": set(), "pictures": {}}
    for _ in range(MOST_ATTEMPTS):
        try:
            pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=request["epoch"])
            break
        except typst.TypstError as error:
            if not mend(error, folder, document, told):
                raise
            compiler = typst.Compiler(
                str(document), root=str(folder), font_paths=[str(folder / "fonts")], ignore_system_fonts=True
            )
    else:
        raise ValueError("the document has too many faults to be set")
    splits = []
    if request.get("asks") == "splits":
        found = json.loads(compiler.query("<quire-split>", field="value"))
        splits = [value["table"] or "" for value in found]
    pages = max((int(count) for count in re.findall(rb"/Type/Pages/Count (\d+)", pdf)), default=0)
    reply = {
        "pages": pages,
        "characters": sorted(map(ord, told["characters"])),
        "pictures": told["pictures"],
        "splits": splits,
    }
    with answer:
        answer.write(json.dumps(reply).encode() + b"\n")
        answer.write(pdf)


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        hints = "; ".join(getattr(error, "hints", None) or [])
        trace = getattr(error, "diagnostic", "")
        place = re.search(r"(\w+\.typ:\d+:\d+)", trace)
        text = f"{error}" + (f" ({hints})" if hints else "") + (f" at {place[1]}" if place else "")
        print(" ".join(text.split()) or type(error).__name__, file=sys.stderr)
        sys.exit(1)
