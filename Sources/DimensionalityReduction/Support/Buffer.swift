/// A fixed number of elements in memory of its own, for loops that write from several threads at once.
///
/// Behind the last one there is room for a register of them, which vectors may read and write and nobody else sees.
/// Threads must write to places of their own: nothing here checks that. Blocks of `Blocks` do.
package final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  package init(repeating value: Element, count: Int) {
    self.count = count
    base = .allocate(capacity: count + Self.room)
    base.initialize(repeating: value, count: count + Self.room)
  }

  deinit { base.deallocate() }

  package subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  /// As many elements as a vector has, from one place on.
  package subscript<Vector: SIMD<Element>>(first: Int, type: Vector.Type) -> Vector {
    get {
      assert(first >= 0 && first + Vector.scalarCount <= count + Self.room)
      return UnsafeRawPointer(base + first).loadUnaligned(as: type)
    }
    set {
      assert(first >= 0 && first + Vector.scalarCount <= count + Self.room)
      UnsafeMutableRawPointer(base + first).storeBytes(of: newValue, as: type)
    }
  }

  /// Brings the elements into another order.
  ///
  /// - Parameter order: Which of the present places comes to each place.
  func rearrange(_ order: Buffer<UInt32>) {
    let old = Buffer(repeating: base[0], count: count)
    old.base.update(from: base, count: count)
    for place in 0..<count { base[place] = old[Int(order[place])] }
  }

  private static var room: Int { 16 }

  package var elements: UnsafeMutableBufferPointer<Element> { UnsafeMutableBufferPointer(start: base, count: count) }
}
