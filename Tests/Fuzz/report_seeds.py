"""Seeds of what a report is made of: answers by all that they may hold, chapters, results, records, settings, drawings.

`make_corpora.py` keeps them. An answer of `ANSWERS` is whole and is set; one of `FAULTY` ends in errors, each of which has code of its own.
"""

import json

ANSWERS = {
    "values": "There are {{embeddings.size}} numbers, {{.size | fixed 2}}, {{.size | percent 1}}, {{.size | thousands}}; {{.words | count}} of"
    " them: {{.words | join}}, {{.words | join_and}}, {{.words.0}}, {{.words.* | join}}, {{.words | json}}, {{.evil | code}}.\n\n"
    "| a | b |\n|:--|--:|\n| {{.size}} | {{.words.0 | code}} |\n\nLeft as it is: `{{.size}}` and \\{{.size}}.\n",
    "claims": '{{assert .size > 10 and .size <= 1e3}}{{if "bad" in .words}}It is bad.{{else}}It is not.{{end}}\n\n'
    "{{if not (count .words == 2) or .size / 2 - 1 < 3 * -1.5}}\nOne line.\n{{else}}\nAnother line.\n{{end}}\n\n"
    '{{assert .size in (1, 100)}}{{assert .words.0 != "good"}}{{assert true}}{{if .size + 1 == 101}}Yes.{{end}}\n\n'
    '| a | {{if .size >= 100}}large{{else}}small{{end}} |\n|---|---|\n| 1 | {{if .words.0 == "bad"}}x{{end}} |\n',
    "references": "See {{table:embeddings/near}}, {{section:pictures}}, {{question:embeddings/size}}, @fig:cloud, @sec:setup, "
    "[there](#tbl:counts), @tbl-counts.\n\n## Setup {#sec:setup}\n\nText.\n\n: Counts of words {#tbl:counts}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "sections": "# Setup {#sec:setup}\n\nAs {{section:pictures}} and @sec:setup and [here](#sec:setup) say.\n\nDown\n----\n\nText.\n\nUp\n===\n\nText.\n",
    "captioned": "See @tbl:counts and @tbl-more.\n\n| a | b |\n|:-:|---|\n| 1 | 2 |\n\n: Counts of *words* {#tbl:counts}\n\n"
    "Table: More of them {#tbl:more}\n\n| c |\n|---|\n| `x` |\n",
    "notes": "One^[A note with *emphasis*.] and two[^b], H~2~O, x^2^, E = mc^2^, ~~gone~~, x~i~^2^.\n\n[^b]: Of two\n    paragraphs.\n\n    The other.\n",
    "tags": "H<sub>2</sub>O, x<sup>2</sup>, <u>under</u>, <kbd>Ctrl</kbd>,<br>a new line; <b>none</b> <!-- said --> <sub>open\n\n<br>\n\n</sup>\n",
    "boxes": '::: note\nA note.\n:::\n\n::: {.callout-tip title="A *title*"}\n- one\n\n:::: warning\nInside.\n::::\n:::\n\n:::{important} Mind\nThis.\n:::\n\n'
    '> [!CAUTION]\n> Hot.\n\n> [!NOTE] Not one\n> Text.\n\n::: columns\n::: {.column width="50%"}\nLeft.\n:::\n:::\n',
    "folds": "<details><summary>More *here*</summary>\n\nInside.\n\n- a\n\n</details>\n\n<details open>\n<summary>Open</summary>\n\nText\n\n"
    "<details><summary>Deep</summary>\n\nText\n\n</details>\n</details>\n",
    "terms": "Term\n: what it is\n\nOther *term*\n:   Two lines\n    of it\n\n    and a paragraph\n: another\n\nText.\n",
    "breaks": "One.\n\n\\newpage\n\nTwo.\n\n{{< pagebreak >}}\n\nThree.\n\n\\pagebreak\n\n---\n\n***\n",
    "formulas": "With $a^2 + b$ and `$x$` and \\$5 and $6.\n\n$$\n\\frac{a}{b}\n$$ {#eq:one}\n\nAs @eq:one says, \\(c\\) and \\[d\\].\n\n```math\ne = f\n```\n\n"
    "\\begin{equation}\ng\n\\end{equation}\n",
    "code": "```python\nprint('x')  # {{.size}}\n```\n\n```{.r .numberLines}\nx <- 1\n```\n\n```{python echo=true}\n1\n```\n\n~~~~\n```\n~~~~\n\n    indented\n\n"
    "`a`{.py} and ``b ` c``.\n",
    "lists": "1. a\n   1. b\n\n   para\n2. c\n\n- [ ] open\n- [x] done [x]\n  > quoted\n  > - deep\n\n3) other\n\n(@) example\n\n| | |\n|---|---|\n|a|b\n\n* * *\n",
    "links": '<https://example.org/?a=1&b=2>, www.example.org, me@example.org, [a](https://example.org "t"), [b][r], ![](data:image/png;base64,x)'
    " [c](javascript:alert(1)) [d](file:///etc/passwd) [e](#size) [f](mailto:a@b.c) [g](//x.y) [h](\\\\x) <ftp://x>\n\n[r]: <https://example.org/a b> 'T'\n",
    "citations": "As [@vaswani2017, p. 3; @mikolov2013] and @vaswani2017 [p. 7] and [-@vaswani2017] show; [see @vaswani2017, chap. 1, and others].\n",
    "front": "---\ntitle: x\n---\n\nText behind front matter.\n",
    "foreign": "%% a %%\n\\cite{x} \\ref{fig:a} \\textbf{b} [[wiki]] ==mark== ++ins++ {{% x %}} {% y %} {{< video z >}} :smile: {#id .class}\n\n"
    "#+TITLE: x\n\n.. note:: y\n\n!!! tip\n    z\n\n[TOC]\n\n{{ .size }} @nobody\n\n```{r}\n```\n\n| a\n",
    "entities": "&lt;b&gt; &amp;amp; &#x41; &nbsp;&copy; \\* \\_ \\` \u00a0 \u200b \u202e a\tb  \nhard\\\nbreak\r\nwindows\rmac \ufeff \u0000 \u4e2d\u6587 \U0001f600 e\u0301\n",
}

