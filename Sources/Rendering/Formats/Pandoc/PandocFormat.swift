import Basics
import Foundation

/// What the formats that pandoc writes have in common.
enum PandocFormat {
  /// The pandoc of a rendering; throws a `FormatUnavailable` where there is none.
  static func pandoc(_ context: FormatContext) throws -> Pandoc {
    guard let pandoc = context.pandoc else {
      throw FormatUnavailable(reason: "no pandoc was found beside the Python interpreter; run Tools/set-up")
    }
    return pandoc
  }

  /// A document in a format, and what pandoc left out.
  static func write(
    _ tree: PandocTree, as writer: String, options: [String] = [], _ context: FormatContext
  ) throws -> (data: Data, warnings: [String]) {
    do {
      let answer = try pandoc(context).write(tree, as: writer, options: options, date: context.epoch)
      return (answer.output, answer.messages.map { "\(writer): \($0.text)" })
    } catch let error as RenderingError {
      throw FormatUnavailable(reason: error.description, isFailure: true)
    }
  }

  /// The pictures of a report for a format that reads some kinds only.
  ///
  /// - Parameter kinds: The media types that it reads; WebP becomes PNG where it is not among them.
  static func pictures(of book: Book, kinds: Set<String>) -> (pictures: [UTF8Key: Picture], missing: [UTF8Key]) {
    var pictures: [UTF8Key: Picture] = [:]
    var missing: [UTF8Key] = []
    for (path, picture) in book.images {
      if kinds.contains(picture.type) {
        pictures[path] = picture
      } else if let plain = picture.asPNG() {
        pictures[path] = plain
      } else {
        missing.append(path)
      }
    }
    return (pictures, missing.sorted())
  }

  /// What is said of pictures that a format cannot show.
  static func warnings(_ missing: [UTF8Key], _ title: String) -> [String] {
    missing.map { "\(title) shows no picture of the kind of \($0.string); its description stands in its place" }
  }
}
