/// Whether this machine has what a report needs.
public struct MachineRequest: Request {
  /// Which report.
  public var report: ReportSelection

  /// The check of this machine.
  public init(_ report: ReportSelection) { self.report = report }

  /// Everything that was looked at, in the order in which a report meets it.
  public func result(in context: Context) throws -> [MachineItem] {
    let bench = try Workbench.open(report, in: context)
    let items = MachineCheck(bench: bench, cancellation: context.cancellation).items
    try context.cancellation.check()
    return items
  }
}