FAULTY = {
    "values": "{{.nothing}} {{other.size}} {{.size | fixes}} {{.size | fixed 99}} {{.size | count}} {{.words}} {{.evil | percent}} {{.size | }} {{ }}\n"
    "{{.words | json | join}} {{.words | fixed}} {{.size | fixed | fixed}} {{.words.9}} {{.words.bad}} {{.size | json 2}} {{.size\n",
    "claims": "{{assert .size < 10}} {{assert .nothing > 1}} {{assert}} {{if}}x{{end}} {{if .size}}x{{end}} {{else}} {{end}} {{if .size > 1}} {{assert .size = 1}}\n"
    '{{assert .size > }} {{assert ((.size > 1}} {{assert "open}} {{assert .words > 1}} {{assert .size and 1}} {{assert .size in .size}} {{assert - .size}}\n',
    "references": "{{figure:embeddings/none}} {{table:none}} {{section:none}} {{question:none/x}} {{view:embeddings/x?a=1}} {{view:x}} {{other:y}} @fig:none\n"
    "[x](#fig:none) {{figure:}}\n\n# A {#sec:a}\n\n# B {#sec:a}\n",
    "pictures": '![A cloud](a.png){width=50%}\n\n![A cloud](a.png "Caption"){#fig:cloud height=3cm}\n\n![x](../../out.png) ![y](https://example.org/x.png)'
    ' ![z](/etc/passwd) ![](<a b.svg>){fig-alt="What it shows" width=9000cm}\n',
    "citations": "[@nobody2020] and [@nobody2020; -@vaswani2017, p.]. @nobody2020 [p. 1]\n",
    "depth": "> " * 120 + "x\n\n" + "- " * 120 + "y\n\n" + "*a **b " * 60 + "\n",
    "columns": "|" + "a|" * 600 + "\n|" + "-|" * 600 + "\n",
}

COLUMNS = [
    {"title": "Word", "isCode": True, "alignment": "leading"},
    {"title": "n", "isCode": False, "alignment": "trailing"},
    {"title": "mark", "isCode": False, "alignment": "center"},
]


def figure(**changes):
    known = {
        "id": "map", "file": "map.png",
        "width": 300, "height": 200, "caption": "A *map* of {{embeddings.size}} words.", "alternativeText": "Words near each other.",
    }  # fmt: skip
    return {"kind": "figure", "figure": {**known, **changes}}


