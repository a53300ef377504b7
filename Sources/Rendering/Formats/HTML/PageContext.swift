import Basics
import Foundation
import Notebook

/// What a page template is filled with.
///
/// Names that a template may use: `language`, `title`, `subtitle`, `course`, `date`, `authors` (`name`, `identifier`),
/// `authorNames`, `provenance` (`html`), `substitutions` (`html`), `chapters` (`number`, `title`, `languageOfTitle`,
/// `languageOfEntry`, `part`, `anchor`, `html`, `entries` of `number`, `opening`, `name`, `title`, `anchor`), `completeness`, `css`, `script`, `scriptSum`,
/// `viewData` (`name`, `base64`), `longTitle`, `questionStartsPage`, `words` (`skip`, `contents`, `completeness`, `data`,
/// `substitutions`). A name without a value is left out, so that `{{#course}}…{{/course}}` is skipped.
/// Attributes that say which language an element is in are `languageOfPage`, `languageOfChapters`, and of Quire's own words
/// `languageOfWords`, and within a chapter's language `languageOfLabels`.
struct PageContext {
  /// The book.
  let book: Book
  /// Its chapters as HTML.
  let body: HTMLBody

  /// The values by name.
  func values(css: String, _ scripts: ViewScripts?, _ data: [(name: String, base64: String)]) -> [String: Any] {
    let (settings, words, marks) = (book.settings, book.wording, LanguageMarks(book.settings.language))
    var values: [String: Any] = [
      "language": settings.language.isEmpty ? "en" : settings.language,
      "languageOfPage": marks.page, "languageOfChapters": marks.chapter, "languageOfWords": marks.ownOnPage,
      "languageOfLabels": marks.ownInChapter,
      "words": [
        "skip": words.skip, "contents": words.contents, "completeness": book.appendixTitle, "data": words.data,
        "substitutions": words.substitutions,
      ],
      "title": PlainText.line(settings.title),
      "longTitle": settings.title.count > 90,
      "css": css,
      "questionStartsPage": settings.questionStartsPage,
      "authors": settings.shownAuthors.map { author -> [String: Any] in
        var values: [String: Any] = ["name": PlainText.line(author.name)]
        if !author.identifier.isEmpty { values["identifier"] = PlainText.line(author.identifier) }
        return values
      },
      "provenance": book.provenance.map { ["html": body.statement($0)] as [String: Any] },
      "hasProvenance": !book.provenance.isEmpty,
      "substitutions": book.substitutions.map { ["html": body.statement($0)] as [String: Any] },
      "hasSubstitutions": !book.substitutions.isEmpty,
      "chapters": book.chapters.map(chapter),
    ]
    func set(_ name: String, _ value: String) { if !value.isEmpty { values[name] = PlainText.line(value) } }
    set("subtitle", settings.subtitle)
    set("course", settings.course)
    set("date", book.date)
    set("authorNames", settings.shownAuthors.map(\.name).joined(separator: ", "))
    if let scripts {
      values["script"] = scripts.script
      values["scriptSum"] = scripts.sum
      values["viewData"] = data.map { ["name": $0.name, "base64": $0.base64] }
    }
    if book.hasAppendix { values["completeness"] = body.appendix() }
    return values
  }

  /// What a style sheet calls a part of the report.
  private static func name(of part: BookChapter.Part) -> String {
    switch part {
    case .chapter: "chapter"
    case .conclusion: "chapter conclusion"
    case .bibliography: "chapter bibliography"
    }
  }

  private func chapter(_ chapter: BookChapter) -> [String: Any] {
    let marks = LanguageMarks(book.settings.language)
    return [
      "title": PlainText.line(chapter.title), "anchor": chapter.anchor, "html": body.chapter(chapter),
      "number": chapter.number ?? false, "hasEntries": !chapter.entries.isEmpty,
      "part": Self.name(of: chapter.part),
      "languageOfTitle": chapter.part == .chapter ? "" : marks.ownInChapter,
      "languageOfEntry": chapter.part == .chapter ? marks.chapter : marks.ownOnPage,
      "entries": chapter.entries.map { entry -> [String: Any] in
        [
          "title": PlainText.line(entry.title), "name": PlainText.line(entry.name), "opening": entry.opening ?? false,
          "anchor": entry.anchor, "number": entry.number ?? false,
        ]
      },
    ]
  }
}
