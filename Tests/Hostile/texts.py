"""Hostile words: what a stranger's answers, titles, captions and settings say."""

import itertools

from folder import ALL, FORGED, MARKUP, TERMINAL, TEX, TYPST, each, kind

URL = "http://canary.invalid/"


def quoted(text):
    """A text as YAML writes it, every sign escaped that YAML would refuse."""
    return (
        '"'
        + "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
        + '"'
    )


@kind(quick=True)
def answer_html(folder):
    folder.answer(
        "\n\n".join(
            [
                "<script>window.PWN=1</script>",
                f"<img src={URL} onerror=window.PWN=1>",
                f'<iframe src="{URL}"></iframe>',
                "<svg onload=window.PWN=1><script>window.PWN=1</script></svg>",
                f"<style>body{{background:url({URL})}}</style>",
                f'<link rel=stylesheet href="{URL}"><base href="{URL}"><meta http-equiv=refresh content="0;url={URL}">',
                "<!-- --><script>window.PWN=1</script> -->",
                "<![CDATA[<script>window.PWN=1</script>]]> <?php <script>window.PWN=1</script> ?>",
                "a <b onclick=window.PWN=1>b</b> <details open ontoggle=window.PWN=1>x</details>",
                f'<form action="{URL}"><button>x</button></form><object data="{URL}"></object><embed src="{URL}">',
                "<math><mtext><table><mglyph><style><img src=x onerror=window.PWN=1>",
                "<noscript><p title='</noscript><img src=x onerror=window.PWN=1>'>",
            ]
        )
    )


LINKS = [
    "javascript:window.PWN=1", "java\tscript:window.PWN=1", "<java&#x0A;script:window.PWN=1>", "&#106;avascript:window.PWN=1",
    "\x01javascript:window.PWN=1", "JaVaScRiPt:window.PWN=1", "vbscript:x", "data:text/html,<script>window.PWN=1</script>",
    "blob:x", "view-source:http://x", "file:///etc/passwd", "../../outside/secret.txt", "//canary.invalid/x",
    "\\\\canary.invalid\\x", "jar:http://canary.invalid!/", "ms-msdt:/id", "search-ms:x", "%6aavascript:window.PWN=1",
    "cats.png#javascript:window.PWN=1", "#\"onclick=window.PWN=1", "http://canary.invalid/\"onmouseover=window.PWN=1", "javascript&colon;window.PWN=1",
    "/etc/passwd", "mailto:a@b.example?body=<script>window.PWN=1</script>", "https://canary.invalid/\u202egnp.exe", "x:y",
]  # fmt: skip
PICTURES = [
    URL + "i.png", "https://canary.invalid/i.png", "//canary.invalid/i.png", "data:image/svg+xml,<svg onload='window.PWN=1'/>",
    "data:text/html,<script>window.PWN=1</script>", "file:///etc/passwd", "/etc/passwd", "../../../outside/secret.png",
    "%2e%2e/%2e%2e/%2e%2e/outside/secret.png", "..%2f..%2f..%2foutside%2fsecret.png", "a%00.png", "\\\\canary.invalid\\x",
    "cats.png#\"><script>window.PWN=1</script>", "javascript:window.PWN=1", "cats.png?x=//canary.invalid/", "cats.png \"\\\" onerror=window.PWN=1\"",
    "../../../outside/embeddings/../secret.png",
]  # fmt: skip
each("link", LINKS, lambda folder, text: folder.answer(f"[a]({text}) [b](<{text}>) <{text}>\n\n[r][r]\n\n[r]: {text}"))
each("picture", PICTURES, lambda folder, text: folder.answer(f"![x]({text})"))


@kind(quick=True)
def answer_links(folder):
    text = "\n\n".join(f"[a{number}]({link})" for number, link in enumerate(LINKS))
    folder.answer(text + f"\n\nwww.canary.invalid {URL}auto\n")


