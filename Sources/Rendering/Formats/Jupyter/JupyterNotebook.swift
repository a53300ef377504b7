import Basics
import Foundation

/// A notebook as pandoc writes it, with its pictures, and with names of cells that stay the same.
struct JupyterNotebook {
  /// The file.
  let data: Data

  /// Finishes a notebook; `nil` for what is none.
  ///
  /// - Parameter attachments: The pictures by the names that texts give them, as in `![…](attachment:name)`.
  init?(_ written: Data, _ attachments: [String: Picture]) {
    guard let notebook = try? JSONReader.value(of: written), let cells = notebook["cells"]?.array else { return nil }
    var finished: [JSONValue] = []
    for (number, cell) in cells.enumerated() {
      guard var members = cell.members else { return nil }
      members.removeAll { $0.name == "id" }
      members.append(.init("id", .string("cell-\(number + 1)")))
      let text = (cell["source"]?.array ?? []).compactMap(\.string).joined()
      if cell["cell_type"]?.string == "markdown" {
        let used = attachments.filter {
          text.contains("attachment:\($0.key))") || text.contains("attachment:\($0.key) ")
            || text.contains("attachment:\($0.key)\"")
        }
        members.removeAll { $0.name == "attachments" }
        if !used.isEmpty {
          let pictures = used.sorted { $0.key < $1.key }.map { name, picture in
            JSONValue.Member(name, .object([.init(picture.type, .string(picture.data.base64EncodedString()))]))
          }
          members.append(.init("attachments", .object(pictures)))
        }
      }
      finished.append(.object(members))
    }
    let whole = JSONValue.object([
      .init("cells", .array(finished)), .init("nbformat", .integer(4)), .init("nbformat_minor", .integer(5)),
      .init(
        "metadata",
        .object([
          .init(
            "kernelspec",
            .object([
              .init("name", .string("swift")), .init("display_name", .string("Swift")),
              .init("language", .string("swift")),
            ])),
          .init("language_info", .object([.init("name", .string("swift"))])),
        ])),
    ])
    data = Data((whole.description + "\n").utf8)
  }
}
