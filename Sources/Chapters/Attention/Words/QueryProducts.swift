internal import LinearAlgebra
internal import Transformers

/// What a score is made of: the products of a query's numbers with a key's, beside those with all other keys.
///
///     q·k/√d − mean over the other keys = Σ q_i (k_i − mean k_i) / √d
///
/// Where a model divides by another number than √d, by that; what distances add, and a cap, are left aside. Softmax sees only how scores differ, so what carries an attention is what a key adds to this lead.
struct QueryProducts {
  /// The score of the target, and by how much it is above the mean of the other keys that the query sees.
  let score, lead: Double
  /// What each number adds to the lead.
  let leads: [Double]
  /// What each number adds to the score.
  let terms: [Double]

  init(_ study: AttentionStudy, _ head: Attention.Results.Head, _ position: Int, target: Int) {
    let record = study.pass.layers[head.layer]
    func vector(_ tensor: Tensor, _ token: Int) -> [Double] { tensor.slice(token, head.head).elements.map(Double.init) }
    let query = vector(record.queries, position)
    let key = vector(record.keys, target)
    let others = study.tokens.seen(head.layer, position).filter { $0 != target }.map { vector(record.keys, $0) }
    let root = study.model.scoreRule(tokens: 1).divisor
    terms = zip(query, key).map { $0 * $1 / root }
    leads = query.indices.map { index in
      others.isEmpty ? 0 : query[index] * (key[index] - others.map { $0[index] }.mean) / root
    }
    score = terms.reduce(0, +)
    lead = leads.reduce(0, +)
  }

  /// The numbers, those first that add most to the lead.
  var order: [Int] { leads.indices.sorted { (leads[$1], $0) < (leads[$0], $1) } }

  /// How few of the numbers, the largest first, make half of the lead; 0 where the target is not ahead.
  var half: Int {
    guard lead > 0 else { return 0 }
    var sum = 0.0
    for (count, index) in order.enumerated() {
      sum += leads[index]
      if sum >= lead / 2 { return count + 1 }
    }
    return leads.count
  }

  /// What these add to the score.
  var halfOfTarget: Double { order.prefix(half).reduce(0) { $0 + terms[$1] } }

  /// What they add to the scores of the other keys, on average.
  var halfOfOthers: Double { halfOfTarget - order.prefix(half).reduce(0) { $0 + leads[$1] } }
}
