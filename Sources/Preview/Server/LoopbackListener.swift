import Basics
import Foundation
import Synchronization

/// A place at 127.0.0.1 where connections come in: from this machine alone.
final class LoopbackListener: Sendable {
  /// Why there is none.
  struct Unavailable: Error, CustomStringConvertible {
    var description: String
  }

  /// `nil` once it has ended.
  private let descriptor: Mutex<Int32?>
  /// The port.
  let port: UInt16

  /// Listens.
  ///
  /// - Parameter wanted: The port, or 0 for any that is free.
  init(port wanted: UInt16) throws(Unavailable) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else {
      throw Unavailable(description: "no connection can be listened for: \(FileSystem.message(errno))")
    }
    // A port whose last connections are still dying down is free.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = wanted.bigEndian
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failure = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
        bind(descriptor, generic, length) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, generic, &length) == 0 ? 0 : errno
      }
    }
    guard failure == 0 else {
      close(descriptor)
      throw Unavailable(
        description: failure == EADDRINUSE
          ? "--port: \(wanted) is taken by another program; name another, or leave --port out for any that is free"
          : failure == EACCES
            ? "--port: \(wanted) is for the system's own services; name one from 1024 on"
            : "--port: \(wanted) cannot be listened at: \(FileSystem.message(failure))")
    }
    self.descriptor = Mutex(descriptor)
    port = UInt16(bigEndian: place.sin_port)
  }

  deinit { end() }

  /// Leaves the port to others.
  func end() {
    descriptor.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }

  /// The next connection, `nil` where none came in time.
  func connection(within milliseconds: Int32) -> Int32? {
    guard let descriptor = descriptor.withLock({ $0 }) else { return nil }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
    let connection = accept(descriptor, nil, nil)
    guard connection >= 0 else { return nil }
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    return connection
  }
}
