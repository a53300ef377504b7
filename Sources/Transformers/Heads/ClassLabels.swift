internal import Basics
internal import Glibc

/// The classes that a checkpoint's head tells, as `config.json` names them.
public struct ClassLabels: Sendable, Equatable {
  /// How the scores of the classes become an answer: `problem_type`.
  public enum Answer: String, Sendable, CaseIterable {
    /// One of the classes holds: probabilities by the softmax over all.
    case oneOf = "single_label_classification"
    /// Each class holds or does not: a probability by the sigmoid for each by itself.
    case anyOf = "multi_label_classification"
    /// The scores are numbers by themselves.
    case number = "regression"
  }

  /// The names, in the order of the scores.
  public let names: [String]
  /// How scores become an answer.
  public let answer: Answer

  /// The probability of each class, by its scores; nil where scores are numbers by themselves.
  public func probabilities(_ scores: [Float]) -> [Double]? {
    switch answer {
    case .number: return nil
    case .anyOf: return scores.map { 1 / (1 + exp(-Double($0))) }
    case .oneOf:
      let peak = Double(scores.max() ?? 0)
      let powers = scores.map { exp(Double($0) - peak) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }
}

extension ClassLabels {
  /// Reads `id2label`, `num_labels` and `problem_type`, with the defaults of transformers: two classes unless it is said, and one
  /// that is alone has a probability by itself.
  ///
  /// - Parameter count: How many classes the head has scores for.
  /// - Throws: `CheckpointError.configuration` where the keys contradict each other or the head.
  init(_ keys: ConfigurationKeys, count: Int, ofTensor tensor: String) throws(CheckpointError) {
    let stated = try Self.count(in: keys)
    let names = try Self.names(in: keys)
    let key = names == nil && stated != nil ? "num_labels" : "id2label"
    if let names, let stated, names.count != stated {
      throw keys.fault("num_labels", "is \(stated), and id2label names \(names.count) classes")
    }
    let expected = names?.count ?? stated ?? 2
    guard expected == count else {
      let said = names == nil && stated == nil ? "is missing, which means two classes" : "speaks of \(expected) classes"
      throw keys.fault(
        key, "\(said), and the tensor \"\(tensor)\" has scores for \(count); take both files from one folder")
    }
    self.init(names: names ?? (0..<count).map { "LABEL_\($0)" }, answer: try Self.answer(in: keys, count: count))
  }

  /// The classes of a head that no configuration speaks of, that of an adapter.
  init(unnamed count: Int, _ keys: ConfigurationKeys) throws(CheckpointError) {
    self.init(names: (0..<count).map { "LABEL_\($0)" }, answer: try Self.answer(in: keys, count: count))
  }

  /// Whether a configuration says anything of classes.
  static func areNamed(in keys: ConfigurationKeys) -> Bool {
    ["id2label", "num_labels"].contains { keys.document[$0].map { !$0.isNull } ?? false }
  }

  private static func count(in keys: ConfigurationKeys) throws(CheckpointError) -> Int? {
    guard let value = keys.document["num_labels"], !value.isNull else { return nil }
    return try keys.size("num_labels")
  }

  private static func names(in keys: ConfigurationKeys) throws(CheckpointError) -> [String]? {
    guard let value = keys.document["id2label"], !value.isNull else { return nil }
    guard let members = value.members else { throw keys.fault("id2label", "is not an object") }
    var names = [String?](repeating: nil, count: members.count)
    for member in members {
      guard let number = Int(member.name), names.indices.contains(number), names[number] == nil else {
        throw keys.fault(
          "id2label", "has the key \"\(member.name)\"; its keys are the numbers 0 to \(members.count - 1), each once")
      }
      guard let name = member.value.string ?? member.value.integer.map(String.init) else {
        throw keys.fault("id2label", "gives class \(number) a name that is no text")
      }
      names[number] = name.isEmpty ? "LABEL_\(number)" : name
    }
    return names.compactMap(\.self)
  }

  private static func answer(in keys: ConfigurationKeys, count: Int) throws(CheckpointError) -> Answer {
    guard let name = try keys.text("problem_type") else { return count == 1 ? .anyOf : .oneOf }
    guard let answer = Answer(rawValue: name) else {
      let known = Answer.allCases.map(\.rawValue).joined(separator: ", ")
      throw keys.fault("problem_type", "is \"\(name)\"; known are \(known)")
    }
    if answer == .oneOf, count == 1 {
      throw keys.fault(
        "problem_type", "is \"\(name)\", which one class alone cannot be; regression is meant, or two classes")
    }
    return answer
  }
}
