import Notebook
import Rendering
import Testing

/// Answers that were written elsewhere, below questions as headings.
@Suite struct AnswerImportTests {
  private let chapters = [
    ChapterInput(
      slug: "embeddings", title: "Word embeddings",
      questions: [
        Question("parameters", title: "Training parameters", prompt: "Which parameters did you choose, and why?"),
        Question("outlook", title: "Outlook", prompt: "What would you try next with words?"),
      ]),
    ChapterInput(
      slug: "captions", title: "Image captions",
      questions: [
        Question("pair", title: "The confusing pair", prompt: "Which two captions does the model confuse?"),
        Question("outlook", title: "Outlook", prompt: "What would you try next with pictures?"),
      ]),
  ]

  private func read(_ text: String) throws -> AnswerImport {
    try AnswerImport(text, path: "notes.md", chapters: chapters)
  }

  private func found(_ text: String) throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try read(text).answers.map { ("\($0.chapter)/\($0.question.id)", $0.text) })
  }

  @Test func `headings are questions by title, name and prompt, with numbers before and points behind`() throws {
    for heading in [
      "# Training parameters", "### training parameters", "## 3.1 Training parameters (10 points)",
      "## Question 2: Training parameters", "## a) *Training* parameters", "## parameters", "## Trainig parameters",
      "## Which parameters did you choose, and why?", "Training parameters\n===================",
    ] {
      #expect(try found("\(heading)\n\nFive words.\n") == ["embeddings/parameters": "Five words."], "\(heading)")
    }
  }

  @Test func `an answer keeps its own headings, code and comments, and ends at the next question`() throws {
    let text = """
      ---
      title: Notes
      ---
      # Training parameters

      Above.

      ## A detail

      ```
      # Outlook
      ```
      <!-- kept -->

      > # Outlook

      # The confusing pair

      Below.
      """
    let answers = try found(text)
    #expect(answers.count == 2 && answers["captions/pair"] == "Below.")
    #expect(
      answers["embeddings/parameters"]
        == "Above.\n\n## A detail\n\n```\n# Outlook\n```\n<!-- kept -->\n\n> # Outlook")
  }

  @Test func `a chapter's title says whose question a heading is that two chapters have`() throws {
    let text = "# Word embeddings\n## Outlook\nWords.\n# 4. Image captions\n## Outlook\nPictures.\n"
    #expect(try found(text) == ["embeddings/outlook": "Words.", "captions/outlook": "Pictures."])
    let error = try #require(throws: SettingsError.self) { try read("# Outlook\nWords.\n") }
    #expect(error.findings.count == 1)
    #expect(error.findings[0].hasPrefix("notes.md:1: “Outlook” may be embeddings/outlook or captions/outlook"))
  }

  @Test func `a question that is answered twice is refused with both lines`() throws {
    let error = try #require(throws: SettingsError.self) {
      try read("# Training parameters\nOne.\n\n# Parameters\nTwo.\n")
    }
    #expect(
      error.findings == ["notes.md:4: answers embeddings/parameters, as line 1 does; make one answer of both"])
  }

  @Test func `what answers no question is named, and an answer of nothing is none`() throws {
    let read = try read("Hello.\n\n# Shopping\nMilk.\n## Bread\n\n# Training parameters\n\nTODO\n")
    #expect(read.answers.isEmpty)
    #expect(read.unused.map(\.line) == [1, 3, 5] && read.unused.map(\.heading) == ["", "Shopping", "Bread"])
    #expect(try self.read("").answers.isEmpty && self.read("").unused.isEmpty)
  }

  @Test func `lines that end as on Windows are read alike, and the line of a heading is its own`() throws {
    let read = try read("---\r\ntitle: x\r\n---\r\n\r\n# The confusing pair\r\n\r\nCats.\r\nDogs.\r\n")
    #expect(read.answers.map(\.line) == [5] && read.answers.map(\.text) == ["Cats.\nDogs."])
    #expect(read.unused.isEmpty)
  }

  @Test func `a carriage return alone ends a line, as it does in Markdown`() throws {
    let read = try read("a\rb\rc\r\r# The confusing pair\r\rCats.\rDogs.\n")
    #expect(read.answers.map(\.line) == [5] && read.answers.map(\.text) == ["Cats.\nDogs."])
    #expect(try self.read("a\r\r\r# The confusing pair").answers.isEmpty)
  }
}
