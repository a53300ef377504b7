internal import Basics

/// Keys about positions and windows, which newer files have in other places than older ones.
extension ConfigurationKeys {
  /// A positive number; nil where the key is absent or null.
  func scalar(_ key: String) throws(CheckpointError) -> Float? {
    guard let value = document[key], !value.isNull else { return nil }
    guard let number = value.double, number > 0, number < 1e12 else { throw fault(key, "must be a positive number") }
    return Float(number)
  }

  /// A cap of scores; `fallback` where the key is absent, none where it is null.
  func cap(_ key: String, default fallback: Float?) throws(CheckpointError) -> Float? {
    document[key] == nil ? fallback : try scalar(key)
  }

  /// How far a layer with a window sees, 4096 where the file does not say; nil for everything, where it says null.
  func window() throws(CheckpointError) -> Int? {
    document["sliding_window"].map(\.isNull) == true ? nil : try size("sliding_window", default: 4096)
  }

  /// Which layers see a window: as `layer_types` says, or by a rule.
  func localLayers(_ layers: Int, _ rule: (Int) -> Bool) throws(CheckpointError) -> [Bool] {
    guard let value = document["layer_types"], !value.isNull else { return (0..<layers).map(rule) }
    guard let types = value.array, types.count == layers else {
      throw fault("layer_types", "must have one entry for each of the \(layers) layers")
    }
    var local: [Bool] = []
    for type in types {
      switch type.string {
      case "full_attention": local.append(false)
      case "sliding_attention": local.append(true)
      default: throw fault("layer_types", "has \(type); known are full_attention and sliding_attention")
      }
    }
    return local
  }

  /// How queries and keys are turned.
  ///
  /// Files of transformers 5 say it in `rope_parameters`, older ones in `rope_theta` and `rope_scaling`.
  ///
  /// - Parameters:
  ///   - kind: The layers meant, in a file that says it for each kind of layer; nil for all.
  ///   - base: θ in files that have no `rope_parameters`.
  ///   - share: The share of a head's columns that is turned, likewise.
  ///   - scales: Whether `rope_scaling` of older files is meant for these layers.
  func rotation(
    _ headSize: Int, kind: String?, base: Float, share: Float = 1, scales: Bool = true
  ) throws(CheckpointError) -> RotaryPositions {
    var keys = try within("rope_parameters")
    if let kind, keys.document[kind]?.members != nil { keys = try keys.within(kind) }
    let isNew = !keys.document.isNull
    let base = try keys.scalar("rope_theta") ?? base
    let ownShare = try keys.scalar("partial_rotary_factor")
    let wholeShare = try scalar("partial_rotary_factor")
    let share = ownShare ?? wholeShare ?? share
    guard share <= 1 else { throw fault("partial_rotary_factor", "must be at most 1") }
    if !isNew, scales { keys = try within("rope_scaling") }
    let size = Int(Float(headSize) * share)
    guard size > 0, size % 2 == 0 else {
      throw fault("rope_parameters", "turns \(size) of the \(headSize) columns of a head; an even number is needed")
    }
    let longest =
      try document["original_max_position_embeddings"] == nil
      ? scalar("max_position_embeddings") : scalar("original_max_position_embeddings")
    return RotaryPositions(base: base, size: size, scaling: try keys.frequencyScaling(longest))
  }

  /// What is done to the frequencies, of the object that says it.
  ///
  /// - Parameter longest: The longest text that the model was trained for, where the object does not say.
  private func frequencyScaling(_ longest: Float?) throws(CheckpointError) -> RotaryPositions.Scaling {
    if document.isNull { return .none }
    func needed(_ key: String) throws(CheckpointError) -> Float {
      guard let value = try scalar(key) else { throw fault(key, "is missing") }
      return value
    }
    let (newer, older) = (try text("rope_type"), try text("type"))
    let type = newer ?? older ?? "default"
    switch type {
    case "default": return .none
    // Grows with texts longer than `max_position_embeddings`, and such are not read.
    case "dynamic": return .none
    case "linear": return .linear(try needed("factor"))
    case "llama3":
      let own = try scalar("original_max_position_embeddings")
      guard let original = own ?? longest else { throw fault("original_max_position_embeddings", "is missing") }
      return .llama3(
        factor: try needed("factor"), low: try needed("low_freq_factor"), high: try needed("high_freq_factor"),
        original: original)
    default:
      throw fault("rope_type", "is \"\(type)\"; known are default, linear, dynamic and llama3")
    }
  }
}
