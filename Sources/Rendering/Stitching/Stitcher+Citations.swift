import Basics
import Foundation
import Notebook

/// Where citations are set: by what, and from which works.
struct CitationSetting {
  /// The works that come with Quire.
  var shipped: URL?
  /// What sets them; without it, authors and date are told in a plainer form.
  var pandoc: Pandoc?
  /// What pandoc answered before.
  var cache: AnswerCache?
}

extension Stitcher {
  /// Where a citation stands.
  private struct CitedPlace {
    var citation: Citation
    var item: Citation.Item { citation.items[0] }
    var offset: Int
    /// The text, and the file as messages name it.
    var source: MarkdownSource
    var file: String
    /// Whether it is an answer's: there a name after `@` may be somebody's.
    var isAnswer: Bool
  }

  /// A text of a chapter in which something may be cited.
  struct CitingText {
    var source: MarkdownSource
    var file: String
  }

  /// Sets the citations of chapters and answers.
  ///
  /// - Returns: The works that are cited, `nil` where none is.
  mutating func setCitations(of chapters: [CitingText], _ answers: [String], _ setting: CitationSetting) throws
    -> BookChapter?
  {
    var places = chapters.flatMap { text in
      InlineSyntax.citations(of: text.source).map {
        CitedPlace(citation: $0.citation, offset: $0.offset, source: text.source, file: text.file, isAnswer: false)
      }
    }
    for survey in answers.compactMap({ surveys[$0] }) {
      places += survey.extensions.syntax.citations.map {
        CitedPlace(citation: $0.citation, offset: $0.offset, source: survey.source, file: survey.file, isAnswer: true)
      }
    }
    guard !places.isEmpty else { return nil }
    var bibliography: Bibliography
    do { bibliography = try Bibliography(reader: reader, shipped: setting.shipped) } catch let error as RenderingError {
      problems += error.problems
      return nil
    }
    guard !bibliography.isEmpty else {
      tellUnset(places, "there is no references.bib and no references.json in the report's folder")
      return nil
    }
    var cache = setting.cache
    let set: Bibliography.Outcome
    var citations: [Citation] = []
    do {
      if let pandoc = setting.pandoc {
        try bibliography.read(by: pandoc, cited: Set(places.flatMap { $0.citation.items.map(\.key) }), &cache)
      }
      places = places.filter { check($0, bibliography) }
      guard !places.isEmpty else { return nil }
      var seen: Set<Citation> = []
      citations = places.map(\.citation.anywhere).filter { seen.insert($0).inserted }
      set = try self.set(citations, of: bibliography, by: setting.pandoc, &cache)
    } catch let error as RenderingError {
      problems += error.problems
      return nil
    }
    try cache?.save()
    for key in bibliography.doubled {
      remarks.append(
        .init(
          file: bibliography.files.joined(separator: ", "),
          message: "the key “\(key)” stands there more than once; only one of its works is taken"))
    }
    for message in set.messages {
      let files = bibliography.files.isEmpty ? ["references"] : bibliography.files
      remarks.append(.init(file: files.joined(separator: ", "), message: message))
    }
    self.citations = Dictionary(zip(citations, set.citations), uniquingKeysWith: { first, _ in first })
    return chapter(of: set)
  }

  /// Sets citations by pandoc, or in a plainer form where that is not there or fails.
  private mutating func set(
    _ citations: [Citation], of bibliography: Bibliography, by pandoc: Pandoc?, _ cache: inout AnswerCache?
  ) throws -> Bibliography.Outcome {
    if let pandoc {
      do {
        return try bibliography.set(citations, by: pandoc, language: settings.language, &cache, &anchors)
      } catch let error as RenderingError {
        guard citations.allSatisfy({ $0.items.allSatisfy { bibliography.plain[$0.key] != nil } }) else { throw error }
        citationFailure = error.description
      }
    } else {
      citationFailure = "there is no pandoc to set them; run Tools/set-up"
    }
    let plain = PlainReferences(Set(citations.flatMap { $0.items.map(\.key) }), of: bibliography.plain, &anchors)
    return Bibliography.Outcome(citations: citations.map(plain.text), works: plain.list)
  }

  /// Says of each answer once why its citations are shown as text.
  private mutating func tellUnset(_ places: [CitedPlace], _ reason: String) {
    var told: Set<String> = []
    for place in places where !place.citation.isInText && told.insert(place.file).inserted {
      remark(on: place, at: place.offset, "“[@\(place.item.key)]” is shown as text: \(reason)")
    }
  }

  /// Whether all works of a citation are there.
  private mutating func check(_ place: CitedPlace, _ bibliography: Bibliography) -> Bool {
    let keys = bibliography.keys
    for item in place.citation.items where !keys.contains(item.key) {
      if bibliography.isIncomplete, place.isAnswer {
        // What only pandoc can read may have it.
        if !place.citation.isInText {
          tellUnset([place], "there is no pandoc to read references.bib; run Tools/set-up")
        }
        return false
      }
      let hint = suggestion(for: item.key, among: keys.sorted())
      let message = "there is no work “\(item.key)” \(bibliography.place)"
      if !place.isAnswer || !place.citation.isInText {
        let position = place.source.place(of: item.offset)
        problems.append(
          .init(file: place.file, line: position.line, column: position.column, message: message + hint))
      } else if !bibliography.files.isEmpty || nearestName(to: item.key, among: keys) != nil {
        // In a sentence it may be somebody's name.
        remark(on: place, at: item.offset, "“@\(item.key)” is shown as text: \(message)\(hint)")
      }
      return false
    }
    return true
  }

  private mutating func remark(on place: CitedPlace, at offset: Int, _ message: String) {
    let position = place.source.place(of: offset)
    remarks.append(.init(file: place.file, line: position.line, column: position.column, message: message))
  }

  /// The bibliography as the last chapter, a piece for each work.
  private mutating func chapter(of set: Bibliography.Outcome) -> BookChapter {
    let pieces = set.works.map { anchor, text -> BookChapter.Piece in
      let entry: Markdown = "\(markdown: OwnMark.anchor(anchor).html + OwnMark.closesAnchor.html)\(text)"
      let document = (try? MarkdownParser.parse(entry.source)) ?? MarkdownDocument()
      remarks += formulas.note(document, of: MarkdownSource(entry.source), in: "references")
      return .prose(Prose(markdown: entry, document: document))
    }
    return BookChapter(
      slug: "references", title: wording.references, number: nil, anchor: anchors.take("references"), summary: nil,
      notice: nil, pieces: pieces, results: nil, part: .bibliography)
  }
}
