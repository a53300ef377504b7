package import Basics
package import Foundation
package import Notebook

/// A PDF read back by Poppler's `pdftotext`: its pages, where each question stands, and what is wrong with it.
package struct PrintedPages: Codable, Sendable, Equatable {
  /// Which faults were looked for: a later Quire looks for more.
  var version = Self.current
  /// The sum of the PDF.
  var sum: String
  /// How many pages it has.
  package var count: Int
  /// The page of each question, by chapter and question.
  package var questions: [String: Int]
  /// What is wrong, a line each.
  package var faults: [String]

  /// What is looked for now: 2 since margins are.
  private static let current = 2
  /// Where it is kept, below the folder of what only saves time.
  static let file = "pages.json"

  /// What was kept of a report's PDF; `nil` where that is another now.
  init?(keptOf folder: ReportFolder) {
    let place = folder.cache.appending(path: Self.file)
    guard FileKind(of: place) == .file, let kept = try? CanonicalJSON.decode(Self.self, from: place),
      kept.version == Self.current, let sum = try? SHA256.hex(ofFile: folder.report("pdf")), sum == kept.sum
    else { return nil }
    self = kept
  }

  /// Reads a PDF.
  ///
  /// - Parameters:
  ///   - titles: The titles of the questions, by chapter and question, in the order of the report.
  ///   - paper: How it is printed: nothing may stand in the margins but the head and the foot of a page, and where answers alone are
  ///     printed, the figures that they name are not.
  ///   - program: Poppler's `pdftotext`.
  /// - Throws: `ChildProcess.Failure`.
  package init(
    reading pdf: URL, titles: [(name: String, title: String)], paper: PaperSettings, by program: URL,
    _ cancellation: Cancellation
  ) throws {
    let child = ChildProcess(
      program, ["-q", "-bbox", pdf.path(percentEncoded: false), "-"], environment: [:], timeLimit: 120)
    let outcome = try child.run(isCancelled: { cancellation.isCancelled })
    sum = try SHA256.hex(ofFile: pdf)
    (questions, faults) = ([:], [])
    let pages = outcome.status == 0 ? Self.pages(String(decoding: outcome.output, as: UTF8.self)) : []
    count = pages.count
    if pages.isEmpty { faults.append("\(pdf.lastPathComponent): no page of it can be read") }
    for (number, page) in pages.enumerated() {
      let text = page.words.map(\.text).joined(separator: " ")
      for (name, title) in titles where questions[name] == nil {
        if text.contains(title.split(whereSeparator: \.isWhitespace).joined(separator: " ")) {
          questions[name] = number + 1
        }
      }
      if let word = page.words.first(where: { $0.text.contains("\u{FFFD}") }) {
        faults.append("page \(number + 1) has a sign that its font cannot show: “\(word.text)”")
      }
      if let word = page.words.first(where: { !$0.isWithin(page) }) {
        faults.append("page \(number + 1): “\(word.text)” reaches over the edge of the paper")
      } else if let word = page.words.first(where: { $0.isInMargin(paper.margin, of: page) }) {
        faults.append(
          "page \(number + 1): “\(word.text)” stands in the margin; make it shorter or narrower, or the margin smaller")
      }
    }
    for label in paper.form == .answers ? [] : Self.lostFigures(pages) {
      faults.append("\(label) is named, and stands on no page")
    }
  }

  /// A word and where it stands, in points from the upper left.
  private struct Word {
    var text: String
    var left, top, right, bottom: Double

    func isWithin(_ page: Page) -> Bool { left >= 0 && top >= 0 && right <= page.width && bottom <= page.height }

    /// Points by which marks of punctuation may hang over the edge of the text, and letters over their line.
    private static let slack = 4.0
    /// How much of a margin head and foot of a page leave free towards the text, as Typst sets them.
    private static let ascent = 0.3

    /// Whether it stands where nothing should: at the side of the text, or above or below it where neither head nor foot is.
    func isInMargin(_ margin: PaperSettings.Margin, of page: Page) -> Bool {
      if left < margin.horizontal - Self.slack || right > page.width - margin.horizontal + Self.slack { return true }
      let middle = (top + bottom) / 2
      let room = margin.vertical * (1 - Self.ascent) + Self.slack
      return middle < margin.vertical - Self.slack && bottom > room
        || middle > page.height - margin.vertical + Self.slack && top < page.height - room
    }
  }

  private struct Page {
    var width, height: Double
    var words: [Word] = []
  }

  /// The pages that `pdftotext -bbox` prints, a line for each word.
  ///
  /// They are read byte by byte: a word may begin with an accent, which would join with the sign before it.
  private static func pages(_ text: String) -> [Page] {
    var pages: [Page] = []
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let line = Substring(line.drop { $0 == UInt8(ascii: " ") })
      if line.hasPrefix("<page "), let numbers = numbers(["width", "height"], of: line) {
        pages.append(Page(width: numbers[0], height: numbers[1]))
      } else if line.hasPrefix("<word "), !pages.isEmpty,
        let numbers = numbers(["xMin", "yMin", "xMax", "yMax"], of: line),
        let start = line.utf8.firstIndex(of: UInt8(ascii: ">")).map(line.utf8.index(after:)),
        let end = line.utf8[start...].firstIndex(of: UInt8(ascii: "<"))
      {
        let text = String(Substring(line.utf8[start..<end]))
        pages[pages.count - 1].words.append(
          Word(
            text: text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
              .replacing("&amp;", with: "&"), left: numbers[0], top: numbers[1], right: numbers[2], bottom: numbers[3]))
      }
    }
    return pages
  }

  private static func numbers(_ names: [String], of line: Substring) -> [Double]? {
    var found: [Double] = []
    for name in names {
      guard let start = line.firstRange(of: "\(name)=\"")?.upperBound, let end = line[start...].firstIndex(of: "\""),
        let number = Double(line[start..<end])
      else { return nil }
      found.append(number)
    }
    return found
  }

  /// Figures that the text names and whose captions (`Figure 3.`) stand nowhere. Other languages call them otherwise and are not judged.
  private static func lostFigures(_ pages: [Page]) -> [String] {
    var (named, captioned): (Set<Int>, Set<Int>) = ([], [])
    for page in pages {
      for (first, second) in zip(page.words, page.words.dropFirst()) where first.text.hasSuffix("Figure") {
        guard let match = second.text.firstMatch(of: /^([0-9]{1,4})(.*)$/), let number = Int(match.1) else { continue }
        named.insert(number)
        if first.text == "Figure", match.2 == "." { captioned.insert(number) }
      }
    }
    return named.subtracting(captioned).sorted().map { "Figure \($0)" }
  }
}
