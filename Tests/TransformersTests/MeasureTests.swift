import Foundation
import TestSupport
import Testing
import Transformers

/// The measures of attention against numpy, scipy and torch, and what must hold of them whatever the numbers.
@Suite struct MeasureTests {
  struct Golden: Decodable {
    struct Plain: Decodable {
      let weights, entropy, divergence, points, received, rollout, flow, joined, left, right: [Double]
      let kendall: Double
    }
    struct Model: Decodable {
      let norms: [[Double]]
      let logProbability: Double
      let effects: [[Double]]
    }
    let plain: Plain
    let bert: Model
    let gpt2: Model
  }

  static let golden: Golden = {
    let file = fixture("measures.json")
    return try! JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }()

  static func difference(_ left: [Double], _ right: [Double]) -> Double {
    left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
  }

  /// A map of given weights; a unit for each token, `special` and `punctuation` by position.
  static func map(
    _ weights: [Double], layers: Int, heads: Int, count: Int, special: Set<Int> = [], punctuation: Set<Int> = [],
    isCausal: Bool = false
  ) -> AttentionMap {
    AttentionMap(
      layers: layers, heads: heads,
      units: (0..<count).map {
        AttentionMap.Unit(
          label: "\($0)", positions: [$0], isSpecial: special.contains($0), isPunctuation: punctuation.contains($0))
      }, isCausal: isCausal, weights: weights.map { Float($0) })
  }

  let plain = Self.map(Self.golden.plain.weights, layers: 2, heads: 3, count: 6)

  @Test func `entropy, divergence, scaling, rollout, flow and attention received are the references'`() {
    let golden = Self.golden.plain
    #expect(Self.difference(plain.profiles().joined().map(\.entropy), golden.entropy) < 1e-6)
    let divergences = plain.divergences()
    #expect(Self.difference(divergences.flatMap { $0 }, golden.divergence) < 1e-6)
    #expect(Self.difference(ClassicalScaling.points(divergences).flatMap { $0 }, golden.points) < 1e-6)
    #expect(Self.difference(plain.received(), golden.received) < 1e-6)
    #expect(Self.difference(plain.rollout().flatMap { $0 }, golden.rollout) < 1e-6)
    #expect(Self.difference(plain.maximumFlow().flatMap { $0 }, golden.flow) < 1e-6)
    #expect(abs(RankAgreement.kendall(golden.left, golden.right)! - golden.kendall) < 1e-9)
  }

  @Test func `attention to a word is the sum over its pieces and from a word their mean`() throws {
    let tokenizer = try ModelTests.miniature("bert").tokenizer
    var encoding = Encoding(ids: [2, 7, 8, 9, 10, 3])
    encoding.wordIDs = [nil, 0, 0, 0, 1, nil]
    let words = plain.joiningWords(encoding, tokenizer)
    #expect(words.units.map(\.positions) == [[0], [1, 2, 3], [4], [5]])
    let joined = (0..<2).flatMap { layer in (0..<3).flatMap { words.matrix(layer, $0).flatMap { $0 } } }
    #expect(Self.difference(joined.map(Double.init), Self.golden.plain.joined) < 1e-6)
  }

