import Basics

extension Duration {
  /// Seconds as a person says them: `0.4 s`, `3 s`, `12 s`, `3 min 5 s`, `1 h 20 min`.
  static func text(_ seconds: Double) -> String {
    let seconds = seconds.isFinite ? max(0, seconds) : 0
    let tenths = (seconds * 10).rounded() / 10
    if tenths < 10, tenths != tenths.rounded() { return NumberText.fixed(tenths, 1) + " s" }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }
}
