import Basics

extension CaptionClaims {
  /// The search for further pairs.
  static let search: [Claim] = [
    Claim(#"A search over a grammar of what is true of the picture found no caption that one edit makes false\."#) {
      _, results in
      evidence([("0", results[["search"]]?[number: "pairs"])])
    },
    Claim(
      #"A search over a grammar of what is true of the picture read ([0-9,]+) captions?, which makes? ([0-9,]+) pairs? of a true one and one that an edit makes false; the model (decides it|decides all of them|is undecided on it|is undecided on all of them|is undecided on ([0-9,]+) of them)\."#
    ) { groups, results in
      let (all, undecided) = (results[["search"]]?[number: "pairs"], results[["search"]]?[number: "undecided"])
      let said =
        groups[2].hasPrefix("decides") ? "0" : groups[3].isEmpty ? groups[1] : groups[3]
      guard (all == 1) == groups[2].hasSuffix(" it") else { return nil }
      return evidence([
        (groups[0], results[["search"]]?[number: "captions"]), (groups[1], all), (said, undecided),
      ])
    },
    Claim(
      #"For (one|[0-9,]+) of these captions the gradient of the true caption's logit chose the other thing that is named\."#
    ) { groups, results in
      evidence([(figure(groups[0]), results[["search"]]?[number: "byGradient"])])
    },
    Claim(#"It ended at the number of captions that the settings allow\."#) { _, results in
      results[["search", "isCut"]] == .bool(true) ? "it was cut" : nil
    },
  ]
}
