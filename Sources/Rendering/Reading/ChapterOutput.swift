public import Basics
package import Foundation
public import Notebook

/// What a chapter left on the disk, as it was read once: its document and its results.
public struct ChapterOutput: Sendable {
  /// The document; `nil` where the chapter has not run.
  public var document: ChapterDocument?
  /// The results; `nil` where there are none.
  public var results: JSONValue?

  /// What was read of a chapter.
  public init(document: ChapterDocument?, results: JSONValue?) {
    (self.document, self.results) = (document, results)
  }

  /// What the chapters of a report left, by their names, each read once.
  ///
  /// - Throws: A `RenderingError` for a document that cannot be read, or results of a chapter that did not fail.
  package static func all(
    in folder: ReportFolder, _ slugs: [String], pathsRelativeTo base: URL? = nil
  ) throws -> [String: ChapterOutput] {
    let reader = ReportReader(folder: folder, base: base)
    var outputs: [String: ChapterOutput] = [:]
    for slug in slugs {
      let document = try reader.document(slug)
      let results: JSONValue? =
        try reader.failure(slug) == nil ? try reader.results(slug)?.value : (try? reader.results(slug))?.value
      outputs[slug] = ChapterOutput(document: document, results: results)
    }
    return outputs
  }
}
