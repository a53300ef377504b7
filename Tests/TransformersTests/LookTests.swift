import Testing
import Transformers

/// What is said of single looks, of layers and of hidden words, on maps and models so small that it can be worked out by hand.
@Suite struct LookTests {
  /// Two heads over four tokens, the first of them special.
  private static let map = MeasureTests.map(
    [
      // Head 0: every token to the last one.
      0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1,
      // Head 1: to the special token by half, the rest to the token itself, but for token 3, which looks at token 1.
      1, 0, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0, 0.5, 0, 0.2, 0.8, 0, 0,
    ], layers: 1, heads: 2, count: 4, special: [0])

  @Test func `a look is told beside what all others give the same word`() {
    let words = [1, 2, 3]
    let everybody = Self.map.look(0, 0, from: 1, to: 3, among: words)
    #expect(everybody.weight == 1)
    #expect(everybody.others == 1)
    #expect(everybody.lead == 0)
    let own = Self.map.look(0, 1, from: 3, to: 1, among: words)
    #expect(abs(own.weight - 0.8) < 1e-6)
    #expect(own.others == 0)
    let looks = Self.map.looks(from: 3, to: 1, among: words)
    #expect(looks.map(\.head) == [0, 1])
    #expect(looks.max { $0.lead < $1.lead }?.head == 1)
    // Without others there is nothing to compare with.
    #expect(Self.map.look(0, 0, from: 1, to: 3, among: [1, 3]).others == 0)
  }

  @Test func `what cannot see a word is not counted among those that do not look at it`() {
    let causal = MeasureTests.map(
      [1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5], layers: 1, heads: 1, count: 3, isCausal: true)
    #expect(abs(causal.look(0, 0, from: 2, to: 1, among: [0, 1, 2]).others - 0) < 1e-9)
    #expect(abs(causal.look(0, 0, from: 2, to: 0, among: [0, 1, 2]).others - 0.5) < 1e-6)
  }

  @Test func `distances are those of words, and special tokens have a share of their own`() {
    let profiles = Self.map.profiles()[0]
    // Tokens 1, 2 and 3 look 2, 1 and 0 tokens away.
    #expect(abs(profiles[0].distance - 1) < 1e-6)
    #expect(profiles[0].special == 0)
    // Tokens 1 and 2 look at themselves, token 3 looks 2 tokens away; half, half and a fifth go to the special token.
    #expect(abs(profiles[1].distance - 2.0 / 3) < 1e-6)
    #expect(abs(profiles[1].special - (1 + 0.5 + 0.5 + 0.2) / 4) < 1e-6)
    // Of three tokens in a row, evenly: (0 + 1 + 2 + 1 + 0 + 1 + 2 + 1 + 0) / 9.
    #expect(abs(Self.map.evenDistance - 8.0 / 9) < 1e-9)
  }

  @Test func `the mean of profiles is that of each number`() {
    let profiles = Self.map.profiles()[0]
    let mean = HeadProfile.mean(of: profiles)
    #expect(abs(mean.special - (profiles[0].special + profiles[1].special) / 2) < 1e-9)
    #expect(abs(mean.entropy - (profiles[0].entropy + profiles[1].entropy) / 2) < 1e-9)
    #expect(HeadProfile.mean(of: [profiles[1]]) == profiles[1])
  }

  @Test(arguments: ["bert", "gpt2"])
  func `hiding a word moves the vectors of others, by mask or by leaving it out`(name: String) throws {
    let model = try ModelTests.miniature(name)
    let encoding = model.tokenizer.encode("The keeper reads the green book")
    let map = try AttentionMap(model.forward(encoding), model).joiningWords(encoding, model.tokenizer)
    let words = map.units.filter { !$0.isSpecial }.map(\.positions)
    let found = try model.hidingEach(of: words, in: encoding, pooling: .mean)
    #expect(try found.distances == model.occlusion(encoding, words: words, pooling: .mean))
    // The second word hidden by hand, and the last one looked at.
    var other = encoding
    var last = words[5]
    if let mask = model.tokenizer.maskID {
      for position in words[1] { other.ids[position] = mask }
    } else {
      other = encoding.selecting(encoding.ids.indices.filter { !words[1].contains($0) })
      last = last.map { $0 - words[1].count }
    }
    func mean(_ output: [[Float]]) -> [Float] {
      output[0].indices.map { column in output.reduce(0) { $0 + $1[column] } / Float(output.count) }
    }
    let (before, after) = (try model.forward(encoding).output, try model.forward(other).output)
    let cosine = SentenceVector.cosine(
      mean(words[5].map { before.slice($0).elements }), mean(last.map { after.slice($0).elements }))
    #expect(abs(found.movements[1][5] - (1 - cosine)) < 1e-5)
    #expect(found.movements[1][1] == 0)
    // GPT-2's words see only what stands before them.
    #expect((found.movements[5][1] < 1e-5) == (name == "gpt2"))
    let others = found.movements[1].enumerated().filter { $0.offset != 1 }.map { Double($0.element) }
    #expect(abs(found.movementOfOthers(hiding: 1) - others.reduce(0, +) / 5) < 1e-6)
  }

