internal import LinearAlgebra

/// What threads exchange and share while they train: products, and the windows of CBOW by columns.
struct SharedRoom: ~Copyable {
  /// Products of two groups, `[2, blocks, capacity]`.
  private(set) var dots = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  /// Each prediction's mean, `[predictions, stride]`.
  private(set) var hidden = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  /// What each mean is to change by, `[predictions, stride]`.
  private(set) var changes = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  /// Running sums over a span, `[span + 1, stride]`.
  private(set) var sums = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  /// The products of one block.
  var capacity = 0
  private var sizes = (dots: 0, hidden: 0, sums: 0)

  deinit {
    for memory in [dots, hidden, changes, sums] { memory.deallocate() }
  }

  /// Makes sure of room for so many floats; what was there is lost.
  mutating func grow(dots: Int, hidden: Int, sums: Int) {
    if dots > sizes.dots {
      Self.replace(&self.dots, by: dots)
      sizes.dots = dots
    }
    if hidden > sizes.hidden {
      Self.replace(&self.hidden, by: hidden)
      Self.replace(&changes, by: hidden)
      sizes.hidden = hidden
    }
    if sums > sizes.sums {
      Self.replace(&self.sums, by: sums)
      sizes.sums = sums
    }
  }

  private static func replace(_ memory: inout UnsafeMutablePointer<Float>, by count: Int) {
    memory.deallocate()
    memory = .cacheLines(count)
    memory.initialize(repeating: 0, count: count)
  }
}

/// What one thread needs for itself: gradients, scales of windows, sums of the loss.
struct ThreadRoom: ~Copyable {
  /// `[products, width]` of one group.
  let gradients: UnsafeMutablePointer<Float>
  /// What the sum of each window is multiplied with.
  let gather: UnsafeMutablePointer<Float>
  /// What the change of each window is multiplied with.
  let scatter: UnsafeMutablePointer<Float>
  /// How many words each window has.
  let repeats: UnsafeMutablePointer<UInt32>
  let loss: UnsafeMutablePointer<Double>

  init(products: Int, predictions: Int) {
    gradients = .cacheLines(products)
    gather = .cacheLines(predictions)
    scatter = .cacheLines(predictions)
    repeats = .allocate(capacity: predictions)
    loss = .allocate(capacity: 1)
    loss.initialize(to: 0)
  }

  deinit {
    gradients.deallocate()
    gather.deallocate()
    scatter.deallocate()
    repeats.deallocate()
    loss.deallocate()
  }

  /// The scales of CBOW: the mean divides the sum, the sum divides the change.
  func fillScales(_ windows: Windows, usesMean: Bool) {
    for window in 0..<windows.count {
      let share = 1 / Float(windows.ends[window] - windows.starts[window] - 1)
      gather[window] = usesMean ? share : 1
      scatter[window] = usesMean ? 1 : share
    }
  }

  /// How many pairs each window has.
  func fillRepeats(_ windows: Windows) {
    for window in 0..<windows.count { repeats[window] = windows.ends[window] - windows.starts[window] }
  }
}

extension UnsafeMutablePointer<Float> {
  /// Uninitialised room that starts and ends with a cache line, at least one.
  fileprivate static func cacheLines(_ count: Int) -> Self {
    let bytes = (max(count, 1) * 4 + 63) / 64 * 64
    return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Float.self, capacity: bytes / 4)
  }
}
