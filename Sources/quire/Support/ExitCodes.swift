import ArgumentParser

extension ExitCode {
  /// A chapter failed; the others still ran, and the report says so in its place.
  static let chapterFailed = ExitCode(1)
  /// Usage or settings are wrong.
  static let wrongSettings = ExitCode(2)
  /// Answers are missing, or a requirement is not met.
  static let incomplete = ExitCode(3)
  /// Interrupted from the keyboard.
  static let interrupted = ExitCode(130)
}
