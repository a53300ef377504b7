/// The weights in what a pickle built: the dictionary itself, or the one that a trainer's checkpoint keeps them in.
enum StateDictionary {
  /// What trainers call it, the most telling name first.
  private static let names = [
    "model_state_dict", "state_dict", "model", "module", "net", "network", "weights", "model_state", "params",
  ]

  /// The tensors by name, in their order.
  ///
  /// - Throws: `CheckpointError` where there are none, or one twice.
  static func tensors(
    of outcome: PickleMachine.Outcome, in path: String
  ) throws(CheckpointError) -> [(name: String, tensor: PickledTensor)] {
    guard let members = outcome.members(outcome.value) else {
      throw .unsuitable(
        path: path, reason: "its pickle holds no dictionary",
        remedy: "save the model's state dictionary, `torch.save(model.state_dict(), \"pytorch_model.bin\")`")
    }
    if let own = all(members) { return try distinct(own, path) }
    let inner = members.compactMap { member in
      outcome.members(member.value).flatMap { $0.isEmpty ? nil : all($0) }.map { (name: member.key, tensors: $0) }
    }
    if let found = names.lazy.compactMap({ name in inner.first { $0.name == name } }).first
      ?? (inner.count == 1 ? inner[0] : nil)
    {
      return try distinct(found.tensors, path)
    }
    throw .unsuitable(
      path: path,
      reason: "its dictionary holds something other than tensors by name, and no dictionary of weights "
        + "(it has \(CheckpointError.list(members.map(\.key))))",
      remedy: "save the weights alone, `torch.save(model.state_dict(), \"pytorch_model.bin\")`")
  }

  /// The members, where all are tensors.
  private static func all(_ members: [PickleMachine.Member]) -> [(name: String, tensor: PickledTensor)]? {
    var tensors: [(name: String, tensor: PickledTensor)] = []
    for member in members {
      guard case .tensor(let tensor) = member.value else { return nil }
      tensors.append((member.key, tensor))
    }
    return tensors
  }

  private static func distinct(
    _ tensors: [(name: String, tensor: PickledTensor)], _ path: String
  ) throws(CheckpointError) -> [(name: String, tensor: PickledTensor)] {
    var names: Set<[UInt8]> = []
    for (name, _) in tensors where !names.insert(Array(name.utf8)).inserted {
      throw .malformed(path: path, reason: "holds two tensors \"\(name)\"")
    }
    return tensors
  }
}
