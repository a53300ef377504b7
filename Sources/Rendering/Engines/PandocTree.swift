package import Basics
package import Foundation

/// A document as pandoc's own tree, in JSON: <https://hackage.haskell.org/package/pandoc-types>.
///
/// Every text is a text in it, whatever signs it has, so that nothing a student writes is ever read as markup.
package struct PandocTree: Sendable, Equatable {
  /// What is known of the document: title, author, `references`.
  package var metadata: [JSONValue.Member]
  /// Its blocks.
  package var blocks: [JSONValue]

  /// A document.
  package init(metadata: [JSONValue.Member] = [], blocks: [JSONValue]) {
    self.metadata = metadata
    self.blocks = blocks
  }

  /// The version of the tree that is written; pandoc 3 reads it.
  private static let version: [JSONValue] = [.integer(1), .integer(23), .integer(1)]

  /// The document as pandoc reads it.
  package var data: Data {
    Data(
      JSONValue.object([
        .init("pandoc-api-version", .array(Self.version)), .init("meta", .object(metadata)),
        .init("blocks", .array(blocks)),
      ]).description.utf8)
  }

  /// Reads what `--to=json` writes; `nil` for anything else.
  package init?(_ data: Data) {
    guard let value = try? JSONReader.value(of: data), let blocks = value["blocks"]?.array else { return nil }
    self.init(metadata: value["meta"]?.members ?? [], blocks: blocks)
  }
}

extension JSONValue {
  /// A node of pandoc's tree.
  package static func node(_ name: String, _ content: JSONValue? = nil) -> JSONValue {
    .object([.init("t", .string(name))] + (content.map { [.init("c", $0)] } ?? []))
  }

  /// The identifier, the classes and the properties of a node.
  package static func attributes(
    id: String = "", classes: [String] = [], _ properties: [(name: String, value: String)] = []
  ) -> JSONValue {
    .array([
      .string(id), .array(classes.map { .string($0) }),
      .array(properties.map { .array([.string($0.name), .string($0.value)]) }),
    ])
  }
}