@kind(quick=True)
def answer_that_passes(folder):
    """What may be said: links to the web, and words that look like markup."""
    folder.answer(
        f'www.canary.invalid {URL}auto <{URL}> [t]({URL} "\\"><script>window.PWN=1</script>") {ALL}\n\n![A cat](cats.png "{MARKUP[30:60]}")'
    )


@kind()
def answer_one_picture_from_outside(folder):
    folder.answer("![x](../../../outside/secret.png)")


FORMULAS = [
    r"\text{</svg><script>window.PWN=1</script>}",
    r"\href{javascript:window.PWN=1}{x} \url{http://canary.invalid/}",
    r"\unicode{x}<img src=x onerror=window.PWN=1>",
    r"\includegraphics{http://canary.invalid/i.png}",
    r"\input{/etc/passwd}",
    r"\write18{touch RAN}",
    r"\style{background:url(http://canary.invalid/)}{x} \class{x}{y} \cssId{PWN}{z}",
    r"\def\a{\a\a}\a",
    "".join(f"\\def\\{a}{{\\{b}\\{b}\\{b}\\{b}}}" for a, b in itertools.pairwise("abcdefghij")) + "\\a",
    "{" * 3000 + "x" + "}" * 3000,
    '\\#read("/etc/passwd") \\$ \\#panic() \\$',
    r"\text{" + MARKUP.replace("{", "").replace("}", "") + "}",
    r"\mathrm{\text{#panic() \input{x} $x$}}",
    r"x_{" * 400 + "y" + "}" * 400,
]
each("formula", FORMULAS, lambda folder, text: folder.answer(f"$`{text}`$\n\n```math\n{text}\n```"))


@kind(quick=True)
def answer_engines(folder):
    folder.answer(
        f"{TYPST}\n\n{TEX}\n\n`{TYPST}` and **{TEX}**\n\n| {TYPST} | {TEX} |\n|---|---|\n| {MARKUP} | x |\n\n> {ALL}\n\n- {ALL}"
    )


@kind()
def answer_raw_blocks(folder):
    blocks = [
        ("{=html}", "<script>window.PWN=1</script>"), ("{=typst}", TYPST), ("{=latex}", TEX), ("{=openxml}", "<w:p/>"),
        ('"><script>window.PWN=1</script>', "x"), ("python {.run}", "import os; os.system('touch RAN')"), ("html", MARKUP),
        ("{r, eval=TRUE}", "system('touch RAN')"), ("typst-render", TYPST), ("mermaid", f"click a href \"{URL}\""),
    ]  # fmt: skip
    folder.answer(
        "\n\n".join(f"```{info}\n{text}\n```" for info, text in blocks) + f"\n\n`x`{{=html}} `{MARKUP}`{{=html}}"
    )


@kind()
def answer_templates(folder):
    folder.answer(
        "{{.}} {{#x}}{{/x}} {{{html}}} {{> /etc/passwd}} {{&x}} {{=<% %>=}} {{embeddings.__proto__}} {{embeddings}} "
        + "{{" * 5000
        + ' {{figure:../../x}} {{view:"><script>window.PWN=1</script>}} {{section:\x1b[2J}} {{embeddings.words.99999999999999999999.word}}'
    )


@kind()
def answer_views(folder):
    folder.answer(
        '{{view:embeddings/map?x="><script>window.PWN=1</script>}} {{view:attention/head?layer=-1&head=1e99&token=<b>}} '
        "[a](#view=javascript:window.PWN=1) [b](#" + "a" * 10000 + ")"
    )


@kind(quick=True)
def answer_terminal(folder):
    folder.answer(f"a{TERMINAL}{FORGED} {{{{embeddings.{TERMINAL}}}}}")
    folder.write("answers/embeddings/neighbours.md", f"a{TERMINAL}{FORGED}\n")


@kind()
def answer_of_control(folder):
    """The same without a name that is refused."""
    folder.answer(f"a{TERMINAL}{FORGED}")