def document(*blocks, **changes):
    """A chapter with all that one may have, or with some of it changed."""
    known = {
        "slug": "embeddings", "title": "Word <embeddings>", "assignmentSection": "3.1", "summary": "Words as *vectors*.",
        "conclusion": "They are {{embeddings.size}}.", "format": 1, "attachments": ["vectors/words.txt"],
        "substitutions": ["A small set stands in for a `large` one."], "provenance": ["{{embeddings.size}} reviews."],
        "leftOut": [{"kind": "figure", "id": "cloud", "section": "maps"}],
        "questions": [{"id": "size", "title": "Size", "prompt": "How **large**?", "points": 1.5, "values": [".size"]}],
    }  # fmt: skip
    return json.dumps({**known, "blocks": list(blocks), **changes})


def chapters():
    """Documents of chapters, by name: one whole, the others with a fault each."""
    text = {
        "kind": "markdown",
        "text": "## Data\n\nSee {{figure:embeddings/map}}, {{table:embeddings/near}} and {{section:pictures}}.[^1]\n\n[^1]: Counted.",
    }
    table = {
        "id": "near",
        "caption": "Nearest.",
        "columns": COLUMNS,
        "rows": [["bad", "0.6", "x"], ["a|b`c", "<b>", "\u2212"]],
    }
    boxes = [
        {"kind": "callout", "callout": {"kind": kind, "text": "A *remark*.", "title": "Mind"}}
        for kind in ("note", "tip", "warning")
    ]
    code = {
        "kind": "code",
        "code": {"title": "How", "language": "swift", "text": 'let a = 1 // "b"\n\t`c`', "isFolded": True},
    }
    formula = {"kind": "formula", "formula": {"tex": "\\frac{a}{b} \\in \\{1\\}", "title": "A <measure>"}}
    question = {"kind": "question", "question": "size"}
    whole = [text, figure(), {"kind": "table", "table": table}, *boxes, code, formula, question]
    view = {
        "kind": "attention-head",
        "data": "a.json",
        "options": {"layer": "1"},
        "parameters": {"layer": {"count": {"_0": 12}}},
    }
    return {
        "whole": document(*whole),
        "plain": document({"kind": "markdown", "text": "Nothing more."}, question, assignmentSection=None, leftOut=[], substitutions=[]),
        "code": document(code, {"kind": "code", "code": {"language": "", "text": "x", "isFolded": False}}),
        "old": json.dumps({key: value for key, value in json.loads(document(*boxes)).items() if key not in ("conclusion", "leftOut", "substitutions")}),
        "figure": document(text, figure(), {"kind": "figure", "figure": figure(id="next")["figure"]}, {"kind": "table", "table": table}),
        "figures": document(figure(width=150), figure(id="b", width=150, caption=""), figure(id="c", height=2000), *boxes, code),
        "kinds": document(figure(value="map.json", vector="map.svg", web="map.webp", dark="map.png")),
        "absent": document(figure(file="none.png")),
        "view": document(figure(view=view)),
        "outside": document(figure(file="../../x.png")),
        "size": document(figure(width=1e300)),
        "name": document(figure(id="../x")),
        "rows": document({"kind": "table", "table": {**table, "rows": [["one"]]}}),
        "columns": document({"kind": "table", "table": {**table, "columns": [], "rows": []}}),
        "table": document({"kind": "table", "table": {**table, "id": "a b"}}),
        "place": document({"kind": "question", "question": "a/b"}),
        "points": document(question, questions=[{"id": "size", "title": "Size", "prompt": "How?", "points": 1e9, "values": []}]),
        "question": document(question, questions=[{"id": "../size", "title": "Size", "prompt": "How?", "points": 1, "values": []}]),
        "section": document(text, assignmentSection="3<script>"),
        "attachment": document(text, attachments=["a/../../b"]),
        "kind": document({"kind": "program", "text": "x"}),
        "newer": document(text, format=9),
        "long": document({"kind": "markdown", "text": "a b " * 5000}),
        "reference": document({"kind": "markdown", "text": "{{figure:embeddings/none}} {{.nothing}} <script>x</script> [a](javascript:b)"}),
    }  # fmt: skip


RESULTS = {
    "all": {
        "size": 100,
        "share": 0.123,
        "words": ["bad", "good"],
        "sizes": [1, 2.5, -3],
        "evil": "<b> | `x`",
        "yes": True,
    },
    "large": {"size": 12345678, "share": -1e-9, "words": [], "sizes": [], "evil": "", "yes": False},
    "other": {"size": "100", "share": None, "words": {"a": 1}, "sizes": ["x"], "evil": ["y"], "yes": 1},
    "huge": {"size": 1e308, "share": 1e308, "words": [[1]], "sizes": [1e300], "evil": {"a": {}}, "yes": [True]},
    "nested": {
        "size": -0.0,
        "share": 1,
        "words": ["\u202e", "a\nb", "{{.size}}"],
        "sizes": [9007199254740993],
        "evil": "$x$ [a](b)",
        "yes": None,
    },
}

