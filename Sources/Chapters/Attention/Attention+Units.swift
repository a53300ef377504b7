extension Attention.Settings {
  static let units = ["max_tokens": "tokens"]
}
