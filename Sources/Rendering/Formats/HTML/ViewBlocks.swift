import Basics
import Foundation

/// The views of a book's figures as a page carries them: the attributes of each figure, and each data file once.
struct ViewBlocks {
  /// The views that can be shown, by the anchor of the figure.
  private(set) var views: [String: BookView] = [:]
  /// The data files in base64, by the name of the block, in the page's order.
  private(set) var blocks: [(name: String, base64: String)] = []
  /// What the user should know.
  private(set) var warnings: [String] = []

  /// The views of a book; none where its settings leave them out.
  init(of book: Book) {
    guard book.settings.showsViews else { return }
    var read: [String: Bool] = [:]
    for figure in book.figures {
      guard let view = figure.view else { continue }
      var isWhole = true
      for source in [view.data, view.further].compactMap(\.self) {
        if read[source.block] == nil {
          let file = try? InputFile.data(of: source.file, limit: ReportReader.longestOutput)
          read[source.block] = file != nil
          if let file {
            blocks.append((source.block, file.base64EncodedString()))
          } else {
            warnings.append(
              "\(source.file.lastPathComponent) is gone, so figures that show it are pictures alone; run the chapter again"
            )
          }
        }
        isWhole = isWhole && read[source.block] == true
      }
      if isWhole { views[figure.anchor] = view }
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
