"""The answer in a report's Markdown, read by markdown-it-py with GitHub's rules, beside the same answer in the report's HTML."""

import collections
import functools
import html.parser
import json
import re


class Text(html.parser.HTMLParser):
    """The words of a page, alternative texts among them; what only a screen reader or a printer gets is left out."""

    # Notes stand behind the answer there and elsewhere here, and so do the numbers that lead to them.
    LEFT_OUT = frozenset({"style", "script", "template", "sup", "section"})
    BREAKS = frozenset(
        "p div li td th tr h1 h2 h3 h4 h5 h6 br hr pre blockquote dt dd table ul ol figure figcaption".split()
    )

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in self.LEFT_OUT
        if tag in self.BREAKS:
            self.parts.append(" ")
        if tag == "img":
            self.parts.append(dict(attributes).get("alt") or "")

    def handle_endtag(self, tag):
        self.hidden -= tag in self.LEFT_OUT
        if tag in self.BREAKS:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def words(page):
    """The words of a page and how often each is there; soft hyphens and word breaks are no characters of a word."""
    text = Text()
    text.feed(page)
    text.close()
    # A task is a box of the page's there and a sign here; what controls a terminal is shown as a sign here and left as it is there.
    joined = re.sub(r"[\u2610\u2611\u2612]", " ", "".join(text.parts))
    joined = re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]", "\ufffd", joined)
    joined = joined.replace("\u00ad", "").replace("\u200b", "").replace("\u2060", "")
    return collections.Counter(joined.split())


@functools.cache
def markdown():
    """GitHub's Markdown."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    return MarkdownIt("gfm-like").use(tasklists_plugin).use(footnote_plugin)


def nothing(data):
    """An answer that no peer refuses: it is Markdown whatever it is."""
    return data.decode("utf-8", "replace")


def differences(value):
    """The words that only the HTML or only the Markdown has, sorted."""
    parts = json.loads(value)
    ours, theirs = words(parts["html"]), words(markdown().render(parts["markdown"]))
    return sorted(set((ours - theirs) + (theirs - ours)))[:12]
