internal import Glibc

/// Positions that are not learnt: sines in the first half of the columns, cosines in the second, as Marian has them.
///
///     sin(position / 10000^(2 ⌊j/2⌋ / size)) for even j in column j/2, cos for odd j in column ⌈size/2⌉ + ⌊j/2⌋
enum SinusoidalPositions {
  /// `[count, size]`.
  static func table(_ count: Int, size: Int) -> EmbeddingTable {
    var numbers = [Float](repeating: 0, count: count * size)
    let middle = (size + 1) / 2
    for position in 0..<count {
      for column in 0..<size {
        let angle = Double(position) / pow(10_000, Double(2 * (column / 2)) / Double(size))
        let place = column % 2 == 0 ? column / 2 : middle + column / 2
        numbers[position * size + place] = Float(column % 2 == 0 ? sin(angle) : cos(angle))
      }
    }
    return EmbeddingTable(numbers: numbers, rows: count, size: size)
  }
}
