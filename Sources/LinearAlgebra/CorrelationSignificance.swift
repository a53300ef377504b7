internal import Foundation

/// How probable it is that lists without any relation correlate at least so much, in either direction: SciPy's p-value of Pearson's
/// and, by the same approximation, of Spearman's correlation.
///
///     t = r √((n − 2) / ((1 − r)(1 + r))) follows Student's t distribution of n − 2 degrees, so p = I₍₁₋ᵣ₎₍₁₊ᵣ₎((n − 2) / 2, 1 / 2)
///
/// - Parameters:
///   - correlation: From −1 to 1.
///   - count: How many pairs of values were compared.
/// - Returns: From 0 to 1; 1 for two pairs, which always lie on a line; nil for fewer, and where the correlation has no value.
public func correlationSignificance(_ correlation: Double, count: Int) -> Double? {
  guard count >= 2, !correlation.isNaN else { return nil }
  let r = min(1, max(-1, correlation))
  guard count > 2 else { return 1 }
  return regularizedIncompleteBeta((1 - r) * (1 + r), Double(count - 2) / 2, 0.5)
}

/// The regularised incomplete beta function I_x(a, b), by its continued fraction on the side where that converges fast.
///
/// Press et al. 2007, "Numerical recipes", §6.4.
///
/// - Parameters:
///   - x: From 0 to 1.
///   - a: Above 0.
///   - b: Above 0.
public func regularizedIncompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  precondition((0...1).contains(x) && a > 0 && b > 0, "outside of where the function is defined")
  guard x > 0, x < 1 else { return x }
  let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
  return x < (a + 1) / (a + b + 2) ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b
}

/// The continued fraction of the incomplete beta function, by the method of Lentz.
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let least = 1e-300
  func apart(_ value: Double) -> Double { abs(value) < least ? least : value }
  var c = 1.0
  var d = 1 / apart(1 - (a + b) * x / (a + 1))
  var fraction = d
  for step in 1...10_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    for term in [even, odd] {
      d = 1 / apart(1 + term * d)
      c = apart(1 + term / c)
      fraction *= c * d
    }
    if abs(c * d - 1) < 1e-15 { break }
  }
  return fraction
}
