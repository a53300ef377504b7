internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

/// The files that the texts come from: those of every input that the settings name, in that order.
struct ReviewFiles {
  /// The files, in the order in which they are read.
  let files: [URL]
  /// What they are and where they came from.
  let provenance: [Markdown]
  /// Whether the catalogue's other data stand in for those that were asked for.
  let isStandIn: Bool
  /// The names of files beside them that hold no texts.
  let leftOut: [String]

  /// - Throws: `NotebookError.input` where a folder holds no file of texts.
  init(_ inputs: [LocatedInput]) throws {
    var (files, leftOut) = ([URL](), [String]())
    for input in inputs {
      let found = CorpusReader.texts(among: input.files)
      guard !found.files.isEmpty else {
        let names = found.leftOut.prefix(3).joined(separator: ", ") + (found.leftOut.count > 3 ? ", …" : "")
        throw NotebookError.input(
          name: input.name, problem: "holds no file of texts (\(names)); name the files that are meant")
      }
      files += found.files
      leftOut += found.leftOut
    }
    self.files = files
    self.leftOut = leftOut
    provenance = inputs.map(\.provenance)
    isStandIn = inputs.contains(where: \.isStandIn)
  }
}

extension WordEmbeddings {
  /// How the files were read, as a sentence: “It is read as JSON lines, column `reviewText`.”
  func layout(_ reading: ReadingReport) -> Markdown {
    let parts = reading.parts
    guard !parts.isEmpty else { return "It is read as \(reading.layout)." }
    let layouts = Dictionary(grouping: parts, by: \.layout).sorted {
      ($1.value.count, $0.key) < ($0.value.count, $1.key)
    }
    let shown: [Markdown] = layouts.map { "\($0.key) (\($0.value.count.grouped))" }
    return "The \(parts.count.of("file")) are read as \(shown.enumerated)."
  }

  /// Warns of whatever about the files their author may not expect.
  func tell(_ reading: ReadingReport, of data: ReviewFiles, on page: inout Page) {
    var findings = reading.findings
    if reading.parts.isEmpty { findings = findings.map { "\(reading.name) \($0)" } }
    if !data.leftOut.isEmpty {
      findings.append(
        "Left unread: \(data.leftOut.prefix(5).joined(separator: ", "))\(data.leftOut.count > 5 ? ", …" : "")")
    }
    guard !findings.isEmpty else { return }
    let more = findings.count - Self.shownFindings
    if more > 0 { findings = findings.prefix(Self.shownFindings) + ["There are \(more) more such findings"] }
    let sentences: [Markdown] = findings.map {
      "\(markdown: $0.hasPrefix("Left") || $0.hasPrefix("There") ? $0 : "The file \($0)")."
    }
    page.warn(
      title: "How the data was read", sentences.joined(separator: " "),
      line: findings.prefix(3).joined(separator: "; ")
        + (findings.count > 3 ? "; and more, which the report tells" : ""))
  }

  /// How many findings are told one by one.
  private static let shownFindings = 12
}
