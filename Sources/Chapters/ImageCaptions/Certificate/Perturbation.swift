internal import Foundation

/// A small change of the picture or of the wording that changes nothing of what is true.
package enum Perturbation: String, CaseIterable, Sendable {
  /// Left and right exchanged.
  case mirror
  /// The middle 85 % of width and height, in the mirror image's place where a caption names a side.
  case crop85
  case crop98, crop95, crop90
  /// Red, green and blue of each pixel 5 % higher and 5 % lower.
  case brighter, darker
  /// Another beginning of both captions, the third in the second one's place for a model that learnt it and not the other.
  case photo, picture, image
  /// A full stop behind both captions.
  case fullStop
  /// What the model sees moved to the right by one pixel.
  case shift

  /// The ten that a pair goes through: a caption that names a side is not true of the mirror image, and words that a model never
  /// learnt say nothing to it.
  ///
  /// - Parameter learnt: The openings that the model learnt; nil for one that did not learn from a closed list.
  package static func ten(for captions: [String], learnt: [String]? = nil) -> [Perturbation] {
    let knowsPicture = learnt.map { $0.contains("a picture of") || !$0.contains("an image of") } ?? true
    let leftOut: Set<Perturbation> = [
      captions.contains(where: \.namesASide) ? .mirror : .crop85, knowsPicture ? .image : .picture,
    ]
    return allCases.filter { !leftOut.contains($0) }
  }

  /// The share of width and height that a crop keeps, in percent; nil for what is no crop.
  var keptPercent: Int? {
    switch self {
    case .crop85: 85
    case .crop98: 98
    case .crop95: 95
    case .crop90: 90
    default: nil
    }
  }

  /// The opening that it puts before a caption; nil for what does not.
  private var opening: String? {
    switch self {
    case .photo: "a photo of"
    case .picture: "a picture of"
    case .image: "an image of"
    default: nil
    }
  }

  /// Whether the captions change, and not the picture.
  package var isOfCaptions: Bool { opening != nil || self == .fullStop }

  /// A caption as it is asked.
  ///
  /// An opening that is there already gives way to the new one; where it is the new one, or where there is a full stop already,
  /// that is taken away.
  package func caption(_ caption: String) -> String {
    let text = caption.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if self == .fullStop {
      let bare = text.last.map { ".!?".contains($0) } == true ? String(text.dropLast()) : text
      return text.hasSuffix(".") ? bare : bare + "."
    }
    guard let opening else { return caption }
    let rest = text.withoutOpening
    let isThere = rest != text && text.lowercased().hasPrefix(opening + " ")
    return isThere ? rest : "\(opening) \(rest)"
  }

  /// Its name in prose.
  ///
  /// - Parameter asked: The caption as it is asked.
  func title(asked: String) -> String {
    switch self {
    case .mirror: return "mirror image"
    case .crop85, .crop98, .crop95, .crop90: return "crop of \(keptPercent ?? 100)\u{A0}%"
    case .brighter: return "5\u{A0}% brighter"
    case .darker: return "5\u{A0}% darker"
    case .shift: return "shift by one pixel"
    case .fullStop: return asked.hasSuffix(".") ? "full stop" : "no full stop"
    case .photo, .picture, .image:
      let opening = opening ?? ""
      return asked.lowercased().hasPrefix(opening) ? "“\(opening) …”" : "without “\(opening) …”"
    }
  }
}

extension String {
  /// Whether a caption says where left or right is.
  package var namesASide: Bool {
    lowercased().split { !$0.isLetter }.contains { $0.hasPrefix("left") || $0.hasPrefix("right") }
  }

  /// The caption without *a photo of* and the like, where something is left of it.
  fileprivate var withoutOpening: String {
    let pattern = #"^(an? |the )?(photo|photograph|picture|image|drawing|painting) of (?=\S)"#
    guard let range = range(of: pattern, options: [.regularExpression, .caseInsensitive]) else { return self }
    return String(self[range.upperBound...])
  }
}
