internal import Synchronization

/// Looks at those weights of a layer whose faults a pass would hide, once, when the layer is first used.
///
/// A NaN in the weights of queries, keys or the first half of a feed-forward block is lost in the softmax or the activation: what comes
/// out looks like numbers. Every other one is carried to the last hidden state by the residual sums, where it is found.
final class LayerGuard: Sendable {
  private let state: Mutex<(seen: [Bool], fault: CheckpointError?)>

  init(layers: Int) { state = Mutex((Array(repeating: false, count: layers), nil)) }

  /// Looks at a layer, unless it has been looked at.
  func look(at index: Int, _ layer: LayerWeights) {
    look(at: index, [layer.query, layer.key, layer.up] + [layer.multiplier].compactMap(\.self))
  }

  /// Looks at some of a layer's maps, unless that has been done.
  func look(at index: Int, _ maps: [LinearWeights]) {
    state.withLock { state in
      if state.seen[index] { return }
      state.seen[index] = true
      for weights in maps where state.fault == nil && !weights.matrix.isFinite {
        state.fault = .notFinite(among: [weights.matrix.tensor], path: weights.matrix.tensor.path)
      }
    }
  }

  /// The first fault of the layers that were used.
  var fault: CheckpointError? { state.withLock { $0.fault } }
}

/// Whether all numbers are finite: the exponent of one that is not is all ones.
func areFinite(_ numbers: UnsafeBufferPointer<Float>) -> Bool {
  guard let base = numbers.baseAddress else { return true }
  let mask: UInt32 = 0x7F80_0000
  return base.withMemoryRebound(to: UInt32.self, capacity: numbers.count) { bits in
    var carries: UInt32 = 0
    for index in 0..<numbers.count { carries |= (bits[index] & mask) &+ 0x0080_0000 }
    return carries & 0x8000_0000 == 0
  }
}

extension CheckpointError {
  /// What gave numbers that are not finite: the first tensor that holds one, or all together where each is sound by itself.
  static func notFinite(among tensors: [StoredTensor], path: String) -> CheckpointError {
    for tensor in tensors.flatMap(\.parts).sorted(by: {
      ($0.path, $0.range.lowerBound) < ($1.path, $1.range.lowerBound)
    }) {
      if let isSound = try? tensor.withFloats({ areFinite($0) }), !isSound {
        return .notFinite(path: tensor.path, name: tensor.name)
      }
    }
    return .malformed(path: path, reason: notFinite)
  }
}
