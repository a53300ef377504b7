/// Tokens under construction: room is made once a row, so that adding one is a single store.
struct TokenBuffer: ~Copyable {
  private(set) var count = 0
  private var capacity: Int
  private var storage: UnsafeMutablePointer<UInt32>

  init(capacity: Int) {
    self.capacity = capacity
    storage = .allocate(capacity: capacity)
  }

  deinit {
    storage.deallocate()
  }

  /// Makes room for that many more tokens.
  mutating func reserve(_ additional: Int) {
    guard count + additional > capacity else { return }
    capacity = max(count + additional, capacity * 2)
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    larger.update(from: storage, count: count)
    storage.deallocate()
    storage = larger
  }

  /// Adds a token, for which there must be room.
  @inline(__always)
  mutating func append(_ token: UInt32) {
    storage[count] = token
    count += 1
  }

  /// The tokens so far, and an empty buffer.
  mutating func take() -> [UInt32] {
    defer { count = 0 }
    return Array(UnsafeBufferPointer(start: storage, count: count))
  }
}
