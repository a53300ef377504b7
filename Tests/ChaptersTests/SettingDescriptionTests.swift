import Chapters
import Notebook
import Testing

/// `quire settings`: every setting is described, with its default and what it may be.
@Suite struct SettingDescriptionTests {
  private func check<C: Chapter>(_ type: C.Type) throws {
    let described = try PreparedChapter.settings(of: type)
    let names = described.map(\.name)
    #expect(Set(names).count == names.count)
    for setting in described {
      #expect(!setting.meaning.isEmpty, "\(C.slug).\(setting.name) says nothing of what it means")
      #expect(setting.meaning.last == ".", "\(C.slug).\(setting.name)")
      #expect(!setting.allowed.isEmpty, "\(C.slug).\(setting.name)")
    }
    // A meaning whose key is gone would promise a setting that there is not.
    #expect(Set(C.Settings.meanings.keys).subtracting(names) == [])
    #expect(Set(C.firstSettings).subtracting(names) == [] && Set(C.firstSettings).count == C.firstSettings.count)
    for (name, unit) in C.Settings.units {
      let setting = try #require(described.first { $0.name == name }, "\(C.slug).\(name) is no setting")
      #expect(setting.unit == unit)
      switch setting.kind {
      case .integer, .number: break
      default: Issue.record("\(C.slug).\(name) has a unit and is no number")
      }
    }
  }

  @Test func `each setting of each chapter is described`() throws {
    for chapter in AllChapters.list { try check(chapter) }
  }

  @Test func `defaults and ranges are those that are read`() throws {
    let embeddings = try PreparedChapter.settings(of: WordEmbeddings.self)
    func find(_ name: String) throws -> SettingDescription { try #require(embeddings.first { $0.name == name }) }
    #expect(try find("window").standard == "5")
    #expect(try find("window").allowed == "a whole number between 1 and 1000")
    #expect(try find("min_count").allowed == "a whole number at least 1")
    #expect(try find("ns_exponent").allowed == "a number")
    #expect(try find("grid").allowed == "one of small, full, none")
    #expect(try find("words").standard == "[bad, great, screen]")
    #expect(try find("other_vectors_limit").standard == "")
    #expect(embeddings.last?.name == "sections")
  }
}
