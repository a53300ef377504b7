internal import Basics

/// What others measured on OpenAI's CLIP ViT-B/32, in percent.
enum PublishedLimits {
  /// One measurement.
  struct Row {
    /// What decides between the right answer and the wrong ones.
    let task: String
    /// The benchmark and the part of it.
    let test: String
    /// The right answers, and those that guessing would get, in percent.
    let score, chance: String
    /// Who measured it, and who made the benchmark: keys of `assets/references.json`, or an address.
    let source, benchmark: String
    /// Whether the report's table shows it.
    let isShown: Bool

    init(
      _ task: String, _ test: String, _ score: String, _ chance: String, by source: String = "oh2024",
      of benchmark: String,
      isShown: Bool = false
    ) {
      (self.task, self.test, self.score, self.chance) = (task, test, score, chance)
      (self.source, self.benchmark, self.isShown) = (source, benchmark, isShown)
    }
  }

  /// What answers quote of it, as shares.
  struct Quoted: Encodable {
    /// SugarCrepe: an object replaced by another, two objects that change places, a relation turned round, and guessing.
    var replacedObject = 0.9092
    var swappedObject = 0.6138
    var relation = 0.59
    var chance = 0.5
    /// What'sUp: left, right, on or under, and guessing among the four; VALSE: a count or another; Winoground: two captions of
    /// the same words and two pictures, all matched, and guessing.
    var place = 0.306
    var placeChance = 0.25
    var count = 0.582
    var wordOrder = 0.088
    var wordOrderChance = 0.167
    /// How many measurements the attached table has.
    var rows = PublishedLimits.rows.count
  }

  /// Those that the report's table shows.
  static var shown: [Row] { rows.filter(\.isShown) }

  /// All of them as a table for other programs.
  static var csv: String {
    CSV.text(
      columns: ["what_decides", "test", "score", "chance", "measured_by", "benchmark_of"],
      rows: rows.map {
        [.text($0.task), .text($0.test), .text($0.score), .text($0.chance), .text($0.source), .text($0.benchmark)]
      })
  }
}
