internal import Basics
internal import Notebook

extension ImageCaptions.Results.Limits {
  /// What the towers and the cosine make of each category, one sentence for each thing that may become of it.
  var sentences: Markdown {
    var sentences: [Markdown] = []
    if !kept.isEmpty {
      let all: Markdown = kept.count == categories.count && kept.count > 1 ? "all \(kept.count) differences, " : ""
      sentences.append(
        "The model keeps \(all)\(kept.emphasized.enumerated): the whole interval lies above 75\u{A0}% right.")
    }
    for outcome in ["partly", "lost"] {
      for cause in ["text", "picture", "both", "cosine"] {
        let found = categories.filter { $0.outcome == outcome && $0.lostIn == cause }
        guard !found.isEmpty else { continue }
        sentences.append(
          """
          \(Self.beginning(outcome, cause)) \(found.count == 1 ? "is" : "are") \(found.map(\.evidence).enumerated).
          """)
      }
    }
    if !misled.isEmpty {
      sentences.append(
        """
        At \(misled.emphasized.enumerated) it does worse than guessing: the whole interval lies below 50\u{A0}% right.
        """)
    }
    if !lostInCosine.isEmpty {
      sentences.append("That CLIP's towers can tell apart what their cosine cannot is known [@koishigarina2025].")
    }
    if !notAsked.isEmpty {
      sentences.append(
        """
        Not asked \(notAsked.count == 1 ? "is" : "are") \(notAsked.emphasized.enumerated), which these scenes cannot show or \
        the model has no words for.
        """)
    }
    return sentences.joined(separator: " ")
  }

  /// How a sentence about categories begins that share what becomes of them.
  private static func beginning(_ outcome: String, _ cause: String) -> Markdown {
    let place: Markdown =
      switch cause {
      case "text": "in the text tower"
      case "picture": "in the image tower"
      case "both": "in both towers"
      default: "in the cosine alone"
      }
    return outcome == "lost" ? "Lost \(place)" : "Lost in part, \(place),"
  }

  /// Whether some interval has no width.
  var hasPoint: Bool { categories.contains { $0.low == $0.high } }
}

extension ImageCaptions.Results.Limits.Category {
  /// The category with the numbers that its sentence rests on.
  fileprivate var evidence: Markdown {
    let (text, picture) = ("\(captionAngle.degrees)", "\(pictureAngle.degrees)")
    let angles: Markdown =
      switch lostIn {
      case "text": "\(text) where rewording makes \(rewordedAngle.degrees)"
      case "picture": "\(picture) where redrawing makes \(redrawnAngle.degrees)"
      default:
        """
        \(text) and \(picture) where rewording and redrawing make \(rewordedAngle.degrees) and \(redrawnAngle.degrees)
        """
      }
    return "*\(title)* (\(accuracy.percent) right; \(angles))"
  }

  /// All that the figure shows of it, in words.
  var inWords: String {
    "\(title), captions \(captionAngle.degrees), reworded \(rewordedAngle.degrees), pictures \(pictureAngle.degrees), "
      + "redrawn \(redrawnAngle.degrees), logits \(gap.twoDecimals), right \(accuracy.percent) "
      + "(\(low.percent) to \(high.percent))"
  }
}
