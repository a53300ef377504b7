import Basics
import Foundation

/// What opens files for whoever sits before the screen: the program of `BROWSER`, else the desktop's own.
enum Desktop {
  /// Why nothing was opened.
  struct Unable: Error, CustomStringConvertible {
    let description: String
  }

  /// The desktop's own programs, on Linux and where Linux runs in Windows.
  private static let programs = ["xdg-open", "wslview"]

  /// What a browser needs beside what every program gets, by how it begins: screen, desktop, the way to the network.
  private static let needed = [
    "display", "wayland_", "xauthority", "xdg_", "dbus_", "desktop_", "browser", "gnome_", "kde_", "gdk_backend",
    "qt_qpa_platform", "wsl", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
  ]

  /// Opens a file, or a page by its address, without waiting for whoever looks at it.
  ///
  /// - Throws: `Unable` where there is no program for it, or it does not start.
  static func open(_ file: URL) throws { try open(file.path(percentEncoded: false)) }

  /// The same for what a program is told.
  static func open(_ place: String) throws {
    let variables = ProcessInfo.processInfo.environment
    let named = (variables["BROWSER"] ?? "").split(separator: ":").map(String.init)
    guard let program = (named + programs).lazy.compactMap({ Self.program($0, variables) }).first else {
      throw Unable(description: "there is no \(programs[0]) (Debian's package xdg-utils), and BROWSER names no program")
    }
    let process = Process()
    process.executableURL = program
    process.arguments = [place]
    process.environment = ChildProcess.cleaned(variables, and: Self.needed)
    // What a browser says is no news of the report's.
    (process.standardInput, process.standardOutput, process.standardError) = (
      FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
    )
    do { try process.run() } catch { throw Unable(description: "\(program.path) does not start") }
  }

  /// A program by its path, or by its name on the `PATH`.
  private static func program(_ name: String, _ variables: [String: String]) -> URL? {
    let places =
      name.contains("/")
      ? [URL(filePath: name)]
      : (variables["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        .map { URL(filePath: String($0)).appending(path: name) }
    return places.first { FileManager.default.isExecutableFile(atPath: $0.path(percentEncoded: false)) }
  }
}
