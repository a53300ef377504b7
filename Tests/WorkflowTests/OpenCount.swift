import Foundation
import Testing

/// Counts how often the files of some folders are opened, as the kernel tells it.
final class OpenCount {
  private let descriptor: Int32
  private var folders: [Int32: String] = [:]

  /// Counts from now on; files are named by their folder's last name and their own.
  init(_ watched: [URL]) throws {
    descriptor = inotify_init1(Int32(IN_NONBLOCK))
    try #require(descriptor >= 0)
    for folder in watched {
      // Equal events that follow one another are told once, so that the closing between them is listened to as well.
      let watch = inotify_add_watch(descriptor, folder.path(percentEncoded: false), UInt32(IN_OPEN | IN_CLOSE))
      try #require(watch >= 0)
      folders[watch] = folder.lastPathComponent
    }
  }

  deinit { close(descriptor) }

  /// How often each file was opened.
  func counts() -> [String: Int] {
    var counts: [String: Int] = [:]
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let size = read(descriptor, &buffer, buffer.count)
      guard size > 0 else { return counts }
      buffer[..<size].withUnsafeBytes { bytes in
        var position = 0
        while position < size {
          let event = bytes.loadUnaligned(fromByteOffset: position, as: inotify_event.self)
          let start = position + MemoryLayout<inotify_event>.size
          let name = bytes[start..<start + Int(event.len)].prefix { $0 != 0 }
          if event.mask & UInt32(IN_OPEN) != 0, let folder = folders[event.wd], !name.isEmpty {
            counts["\(folder)/\(String(decoding: name, as: UTF8.self))", default: 0] += 1
          }
          position = start + Int(event.len)
        }
      }
    }
  }
}
