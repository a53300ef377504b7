internal import Basics
internal import Foundation

/// A setting, for who asks what there is to set.
public struct SettingDescription: Sendable, Equatable, Codable {
  /// Its name in `report.yml`, below its chapter.
  public let name: String
  /// What it means, in a sentence or two.
  public internal(set) var meaning = ""
  /// What its number counts or is measured in; nil for one that is a number of its own, and for what is no number.
  public internal(set) var unit: String?
  /// Its value where the settings say nothing, as they would write it; empty for none.
  public let standard: String
  /// What it may be.
  public internal(set) var allowed: String
  /// What it may be, for a program.
  public internal(set) var kind: SettingKind
  /// What the settings say, as they would write it; nil where they say nothing.
  public internal(set) var present: String?
  /// Where they say it: a file and a line, or an option.
  public internal(set) var origin: String?

  /// The same by its name from one level above.
  func below(_ key: String) -> SettingDescription {
    var setting = SettingDescription(name: "\(key).\(name)", standard: standard, allowed: allowed, kind: kind)
    (setting.meaning, setting.unit, setting.present, setting.origin) = (meaning, unit, present, origin)
    return setting
  }

  init(name: String, meaning: String = "", standard: String, allowed: String, kind: SettingKind) {
    (self.name, self.meaning, self.standard, self.allowed, self.kind) = (name, meaning, standard, allowed, kind)
  }
}

/// What a setting may be, as a program checks it.
public enum SettingKind: Sendable, Equatable, Codable {
  case integer(least: Int?, most: Int?)
  case number(least: Double?, most: Double?)
  case truth
  /// True or false, or 1 or 0 for them.
  case truthOrNumber
  case text
  /// A text or a list of texts.
  case texts
  /// One of some names; others are understood too.
  case choice([String], others: [String])
  /// Some of some names.
  case choices([String])
  /// A list of `key: value` lines.
  case records
}

extension PreparedChapter {
  /// The settings of a chapter, in the order in which they are read.
  public static func settings<C: Chapter>(of type: C.Type) throws -> [SettingDescription] {
    var reader = try SettingsFile(text: "", path: "report.yml", overrides: []).reader()
    return PreparedChapter(type, reading: &reader).described
  }

  /// What was read of a chapter's settings, each with its meaning.
  static func described<C: Chapter>(_ type: C.Type, by reader: SettingsReader) -> [SettingDescription] {
    let sections = C.sections.map(\.id)
    return reader.described.map { setting in
      var setting = setting
      if setting.name == "sections", !sections.isEmpty {
        setting.meaning = "The chapter's sections that the report shows; the others are left out of it."
        (setting.allowed, setting.kind) = ("a list of \(sections.joined(separator: ", "))", .choices(sections))
      } else {
        setting.meaning = C.Settings.meanings[setting.name] ?? ""
        setting.unit = C.Settings.units[setting.name]
      }
      return setting
    }
  }
}
