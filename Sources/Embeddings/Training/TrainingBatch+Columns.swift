internal import LinearAlgebra

extension TrainingBatch {
  /// The batch's arrays by address, for kernels.
  struct Columns {
    let words: UnsafePointer<UInt32>
    let heads: UnsafePointer<UInt32>
    let starts: UnsafePointer<UInt32>
    let ends: UnsafePointer<UInt32>
    let bounds: UnsafePointer<UInt32>
    let targets: UnsafePointer<UInt32>
    let labels: UnsafePointer<Int8>
    let count: Int
    let wordCount: Int

    /// The predictions of a group; those from windows take the rows in which their means lie.
    func predictions(of group: TrainingGroup, _ scheme: TrainingScheme) -> Predictions {
      let first = group.predictions.lowerBound
      return Predictions(
        rows: scheme == .pairs ? heads + first : nil, bounds: bounds + first, targets: targets, labels: labels,
        count: group.predictions.count, following: count - group.predictions.upperBound)
    }

    /// The windows of a group.
    func windows(of group: TrainingGroup) -> Windows {
      let first = group.predictions.lowerBound
      return Windows(
        words: words, centers: heads + first, starts: starts + first, ends: ends + first,
        count: group.predictions.count, span: group.span,
        following: wordCount - group.span.upperBound)
    }
  }

  /// Calls a closure with the addresses, valid inside it only; not at all where there are no predictions.
  func withColumns(_ body: (Columns) -> Void) {
    guard !heads.isEmpty else { return }
    words.withUnsafeBufferPointer { words in
      heads.withUnsafeBufferPointer { heads in
        // Pairs have no windows; their addresses are then never read.
        (starts.isEmpty ? self.heads : starts).withUnsafeBufferPointer { starts in
          (ends.isEmpty ? self.heads : ends).withUnsafeBufferPointer { ends in
            bounds.withUnsafeBufferPointer { bounds in
              targets.withUnsafeBufferPointer { targets in
                labels.withUnsafeBufferPointer { labels in
                  body(
                    Columns(
                      words: words.baseAddress!, heads: heads.baseAddress!, starts: starts.baseAddress!,
                      ends: ends.baseAddress!, bounds: bounds.baseAddress!, targets: targets.baseAddress!,
                      labels: labels.baseAddress!, count: heads.count, wordCount: words.count))
                }
              }
            }
          }
        }
      }
    }
  }
}
