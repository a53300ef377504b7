/// Floats in a shape, row by row without gaps. A value: once it is made, nobody writes to it.
public struct Tensor: Sendable {
  /// Its shape, outermost dimension first.
  public let shape: [Int]

  let buffer: FloatBuffer
  let start: Int

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  package init(_ buffer: FloatBuffer, start: Int = 0, shape: [Int]) {
    self.buffer = buffer
    self.start = start
    self.shape = shape
    precondition(start >= 0 && start + shape.reduce(1, *) <= buffer.count, "a tensor lies within its buffer")
  }

  /// A tensor from its elements, row by row.
  ///
  /// - Parameter elements: As many as the product of `shape`.
  public init(shape: [Int], elements: [Float]) {
    precondition(elements.count == shape.reduce(1, *), "\(elements.count) elements for \(shape)")
    let buffer = FloatBuffer(elements.count)
    elements.withUnsafeBufferPointer {
      if let source = $0.baseAddress { buffer.base.update(from: source, count: $0.count) }
    }
    self.init(buffer, shape: shape)
  }

  /// What lies at some leading indices: a view, without a copy.
  public func slice(_ indices: Int...) -> Tensor {
    Tensor(buffer, start: offset(indices), shape: Array(shape[indices.count...]))
  }

  /// One element, by an index for each dimension.
  public subscript(_ indices: Int...) -> Float {
    precondition(indices.count == shape.count, "one index for each dimension")
    return buffer.base[offset(indices)]
  }

  /// All elements, row by row.
  public var elements: [Float] { withUnsafeBufferPointer { Array($0) } }

  /// Calls a closure with all elements, row by row; the pointer is valid inside the closure only.
  public func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result
  {
    defer { withExtendedLifetime(buffer) {} }
    return try body(UnsafeBufferPointer(start: buffer.base + start, count: count))
  }

  private func offset(_ indices: [Int]) -> Int {
    precondition(indices.count <= shape.count, "no more indices than dimensions")
    var offset = 0
    var stride = count
    for (index, size) in zip(indices, shape) {
      precondition(index >= 0 && index < size, "outside the tensor")
      stride /= size
      offset += index * stride
    }
    return start + offset
  }
}

extension Tensor: Equatable {
  /// Whether two tensors have one shape and equal elements.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withUnsafeBufferPointer { a in right.withUnsafeBufferPointer { a.elementsEqual($0) } }
  }
}
