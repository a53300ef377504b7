import Basics
import Foundation

/// The views of a book's figures as a page carries them: the attributes of each figure, and each data file once.
struct ViewBlocks {
  /// The views that can be shown, by the anchor of the figure.
  private(set) var views: [String: BookView] = [:]
  /// The data files in base64, by the name of the block, in the page's order.
  private(set) var blocks: [(name: String, base64: String)] = []

  /// The views of a book; none where its settings leave them out.
  ///
  /// - Throws: a `RenderingError` for data that cannot be read.
  init(of book: Book) throws {
    guard book.settings.showsViews else { return }
    var read: Set<String> = []
    for figure in book.figures {
      guard let view = figure.view else { continue }
      let sources = [view.data, view.further].compactMap(\.self)
      for source in sources where read.insert(source.block).inserted {
        do {
          let file = try InputFile.data(of: source.file, limit: ReportReader.longestOutput)
          blocks.append((source.block, file.base64EncodedString()))
        } catch {
          throw RenderingError(file: source.file.path, error.problem)
        }
      }
      views[figure.anchor] = view
    }
  }

  /// The kinds of the views.
  var kinds: Set<String> { Set(views.values.map(\.view.kind)) }

  /// The attributes of a figure, with a blank before each.
  func attributes(of anchor: String) -> String {
    guard let view = views[anchor] else { return "" }
    var attributes =
      " data-view=\"\(HTMLText.escape(view.view.kind))\" data-source=\"\(HTMLText.escape(view.data.block))\""
    if let further = view.further { attributes += " data-further=\"\(HTMLText.escape(further.block))\"" }
    if !view.view.options.isEmpty, let options = try? CanonicalJSON.encode(view.view.options, isCompact: true) {
      let text = String(decoding: options, as: UTF8.self).trimmed()
      attributes += " data-options=\"\(HTMLText.escape(text))\""
    }
    return attributes
  }
}
