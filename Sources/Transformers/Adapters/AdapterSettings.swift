internal import Basics
internal import Foundation

/// What an `adapter_config.json` says of a low-rank adapter (peft's LoRA).
struct AdapterSettings: Sendable {
  let path: String
  /// The model that it changes, as the file names it; empty where it does not.
  let base: String
  /// What the adapted model was trained for, such as `SEQ_CLS`; nil where it is not said.
  let task: String?
  /// r and α, which hold unless a pattern says otherwise.
  let rank: Int
  let alpha: Double
  /// Whether the scale is α / √r instead of α / r.
  let dividesByRoot: Bool
  /// Other ranks and other α for modules whose name ends so.
  let rankPatterns: [(name: String, value: Double)]
  let alphaPatterns: [(name: String, value: Double)]

  /// Reads the file.
  ///
  /// - Throws: `CheckpointError.configuration` with the key of what would change the result and is not supported.
  init(file: URL) throws(CheckpointError) {
    let keys = ConfigurationKeys(path: file.path, document: try MappedFile.json(file))
    guard keys.document.members != nil else {
      throw .malformed(path: file.path, reason: "is not an object")
    }
    let type = try keys.text("peft_type") ?? "LORA"
    guard type == "LORA" else {
      throw keys.fault(
        "peft_type",
        "is \"\(type)\"; only LORA is read: merge it in Python by peft's `merge_and_unload()` and save that")
    }
    path = file.path
    base = try keys.text("base_model_name_or_path") ?? ""
    task = try keys.text("task_type")
    rank = try keys.size("r", default: 8)
    alpha = try Self.positive("lora_alpha", keys) ?? 8
    dividesByRoot = try keys.flag("use_rslora") ?? false
    rankPatterns = try Self.patterns("rank_pattern", keys)
    alphaPatterns = try Self.patterns("alpha_pattern", keys)
    try Self.refuseOthers(keys)
  }

  /// How a module's product of both matrices is scaled, and of which rank they are.
  ///
  /// - Parameter module: Its name in the model, such as `bert.encoder.layer.0.attention.self.query`.
  func scale(of module: String) -> (rank: Int, scale: Float) {
    func value(_ patterns: [(name: String, value: Double)]) -> Double? {
      patterns.first { pattern in
        if pattern.name.hasPrefix("^") { return module == pattern.name.dropFirst() }
        return module == pattern.name || module.hasSuffix("." + pattern.name)
      }?.value
    }
    let rank = value(rankPatterns).map { Int($0) } ?? self.rank
    let alpha = value(alphaPatterns) ?? self.alpha
    return (rank, Float(alpha / (dividesByRoot ? Double(rank).squareRoot() : Double(rank))))
  }

  private static func positive(_ key: String, _ keys: ConfigurationKeys) throws(CheckpointError) -> Double? {
    guard let value = keys.document[key], !value.isNull else { return nil }
    guard let number = value.double, number > 0, number < 1e6 else { throw keys.fault(key, "must be a number above 0") }
    return number
  }

  private static func patterns(
    _ key: String, _ keys: ConfigurationKeys
  ) throws(CheckpointError) -> [(name: String, value: Double)] {
    guard let value = keys.document[key], !value.isNull else { return [] }
    guard let members = value.members else { throw keys.fault(key, "is not an object") }
    var patterns: [(name: String, value: Double)] = []
    for member in members {
      let name = member.name.replacing("\\.", with: ".")
      let rest = name.hasPrefix("^") ? name.dropFirst() : name[...]
      let isName =
        !rest.isEmpty
        && rest.utf8.allSatisfy {
          (48...57).contains($0) || (65...90).contains($0 & 0xDF) || $0 == 95 || $0 == 46 || $0 == 45
        }
      guard isName else {
        throw keys.fault(key, "has the pattern \"\(member.name)\"; only names of modules and ends of names are read")
      }
      guard let number = member.value.double, number > 0, number < 1e6,
        key == "alpha_pattern" || number == number.rounded()
      else { throw keys.fault(key, "gives \"\(member.name)\" something other than a number above 0") }
      patterns.append((name, number))
    }
    return patterns
  }

  /// Refuses what would make the merged weights other than those of `merge`: every key that says something and is not known to leave
  /// them as they are.
  private static func refuseOthers(_ keys: ConfigurationKeys) throws(CheckpointError) {
    for member in keys.document.members ?? [] where !known.contains(member.name) {
      switch member.value {
      case .null, .bool(false): continue
      case .array(let values) where values.isEmpty: continue
      case .object(let members) where members.isEmpty: continue
      default:
        throw keys.fault(
          member.name,
          "says something that is not supported; merge the adapter in Python by peft's `merge_and_unload()` and save that"
        )
      }
    }
    guard let start = keys.document["init_lora_weights"], let name = start.string else { return }
    // The others begin by changing the base, which is not stored with them.
    guard ["gaussian", "eva", "orthogonal", "mica"].contains(name) else {
      throw keys.fault(
        "init_lora_weights",
        "is \"\(name)\", which begins by changing the model itself; merge the adapter in Python by peft's `merge_and_unload()` and "
          + "save that")
    }
  }

  /// Keys that are read above, or that say only how the adapter was trained or where its tensors are, which their names say as well.
  private static let known: Set<String> = [
    "peft_type", "base_model_name_or_path", "task_type", "r", "lora_alpha", "use_rslora", "rank_pattern",
    "alpha_pattern",
    "init_lora_weights", "auto_mapping", "peft_version", "revision", "inference_mode", "target_modules",
    "exclude_modules",
    "lora_dropout", "fan_in_fan_out", "bias", "modules_to_save", "layers_to_transform", "layers_pattern",
    "megatron_core",
    "loftq_config", "eva_config", "qalora_group_size", "runtime_config", "ensure_weight_tying",
  ]
}
