public import Foundation
import Notebook

/// Whether a packed submission is what its manifest says.
public struct VerifyRequest: Request {
  /// The archive.
  public var archive: URL

  /// The check of an archive.
  public init(_ archive: URL) { self.archive = archive }

  /// What is wrong with it; nothing where all is as it was packed.
  public func result(in context: Context) throws -> [String] {
    try Submission.findings(in: archive, cancellation: context.cancellation)
  }
}
