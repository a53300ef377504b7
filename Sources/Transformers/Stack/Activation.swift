/// The function between the two products of a feed-forward block.
public enum Activation: String, Sendable, CaseIterable {
  /// x Φ(x), by erf.
  case gelu
  /// GELU by tanh.
  case geluTanh
  /// max(x, 0).
  case relu
  /// x σ(1.702 x).
  case quickGELU

  /// The activation that `config.json` calls by one of its names.
  init?(name: String) {
    switch name {
    case "gelu": self = .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": self = .geluTanh
    case "relu": self = .relu
    case "quick_gelu": self = .quickGELU
    default: return nil
    }
  }
}
