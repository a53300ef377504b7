"""Sets one HTML page as a PDF by WeasyPrint: `python -I pdf.py < REQUEST > PAGES.pdf`.

The request is a line of JSON with the page, its style sheet, the moment for every date, and the sizes of the images
(`quire:N` in the page) and of the files to attach, whose bytes follow. No file of the report is opened. Standard output gets one line of JSON, with what the engine
warns of, and then the PDF; a fault is one line on standard error and exit code 1 (3 where WeasyPrint cannot be used).
"""

import ctypes
import json
import logging
import os
import re
import signal
import sys
from datetime import datetime, timezone


def end_with_parent():
    """Ends this process when the one that started it ends."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    except (OSError, AttributeError):
        pass


def load():
    """WeasyPrint, or the sentence that says why not."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        print(f"WeasyPrint cannot be used: {error}".splitlines()[0], file=sys.stderr)
        raise SystemExit(3) from error
    version = tuple(int(part) for part in weasyprint.__version__.split(".")[:2])
    if version < (70, 0):
        print(f"WeasyPrint {weasyprint.__version__} is too old: 70.0 writes accessible PDF", file=sys.stderr)
        raise SystemExit(3)
    return weasyprint


class Diagnostics(logging.Handler):
    """Keeps what the engine logs."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.errors = []
        self.warnings = []

    def emit(self, record):
        text = " ".join(record.getMessage().split())
        (self.errors if record.levelno >= logging.ERROR else self.warnings).append(text)


def summary(warnings):
    """The warnings, each once; characters without a glyph in one sentence."""
    missing = {}
    others = {}
    for text in warnings:
        if match := re.search(r'unsupported by fonts: "(.*)" \(', text):
            missing.update(dict.fromkeys(match.group(1)))
        else:
            others[text] = None
    if missing:
        shown = " ".join(list(missing)[:12]) + (" …" if len(missing) > 12 else "")
        others[
            f"no font has the characters {shown}: install one that does (fonts-noto-cjk, fonts-noto-color-emoji)"
        ] = None
    return list(others)


def fetcher(weasyprint, images):
    """A fetcher of the images of the request and of `data:` addresses, nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith("quire:"):
                kind, content = images[int(url.removeprefix("quire:"))]
                return URLFetcherResponse(url, content, {"Content-Type": kind})
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise ValueError(f"the page may not open {url}")

    return Fetcher(fail_on_errors=True)


def main():
    end_with_parent()
    # What a library prints must not get between the answer's lines.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    request = json.loads(sys.stdin.buffer.readline())
    images = [(image["type"], sys.stdin.buffer.read(image["size"])) for image in request["images"]]
    contents = [sys.stdin.buffer.read(attachment["size"]) for attachment in request["attachments"]]
    moment = datetime.fromtimestamp(request["epoch"], timezone.utc).replace(tzinfo=None)
    os.environ["SOURCE_DATE_EPOCH"] = str(request["epoch"])

    weasyprint = load()
    diagnostics = Diagnostics()
    weasyprint.LOGGER.handlers = [diagnostics]
    weasyprint.LOGGER.setLevel(logging.WARNING)
    open_only = fetcher(weasyprint, images)

    attachments = [
        weasyprint.Attachment(
            string=content,
            name=attachment["name"],
            description=attachment["description"],
            created=moment,
            modified=moment,
            relationship="Data",
        )
        for attachment, content in zip(request["attachments"], contents)
    ]

    page = weasyprint.HTML(string=request["html"], base_url="quire-page:", url_fetcher=open_only)
    style = weasyprint.CSS(string=request["css"], base_url="quire-page:", url_fetcher=open_only)
    document = page.render(
        stylesheets=[style],
        pdf_variant="pdf/ua-2",
        pdf_tags=True,
        attachments=attachments,
        full_fonts=False,
        optimize_images=False,
    )
    if diagnostics.errors:
        raise ValueError("; ".join(dict.fromkeys(diagnostics.errors)))
    pdf = document.write_pdf(
        pdf_variant="pdf/ua-2",
        pdf_tags=True,
        attachments=attachments,
        pdf_identifier=request["identifier"].encode(),
    )
    if diagnostics.errors:
        raise ValueError("; ".join(dict.fromkeys(diagnostics.errors)))
    reply = {"pages": len(document.pages), "warnings": summary(diagnostics.warnings)}
    with answer:
        answer.write(json.dumps(reply).encode() + b"\n")
        answer.write(pdf)


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        cause = error.__cause__ or error.__context__
        text = f"{error}" + (f" ({cause})" if cause and str(cause) not in str(error) else "")
        print(" ".join(text.split()) or type(error).__name__, file=sys.stderr)
        sys.exit(1)
