internal import Basics
internal import Foundation

/// A setting, for who asks what there is to set.
public struct SettingDescription: Sendable, Equatable, Codable {
  /// Its name in `report.yml`, below its chapter.
  public let name: String
  /// What it means, in a sentence or two.
  public internal(set) var meaning = ""
  /// Its value where the settings say nothing, as they would write it; empty for none.
  public let standard: String
  /// What it may be.
  public let allowed: String
}

extension PreparedChapter {
  /// The settings of a chapter, in the order in which they are read.
  public static func settings<C: Chapter>(of type: C.Type) throws -> [SettingDescription] {
    var reader = try SettingsFile(text: "", path: "report.yml", overrides: []).reader()
    var settings = C.Settings()
    settings.read(from: &reader)
    var described = reader.described
    for index in described.indices { described[index].meaning = C.Settings.meanings[described[index].name] ?? "" }
    guard !C.sections.isEmpty else { return described }
    let names = C.sections.map(\.id).joined(separator: ", ")
    return described + [
      SettingDescription(
        name: "sections", meaning: "The chapter's sections that the report shows; the others are left out of it.",
        standard: "[\(names)]", allowed: "a list of \(names)")
    ]
  }
}
