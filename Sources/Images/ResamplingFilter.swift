internal import Glibc

/// What a new pixel's share of an old one depends on: how far the two are apart, in pixels of the smaller of two pictures. Pillow's
/// filters of the same names.
public enum ResamplingFilter: Sendable, Equatable {
  /// A triangle.
  case bilinear
  /// Keys' cubic convolution with a = −0.5.
  case bicubic
  /// sinc(x) · sinc(x/3).
  case lanczos

  /// The distance from which on a share is nought.
  var support: Double {
    switch self {
    case .bilinear: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  /// The share at a distance, before all are brought to a sum of one.
  func weight(_ distance: Double) -> Double {
    let x = abs(distance)
    guard x < support else { return 0 }
    switch self {
    case .bilinear: return 1 - x
    case .bicubic:
      let a = -0.5
      return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * a
    case .lanczos: return Self.sinc(distance) * Self.sinc(distance / 3)
    }
  }

  private static func sinc(_ x: Double) -> Double {
    if x == 0 { return 1 }
    let angle = x * Double.pi
    return sin(angle) / angle
  }
}
