import Notebook

/// The attributes that tell a browser which language a part of the page is in, each with a blank before it, and empty where
/// the element around it says the same.
///
/// The page is in the report's language: its cover and the answers. Chapters are written in English, and so are the words of
/// Quire where there are none in the report's language.
struct LanguageMarks {
  /// On the page.
  let page: String
  /// On a chapter's text and title.
  let chapter: String
  /// On an answer within a chapter.
  let answer: String
  /// On what Quire itself writes within a chapter.
  let ownInChapter: String
  /// On what Quire itself writes beside chapters, or within an answer.
  let ownOnPage: String

  /// The marks of a report in a language.
  init(_ language: String) {
    let tag = LanguageTag(language) ?? LanguageTag("en")!
    let words = Wording.of(language)
    func mark(_ language: String, _ isRightToLeft: Bool, within around: Bool) -> String {
      " lang=\"\(HTMLText.escape(language))\""
        + (isRightToLeft == around ? "" : isRightToLeft ? " dir=\"rtl\"" : " dir=\"ltr\"")
    }
    let report = (name: tag.description, isRightToLeft: tag.isRightToLeft)
    let isEnglish = tag.language == "en"
    page = mark(report.name, report.isRightToLeft, within: false)
    chapter = isEnglish ? "" : mark("en", false, within: report.isRightToLeft)
    answer = isEnglish ? "" : mark(report.name, report.isRightToLeft, within: false)
    ownInChapter = words.tag == "en" ? "" : mark(report.name, report.isRightToLeft, within: false)
    ownOnPage = words.tag == tag.language ? "" : mark(words.tag, false, within: report.isRightToLeft)
  }
}
