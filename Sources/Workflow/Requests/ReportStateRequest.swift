import Basics
public import Foundation
import Notebook
import Rendering

/// The files of a report, and whether each is what a rendering would give of the chapters as they are. Nothing is written.
public struct ReportStateRequest: Request {
  /// One file of the report.
  public struct File: Sendable, Equatable {
    /// The file.
    public let file: URL
    /// Its size in bytes; nil for one that has not been made.
    public let size: Int?
    /// Why a rendering would give another; empty where it would give this one.
    public let reasons: [String]

    /// One word, for a list.
    public var word: String { size == nil ? "never made" : reasons.isEmpty ? "fresh" : "stale" }
  }

  /// Which report.
  public var report: ReportSelection

  /// The state of a report's files.
  public init(_ report: ReportSelection) { self.report = report }

  /// The files, in the order of the formats that the settings name.
  public func result(in context: Context) throws -> [File] {
    let bench = try Workbench(report, in: context.environment)
    let records = StitchRecord.all(in: bench.folder)
    let now = try StitchRecord(of: bench)
    return try bench.formats(nil).map { format in
      let file = bench.folder.report(format.ending)
      guard FileKind(of: file) == .file, let size = try? InputFile(file).size else {
        return File(file: file, size: nil, reasons: [])
      }
      guard let record = records[format.name] else {
        return File(file: file, size: size, reasons: ["nothing is known of what it was made of"])
      }
      let isOwn = try SHA256.hex(ofFile: file) == record.made
      return File(file: file, size: size, reasons: (isOwn ? [] : ["it was changed by hand"]) + record.changes(to: now))
    }
  }
}
