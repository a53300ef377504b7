extension ImageCaptions.Settings {
  static let units = ["limit_pairs": "pairs for each category", "search": "captions"]
}
