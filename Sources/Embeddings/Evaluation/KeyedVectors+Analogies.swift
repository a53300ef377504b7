public import Foundation

/// How many analogies of a section were solved.
public struct AnalogySection: Sendable, Equatable {
  /// The section's name in the file.
  public let name: String
  /// Analogies solved.
  public let correct: Int
  /// Analogies with another answer.
  public let incorrect: Int

  /// The share that was solved, 0 where there was none.
  public var accuracy: Double { correct + incorrect == 0 ? 0 : Double(correct) / Double(correct + incorrect) }
}

/// How many analogies were solved.
public struct AnalogyEvaluation: Sendable, Equatable {
  /// The sections in the order of the file.
  public let sections: [AnalogySection]
  /// The share of analogies with a word that has no vector, from 0 to 1; they are left out.
  public let outOfVocabulary: Double
  /// Lines of the file that neither begin a section nor have four words.
  public let passedOver: PassedOverLines

  /// All sections as one.
  public var total: AnalogySection {
    AnalogySection(
      name: "total", correct: sections.reduce(0) { $0 + $1.correct },
      incorrect: sections.reduce(0) { $0 + $1.incorrect })
  }
}

extension KeyedVectors {
  /// Solves the analogies of a file: `: name` starts a section, then lines of four words, `a b c d` for a : b = c : d.
  ///
  /// The answer is the word nearest to b − a + c that is none of them. gensim's `evaluate_word_analogies` with its defaults:
  /// upper and lower case are the same, and lines of another form are passed over, and counted.
  ///
  /// - Parameter restrictVocabulary: Use this many of the most frequent words.
  /// - Throws: `EmbeddingError.file` where the file cannot be read, an analogy comes before the first section or there is
  ///   none.
  public func evaluate(analogies file: URL, restrictVocabulary: Int = 300_000) throws(EmbeddingError)
    -> AnalogyEvaluation
  {
    let rows = CaselessRows(words.prefix(restrictVocabulary))
    var sections: [(name: String, correct: Int, incorrect: Int)] = []
    var (total, missing) = (0, 0)
    var passedOver = PassedOverLines()
    let lines = try EvaluationFile.lines(of: file)
    for line in lines {
      if line.text.hasPrefix(": ") {
        sections.append((line.text.dropFirst(2).trimmingCharacters(in: .whitespaces), 0, 0))
        continue
      }
      let fields = line.text.split(whereSeparator: \.isWhitespace)
      guard fields.count == 4 else {
        if !fields.isEmpty { passedOver.add(line) }
        continue
      }
      guard !sections.isEmpty else {
        throw .file(path: file.path, line: line.number, cause: AnalogyForm(lines).missingSection)
      }
      total += 1
      guard let a = rows[fields[0]], let b = rows[fields[1]], let c = rows[fields[2]], let d = rows[fields[3]] else {
        missing += 1
        continue
      }
      if try solve(a, b, c, rows, restrictVocabulary) == d {
        sections[sections.count - 1].correct += 1
      } else {
        sections[sections.count - 1].incorrect += 1
      }
    }
    guard total > 0 else {
      throw .file(path: file.path, line: nil, cause: AnalogyForm(lines).nothing)
    }
    return AnalogyEvaluation(
      sections: sections.map { AnalogySection(name: $0.name, correct: $0.correct, incorrect: $0.incorrect) },
      outOfVocabulary: Double(missing) / Double(total), passedOver: passedOver)
  }

  /// The row that stands for the answer's spelling in any case, of the five nearest; nil where all are the question's.
  private func solve(
    _ a: Int, _ b: Int, _ c: Int, _ rows: CaselessRows, _ restrictVocabulary: Int
  ) throws(EmbeddingError) -> Int? {
    let nearest = try mostSimilar(
      positive: [words[b], words[c]], negative: [words[a]], topN: 5, restrictVocabulary: restrictVocabulary)
    return nearest.lazy.compactMap { rows[$0.word] }.first { $0 != a && $0 != b && $0 != c }
  }
}
