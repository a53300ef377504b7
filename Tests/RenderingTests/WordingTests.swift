import Notebook
import Testing

import Rendering

/// The words of each language by themselves.
@Suite struct WordingTests {
  private static let narrow = "\u{202F}"

  @Test func `a region takes the words of its language, and an unknown language those of English`() {
    #expect(["es-CO", "ES", "es-419"].allSatisfy { Wording.of($0).tag == "es" })
    #expect(Wording.of("de-CH").tag == "de")
    #expect(Wording.of("fr-CA").tag == "fr")
    #expect(["ja", "ar", "xx", "", "es_CO", "esp"].allSatisfy { Wording.of($0).tag == "en" })
    #expect(Wording.languages.map(\.tag) == ["en", "es", "de", "fr"])
  }

  @Test(arguments: [
    ("en", ["0 points", "0.5 points", "1 point", "1.5 points", "2 points"]),
    ("es", ["0 puntos", "0,5 puntos", "1 punto", "1,5 puntos", "2 puntos"]),
    ("de", ["0 Punkte", "0,5 Punkte", "1 Punkt", "1,5 Punkte", "2 Punkte"]),
    ("fr", ["0 point", "0,5 point", "1 point", "1,5 point", "2 points"]),
    ("de-CH", ["0 Punkte", "0.5 Punkte", "1 Punkt", "1.5 Punkte", "2 Punkte"]),
    ("es-MX", ["0 puntos", "0.5 puntos", "1 punto", "1.5 puntos", "2 puntos"]),
  ])
  func `points are counted as the language counts`(language: String, expected: [String]) {
    let words = Wording.of(language)
    #expect([0, 0.5, 1, 1.5, 2].map { words.points($0) } == expected)
  }

  /// Rows of which so many of so many are answered; each question is worth so many points.
  private func rows(_ answered: Int, of count: Int, each points: Double) -> [AnswerRow] {
    let folder = ReportFolder(.init(filePath: "/report"))
    return (0..<count).map { index in
      AnswerRow(
        Question("q\(index)", title: "Q", prompt: "Q?", points: points), of: "chapter", "Chapter",
        index < answered ? .answered : .missing, in: folder)
    }
  }

  @Test(arguments: [
    (
      "en",
      [
        "The question is answered.", "The question is not answered; 1 point is at stake.",
        "0 of 2 questions are answered; 2 points are at stake.", "1 of 2 questions is answered; 1 point is at stake.",
        "2 of 4 questions are answered; 2 points are at stake.", "All 3 questions are answered.",
      ]
    ),
    (
      "es",
      [
        "La pregunta está respondida.", "La pregunta no está respondida; está en juego 1 punto.",
        "Ninguna de las 2 preguntas está respondida; están en juego 2 puntos.",
        "1 de 2 preguntas está respondida; está en juego 1 punto.",
        "2 de 4 preguntas están respondidas; están en juego 2 puntos.", "Las 3 preguntas están respondidas.",
      ]
    ),
    (
      "de",
      [
        "Die Frage ist beantwortet.", "Die Frage ist nicht beantwortet; es geht noch um 1 Punkt.",
        "Keine der 2 Fragen ist beantwortet; es geht noch um 2 Punkte.",
        "1 von 2 Fragen ist beantwortet; es geht noch um 1 Punkt.",
        "2 von 4 Fragen sind beantwortet; es geht noch um 2 Punkte.", "Alle 3 Fragen sind beantwortet.",
      ]
    ),
    (
      "fr",
      [
        "La question a reçu une réponse.", "La question n’a pas reçu de réponse\(narrow); 1 point est en jeu.",
        "Aucune des 2 questions n’a reçu de réponse\(narrow); 2 points sont en jeu.",
        "1 question sur 2 a reçu une réponse\(narrow); 1 point est en jeu.",
        "2 questions sur 4 ont reçu une réponse\(narrow); 2 points sont en jeu.",
        "Les 3 questions ont reçu une réponse.",
      ]
    ),
  ])
  func `what the questions come to is a sentence`(language: String, expected: [String]) {
    let words = Wording.of(language)
    let counts = [(1, 1), (0, 1), (0, 2), (1, 2), (2, 4), (3, 3)]
    #expect(counts.map { words.summary(of: rows($0.0, of: $0.1, each: 1)) } == expected)
  }

  @Test func `what is at stake takes the language's own singular`() {
    let half = rows(0, of: 1, each: 1.5)
    #expect(Wording.english.summary(of: half) == "The question is not answered; 1.5 points are at stake.")
    #expect(Wording.french.summary(of: half).hasSuffix("1,5 point est en jeu."))
    #expect(Wording.spanish.summary(of: half).hasSuffix("están en juego 1,5 puntos."))
  }

  @Test func `a date is written in the language, and as ISO has it where there are no words`() {
    let dates = ["en-GB", "es-CO", "de", "fr", "ja", "ar"].map { Wording.date(day: 1, month: 3, year: 2026, in: $0) }
    #expect(
      dates == ["1 March 2026", "1 de marzo de 2026", "1. März 2026", "1er mars 2026", "2026-03-01", "2026-03-01"])
    #expect(Wording.date(day: 21, month: 9, year: 2026, in: "fr") == "21 septembre 2026")
    for words in Wording.all {
      #expect(Set((1...12).map { words.date(2, $0, 2026) }).count == 12)
    }
  }

  @Test func `every state and every kind of callout has words of its own`() {
    for words in Wording.all {
      #expect(Set(AnswerState.allCases.map(words.state)).count == AnswerState.allCases.count)
      #expect(Set(Callout.Kind.allCases.map { words.callout($0.rawValue) }).count == Callout.Kind.allCases.count)
      #expect(words.write("a.md").contains("`a.md`") && words.replacePlaceholder("a.md").contains("`a.md`"))
      #expect(words.columns("3", "5").firstMatch(of: /^\p{Lu}\p{Ll}+ 3 \S+ 5$/) != nil)
      #expect(words.page("3", "20").contains("3") && words.page("3", "20").hasSuffix("20"))
    }
    #expect(
      Wording.all.map { $0.page("3", "20") } == ["page 3 of 20", "página 3 de 20", "Seite 3 von 20", "page 3 sur 20"])
  }

  @Test func `German has no sharp s, so that it is Switzerland's too`() {
    #expect(!String(describing: Wording.german).contains("ß"))
    #expect(!Wording.german.write("a").contains("ß") && !Wording.german.replacePlaceholder("a").contains("ß"))
  }
}
