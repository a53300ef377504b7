/// A number in a caption, in words or in digits.
struct CaptionNumber {
  let value: Int
  let isSpelled: Bool

  init?(_ key: String) {
    if let index = WordTables.numbers.firstIndex(of: key) {
      (value, isSpelled) = (index + 1, true)
    } else if let number = Int(key), key.allSatisfy(\.isNumber), (1...999).contains(number) {
      (value, isSpelled) = (number, false)
    } else {
      return nil
    }
  }

  /// Another number in the same form.
  func text(of other: Int) -> String {
    isSpelled && other <= WordTables.numbers.count ? WordTables.numbers[other - 1] : String(other)
  }
}
