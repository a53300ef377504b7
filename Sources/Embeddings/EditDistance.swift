/// How many insertions, deletions and replacements turn one sequence into another. Wagner and Fischer 1974.
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var previous = Array(0...b.count)
  var current = previous
  for (row, left) in a.enumerated() {
    current[0] = row + 1
    for (column, right) in b.enumerated() {
      current[column + 1] = min(
        previous[column] + (left == right ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
    }
    swap(&previous, &current)
  }
  return previous[b.count]
}
