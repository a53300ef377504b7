/// What is wrong with the settings: every finding, each with file, line and key.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// One line a finding.
  public let findings: [String]

  /// The findings.
  public init(_ findings: [String]) { self.findings = findings }

  /// The findings, one a line.
  public var description: String { findings.joined(separator: "\n") }
}
