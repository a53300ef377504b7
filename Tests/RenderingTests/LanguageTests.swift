import Foundation
import Notebook
import Rendering
import Testing

/// A report in each language, whole.
@Suite struct LanguageTests {
  private func report(_ language: String) throws -> MiniatureReport {
    let report = try MiniatureReport()
    report.settings.language = language
    report.chapters[1].questions = []
    try report.answer("size", "Mira {{figure:embeddings/pca}}.[^a]\n\n> [!TIP]\n> Uno.\n\n- [x] dos\n\n[^a]: Tres.\n")
    return report
  }

  private static let words = [
    (
      "es-CO",
      ["Figura 1.", "Tabla 1.", "Pregunta 1:", "Contenido", "Estado de las respuestas", "Sección 2", "(0,5 puntos)"]
    ),
    ("de", ["Abbildung 1:", "Tabelle 1:", "Frage 1:", "Inhalt", "Vollständigkeit", "Abschnitt 2", "(0,5 Punkte)"]),
    (
      "fr",
      [
        "Figure 1\u{202F}:", "Tableau 1\u{202F}:", "Question 1\u{202F}:", "Table des matières", "État des réponses",
        "Section 2", "(0,5 point)",
      ]
    ),
    ("ar", ["Figure 1.", "Table 1.", "Question 1:", "Contents", "Completeness", "Section 2", "(0.5 points)"]),
  ]