SETTINGS = {
    "many": 'title: "A: b"\nauthors:\n  - name: Ada\n    id: s1\n  - Bob\nanonymous: no\ndate: 2026-01-01\nlanguage: es-CO\nchapters: [embeddings]\n'
    "outputs: [html, pdf]\nexports: [csv]\nviews: false\nseed: 7\nthreads: 2\nnumber_sections: on\nembeddings:\n  window: 5\n  rate: 0.25\n",
    "wrong": "title: [a]\nauthors: {name: [x]}\nanonymous: maybe\nlanguage: Spanish\nchapters: [embedings, embeddings, embeddings]\noutputs: html, pdf\n"
    "exports: [xls]\nviews: 3\nseed: -1\nthreads: many\ncolor: red\nembeddings: 5\n",
    "empty": "",
    "comment": "title: A report #1 of two\ncourse: !x y\nsubtitle: &a\ndate: x #y\nchapters:\n  - embeddings #2\n",
    "list": "- a\n- b\n",
    "tight": "title:A\n",
    "text": "only a text\n",
    "tab": "title: x\n\tcourse: y\n",
    "twice": "title: x\ncourse: y\ntitle: z\n",
    "quote": "title: 'x\ncourse: y\n",
    "double": 'title: "C:\\Users"\n',
    "behind": "title: 'x' y\n",
    "colon": "title: a: b\ncourse: y\n",
    "mark": "title: [x\ncourse: @y\n",
    "start": "title: *x\n",
    "percent": "title: %x\n",
    "indent": "title: x\n  course: y\n date: z\n",
    "dash": "chapters:\n  -embeddings\n  - captions\n",
    "missing": "embeddings:\nwindow: 5\nrate: 1\n",
    "front": "---\ntitle: x\n---\n",
    "spaces": "\u00a0\u00a0title:\u00a0x\r\ncourse: y\r\n",
    "bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [" + "*c, " * 60 + "*c]\n",
    "languages": "language: zh-Hant-TW\nauthor: Ada\n",
    "extension": "language: en-GB-oxendict-u-ca-x-y\n",
    "german": "language: deutsch\n",
    "strange": "language: en_US.UTF-8\n",
    "sections": "embeddings:\n  - window: 5\n  - x\n  - [y]\nauthor: [[x]]\n",
    "number": "embeddings:\n  window: 0\n  rate: .inf\n  words: {a: b}\n  on: 1\n  extra: 1\n",
    "keys": "? [a, b]\n: c\ntrue: x\n12: y\n",
    "end": "title: x\n...\ntitle: y\n",
    "other": "title: x\n---\ntitle: y\n",
    "control": "title: a\x07b\n",
    "half": b"title: \xff\xfe\n",
}  # fmt: skip


def records():
    """Records of what was accepted."""
    reading = {"data": "b", "values": {".size": "99", ".gone": "x" * 80}}
    several = [reading, {"data": "*", "values": {}}, {"data": "c", "values": {".size": "100"}}]
    return {
        "stale": {"answers": {"embeddings/size": {"readings": [reading], "text": "a"}}, "format": 1},
        "any": {
            "answers": {"embeddings/size": {"readings": several, "text": "a"}, "x/y": {"readings": [], "text": ""}},
            "format": 1,
        },
        "current": {"answers": {"embeddings/size": {"readings": [several[2]], "text": "a"}}, "format": 1},
        "newer": {"answers": {}, "format": 2},
        "odd": {"answers": {"embeddings/size": {"readings": 1}}, "format": 1},
        "none": [],
    }


