/// Numbers of bytes as people read them.
public enum ByteCount {
  /// “812 bytes”, “3.4 MB”, “10.0 GB”: powers of ten, one decimal.
  public static func text(_ count: Int) -> String {
    if count < 10_000 { return "\(count) bytes" }
    var value = Double(count)
    for unit in ["kB", "MB", "GB", "TB"] {
      value /= 1000
      if value < 999.95 || unit == "TB" {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(unit)"
      }
    }
    return "\(count) bytes"
  }
}