  @Test(arguments: words)
  func `what Quire writes into Markdown is in the report's language`(language: String, words: [String]) throws {
    let text = try report(language).text(.markdown)
    for word in words { #expect(text.contains(word)) }
    let figure = try #require(words.first?.prefix { $0.isLetter })
    #expect(text.contains("Mira [\(figure) 2](#figure-embeddings-pca)."))
  }

  @Test func `a Spanish page says which of its parts are English`() throws {
    let html = try report("es-CO").text(.html)
    #expect(html.contains("<html lang=\"es-CO\">"))
    for part in [
      "<a class=\"skip\" href=\"#main\">Ir al informe</a>", "<p class=\"date\">21 de septiembre de 2026</p>",
      "<p>Datos</p>\n<ul lang=\"en\">", "<h2 id=\"contents\">Contenido</h2>",
      "<a href=\"#embeddings\" lang=\"en\"><span class=\"number\">1</span> Word embeddings</a>",
      "<a href=\"#question-embeddings-size\" lang=\"en\"><span lang=\"es-CO\">Pregunta 1:</span> Size</a>",
      "<section class=\"chapter\" aria-labelledby=\"embeddings\" lang=\"en\">",
      "<figcaption><strong lang=\"es-CO\">Figura 1.</strong> The loss ends at 0.29.</figcaption>",
      "<strong lang=\"es-CO\">Tabla 1.</strong> Nearest words.",
      "<span class=\"number\" lang=\"es-CO\">Pregunta 1</span> Size <span class=\"points\" lang=\"es-CO\">0,5 puntos</span>",
      "<div class=\"answer\" lang=\"es-CO\">\n<p>Mira <a href=\"#figure-embeddings-pca\">Figura 2</a>.",
      "<p class=\"callout-title\">Consejo</p>", "aria-label=\"hecho\"", "aria-label=\"Nota al pie 1\"",
      "aria-label=\"Notas al pie de embeddings\" lang=\"es-CO\"", "<li id=\"note-embeddings-1\" lang=\"en\">",
      "<li id=\"note-embeddings-2\" lang=\"es-CO\">", "<h2 id=\"completeness\">Estado de las respuestas</h2>",
      "<th scope=\"col\" class=\"trailing\">Puntos</th>", "<td lang=\"en\">Word embeddings</td>",
      "<td class=\"state answered\">respondida</td>", "<p>La pregunta está respondida.</p>",
    ] {
      #expect(html.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    ("es", "Figura 3.", "Tabla 2."), ("de", "Abbildung 3:", "Tabelle 2:"),
    ("fr", "Figure 3\u{202F}:", "Tableau 2\u{202F}:"), ("ar", "Figure 3.", "Table 2."),
  ])
  func `an answer's own figures and tables are called by the language's words`(
    language: String, figure: String, table: String
  ) throws {
    let report = try report(language)
    try report.write(MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings/x.png"))
    try report.answer("size", "![Uno](x.png){#fig:uno}\n\n| a |\n|---|\n| 1 |\n\n: Dos. {#tbl:dos}\n\nVea @fig:uno.\n")
    let text = try report.text(.markdown)
    for part in ["**\(figure)** Uno", "**\(table)** Dos.", "Vea [\(figure.prefix { $0.isLetter }) 3]("] {
      #expect(text.contains(part), "\(part)")
    }
    let html = try report.text(.html)
    for label in [figure, table] {
      let isMarked = language == "ar"
      #expect(html.contains("<strong\(isMarked ? " lang=\"en\" dir=\"ltr\"" : "")>\(label)</strong>"), "\(label)")
    }
  }

  @Test func `an English page marks nothing`() throws {
    for language in ["en", "en-GB"] {
      let html = try report(language).text(.html)
      #expect(html.contains("<html lang=\"\(language)\">"))
      #expect(html.components(separatedBy: " lang=\"").count == 2)
      #expect(!html.contains(" dir="))
    }
  }

  @Test func `an Arabic page runs from right to left, and its English from left to right`() throws {
    let html = try report("ar").text(.html)
    #expect(html.contains("<html lang=\"ar\" dir=\"rtl\">"))
    #expect(html.contains("<h2 id=\"contents\" lang=\"en\" dir=\"ltr\">Contents</h2>"))
    #expect(html.contains("<section class=\"chapter\" aria-labelledby=\"embeddings\" lang=\"en\" dir=\"ltr\">"))
    #expect(html.contains("<div class=\"answer\" lang=\"ar\" dir=\"rtl\">"))
    #expect(html.contains("<p class=\"callout-title\" lang=\"en\" dir=\"ltr\">Tip</p>"))
    #expect(html.contains("<figcaption><strong>Figure 1.</strong>"))
    #expect(html.contains("<p class=\"date\">2026-09-21</p>"))
  }

  @Test func `a language without words keeps English and its own name`() throws {
    let html = try report("ja").text(.html)
    #expect(html.contains("<html lang=\"ja\">"))
    #expect(html.contains("<h2 id=\"contents\" lang=\"en\">Contents</h2>"))
    #expect(html.contains("<div class=\"answer\" lang=\"ja\">"))
    #expect(!html.contains(" dir="))
  }

  @Test(arguments: [
    ("es", "Este capítulo no se ha ejecutado", "Ejecútelo con <code>quire render later</code>.", "Aún sin respuesta"),
    (
      "de", "Dieses Kapitel wurde noch nicht ausgeführt", "Führen Sie es mit <code>quire render later</code> aus.",
      "Noch nicht beantwortet"
    ),
    (
      "fr", "Ce chapitre n’a pas encore été exécuté", "Exécutez-le avec <code>quire render later</code>.",
      "Pas encore de réponse"
    ),
  ])
  func `notices are in the language`(language: String, title: String, advice: String, invitation: String) throws {
    let report = try report(language)
    report.chapters[1] = ChapterInput(
      slug: "later", title: "Later", questions: [Question("why", title: "Why?", prompt: "Tell.", points: 2)])
    try report.write(chapter: MiniatureReport.embeddings.without("A *remark* on {{section:pictures}}."))
    let html = try report.text(.html)
    #expect(
      html.contains("role=\"note\" lang=\"\(language)\">\n<p class=\"callout-title\">\(title)</p>\n<p>\(advice)</p>"))
    #expect(html.contains("role=\"note\" lang=\"\(language)\">\n<p class=\"callout-title\">\(invitation)</p>"))
    #expect(html.contains("<code>answers/later/why.md</code>."))
  }
}
