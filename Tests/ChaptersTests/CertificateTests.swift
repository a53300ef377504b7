import CaptionPairs
import Chapters
import Foundation
import Testing

/// Gates, perturbations and the choice among certificates, on captions whose vectors are written down.
@Suite struct CertificateTests {
  /// A model of two numbers: a caption's cosine with the picture is what the list says, its logit a hundred times that.
  private struct Words: ConfusionGrammar {
    var distractors: [String] = []
    var paraphrases: [String] = []
    var isKnown = true

    func form(of caption: String) -> String? { isKnown ? "[thing]" : nil }
    func edit(from description: String, to variant: String) -> (change: String, category: CaptionPair.Category)? {
      let (a, b) = (description.split(separator: " "), variant.split(separator: " "))
      let changed = zip(a, b).filter { $0 != $1 }
      return a.count == b.count && changed.count == 1 ? ("\(changed[0].0) → \(changed[0].1)", .count) : nil
    }
    func areEquallyFluent(_ description: String, _ variant: String) -> Bool { !variant.contains("a two") }
    func distractors(of caption: String, count: Int) -> (captions: [String], isAll: Bool) {
      (Array(distractors.prefix(count)), distractors.count <= count)
    }
    func paraphrases(of caption: String) -> [String] { paraphrases }
    var learntOpenings: [String]?
    func things(in caption: String) -> Set<String> {
      Set(["cat", "dog", "boat"].filter { caption.contains($0) })
    }
  }

  /// The scores of captions whose cosines with the picture are known; all others have 0.1.
  private func scores(_ cosines: [String: Float], reading captions: [String]) throws -> CaptionScores {
    var scores = CaptionScores(picture: [1, 0], logitScale: 100) { captions in
      captions.map { caption in
        // What a perturbation does to the wording changes no cosine.
        let bare = caption.replacing(/^a (photo|picture) of |\.$/, with: "")
        let cosine = cosines[bare] ?? 0.1
        return [cosine, (1 - cosine * cosine).squareRoot()]
      }
    }
    try scores.read(captions)
    return scores
  }

  private static let pictures = PerturbedPictures(
    vectors: Dictionary(
      uniqueKeysWithValues: Perturbation.allCases.filter { !$0.isOfCaptions }.map { ($0, [1, 0] as [Float]) }))
  private static let pair = CaptionPair(.count, "two cats here", "three cats here", truth: .isFalse, change: "")
  private static let others = (0..<1_002).map { "dog \($0)" }

  private func certificate(
    _ cosines: [String: Float] = [:], _ grammar: Words? = nil, pictures: PerturbedPictures = pictures,
    pair: CaptionPair = pair, longest: Int = .max
  ) throws -> PairCertificate {
    let known = ["two cats here": 0.3, "three cats here": 0.301, "a pair of cats": 0.302].merging(cosines) { $1 }
    let scores = try scores(known, reading: [pair.description, pair.variant])
    var certifier = Certifier(
      scores, grammar ?? Words(distractors: Self.others, paraphrases: ["a pair of cats"]), pictures
    ) { $0.count <= longest }
    return try certifier.certificate(of: scores.score(pair), .construction)
  }

  @Test func `a pair that is near, relevant, robust and beside its controls passes all eight gates`() throws {
    let certificate = try certificate()
    #expect(certificate.failed == [] && certificate.isCertified)
    #expect(certificate.change == "two → three" && certificate.perturbed.count == 10)
    #expect(certificate.undecidedCount == 10 && certificate.standing?.count == 1_000)
    #expect(certificate.standing?.isAll == false)
  }