  @Test func `every part of attention is counted once`() {
    let profiles = Self.map.profiles()[0]
    for profile in profiles { #expect(abs(profile.mix.parts.reduce(0, +) - 1) < 1e-6) }
    // All look at token 3: from tokens 0 and 1 it is a word further away, from 2 the next one, from 3 the token itself.
    #expect(profiles[0].mix.parts == [0, 0.25, 0, 0.25, 0, 0.5])
    #expect(abs(profiles[1].mix.special - profiles[1].special) < 1e-6)
    // Without special tokens the first one takes their part.
    let plain = MeasureTests.map(
      [1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5], layers: 1, heads: 1, count: 3, isCausal: true)
    let mix = plain.profiles()[0][0].mix
    #expect(abs(mix.special - 1.75 / 3) < 1e-6 && abs(mix.previous - 0.25 / 3) < 1e-6)
  }

  @Test func `the shares of all tokens in a movement sum to one`() throws {
    let model = try ModelTests.miniature("bert")
    let encoding = model.tokenizer.encode("The keeper reads the green book")
    // One word that is all tokens: what is not hidden cannot move.
    let all = try model.hidingEach(of: [Array(0..<encoding.count)], in: encoding, pooling: .mean)
    #expect(abs(all.ownShares[0] - 1) < 1e-6)
    let words = (1..<encoding.count - 1).map { [$0] }
    let shares = try model.hidingEach(of: words, in: encoding, pooling: .mean).ownShares
    #expect(shares.count == words.count && shares.allSatisfy { abs($0) > 1e-6 && abs($0 - 1) > 1e-6 })
    #expect(try model.hidingEach(of: words, in: encoding, pooling: .first).ownShares.isEmpty)
  }

  @Test(arguments: ["bert", "gpt2"])
  func `altered attention silences as ablation does, and shares what is the same already`(name: String) throws {
    let model = try ModelTests.miniature(name)
    let encoding = model.tokenizer.encode("The keeper reads the green book")
    let (plain, ablation) = (
      try model.forward(encoding).output, try HeadAblation(model, encoding, pooling: .mean)
    )
    let same = try model.output(of: encoding, altered: AlteredAttention())
    #expect(zip(plain.elements, same.elements).allSatisfy { abs($0 - $1) < 1e-5 })
    let silent = try model.output(of: encoding, altered: AlteredAttention(silenced: [1: [2]]))
    let distance = 1 - SentenceVector.cosine(SentenceVector.mean(plain), SentenceVector.mean(silent))
    #expect(abs(distance - ablation.heads[1][2].distance) < 1e-5)
    // Silent heads bring nothing, whatever their pattern.
    let all = Set(0..<model.configuration.heads)
    let (shared, own) = (
      try model.output(of: encoding, altered: AlteredAttention(shared: [0], silenced: [0: all])),
      try model.output(of: encoding, altered: AlteredAttention(silenced: [0: all]))
    )
    #expect(zip(shared.elements, own.elements).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(try model.distance(sharing: [0, 1], in: encoding, pooling: .mean) > 1e-6)
    #expect(try abs(model.distance(sharing: [], in: encoding, pooling: .mean)) < 1e-6)
  }

  @Test func `a word moves as hiding has it, and less where nothing is brought to it`() throws {
    let model = try ModelTests.miniature("bert")
    let encoding = model.tokenizer.encode("The keeper reads the green book")
    let hidden = try model.hidingEach(of: [[2], [4]], in: encoding, pooling: .mean)
    let moved = try model.movement(of: [4], hiding: [2], in: encoding, altered: AlteredAttention())
    #expect(abs((moved ?? 0) - Double(hidden.movements[0][1])) < 1e-5)
    let all = Set(0..<model.configuration.heads)
    let silent = AlteredAttention(
      silenced: Dictionary(uniqueKeysWithValues: (0..<model.configuration.layers).map { ($0, all) }))
    #expect(try abs(model.movement(of: [4], hiding: [2], in: encoding, altered: silent) ?? 1) < 1e-6)
  }
}
