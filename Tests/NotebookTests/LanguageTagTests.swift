import Notebook
import Testing

@Suite struct LanguageTagTests {
  @Test(arguments: [
    ("en", "en"), ("ES-co", "es-CO"), ("de-ch", "de-CH"), ("es-419", "es-419"), ("sr-latn-rs", "sr-Latn-RS"),
    ("zh-cmn-Hans-CN", "zh-cmn-Hans-CN"), ("de-1996", "de-1996"), ("sl-rozaj-biske", "sl-rozaj-biske"),
    ("ar-u-nu-latn", "ar-u-nu-latn"), ("de-x-a-b", "de-x-a-b"), ("haw", "haw"),
  ])
  func `a tag is read in any case`(text: String, tag: String) {
    #expect(LanguageTag(text)?.description == tag)
  }

  @Test(arguments: [
    "", "e", "Spanish", "español", "es_CO", "es-", "-es", "es--CO", "es CO", "es-C", "de-123456789", "en-u", "en-x",
    "12", "en-US-GB", "ñ", "en\n",
  ])
  func `what is no tag is refused`(text: String) {
    #expect(LanguageTag(text) == nil)
  }

  @Test(arguments: [
    ("Spanish", "es"), ("español", "es"), ("Deutsch", "de"), ("es_CO", "es-CO"), ("fr_FR.UTF-8", "fr-FR"),
    ("de_DE@euro", "de-DE"),
  ])
  func `what is meant by a language's name or a locale is known`(text: String, tag: String) {
    #expect(LanguageTag.meant(by: text)?.description == tag)
  }

  @Test(arguments: [
    ("ar", true), ("ar-EG", true), ("he", true), ("fa", true), ("ur-PK", true), ("ar-Latn", false), ("az-Arab", true),
    ("az", false), ("en", false), ("es-AR", false),
  ])
  func `a script has a direction`(text: String, isRightToLeft: Bool) {
    #expect(LanguageTag(text)?.isRightToLeft == isRightToLeft)
  }
}

@Suite struct LanguageSettingTests {
  private let languages = [("en", "English"), ("es", "Spanish"), ("de", "German")].map { (tag: $0.0, name: $0.1) }

  private func read(_ text: String, _ overrides: [String] = []) throws -> (language: String, remarks: [String]) {
    let file = try SettingsFile(text: text, path: "report.yml", overrides: overrides.map(SettingsFile.Override.init))
    var top = file.reader()
    let settings = try ReportSettings(reading: &top, slugs: ["embeddings"], formats: ["md"], languages: languages)
    return (settings.language, top.remarks.map(\.description))
  }

  private func findings(_ text: String) -> [String] {
    do { return try read(text).remarks } catch let error as SettingsError { return error.findings } catch {
      return ["\(error)"]
    }
  }

  @Test(arguments: ["en", "en-GB", "es-CO", "de-CH"])
  func `a language that there are words for is read without a word`(tag: String) throws {
    let read = try read("title: A\nlanguage: \(tag)\n")
    #expect(read.language == tag)
    #expect(read.remarks == [])
  }

  @Test(arguments: ["ja", "no", "xx", "ar-EG"])
  func `a language that there are no words for is told once, with the line and the languages`(tag: String) throws {
    let read = try read("title: A\nlanguage: \(tag)\n")
    #expect(read.language == tag)
    #expect(
      read.remarks == [
        "report.yml:2: language is “\(tag)”, and what Quire itself writes (Figure, Contents, dates) is not translated into it, "
          + "so it stays English; there are en (English), es (Spanish) and de (German)"
      ])
  }

  @Test func `a remark on what the command line says names the option`() throws {
    #expect(try read("title: A\n", ["language=ja"]).remarks.first?.hasPrefix("-P language: language is “ja”") == true)
  }

  @Test func `what is no language tag is an error that says what is meant`() {
    let message = "report.yml:2: language must be a language tag such as en or es-CO, found "
    #expect(findings("title: A\nlanguage: Spanish\n") == [message + "“Spanish”; write es"])
    #expect(findings("title: A\nlanguage: es_CO\n") == [message + "“es_CO”; write es-CO"])
    #expect(findings("title: A\nlanguage: en--US\n") == [message + "“en--US”"])
    #expect(findings("title: A\nlanguage: \"\"\n") == [message + "“”"])
  }
}
