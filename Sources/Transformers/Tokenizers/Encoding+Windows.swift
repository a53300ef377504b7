extension Encoding {
  /// A single text in pieces that a model can take, each with the tokens that go around it.
  ///
  /// Pieces end between words where a word fits in one.
  ///
  /// - Parameters:
  ///   - limit: The most tokens of a piece, those around it included.
  ///   - overlap: How many tokens of the text a piece repeats from the one before it; fewer than fit in one.
  /// - Returns: For each piece the positions in this encoding; `selecting` makes an encoding of them.
  /// - Throws: `TokenizerError.noRoom` where the tokens around the text and the overlap leave none for the text.
  public func windows(limit: Int, overlap: Int = 0) throws(TokenizerError) -> [[Int]] {
    precondition(overlap >= 0, "an overlap of at least 0 tokens")
    if count <= limit { return [Array(ids.indices)] }
    let head = Array(isSpecial.indices.prefix { isSpecial[$0] })
    let tail = Array(isSpecial.indices.dropFirst(head.count).reversed().prefix { isSpecial[$0] }.reversed())
    let room = limit - head.count - tail.count
    guard room > overlap else { throw .noRoom(added: head.count + tail.count, limit: limit) }
    let body = head.count..<(count - tail.count)
    var windows: [[Int]] = []
    var start = body.lowerBound
    while true {
      var end = min(start + room, body.upperBound)
      if end < body.upperBound {
        var cut = end
        while cut > start + overlap + 1, wordIDs[cut] == wordIDs[cut - 1] { cut -= 1 }
        if wordIDs[cut] != wordIDs[cut - 1] { end = cut }
      }
      windows.append(head + Array(start..<end) + tail)
      if end == body.upperBound { return windows }
      start = end - overlap
    }
  }
}
