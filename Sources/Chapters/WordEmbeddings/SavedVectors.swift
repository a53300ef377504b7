internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings {
  /// The forms in which the submission may carry the vectors.
  enum VectorForm: String, CaseIterable {
    /// word2vec's binary format: `vectors.bin`.
    case binary
    /// word2vec's text: `vectors.txt`.
    case text
    /// What the TensorBoard Projector loads, `vectors.tsv` and `metadata.tsv`, of as many words as it shows.
    case tensorboard
  }

  /// How many points the TensorBoard Projector works with; of more it draws a sample.
  private static let projected = 10_000

  /// Attaches the vectors in the forms that the settings name.
  func save(_ vectors: KeyedVectors, _ settings: Settings, on page: inout Page) throws {
    for form in settings.saveVectors {
      page.report("saving the vectors", detail: form.rawValue)
      switch form {
      case .binary: try page.attach(as: "vectors.bin") { try vectors.write(to: $0, format: .binary) }
      case .text: try page.attach(as: "vectors.txt") { try vectors.write(to: $0, format: .text) }
      case .tensorboard:
        let count = min(Self.projected, vectors.count)
        var (rows, names) = ("", "word\tcount\n")
        for row in 0..<count {
          rows += vectors.vectors.row(row).map { "\($0)" }.joined(separator: "\t") + "\n"
          // A tab or a line break would be another column or row.
          let word = vectors.words[row].map { $0.isNewline || $0 == "\t" ? " " : $0 }
          names += "\(String(word))\t\(vectors.vocabulary.counts[row])\n"
        }
        try page.attach(Data(rows.utf8), as: "vectors.tsv")
        try page.attach(Data(names.utf8), as: "metadata.tsv")
        if count < vectors.count {
          page.tell(
            "vectors.tsv holds the \(count) most frequent of \(vectors.count) words, as many as the TensorBoard Projector "
              + "shows")
        }
      }
    }
  }
}

extension WordEmbeddings.Settings {
  /// Reads `save_vectors`: forms, or `true` and `false` as of old.
  mutating func readSavedVectors(_ values: inout SettingsReader) {
    var names = saveVectors.map(\.rawValue)
    values.read("save_vectors", &names)
    if ["false", "no", "off", "none"].contains(names.joined().lowercased()) { names = [] }
    let known = WordEmbeddings.VectorForm.allCases
    saveVectors = names.map { ["true", "yes", "on"].contains($0.lowercased()) ? "binary" : $0 }.compactMap { name in
      if let form = WordEmbeddings.VectorForm(rawValue: name) { return form }
      values.report(
        "save_vectors", "must be false or of \(known.map(\.rawValue).joined(separator: ", ")), found “\(name)”")
      return nil
    }
    if Set(saveVectors).count < saveVectors.count { values.report("save_vectors", "names a form twice") }
  }
}
