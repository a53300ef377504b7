internal import Basics
internal import Transformers

extension Attention.Results {
  /// How scores come from queries and keys.
  struct Scoring: Encodable {
    /// What the sum of the products is divided by.
    var divisor: Double
    /// Whether a number for the distance of the two tokens is added.
    var addsDistance: Bool
    /// The bound below which scores are kept; absent where there is none.
    var cap: Double?
    /// Whether it is the sum of the products over √d and nothing else.
    var isUsual: Bool
    /// Whether queries and keys are turned by their token's position before.
    var turns: Bool
    /// How many heads of a layer have keys and values of their own; the others share them.
    var keyHeads: Int
    /// How many layers see only tokens that are less than `nearest` away, in this text; 0 where all see everything.
    var nearLayers: Int
    /// 0 where all layers see everything.
    var nearest: Int

    init(_ study: AttentionStudy) {
      let stack = study.model.configuration.stack
      let rule = study.model.scoreRule(tokens: study.encoding.count)
      let windows = stack.windows.compactMap(\.self).filter { $0 < study.encoding.count }
      (divisor, addsDistance, cap, isUsual) = (rule.divisor, !rule.biases.isEmpty, rule.cap, rule.isUsual)
      turns = !stack.rotations.allSatisfy { $0 == nil }
      keyHeads = stack.keyValueHeads
      (nearLayers, nearest) = (windows.count, windows.min() ?? 0)
    }

    /// The divisor as it is written: √24, 5.20.
    var root: String {
      let square = (divisor * divisor).rounded()
      return abs(square.squareRoot() - divisor) < 1e-5 ? "√\(Int(square))" : NumberText.fixed(divisor, 2)
    }
  }
}

extension Double {
  /// As a bound is written: 50, 2.5.
  var short: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}
