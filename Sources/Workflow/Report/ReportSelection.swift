/// Which report a request is about, and what is said instead of its settings.
public struct ReportSelection: Sendable, Equatable {
  /// The report's folder; without one, the one that `ReportChoice` finds.
  public var report: String?
  /// Where generated files go; without it, `output/` in the report's folder.
  public var outputFolder: String?
  /// Whether what is generated goes beside the report's own output, to `tried/` in its folder, where no output is named.
  public var isAside = false
  /// Settings as `key=value`.
  public var overrides: [String] = []
  /// The seed of everything random.
  public var seed: Int?
  /// How many threads to use.
  public var threads: Int?
  /// Word pairs that people judged.
  public var pairs: String?

  /// Whether anything is said instead of the settings that a run's results rest on.
  public var saysOtherwise: Bool { !overrides.isEmpty || seed != nil || pairs != nil }

  /// The report in a folder, as its settings say.
  public init(report: String? = nil, outputFolder: String? = nil) {
    self.report = report
    self.outputFolder = outputFolder
  }
}
