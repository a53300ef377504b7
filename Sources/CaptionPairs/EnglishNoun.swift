/// Singulars, plurals and articles of English nouns, by a small table and the rules of spelling.
enum EnglishNoun {
  /// Plurals that the rules do not give.
  static let irregularPlurals = [
    "person": "people", "child": "children", "man": "men", "woman": "women", "mouse": "mice", "goose": "geese",
    "foot": "feet", "tooth": "teeth", "ox": "oxen", "sheep": "sheep", "fish": "fish", "deer": "deer", "knife": "knives",
    "wife": "wives", "life": "lives", "leaf": "leaves", "loaf": "loaves", "wolf": "wolves", "calf": "calves",
    "half": "halves", "shelf": "shelves", "scarf": "scarves", "tomato": "tomatoes", "potato": "potatoes",
    "hero": "heroes", "bus": "buses", "cactus": "cacti", "aircraft": "aircraft", "horse": "horses", "house": "houses",
    "shoe": "shoes", "cookie": "cookies", "pie": "pies", "tie": "ties", "vase": "vases", "axe": "axes",
  ]
  private static let irregularSingulars = Dictionary(uniqueKeysWithValues: irregularPlurals.map { ($1, $0) })

  /// *cat* → *cats*.
  static func plural(of noun: String) -> String {
    if let plural = irregularPlurals[noun.lowercased()] { return plural }
    let beforeLast = noun.dropLast().last.map { String($0) } ?? ""
    if noun.hasSuffix("y"), !"aeiou".contains(beforeLast) { return noun.dropLast() + "ies" }
    return noun + (takesES(noun) ? "es" : "s")
  }

  /// *cats* → *cat*.
  static func singular(of noun: String) -> String {
    if let singular = irregularSingulars[noun.lowercased()] { return singular }
    if noun.hasSuffix("ies"), noun.count > 4 { return noun.dropLast(3) + "y" }
    if noun.hasSuffix("es"), takesES(String(noun.dropLast(2))) { return String(noun.dropLast(2)) }
    return noun.hasSuffix("s") && !noun.hasSuffix("ss") ? String(noun.dropLast()) : noun
  }

  /// *a* or *an*.
  static func article(before word: String) -> String {
    if ["one", "uni", "use", "euro"].contains(where: word.hasPrefix) { return "a" }
    if ["hour", "honest", "heir"].contains(where: word.hasPrefix) { return "an" }
    return word.first.map { "aeiou".contains($0) } == true ? "an" : "a"
  }

  private static func takesES(_ noun: String) -> Bool {
    ["s", "x", "z", "ch", "sh"].contains(where: noun.hasSuffix)
  }
}
