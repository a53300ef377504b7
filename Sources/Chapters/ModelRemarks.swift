internal import Notebook

extension Page {
  /// Tells in the report and on the terminal how a model's files were read: what was left aside, which default followed.
  mutating func warn(ofReading remarks: [String]) {
    for remark in remarks { warn(title: "How the model’s files were read", "\(remark)", line: remark) }
  }
}
