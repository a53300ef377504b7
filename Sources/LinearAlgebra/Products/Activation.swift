internal import CMatrixKernels

/// What happens to every number of a product, as between the two products of a feed-forward block.
public enum Activation: String, Sendable, CaseIterable {
  /// x Φ(x), by erf.
  case gelu
  /// GELU by tanh.
  case geluTanh
  /// max(x, 0).
  case relu
  /// x σ(1.702 x).
  case quickGELU
  /// x σ(x), also called swish.
  case silu

  var kernel: cmk_activation {
    switch self {
    case .gelu: CMK_GELU
    case .geluTanh: CMK_GELU_TANH
    case .relu: CMK_RELU
    case .quickGELU: CMK_QUICK_GELU
    case .silu: CMK_SILU
    }
  }
}
