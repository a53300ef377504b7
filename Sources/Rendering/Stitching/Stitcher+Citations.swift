import Basics
import Foundation
import Notebook

extension Stitcher {
  /// Where a citation stands.
  private struct Place {
    var answer: String
    var offset: Int
    var citation: Citation
  }

  /// Sets the citations of the answers.
  ///
  /// - Returns: The works that are cited, `nil` where none is.
  mutating func setCitations(of answers: [String]) throws -> BookChapter? {
    var places: [Place] = []
    for answer in answers {
      for (offset, citation) in surveys[answer]?.citations ?? [] {
        places.append(Place(answer: answer, offset: offset, citation: citation))
      }
    }
    guard !places.isEmpty else { return nil }
    let hasFile = Bibliography.names.contains { FileKind(of: reader.folder.root.appending(path: $0)) != nil }
    guard hasFile, let pandoc else {
      let reason =
        hasFile
        ? "there is no pandoc to set citations; run Tools/set-up"
        : "there is no references.bib and no references.json in the report's folder"
      var told: Set<String> = []
      for place in places where !place.citation.isInText && told.insert(place.answer).inserted {
        remark(on: place.answer, at: place.offset, "“[@\(place.citation.items[0].key)]” is shown as text: \(reason)")
      }
      return nil
    }
    let bibliography: Bibliography
    do { bibliography = try Bibliography(reader: reader, pandoc: pandoc) } catch let error as RenderingError {
      problems += error.problems
      return nil
    }
    places = places.filter { check($0, bibliography) }
    guard !places.isEmpty else { return nil }
    let set = try bibliography.set(places.map(\.citation), by: pandoc, language: settings.language, &anchors)
    for key in bibliography.doubled {
      remarks.append(
        .init(
          file: bibliography.files.joined(separator: ", "),
          message: "the key “\(key)” stands there more than once; only one of its works is taken"))
    }
    for message in set.messages {
      remarks.append(.init(file: bibliography.files.joined(separator: ", "), message: message))
    }
    for (place, text) in zip(places, set.citations) { surveys[place.answer]?.set(text, at: place.offset) }
    return chapter(of: set)
  }

  /// Whether all works of a citation are there.
  private mutating func check(_ place: Place, _ bibliography: Bibliography) -> Bool {
    for item in place.citation.items where bibliography.works[item.key] == nil {
      let hint = suggestion(for: item.key, among: bibliography.works.keys.sorted())
      let message = "there is no work “\(item.key)” in \(bibliography.files.joined(separator: " and "))"
      // In a sentence it may be somebody's name.
      if place.citation.isInText {
        remark(on: place.answer, at: item.offset, "“@\(item.key)” is shown as text: \(message)\(hint)")
      } else if let survey = surveys[place.answer] {
        let position = survey.source.place(of: item.offset)
        problems.append(
          .init(file: survey.file, line: position.line, column: position.column, message: message + hint))
      }
      return false
    }
    return true
  }

  private mutating func remark(on answer: String, at offset: Int, _ message: String) {
    guard let survey = surveys[answer] else { return }
    let position = survey.source.place(of: offset)
    remarks.append(.init(file: survey.file, line: position.line, column: position.column, message: message))
  }

  /// The bibliography as the last chapter.
  private mutating func chapter(of set: Bibliography.Set) -> BookChapter {
    let entries = set.works.map { anchor, text -> Markdown in
      "\(markdown: OwnMark.anchor(anchor).html + OwnMark.closesAnchor.html)\(text)"
    }
    let text = entries.joined(separator: "\n\n")
    let document = (try? MarkdownParser.parse(text.source)) ?? MarkdownDocument()
    remarks += formulas.note(document, of: MarkdownSource(text.source), in: "references")
    var chapter = BookChapter(
      slug: "references", title: wording.references, number: nil, anchor: anchors.take("references"), summary: nil,
      notice: nil, pieces: [.prose(Prose(markdown: text, document: document))], results: nil)
    chapter.isBibliography = true
    return chapter
  }
}
