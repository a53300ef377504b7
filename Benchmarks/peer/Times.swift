internal import Foundation

/// Milliseconds of a duration.
public func milliseconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) * 1e-15
}

/// The median of some times with the quartiles around it.
public func quartiles(_ times: [Double]) -> String {
  let sorted = times.sorted()
  let at = { (share: Double) in String(format: "%.2f", sorted[Int(share * Double(sorted.count - 1))]) }
  return "\(at(0.5)) ms (quartiles \(at(0.25)) to \(at(0.75)))"
}
