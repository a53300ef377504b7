internal import Foundation
internal import Synchronization

extension MappedFile {
  /// Ends this process with one line that names the file, and with code 1, where somebody cuts a file short while it is
  /// mapped: by itself, the system kills whoever reads behind its new end, without a word.
  public static func endInOneLineWhereCut() {
    _ = MappedRanges.slots
    var action = sigaction()
    action.sa_flags = SA_SIGINFO
    action.__sigaction_handler.sa_sigaction = { _, information, _ in
      if let address = information?.pointee._sifields._sigfault.si_addr,
        let line = MappedRanges.line(at: UInt(bitPattern: address))
      {
        _ = Foundation.write(STDERR_FILENO, line, strlen(line))
        _exit(1)
      }
      // Another fault: the instruction runs again, and ends the process as it would have.
      signal(SIGBUS, SIG_DFL)
    }
    sigaction(SIGBUS, &action, nil)
  }
}

/// Which mapped file lies where, for a handler of signals, which may neither lock nor allocate.
enum MappedRanges {
  struct Slot: ~Copyable {
    /// Where the mapping starts; 0 for a free slot, 1 for one that is being filled or emptied.
    let start = Atomic<UInt>(0)
    let end = Atomic<UInt>(0)
    /// What is said of the file, as a C string.
    let line = Atomic<UInt>(0)
  }

  /// More than the shards of any model; a file beyond them is mapped all the same.
  private static let count = 2048

  nonisolated(unsafe) static let slots: UnsafeMutablePointer<Slot> = {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    for index in 0..<count { (slots + index).initialize(to: Slot()) }
    return slots
  }()

  /// Notes a mapping.
  static func add(_ bytes: UnsafeRawBufferPointer, path: String) {
    let start = UInt(bitPattern: bytes.baseAddress)
    let message = "\(path): was cut short while it was being read; put the whole file back, and run again"
    for index in 0..<count {
      guard slots[index].start.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged else {
        continue
      }
      slots[index].end.store(start + UInt(bytes.count), ordering: .relaxed)
      slots[index].line.store(UInt(bitPattern: strdup(TerminalText.escaped(message) + "\n")), ordering: .relaxed)
      slots[index].start.store(start, ordering: .releasing)
      return
    }
  }

  /// Forgets a mapping.
  static func remove(_ bytes: UnsafeRawBufferPointer) {
    let start = UInt(bitPattern: bytes.baseAddress)
    for index in 0..<count {
      guard slots[index].start.compareExchange(expected: start, desired: 1, ordering: .acquiring).exchanged else {
        continue
      }
      free(UnsafeMutableRawPointer(bitPattern: slots[index].line.exchange(0, ordering: .relaxed)))
      slots[index].start.store(0, ordering: .releasing)
      return
    }
  }

  /// What is said where the mapping at an address was cut short.
  static func line(at address: UInt) -> UnsafePointer<CChar>? {
    for index in 0..<count {
      let start = slots[index].start.load(ordering: .acquiring)
      guard start > 1, address >= start, address < slots[index].end.load(ordering: .relaxed) else { continue }
      return UnsafePointer(bitPattern: slots[index].line.load(ordering: .relaxed))
    }
    return nil
  }
}