  @Test func `each gate fails by its own cause, and no other with it`() throws {
    var pair = Self.pair
    pair.truth = .unknown
    #expect(try certificate(pair: pair).failed == [.truth])
    let swapped = CaptionPair(.given, "two cats here", "here three cats", truth: .isFalse, change: "")
    #expect(try certificate(["here three cats": 0.301], pair: swapped).failed == [.edit])
    let broken = CaptionPair(.given, "two cats here", "a two cats", truth: .isFalse, change: "")
    #expect(try certificate(["a two cats": 0.301], pair: broken).failed == [.edit, .fluency])
    // All captions with the words of the false one move away from the picture.
    #expect(try certificate(["three cats here": 0.29]).failed == [.undecided, .robustness])
    #expect(try certificate(["dog 7": 0.5]).failed == [], "one of a thousand")
    let many = Dictionary(uniqueKeysWithValues: (0..<21).map { ("dog \($0)", Float(0.5)) })
    #expect(try certificate(many).failed == [.relevance])
    #expect(try certificate(many.filter { $0.key != "dog 3" }).failed == [], "twenty of a thousand are 2 %")
    #expect(try certificate(["a pair of cats": 0.2955]).failed == [.paraphrase])
    let near = Dictionary(uniqueKeysWithValues: Self.others.map { ($0, Float(0.28)) })
    #expect(try certificate(near).failed == [.contrast])
    // Pictures five times as long set the logits five times as far apart.
    func stretched(_ perturbations: [Perturbation]) -> PerturbedPictures {
      PerturbedPictures(vectors: Self.pictures.vectors.merging(perturbations.map { ($0, [5, 0]) }) { $1 })
    }
    #expect(try certificate(pictures: stretched([.crop90])).failed == [], "nine of ten")
    #expect(try certificate(pictures: stretched([.crop90, .mirror])).failed == [.robustness])
    #expect(try certificate(pictures: stretched([.crop90, .crop85])).failed == [], "no side is named")
  }

  @Test func `what cannot be asked counts as failed and says why`() throws {
    let unread = PerturbedPictures(
      vectors: Self.pictures.vectors.filter { ![.crop98, .crop95].contains($0.key) },
      reasons: [.crop98: "too small", .crop95: "too small"])
    let certificate = try certificate(pictures: unread)
    #expect(certificate.failed == [.robustness] && certificate.undecidedCount == 8)
    #expect(certificate.perturbed.filter { $0.probability == nil }.map(\.reason) == ["too small", "too small"])
    // An opening makes the captions too long for the model.
    let long = try self.certificate(longest: 20)
    #expect(long.failed == [.robustness] && long.undecidedCount == 8)
    #expect(long.perturbed.filter { $0.probability == nil }.map(\.perturbation) == [.photo, .picture])
    #expect(long.perturbed.first { $0.perturbation == .photo }?.reason?.contains("tokens") == true)
    let mute = try self.certificate([:], Words(isKnown: false))
    #expect(mute.failed == [.relevance, .contrast, .paraphrase])
    let alone = try self.certificate([:], Words(distractors: ["two cats here", "three cats here"]))
    #expect(alone.failed == [.relevance, .contrast, .paraphrase] && alone.standing?.count == 0)
    #expect(alone.standing?.isAll == true)
  }

  @Test func `a model whose cosines are all alike certifies nothing`() throws {
    let flat = Dictionary(
      uniqueKeysWithValues: (Self.others + ["two cats here", "three cats here"]).map { ($0, Float(0.1)) })
    #expect(try certificate(flat).failed.contains(.contrast))
  }

  @Test func `the easy contrast is the middle one of the captions that name no thing of the pair`() throws {
    let cosines: [String: Float] = ["dog one": 0.05, "dog two": 0.07, "boat": 0.03, "a cat": 0.29]
    let grammar = Words(distractors: ["dog one", "a cat", "boat", "dog two"], paraphrases: ["a pair of cats"])
    let certificate = try certificate(cosines, grammar)
    #expect(certificate.contrast?.caption == "dog one")
    #expect(abs((certificate.contrast?.gap ?? 0) - 25) < 1e-3)
  }

  @Test func `ten perturbations, a crop for the mirror where a side is named`() {
    #expect(Perturbation.ten(for: ["two cats", "three cats"]).count == 10)
    #expect(Perturbation.ten(for: ["two cats", "three cats"]).first == .mirror)
    #expect(!Perturbation.ten(for: ["two bright cats"]).contains(.crop85))
    for caption in ["a cat left of a dog", "a dog on the Right", "the rightmost dog", "a cat (left)"] {
      #expect(Perturbation.ten(for: ["a cat", caption]).first == .crop85, "\(caption)")
    }
  }

  @Test func `a model that learnt an image of, and not a picture of, is asked what it learnt`() {
    #expect(!Perturbation.ten(for: ["two cats"]).contains(.image))
    #expect(!Perturbation.ten(for: ["two cats"], learnt: ["a photo of"]).contains(.image))
    let ten = Perturbation.ten(for: ["two cats"], learnt: ["a photo of", "an image of"])
    #expect(ten.count == 10 && ten.contains(.image) && !ten.contains(.picture))
    #expect(Perturbation.image.caption("a photo of two cats") == "an image of two cats")
  }

