internal import Basics
internal import Notebook
internal import Transformers

/// What is said of scores where they are not q·k/√d alone, and of tokens that a layer does not see.
extension AttentionWriter {
  private var scoring: Attention.Results.Scoring { results.model.scoring }

  /// What the score is of the products: a clause.
  var scoreClause: Markdown {
    let divided: Markdown = scoring.divisor == 1 ? "" : ", divided by \(scoring.root)"
    let comma: Markdown = scoring.divisor == 1 ? "" : ","
    if scoring.addsDistance {
      return
        "the sum of the products\(divided)\(comma) and a number that the head has for the distance between the two tokens add up to the score"
    }
    if let cap = scoring.cap {
      return
        "the sum of the products\(divided)\(comma) is bent by a hyperbolic tangent so that it stays between −\(cap.short) and \(cap.short), which gives the score"
    }
    return "the sum of the products\(divided)\(comma) is the score"
  }

  /// What happens to queries and keys before, as a sentence after a blank; empty for most models.
  var turning: Markdown {
    guard scoring.turns else { return "" }
    return
      " First, both are turned by angles that grow with the token’s position, so that their products depend on how far apart two tokens are."
  }

  /// The attention of a head as a formula.
  var scoreFormula: String {
    let product = "Q K^\\top"
    let root = scoring.root.hasPrefix("√") ? "\\sqrt{\(scoring.root.dropFirst())}" : scoring.root
    var score = scoring.divisor == 1 ? product : "\\frac{\(product)}{\(scoring.isUsual ? "\\sqrt{d}" : root)}"
    if scoring.addsDistance { score += " + B" }
    if let cap = scoring.cap {
      return
        "A = \\mathrm{softmax}\\left(\(cap.short) \\mathrm{tanh}\\left(\\frac{1}{\(cap.short)}\(score)\\right)\\right)"
    }
    return "A = \\mathrm{softmax}\\left(\(score)\\right)"
  }

  /// What a head brings whatever its pattern is.
  var ownValues: Markdown { scoring.keyHeads < sizes.heads ? "the values that it had" : "its own values" }

  /// Which tokens are out of sight of some layers: a clause after a comma; empty where all see everything.
  var sight: Markdown {
    guard scoring.nearLayers > 0 else { return "" }
    let those: Markdown = "only over those that are less than \(scoring.nearest) tokens away"
    return scoring.nearLayers == sizes.layers ? ", \(those)" : ", in \(scoring.nearLayers) of the layers \(those)"
  }

  /// The score of the target where products are not all that it is made of; nil where they are.
  ///
  /// - Parameter half: How many of the products make half of the lead: a clause.
  func partOfScore(_ half: Markdown) -> Markdown? {
    let query = results.query
    if scoring.addsDistance {
      return """
        The products give *\(query.target)* \(query.score.twoDecimals), which is \(query.lead.twoDecimals) above the mean of the other keys, and \(half). \
        With the number for the distance, its score is \(query.whole.twoDecimals).
        """
    }
    guard scoring.cap != nil else { return nil }
    return """
      Before it is bent, the score of *\(query.target)*, \(query.score.twoDecimals), is \(query.lead.twoDecimals) above the mean of the other keys, and \(half). \
      Bent, it is \(query.whole.twoDecimals).
      """
  }
}
