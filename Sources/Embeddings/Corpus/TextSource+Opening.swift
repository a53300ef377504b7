internal import Archives
import Foundation

extension TextSource {
  /// Opens a file, whatever its bytes are wrapped in.
  ///
  /// - Throws: `ArchiveError`; `CorpusError` for archives that people take for texts.
  static func open(_ url: URL, limit: Int?) throws -> UnpackedReader {
    do {
      return try UnpackedReader(url, limit: limit) { CorpusReader.isText(member: $0) }
    } catch {
      throw told(error)
    }
  }

  /// Does what may meet an archive's fault, which is told in the words of whoever chose the texts.
  static func told<Result>(_ body: () throws(ArchiveError) -> Result) throws -> Result {
    do { return try body() } catch { throw told(error) }
  }

  private static func told(_ error: ArchiveError) -> any Error {
    switch error {
    case .tooLarge(let path, let limit): return CorpusError.unpacksTooFar(path: path, limit: limit)
    case .members(let path, .zip, _, let names):
      // Office's files are zip archives.
      if let (_, kind, advice) = office.first(where: { names.contains($0.member) }) {
        return CorpusError.unsupported(path: path, kind: kind, advice: advice)
      }
      return error
    default: return error
    }
  }

  private static let office = [
    (member: "xl/workbook.xml", kind: "an Excel workbook", advice: "save its sheet as “CSV UTF-8” and name that file"),
    (member: "word/document.xml", kind: "a Word document", advice: "save it as plain text in UTF-8 and name that file"),
  ]
}
