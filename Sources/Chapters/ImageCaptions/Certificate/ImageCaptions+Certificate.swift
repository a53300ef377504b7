internal import Basics
internal import CaptionPairs
internal import Foundation
internal import Notebook

extension ImageCaptions {
  /// How many kinds of change the table of certified pairs shows.
  private static let shownKinds = 6

  /// The certificate of the pair that is handed in, and the best certified pair of each kind of change.
  func writeCertificate(_ results: Results, _ study: CaptionStudy, on page: inout Page) throws {
    let certificate = results.certificate
    page.write(
      """
      Two captions about nothing get 50\u{A0}% each as well, so *undecided* alone may be noise. {{table:captions/certificate}} \
      holds the pair against eight gates. \(certificate.verdictSentence)

      \(certificate.perturbationSentences)
      """)
    try page.table(
      id: "certificate", caption: certificate.tableCaption,
      columns: [.init("gate"), .init("measured"), .init("needed"), .init("passed")],
      rows: Gate.allCases.compactMap { certificate.gates[$0.rawValue] }.map {
        [$0.title, $0.measured, $0.limit, $0.isPassed ? "yes" : "no"]
      })
    try writeCertified(results, on: &page)
    try page.attach(Data(csv(study.certified.examined).utf8), as: "certificates.csv")
  }

  /// Which kinds of change have a certified pair.
  private func writeCertified(_ results: Results, on page: inout Page) throws {
    let kinds = results.certifiedKinds
    let isOnlyOne = kinds.count == 1 && kinds[0].isSamePair(as: results.certificate)
    let isTable = !kinds.isEmpty && !isOnlyOne
    let table: Markdown = isTable ? " {{table:captions/certified}} has the best one of each kind." : ""
    page.write("\(results.kindsSentence)\(table) \(results.examinedSentences)")
    guard isTable else { return }
    let shown = kinds.prefix(Self.shownKinds)
    try page.table(
      id: "certified",
      caption: """
        For each kind of change the best certified pair\(shown.count < kinds.count ? ", \(shown.count) of \(kinds.count) kinds" : ""): \
        the higher one of its two probabilities, and in how many of the ten perturbations it stays undecided.
        """,
      columns: [
        .init("change"), .init("true"), .init("false"), .init("higher", .trailing), .init("undecided", .trailing),
      ],
      rows: shown.map {
        [
          $0.categoryTitle, $0.description, $0.variant, $0.highestProbability.percent,
          "\($0.undecidedPerturbations) of \($0.perturbations.count)",
        ]
      })
  }

  /// All certificates as a table for other programs.
  private func csv(_ certificates: [PairCertificate]) -> String {
    let perturbations = Perturbation.allCases
    return CSV.text(
      columns: ["category", "description", "variant", "change", "basis", "is_certified"]
        + Gate.allCases.map { "passes_\($0.rawValue)" }
        + ["description_probability", "highest_probability", "form", "distractors"]
        + ["above_description", "above_variant", "undecided_perturbations"]
        + perturbations.map { "probability_\($0.rawValue)" }
        + ["contrast", "contrast_probability", "paraphrase", "paraphrase_gap"],
      rows: certificates.map { certificate in
        let (scored, standing) = (certificate.scored, certificate.standing)
        let probabilities = perturbations.map { one in
          certificate.perturbed.first { $0.perturbation == one }?.probability
        }
        let first: [CSV.Cell] = [
          .text(certificate.category.rawValue), .text(scored.pair.description), .text(scored.pair.variant),
          .text(certificate.change ?? ""), .text(certificate.basis.rawValue), .yes(certificate.isCertified),
        ]
        let measured: [CSV.Cell] = [
          .number(scored.probability), .number(scored.highestProbability), .text(standing?.form ?? ""),
          .integer(standing?.count ?? 0), .optional(standing.map { Double($0.aboveDescription) }),
          .optional(standing.map { Double($0.aboveVariant) }), .integer(certificate.undecidedCount),
        ]
        let controls: [CSV.Cell] = [
          .text(certificate.contrast?.caption ?? ""), .optional(certificate.contrast.map { logistic($0.gap) }),
          .text(certificate.paraphrase?.caption ?? ""), .optional(certificate.paraphrase?.gap),
        ]
        return first + Gate.allCases.map { .yes(certificate.passes($0)) } + measured
          + probabilities.map(CSV.Cell.optional) + controls
      })
  }
}

extension CSV.Cell {
  fileprivate static func yes(_ isSo: Bool) -> CSV.Cell { isSo ? "yes" : "no" }
}

extension ImageCaptions.Results {
  /// The certified pairs, in the order of the kinds.
  fileprivate var certifiedKinds: [Certificate] {
    CaptionPair.Category.allCases.compactMap { certified[$0.rawValue] }
  }

