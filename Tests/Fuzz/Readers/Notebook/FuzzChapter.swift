internal import Notebook

/// A chapter with a setting of each kind that chapters have.
struct FuzzChapter: Chapter {
  static let slug = "embeddings"
  static let title = "Word embeddings"
  static let questions: [Question] = []

  struct Settings: ChapterSettings {
    var data = "reviews"
    var window = 5
    var rate = 0.5
    var isOn = false
    var words = ["a"]

    mutating func read(from values: inout SettingsReader) {
      values.read("data", &data)
      values.read("window", &window, in: 1...40)
      values.read("rate", &rate, in: 0...1)
      values.read("on", &isOn)
      values.read("words", &words)
    }
  }

  struct Results: Encodable {}

  func run(_ page: inout Page, settings: Settings) throws -> Results { Results() }
}
