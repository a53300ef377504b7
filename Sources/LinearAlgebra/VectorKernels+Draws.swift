internal import CVectorKernels

extension VectorKernels {
  /// Draws words to tell others from by Walker's alias method; the same words on every path.
  ///
  /// - Parameters:
  ///   - columns: For each word the share of its column that is its own, scaled to 32 bits, above the word that has the rest.
  ///   - centers: The words to tell from those that are drawn.
  ///   - negative: How many are drawn for each, 1,024 at most.
  ///   - random: Gives a number for each.
  ///   - targets: Each centre and what is drawn for it, `[centers.count, 1 + negative]`.
  ///   - labels: As long: 1 for a centre, -1 for a word that was drawn, 0 where that is the centre.
  package func drawTargets(
    of columns: UnsafeBufferPointer<UInt64>, centers: UnsafeBufferPointer<UInt32>, negative: Int,
    from random: inout SeededRandom, into targets: UnsafeMutablePointer<UInt32>, labels: UnsafeMutablePointer<Int8>
  ) {
    precondition((1...1024).contains(negative) && !columns.isEmpty, "something to draw, and room for it")
    table.pointee.draw_targets(
      columns.baseAddress, UInt32(columns.count), random.state, centers.baseAddress, centers.count, negative, targets,
      labels)
    random.skip(centers.count * negative)
  }
}