  /// Which kinds of change have a certified pair, as a sentence.
  fileprivate var kindsSentence: Markdown {
    let kinds = certifiedKinds
    switch kinds.count {
    case 0: return "No pair that was examined passes all eight gates."
    case 1:
      return kinds[0].isSamePair(as: certificate)
        ? "Of all kinds of change, only *\(kinds[0].categoryTitle)* has a certified pair, and this is its best."
        : "Of all kinds of change, only *\(kinds[0].categoryTitle)* has a certified pair."
    default:
      return """
        \(kinds.count.spelledOut) kinds of change have a certified pair: \(kinds.map(\.categoryTitle).emphasized.enumerated).
        """
    }
  }

  /// How many pairs were examined, and how many were not.
  fileprivate var examinedSentences: Markdown {
    let all: Markdown = """
      \(examined == 1 ? "One pair was" : "In all, \(examined.grouped) pairs were") examined; every certificate is in \
      `chapters/captions/attachments/certificates.csv`.
      """
    let budget = CertifiedPairs.Budget()
    let further: Markdown =
      unsteady == 0
      ? ""
      : """
       Besides, \(unsteady.of("undecided pair")) \(unsteady == 1 ? "is" : "are") decided once the picture is changed in two or more of \
      the ways, so \(unsteady == 1 ? "it" : "they") cannot be robust.
      """
    guard unexamined > 0 else { return "\(all)\(further)" }
    return """
      \(all)\(further) Another \(unexamined == 1 ? "one passes" : "\(unexamined.grouped) pass") the gates that need no other caption, and \
      \(unexamined == 1 ? "was" : "were") not examined: at most \(budget.pairsOfCategory) of a kind are, and captions of at most \
      \(budget.forms) forms are drawn.
      """
  }
}

extension Int {
  /// `Two`, `Three`, … at the beginning of a sentence.
  fileprivate var spelledOut: String {
    let words = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
    return words.indices.contains(self - 2) ? words[self - 2] : grouped
  }
}

extension ImageCaptions.Results.Certificate {
  /// Whether it is another's pair.
  fileprivate func isSamePair(as other: Self) -> Bool {
    description.captionKey == other.description.captionKey && variant.captionKey == other.variant.captionKey
  }

  /// Whether the pair is certified.
  fileprivate var verdictSentence: Markdown {
    if isCertified { return "It passes all of them: the pair is *certified*." }
    let titles = Gate.allCases.filter { failed.contains($0.rawValue) }.map(\.title).emphasized.enumerated
    return passed == 0
      ? "It passes none of them, so it is *not certified*."
      : """
      It passes \(passed) of them and fails \(titles), so it is *not certified*: what it shows may say little of the model.
      """
  }

  /// What the gates compare the pair with.
  fileprivate var tableCaption: Markdown {
    var sentences: [Markdown] = ["The certificate of the pair."]
    if let distractors, distractors.count > 0 {
      let others: Markdown =
        !distractors.isAll
        ? "\(distractors.count.of("caption")) of the same form, drawn at random,"
        : distractors.count == 1
          ? "the one other caption of the same form"
          : "the \(distractors.count.grouped) other captions of the same form"
      let fit = distractors.isAll && distractors.count == 1 ? "fits" : "fit"
      sentences.append(
        "*Relevant*: how many of \(others) \(fit) the picture better than the true caption and than the false one.")
    }
    if let contrast {
      sentences.append(
        "*Easy contrast*: the true caption's probability beside “\(contrast.caption)”, which names other things.")
    }
    if let paraphrase {
      sentences.append("*Paraphrase*: how far its logit is from that of “\(paraphrase.caption)”.")
    }
    return sentences.joined(separator: " ")
  }

  /// What becomes of the pair under each perturbation.
  fileprivate var perturbationSentences: Markdown {
    let all = Perturbation.allCases.compactMap { perturbations[$0.rawValue] }
    let done = all.filter(\.isDone).map { one -> Markdown in
      "\((one.highestProbability ?? 0).percent) (\(one.title))"
    }
    var sentences: [Markdown] = []
    if !done.isEmpty {
      sentences.append(
        "Under the perturbations of the picture and of the wording, the higher probability is \(done.enumerated).")
    }
    if perturbations[Perturbation.crop85.rawValue] != nil {
      sentences.append("A crop stands in for the mirror image, since the captions name a side.")
    }
    if perturbations[Perturbation.image.rawValue] != nil {
      sentences.append("*An image of* stands in for *a picture of*, which the model never learnt.")
    }
    for one in all where !one.isDone {
      sentences.append("The perturbation *\(one.title)* could not be done and counts as failed: \(one.reason ?? "").")
    }
    return sentences.joined(separator: " ")
  }
}