  @Test(arguments: [
    (Perturbation.photo, "two cats", "a photo of two cats"), (.photo, "A photo of two cats", "two cats"),
    (.photo, "an image of two cats", "a photo of two cats"), (.picture, "a photo of a cat", "a picture of a cat"),
    (.picture, "a picture of a cat", "a cat"), (.photo, "photo of", "a photo of photo of"),
    (.fullStop, "two  cats", "two cats."), (.fullStop, "Two cats.", "Two cats"), (.fullStop, "two cats!", "two cats."),
    (.fullStop, "a", "a."), (.shift, "two cats", "two cats"),
  ])
  func `an opening that is there gives way, and so does a full stop`(
    _ perturbation: Perturbation, _ caption: String, _ asked: String
  ) {
    #expect(perturbation.caption(caption) == asked)
  }

  // MARK: The choice

  private func choose(
    _ cosines: [String: Float], _ pairs: [CaptionPair], budget: CertifiedPairs.Budget = .init(), own: Set<String> = []
  ) throws -> CertifiedPairs {
    let scores = try scores(cosines, reading: pairs.flatMap { [$0.description, $0.variant] })
    var certifier = Certifier(
      scores, Words(distractors: Self.others, paraphrases: ["a pair of cats"]), Self.pictures
    ) { _ in true }
    return try CertifiedPairs(
      of: pairs.map(scores.score), &certifier, budget: budget, isOwn: { own.contains($0.variant) },
      isStated: { _ in false })
  }

  private func pair(_ description: String, _ variant: String) -> CaptionPair {
    CaptionPair(.count, description, variant, truth: .isFalse, change: "")
  }

  private static let cosines: [String: Float] = [
    "two cats": 0.3, "three cats": 0.3003, "four cats": 0.3020, "six cats": 0.2,
    "two black cats sleeping": 0.3, "three black cats sleeping": 0.3002, "a pair of cats": 0.3001,
  ]

  @Test func `of certified pairs an even one goes first, then the more specific one`() throws {
    let pairs = [
      pair("two cats", "four cats"), pair("two cats", "three cats"), pair("two cats", "six cats"),
      pair("two black cats sleeping", "three black cats sleeping"),
    ]
    let chosen = try choose(Self.cosines, pairs)
    #expect(chosen.best(ofOwn: false)?.scored.pair.variant == "three black cats sleeping")
    #expect(chosen.best[.count]?.scored.pair.variant == "three black cats sleeping")
    #expect(chosen.examined.count == 1 && chosen.left == 0, "nothing behind a certified pair is examined")
    #expect(try choose(Self.cosines, Array(pairs.prefix(3))).best(ofOwn: false)?.scored.pair.variant == "three cats")
    #expect(try choose(Self.cosines, Array(pairs.prefix(1))).best(ofOwn: false)?.isCertified == true)
  }

  @Test func `a pair that fails shows its gates, and its own budget is told`() throws {
    var cosines = Self.cosines
    cosines["a pair of cats"] = 0.2
    let pairs = [pair("two cats", "four cats"), pair("two cats", "three cats"), pair("two cats", "six cats")]
    let chosen = try choose(cosines, pairs, budget: .init(pairsOfCategory: 1))
    #expect(chosen.best.isEmpty && chosen.left == 1 && chosen.examined.count == 1)
    #expect(chosen.best(ofOwn: false)?.failed == [.paraphrase])
    #expect(try choose(cosines, pairs, budget: .init(forms: 0)).examined.count == 1, "one is shown whatever it costs")
    let decided = try choose(cosines, [pairs[2]])
    #expect(decided.best(ofOwn: false)?.level == 0 && decided.best(ofOwn: true) == nil)
  }

  @Test func `the author's own pairs and the others are judged apart`() throws {
    let pairs = [pair("two cats", "six cats"), pair("two cats", "three cats"), pair("two cats", "four cats")]
    let chosen = try choose(Self.cosines, pairs, own: ["six cats", "four cats"])
    #expect(chosen.best(ofOwn: true)?.scored.pair.variant == "four cats")
    #expect(chosen.best(ofOwn: false)?.scored.pair.variant == "three cats")
    #expect(chosen.best[.count]?.scored.pair.variant == "three cats")
  }
}
