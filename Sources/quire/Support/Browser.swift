import Foundation

/// The browser of whoever sits at the machine.
enum Browser {
  /// Opens an address or a file by the desktop's own program.
  ///
  /// - Returns: Whether there is one that could be started.
  static func open(_ address: String) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    for name in ["xdg-open", "wslview"] {
      guard let program = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile(atPath:))
      else {
        continue
      }
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = [address]
      (process.standardInput, process.standardOutput, process.standardError) = (
        FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
      )
      if (try? process.run()) != nil { return true }
    }
    return false
  }
}