def catalogues():
    """Catalogues of models and data sets: one of each place, the others with a fault each."""
    sum_ = "ab" * 32
    file = {"name": "a.txt", "path": "x/a.txt", "size": 5, "sha256": sum_}
    said = {"title": "A", "licence": "free", "files": [file]}
    places = {
        "url": {"url": "https://example.org/a"}, "package": {"package": "a-b", "version": "1.0", "distribution": "source"},
        "hub": {"hub": "a/b", "revision": "main"}, "file": {"url": "file:///a"}, "scheme": {"url": "ftp://x/"}, "option": {"package": "--x", "version": "1"},
        "versions": {"package": "a", "version": ">=1"}, "owner": {"hub": "a"}, "two": {"url": "https://x/a", "hub": "a/b"}, "none": {}, "other": {"ul": "x"},
    }  # fmt: skip
    files = {
        "climbing": [{"name": "../a"}], "sum": [{"name": "a", "sha256": "AB"}], "twice": [file, file], "no-file": [], "key": [{"name": "a", "sum": ""}],
    }  # fmt: skip
    sources = {name: [{**said, **place}] for name, place in places.items()}
    sources |= {name: [{**said, "url": "https://x/a", "files": list_}] for name, list_ in files.items()}
    assets = {
        name: [{"name": "data", "kind": "data", "description": "D", "sources": source}]
        for name, source in sources.items()
    }
    one = assets["url"][0]
    assets |= {
        "kind": [{**one, "kind": "program"}], "name": [{**one, "name": "a/b"}], "no-source": [{**one, "sources": []}],
        "same": [one, one], "alias": [{**one, "aliases": ["data"]}, {**one, "name": "b", "kind": "model", "aliases": ["data", "c"]}], "nothing": [],
    }  # fmt: skip
    return {name: json.dumps({"assets": list_}) for name, list_ in assets.items()}


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'
DRAWINGS = {
    "whole": '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n<!-- a -->\n' + SVG
    + "<title>T &amp; &lt;t&gt; &quot;&apos; &#65;&#x42;</title><style>.a{fill:red} <![CDATA[.b{stroke:url(#g)}]]></style>"
    '<defs><path id="p" d="M0 0"/><clipPath id="c"><use xlink:href="#p"/></clipPath></defs>'
    '<use href="#p" class=\'a\' style="fill:url(#g);clip-path:url(#c)"/><image href="data:image/png;base64,AA=="/></svg>',
    "entity": '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG + "<text>&a;</text></svg>",
    "sheet": '<?xml-stylesheet href="x.css"?>' + SVG + "</svg>",
    "script": SVG + "<script>alert(1)</script><a href='javascript:x'><rect onload='y'/></a><foreignObject/></svg>",
    "outside": SVG + '<image href="https://example.org/x.png"/><use href="other.svg#a"/></svg>',
    "import": SVG + "<style>@import 'x.css'; a{background:url(https://x.y)}</style></svg>",
    "loop": SVG + '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>',
    "many": SVG + "".join(f'<g id="a{n}">' + f'<use href="#a{n + 1}"/>' * 10 + "</g>" for n in range(9)) + '<g id="a9"/></svg>',
    "broken": SVG + '<g a="1" a="2"></h></svg>',
    "unquoted": SVG + "<g a=1/></svg>",
    "open": SVG + "<g><text>a",
    "reference": SVG + "<text>&nbsp;</text></svg>",
    "control": SVG + "<text>&#0;</text></svg>",
    "nested": SVG + "<g>" * 300 + "</g>" * 300 + "</svg>",
    "size": '<svg xmlns="http://www.w3.org/2000/svg" width="3cm" height="20mm"><animate attributeName="href"/></svg>',
    "none": '<svg viewBox="0 0 0 0"/>',
}  # fmt: skip

VALUES = {
    "marks": "1. a\n2) b\n+ c\n- d\n# e\n> f\n| g |\n~~~\n```\n=== ---\n",
    "places": "www.example.org http://a https://b ftp://c me@d.e &lt; &#41; &x; a_b_ *c* $d$ [e] <f> ![g](h) \\i ~j~ ^k^\n",
    "short": "1",
    "address": "me",
    "scheme": "http",
    "entity": "&lt",
    "dollar": "$",
    "control": "a\x1bb\u202ec\u0000d\ufeff\u2028e\tf",
}


def add(keep):
    """Keeps them all, each under its reader's name."""
    for name, text in ANSWERS.items():
        keep("answer", name, text)
        keep("pages", name, text)
        keep("markdown", name, text)
    for name, text in FAULTY.items():
        keep("answer", f"faulty-{name}", text)
    keep("markdown", "depth", FAULTY["depth"])
    for reader, seeds in {
        "chapter": chapters(),
        "report-yml": SETTINGS,
        "drawing": DRAWINGS,
        "value-text": VALUES,
        "catalogue": catalogues(),
    }.items():
        for name, text in seeds.items():
            keep(reader, name, text)
    for reader, seeds in {"results": RESULTS, "reviewed": records()}.items():
        for name, value in seeds.items():
            keep(reader, name, json.dumps(value))
