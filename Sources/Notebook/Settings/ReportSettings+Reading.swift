internal import Basics

extension ReportSettings {
  /// Reads the report's own keys and leaves those of the chapters to the chapters.
  ///
  /// - Parameters:
  ///   - reader: A reader of the top level.
  ///   - slugs: The chapters that there are.
  ///   - formats: The output formats that there are.
  ///   - usual: Those of them that are made where the settings name none; without this all.
  ///   - languages: The languages that there are words for, each with its English name.
  /// - Throws: `SettingsError` with every finding.
  public init(
    reading reader: inout SettingsReader, slugs: [String], formats: [String], usual: [String]? = nil,
    languages: [(tag: String, name: String)] = []
  ) throws {
    self.init()
    reader.ignore(slugs)
    reader.read("title", &title)
    reader.read("subtitle", &subtitle)
    reader.read("course", &course)
    var authors: [Author] = []
    for key in ["author", "authors"] {
      reader.sections(key, defaultKey: "name") { person in
        var author = Author(name: "")
        person.read("name", &author.name)
        person.read("id", &author.identifier)
        authors.append(author)
      }
    }
    self.authors = authors
    reader.read("anonymous", &isAnonymous)
    submission = SubmissionSettings(reading: &reader)
    reader.read("date", &date)
    reader.read("language", &language)
    Self.check(&language, languages, &reader)
    reader.read("chapters", &chapters)
    var seen: Set<String> = []
    for chapter in chapters {
      if !slugs.contains(chapter) {
        let hint = listHint(chapter, among: slugs) ?? suggestion(for: chapter, among: slugs)
        reader.report("chapters", "names “\(chapter)”, which is no chapter\(hint)")
      } else if !seen.insert(chapter).inserted {
        reader.report("chapters", "names “\(chapter)” twice")
      }
    }
    outputs = usual ?? formats
    reader.read("outputs", &outputs)
    for output in outputs where !formats.contains(output) {
      let hint = listHint(output, among: formats) ?? suggestion(for: output, among: formats)
      reader.report("outputs", "names “\(output)”\(hint)")
    }
    exports = Self.exports(&reader)
    reader.read("style", &style)
    reader.read("views", &showsViews)
    reader.read("code", &code)
    paper = PaperSettings(reading: &reader)
    reader.read("question_starts_page", &questionStartsPage)
    reader.read("number_sections", &numberSections)
    reader.read("seed", &seed, in: 0...(1 << 53))
    reader.read("threads", &threads, in: 1...1024)
    try reader.finish()
    if chapters.isEmpty { chapters = slugs }
  }

  /// What tables and figures are written as.
  private static func exports(_ reader: inout SettingsReader) -> [ExportKind] {
    let known = ExportKind.allCases.map(\.rawValue)
    var names: [String] = []
    reader.read("exports", &names)
    return names.compactMap { name in
      let kind = ExportKind(rawValue: name)
      if kind == nil {
        reader.report(
          "exports", "names “\(name)”\(listHint(name, among: known) ?? suggestion(for: name, among: known))")
      }
      return kind
    }
  }

  /// Refuses what is no language tag, and tells of a language that there are no words for.
  private static func check(
    _ language: inout String, _ languages: [(tag: String, name: String)], _ reader: inout SettingsReader
  ) {
    guard let tag = LanguageTag(language) else {
      let meant = LanguageTag.meant(by: language).map { "; write \($0)" } ?? ""
      return reader.report("language", "must be a language tag such as en or es-CO, found “\(language)”\(meant)")
    }
    language = tag.description
    guard !languages.isEmpty, !languages.contains(where: { $0.tag == tag.language }) else { return }
    let known = languages.map { "\($0.tag) (\($0.name))" }
    reader.remark(
      "language",
      "is “\(tag)”, and what Quire itself writes (Figure, Contents, dates) is not translated into it, so it stays English; "
        + "there are \(known.dropLast().joined(separator: ", ")) and \(known.last ?? "")")
  }
}

/// How to write several names that stand in one text: `pdf, html` or `“pdf”`.
private func listHint(_ text: String, among names: [String]) -> String? {
  let parts = text.split { $0 == "," || $0 == ";" || $0.isWhitespace || "“”„«»‘’\"".contains($0) }.map(String.init)
  guard !parts.isEmpty, parts.allSatisfy(names.contains) else { return nil }
  return "; write [\(parts.joined(separator: ", "))]"
}
