extension String {
  /// The line cut into words as a shell cuts it: at blanks, but for what is between quotes or behind a backslash.
  ///
  /// Signs are told apart one by one, as a shell does: an accent behind a quote or a blank belongs to neither.
  ///
  /// - Returns: Nil where a quote is not closed.
  package var shellWords: [String]? {
    var words: [String] = []
    var (word, quote): (UnicodeScalarView, Unicode.Scalar?) = (.init(), nil)
    var (isWord, isEscaped) = (false, false)
    for sign in unicodeScalars {
      if isEscaped {
        word.append(sign)
        isEscaped = false
      } else if sign == "\\", quote != "'" {
        (isEscaped, isWord) = (true, true)
      } else if let open = quote {
        if sign == open { quote = nil } else { word.append(sign) }
      } else if sign == "\"" || sign == "'" {
        (quote, isWord) = (sign, true)
      } else if sign.properties.isWhitespace {
        if isWord { words.append(String(word)) }
        (word, isWord) = (.init(), false)
      } else {
        word.append(sign)
        isWord = true
      }
    }
    if isWord { words.append(String(word)) }
    return quote == nil ? words : nil
  }
}
