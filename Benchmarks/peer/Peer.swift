internal import Foundation

/// The other side, a process of its own that runs once for each line it is sent.
public struct Peer {
  private let input = Pipe()
  private let output = Pipe()
  private let process = Process()

  /// - Parameter command: The program, found by its path, and its arguments.
  public init(_ command: [String]) throws {
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// Runs it once.
  ///
  /// - Returns: Milliseconds by its own clock, or nil where it has ended.
  public func run() throws -> Double? {
    try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
    var answer = Data()
    while !answer.contains(0x0A) {
      let part = output.fileHandleForReading.availableData
      if part.isEmpty { return nil }
      answer += part
    }
    return Double(String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
