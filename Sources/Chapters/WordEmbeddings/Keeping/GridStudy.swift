internal import Notebook

extension WordEmbeddings {
  /// What the trainings of the grid say, without what depends on the chosen words, and the cosines on which it rests.
  struct GridStudy: Keepable {
    /// The nearest words of the chosen ones are empty.
    var grid: Results.Grid
    /// `grid.tsv`; empty without scores by pairs.
    var proof: String

    /// Raised by every change of how the study is made, too.
    static var form: Int { 1 }

    init(grid: Results.Grid, proof: String) {
      self.grid = grid
      self.proof = proof
    }

    init?(kept file: inout KeptReader) {
      guard let grid = file.json(Results.Grid.self), let proof = file.texts()?.first else { return nil }
      self.init(grid: grid, proof: proof)
    }

    func write(to file: inout KeptWriter) throws {
      try file.write(json: grid)
      try file.write([proof])
    }
  }
}
