import Embeddings

extension TrainingBatch {
  /// A batch of one sentence whose choices are given.
  ///
  /// - Parameters:
  ///   - reaches: How far each position's window reaches.
  ///   - negatives: The words to tell each prediction from, by its number.
  init(
    words: [UInt32], reaches: [Int], scheme: TrainingScheme, groupLength: Int, negatives: (Int) -> [UInt32]
  ) {
    var (heads, starts, ends, targets): ([UInt32], [UInt32], [UInt32], [UInt32]) = ([], [], [], [])
    for position in words.indices {
      let window = max(0, position - reaches[position])..<min(words.count, position + reaches[position] + 1)
      if scheme == .pairs {
        for other in window where other != position {
          targets += [words[position]] + negatives(heads.count)
          heads.append(words[other])
        }
      } else if scheme == .windows {
        for part in [window.lowerBound..<position, position + 1..<window.upperBound] where !part.isEmpty {
          targets += [words[position]] + negatives(heads.count)
          heads.append(UInt32(position))
          starts.append(UInt32(part.lowerBound))
          ends.append(UInt32(part.upperBound))
        }
      } else {
        targets += [words[position]] + negatives(heads.count)
        heads.append(UInt32(position))
        starts.append(UInt32(window.lowerBound))
        ends.append(UInt32(window.upperBound))
      }
    }
    self.init(
      words: words, heads: heads, starts: starts, ends: ends, targets: targets,
      width: targets.count / max(heads.count, 1))
    group(by: scheme, length: groupLength)
  }
}