@kind()
def answer_nesting(folder):
    folder.answer(
        ">" * 20000
        + "x\n\n"
        + "- " * 5000
        + "x\n\n"
        + "*" * 50000
        + "a"
        + "*" * 50000
        + "\n\n"
        + "[" * 50000
        + "\n\n"
        + "[a](" * 20000
    )


@kind()
def answer_counts(folder):
    notes = "".join(f"[^{i}]" for i in range(3000)) + "\n\n" + "".join(f"[^{i}]: x\n" for i in range(3000))
    table = "|" + "a|" * 20000 + "\n|" + "-|" * 20000 + "\n"
    folder.answer(
        notes + "\n\n" + table + "\n\n" + "".join(f"[{i}]: x\n" for i in range(30000)) + "&" * 300000 + "<" * 100000
    )


@kind()
def answer_one_word(folder):
    folder.answer("a" * 900_000 + " a" + "\u0301" * 100_000)


@kind()
def answer_bytes(folder):
    folder.answer("a\0b \ufeff# x a\rb \u2028 \u2029 \x85 \ufffe\uffff")
    folder.write("answers/embeddings/neighbours.md", b"caf\xe9 \xff\xfe \xed\xa0\x80 \xf4\x90\x80\x80\n" * 10)


@kind()
def answer_citations(folder):
    folder.answer(
        f"[@{'a' * 5000}] [@../../x] [@\x1b[2J] [@rehurek2010, p. {MARKUP}] [-@x; @y] @{{http://canary.invalid/}}"
    )


@kind()
def answer_headings(folder):
    folder.answer(
        f'# a"><script>window.PWN=1</script> {{#x onclick=window.PWN=1}}\n\n> [!NOTE"><script>window.PWN=1</script>]\n> x\n\n# {ALL}'
    )


@kind(quick=True)
def titles_markup(folder):
    text = quoted(MARKUP)
    folder.settings(title=text, subtitle=text, course=text, date=text, author=f"{{name: {text}, id: {text}}}")


@kind(quick=True)
def titles_terminal(folder):
    text = quoted("A" + TERMINAL + FORGED)
    folder.settings(title=text, subtitle=text, course=text, date=text, author=f"{{name: {text}, id: {text}}}")


@kind()
def titles_engines(folder):
    text = quoted(TYPST + TEX)
    folder.settings(title=text, subtitle=text, course=text, date=text, author=f"{{name: {text}, id: {text}}}")


@kind()
def titles_long(folder):
    text = quoted("A very long word " + "W" * 200_000)
    folder.settings(title=text, subtitle=text, course=text)


@kind()
def keys_terminal(folder):
    folder.settings(**{quoted("k" + TERMINAL): 1, "embeddings": f"{{{quoted(TERMINAL + FORGED)}: 1}}"})


@kind()
def chapters_strange(folder):
    folder.settings(
        chapters=f"[embeddings, {quoted(TERMINAL)}, ../../x, {quoted(MARKUP)}, embeddings, 7, [a], {{b: c}}]"
    )


@kind()
def words_hostile(folder):
    folder.write(
        "corpus.txt",
        "\n".join(f"the <script>window.PWN=1</script> {TYPST} {TEX} bad screen works \x1b[2J" for _ in range(200)),
    )
    folder.only(
        "embeddings", data="corpus.txt", words=f"[bad, {quoted('<script>window.PWN=1</script>')}, screen]", vector_size=8,
        min_count=1, projection_words=20,
    )  # fmt: skip


@kind()
def sentence_hostile(folder):
    folder.only("attention", model="model", sentence=quoted("the " + MARKUP[:60] + " #panic() \\input{x} \u202e cat"))


@kind()
def captions_hostile(folder):
    text = quoted("two cats <script>window.PWN=1</script> #panic() \\input{x} \x1b[2J \u202e")
    folder.only("captions", descriptions=f"[{text}, two cats]", false=f"[{text}]")


@kind()
def review_hostile(folder):
    folder.write(
        "output/reviewed.json",
        '{"embeddings/parameters": "' + "\\u001b]0;PWN\\u0007" + '", "../../x": "y", "a": [[[[' + "[" * 5000,
    )