  @Test func `rows sum to one after special tokens and punctuation were left out`() {
    let all = Self.map(Self.golden.plain.weights, layers: 2, heads: 3, count: 6, special: [0, 5], punctuation: [4])
    let left = all.without(special: true, punctuation: true)
    #expect(left.units.map(\.label) == ["1", "2", "3"])
    for layer in 0..<2 {
      for head in 0..<3 {
        for row in left.matrix(layer, head) { #expect(abs(row.reduce(0, +) - 1) < 1e-6) }
      }
    }
    #expect(all.without(special: true, punctuation: false).count == 4)
  }

  @Test func `a head is what the published rules call it`() {
    func category(_ rows: [[Double]], special: Set<Int> = [], punctuation: Set<Int> = []) -> [HeadCategory] {
      Self.map(
        rows.flatMap { $0 }, layers: 1, heads: 1, count: rows.count, special: special, punctuation: punctuation
      ).profiles()[0][0].categories
    }
    func pointing(_ key: (Int) -> Int, _ share: Double) -> [[Double]] {
      (0..<8).map { query in
        (0..<8).map { ($0 == key(query) ? share : 0) + (1 - share) / 8 }
      }
    }
    // 0.51 + 0.49 / 8 is more than a half; the last query has no next token.
    #expect(category(pointing({ min($0 + 1, 7) }, 0.7)) == [.next])
    #expect(category(pointing({ max($0 - 1, 0) }, 0.7)) == [.previous])
    #expect(category(pointing({ _ in 0 }, 0.7), special: [0, 7]) == [.start])
    #expect(category(pointing({ _ in 7 }, 0.7), special: [0, 7]) == [.separator])
    #expect(category(pointing({ _ in 3 }, 0.7), punctuation: [3]) == [.punctuation])
    #expect(category(pointing({ _ in 3 }, 0)) == [.broad])
    #expect(category(pointing({ _ in 3 }, 0.55), punctuation: [3]) == [.punctuation])
    #expect(category(pointing({ _ in 3 }, 0.5), punctuation: [3]) == [])
    #expect(abs(HeadProfile.broadFrom - 0.78319) < 1e-4)
  }

  @Test func `a causal head's entropy is judged by the keys that it can see`() {
    let rows = (0..<6).map { query in (0..<6).map { $0 <= query ? 1 / Double(query + 1) : 0 } }
    let map = Self.map(rows.flatMap { $0 }, layers: 1, heads: 1, count: 6, isCausal: true)
    #expect(abs(map.profiles()[0][0].relativeEntropy - 1) < 1e-6)
    // Σ over queries from k on of 1 / (q + 1), by the number of those queries.
    let expected = (0..<6).map { (key: Int) -> Double in
      let shares = (key..<6).map { 1 / Double($0 + 1) }
      return shares.reduce(0, +) / Double(shares.count)
    }
    #expect(Self.difference(map.received(), expected) < 1e-6)
  }

  @Test func `points in a plane come back from their distances`() {
    let points = [(0.0, 0.0), (3, 0), (3, 4), (-1, 2), (0.5, -2)]
    let distances = points.map { a in points.map { hypot(a.0 - $0.0, a.1 - $0.1) } }
    let found = ClassicalScaling.points(distances)
    for i in found.indices {
      for j in found.indices {
        #expect(abs(hypot(found[i][0] - found[j][0], found[i][1] - found[j][1]) - distances[i][j]) < 1e-9)
      }
    }
  }

  @Test func `Kendall's tau is 1, -1 and nothing where it should be`() {
    #expect(RankAgreement.kendall([1, 2, 3], [10, 20, 30]) == 1)
    #expect(RankAgreement.kendall([1, 2, 3], [3, 2, 1]) == -1)
    #expect(RankAgreement.kendall([1, 1, 1], [3, 2, 1]) == nil)
  }

  @Test(arguments: ["bert", "gpt2"])
  func `norm-based attention and ablation are torch's`(name: String) throws {
    let golden = name == "bert" ? Self.golden.bert : Self.golden.gpt2
    let model = try ModelTests.miniature(name)
    let encoding = Encoding(ids: ModelTests.ids(12, vocabulary: model.configuration.vocabularySize))
    let norms = try model.normBasedAttention(model.forward(encoding))
    for (found, expected) in zip(norms, golden.norms) {
      #expect(Self.difference(found.elements.map(Double.init), expected) < 1e-4)
    }
    let ablation = try HeadAblation(model, encoding, pooling: .mean)
    #expect(abs(try #require(ablation.logProbability) - golden.logProbability) < 1e-4)
    let effects = (0..<2).flatMap { ablation.heads[$0] + [ablation.attention[$0], ablation.layers[$0]] }
    #expect(Self.difference(effects.map { Double($0.distance) }, golden.effects.map { $0[0] }) < 1e-5)
    #expect(Self.difference(effects.map { $0.logProbabilityChange! }, golden.effects.map { $0[1] }) < 1e-3)
  }

  @Test(arguments: ["bert", "gpt2"])
  func `a hidden word moves the sentence, by mask or by leaving it out`(name: String) throws {
    let model = try ModelTests.miniature(name)
    let encoding = model.tokenizer.encode("The keeper reads the green book.")
    let map = try AttentionMap(model.forward(encoding), model).joiningWords(encoding, model.tokenizer)
    let words = map.units.filter { !$0.isSpecial }
    #expect(words.map(\.label).joined(separator: " ").lowercased() == "the keeper reads the green book .")
    #expect(words.filter(\.isPunctuation).map(\.label) == ["."])
    let moved = try model.occlusion(encoding, words: words.map(\.positions), pooling: .mean)
    #expect(moved.count == words.count && moved.allSatisfy { $0 > 0.001 && $0 < 2 })
    // Hidden by hand, one text at a time.
    var other = encoding
    if let mask = model.tokenizer.maskID {
      for position in words[1].positions { other.ids[position] = mask }
    } else {
      other = encoding.selecting(encoding.ids.indices.filter { !words[1].positions.contains($0) })
    }
    let vectors = try [encoding, other].map { SentenceVector.mean(try model.forward($0).output) }
    #expect(abs(moved[1] - (1 - SentenceVector.cosine(vectors[0], vectors[1]))) < 1e-6)
    #expect(try model.occlusion(encoding, words: [Array(0..<encoding.count)], pooling: .mean).count == 1)
  }

  @Test func `windows cover every token, end between words and fit`() throws {
    let tokenizer = try ModelTests.miniature("bert").tokenizer
    let encoding = tokenizer.encode(String(repeating: "The harbour pilot reads the tide tables. ", count: 9))
    let windows = try encoding.windows(limit: 20, overlap: 4)
    #expect(Set(windows.flatMap { $0 }) == Set(0..<encoding.count))
    for window in windows {
      #expect(window.count <= 20 && window.first == 0 && window.last == encoding.count - 1)
      let body = window.dropFirst().dropLast()
      #expect(Array(body) == Array(body.first!...body.last!))
    }
    for window in windows.dropLast() {
      let last = window.dropLast().last!
      #expect(encoding.wordIDs[last] != encoding.wordIDs[last + 1])
    }
    #expect(try encoding.windows(limit: 500) == [Array(0..<encoding.count)])
  }

  @Test func `windows without room for the text are refused with what fills them`() throws {
    let tokenizer = try ModelTests.miniature("bert").tokenizer
    let encoding = tokenizer.encode("The harbour pilot reads the tide tables.")
    #expect(try encoding.windows(limit: 3).count == encoding.count - 2)
    #expect(throws: TokenizerError.noRoom(added: 2, limit: 2)) { try encoding.windows(limit: 2) }
    #expect(throws: TokenizerError.noRoom(added: 2, limit: 6)) { try encoding.windows(limit: 6, overlap: 4) }
    let bare = tokenizer.encode("")
    #expect(throws: TokenizerError.noRoom(added: 2, limit: 1)) { try bare.windows(limit: 1) }
  }
}
