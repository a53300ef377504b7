/// Moves names apart that would overlap.
package enum LineEnds {
  /// - Parameters:
  ///   - wanted: Places in rising order.
  ///   - apart: Least distance between two.
  /// - Returns: Places near the wanted ones, in the same order, inside the limits where they hold all.
  package static func spread(_ wanted: [Double], apart: Double, within limits: ClosedRange<Double>) -> [Double] {
    var places = wanted
    for index in places.indices.dropFirst() { places[index] = max(places[index], places[index - 1] + apart) }
    // What was pushed past the end comes back, pushing those before it.
    var last = limits.upperBound
    for index in places.indices.reversed() {
      places[index] = min(places[index], last)
      last = places[index] - apart
    }
    if let first = places.first, first < limits.lowerBound {
      var next = limits.lowerBound
      for index in places.indices {
        places[index] = max(places[index], next)
        next = places[index] + apart
      }
    }
    return places
  }
}
