package import Transformers

/// How a caption's logit would change with other words, to first order: one backward pass for all of them.
package struct WordGradient {
  private let model: CLIPModel
  private let gradient: CLIPTextGradient
  /// The picture's vector times the logit scale.
  private let direction: [Float]

  /// - Parameter picture: The picture's vector, of length 1.
  package init(_ model: CLIPModel, picture: [Float]) throws {
    self.model = model
    gradient = try CLIPTextGradient(model)
    direction = picture.map { $0 * model.logitScale }
  }

  /// By how much the logit of each other caption would be above this one's, by the difference of the tokens' embeddings.
  ///
  /// - Returns: nil for a caption of another number of tokens, of which no difference can be taken.
  package func changes(of caption: String, to others: [String]) throws -> [Double?] {
    let tokens = model.tokenizer.encode(caption).ids
    let result = try gradient.gradients(of: [tokens], along: direction)[0]
    let ids = result.ids
    var known: [Int: [Float]] = [:]
    func embedding(_ id: Int) -> [Float] {
      if let embedding = known[id] { return embedding }
      let embedding = model.tokenEmbedding(id)
      known[id] = embedding
      return embedding
    }
    return others.map { other in
      let otherTokens = model.tokenizer.encode(other).ids
      let changed = model.pooledPart(of: otherTokens)
      guard otherTokens.count == tokens.count, changed.count == ids.count else { return nil }
      return ids.indices.reduce(0) { sum, place in
        ids[place] == changed[place]
          ? sum
          : sum + result.change(at: place, embedding(changed[place]), insteadOf: embedding(ids[place]))
      }
    }
  }
}
