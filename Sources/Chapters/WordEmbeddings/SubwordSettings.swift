internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// Whether words are trained as what they are made of: what `report.yml` says of it under `embeddings:`, in fastText's names.
  struct SubwordSettings: Sendable {
    /// Whether a word's vector is made of its own and those of its pieces, as in fastText; false unless said.
    var isOn = false
    /// The fewest characters of a piece, `<` and `>` at a word's ends included; 3 unless said, from 1 to 20.
    var minLength = 3
    /// The most characters of a piece; 6 unless said, from 1 to 20.
    var maxLength = 6
    /// How many vectors the pieces share; 2,000,000 unless said, from 1 to 100,000,000.
    var bucket = 2_000_000

    /// Reads the settings, and tells the training of them.
    mutating func read(from values: inout SettingsReader, into training: inout Word2VecConfiguration, memoryLimit: Int)
    {
      values.read("subword", &isOn)
      values.read("min_n", &minLength, in: 1...20)
      values.read("max_n", &maxLength, in: 1...20)
      values.read("bucket", &bucket, in: 1...100_000_000)
      let usual = SubwordSettings()
      guard isOn else {
        if minLength != usual.minLength { values.report("min_n", "has no effect without `subword: true`") }
        if maxLength != usual.maxLength { values.report("max_n", "has no effect without `subword: true`") }
        if bucket != usual.bucket { values.report("bucket", "has no effect without `subword: true`") }
        return
      }
      if maxLength < minLength { values.report("max_n", "must not be below min_n (\(minLength)), found \(maxLength)") }
      if training.hs || training.hogwild || training.sharedNegatives {
        values.report("subword", "goes with negative sampling alone: without hs, hogwild and shared_negatives")
      }
      training.subwords = Subwords(
        minLength: minLength, maxLength: maxLength, buckets: bucket, memoryLimit: memoryLimit << 20)
    }
  }
}

extension WordEmbeddings.Results {
  /// How words were taken apart, by fastText's names.
  struct Subwords: Encodable, Sendable {
    /// The fewest characters of a piece, and the most.
    var minN, maxN: Int
    /// How many vectors the pieces share.
    var bucket: Int

    /// The rows of the table of parameters.
    var rows: [(String, String, String)] {
      [
        ("subword", "1", "a word is the mean of a vector of its own and of those of its pieces"),
        ("min_n, max_n", "\(minN), \(maxN)", "characters of a piece, at least and at most"),
        ("bucket", "\(bucket)", "vectors that the pieces share"),
      ]
    }
  }
}
