import Basics
public import Foundation
import Notebook

/// Removes what was generated for a report, and nothing else.
public struct CleanRequest: Request {
  /// What became of the output.
  public struct Removal: Sendable, Equatable {
    /// The folder of the output.
    public let folder: URL
    /// Whether there was anything of Quire's.
    public let wasThere: Bool
    /// What is left, since Quire did not write it.
    public let left: [String]
  }

  /// Which report.
  public var report: ReportSelection

  /// The removal of what was generated for a report.
  public init(_ report: ReportSelection) { self.report = report }

  /// What was removed and what is left.
  public func result(in context: Context) throws -> Removal {
    TemporaryFolder.removeLeftovers()
    let folder = try Workbench(report, in: context.environment).folder
    for place in [folder.root, folder.answers] { AtomicFile.removeLeftovers(in: place) }
    // What was tried goes with it, unless the output was named.
    let aside = ReportFolder(folder.root, output: Workbench.aside(of: folder.root))
    let folders = ([folder] + (report.outputFolder == nil ? [aside] : [])).filter { OutputFolder.isMarked($0.output) }
    let left = try folders.flatMap { folder in try OutputFolder.hold(folder) { try $0.removeAll() } }
    return Removal(folder: (folders.first ?? folder).output, wasThere: !folders.isEmpty, left: left)
  }
}
