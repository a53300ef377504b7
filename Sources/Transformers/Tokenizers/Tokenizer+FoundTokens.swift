/// Which tokens are looked for in a text before it is split, by all files of a folder together.
extension Tokenizer {
  /// All tokens that are found in a text, each with its id: those of `tokenizer.json`, those of the settings by their ids, those with
  /// a role, more of them. What the vocabulary does not have goes to its end.
  mutating func foundTokens(
    _ settings: TokenizerSettings, _ kind: TokenizerClass, _ own: TokenizerFileParts
  ) throws -> [AddedTokens.Token] {
    var tokens = own.tokens
    var texts = Set(tokens.map(\.content))
    let ids = Set(tokens.map(\.id))
    var new: [String] = []
    func id(_ token: AddedTokens.Token, _ vocabulary: TokenVocabulary) -> Int {
      let text = String(String.UnicodeScalarView(token.content))
      if let id = vocabulary.id(of: text) { return id }
      new.append(text)
      return vocabulary.count + new.count - 1
    }
    for (stated, token) in settings.added.sorted(by: { $0.key < $1.key })
    where !token.content.isEmpty && !ids.contains(stated) && texts.insert(token.content).inserted {
      var token = token
      token.id = id(token, vocabulary)
      guard token.id == stated else {
        let text = String(String.UnicodeScalarView(token.content))
        throw TokenizerError.malformed(
          path: settings.addedPath, key: "\"\(text)\"",
          reason: "is said to have the id \(stated), and by the vocabulary has the id \(token.id)")
      }
      tokens.append(token)
    }
    /// A token by its text alone, which takes the spaces around it with it where the class says so.
    func plain(_ text: String, _ role: String) -> AddedTokens.Token {
      let (left, right) = kind.takesSpaces(role)
      return AddedTokens.Token(
        id: -1, content: Array(text.unicodeScalars), stripsLeft: left, stripsRight: right,
        isSpecial: true)
    }
    let stated = Set(settings.roles.map(\.key))
    let defaults = kind.tokens.merging(own.roles) { known, _ in known }.filter {
      !stated.contains($0.key)
    }
    let roles: [(String, AddedTokens.Token?, Bool)] =
      settings.roles.map { role, token in
        guard let token, settings.keys.document[role]?.string != nil else {
          return (role, token, true)
        }
        var own = token
        let (left, right) = kind.takesSpaces(role)
        (own.stripsLeft, own.stripsRight) = (token.stripsLeft || left, token.stripsRight || right)
        return (role, own, true)
      } + defaults.map { ($0.key, plain($0.value, $0.key), false) }
    for (role, token, isStated) in roles.sorted(by: {
      TokenizerSettings.place($0.0) < TokenizerSettings.place($1.0)
    }) {
      guard var token, !token.content.isEmpty else { continue }
      if let place = tokens.firstIndex(where: { $0.content == token.content }) {
        if isStated, TokenizerSettings.isStandard(role), !ids.contains(tokens[place].id) {
          tokens[place].isSpecial = true
        }
        continue
      }
      // A token of the class that the vocabulary does not have can only be met where a text spells it out.
      let text = String(String.UnicodeScalarView(token.content))
      guard isStated || own.isPieces || vocabulary.id(of: text) != nil else { continue }
      token.id = id(token, vocabulary)
      tokens.append(token)
    }
    let extra =
      settings.extra.isEmpty ? own.extra + (try kind.extraTokens(settings, own)) : settings.extra
    for token in extra
    where !token.content.isEmpty && !tokens.contains(where: { $0.content == token.content }) {
      let text = String(String.UnicodeScalarView(token.content))
      guard !settings.extra.isEmpty || own.isPieces || vocabulary.id(of: text) != nil else {
        continue
      }
      var token = token
      token.id = id(token, vocabulary)
      tokens.append(token)
    }
    if !new.isEmpty {
      let all = (0..<vocabulary.count).map { vocabulary.token($0) } + new
      vocabulary = TokenVocabulary(all)
    }
    return tokens
  }
}
