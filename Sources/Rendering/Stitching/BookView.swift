import Basics
package import Foundation
package import Notebook

/// What a figure is on a screen beyond its image: the view that HTML puts in its place.
package struct BookView: Sendable {
  /// What the chapter says of it.
  package var view: FigureView
  /// Its data, by the name of the block that holds it: views that share a file share a block.
  package var data: Source
  /// Data that is read only when it is wanted.
  package var further: Source?

  /// A file with data, and the name of its block in the page.
  package struct Source: Sendable {
    package var block: String
    package var file: URL
  }

  /// What is wrong with what a link says after the `?` of `layer=5&token=water`; `nil` where the view can show it.
  func fault(of query: String) -> String? {
    for (name, value) in Self.parameters(of: query) {
      guard let parameter = view.parameters[name] else {
        let known = view.parameters.keys.sorted()
        return known.isEmpty
          ? "takes no parameters" : "has no parameter “\(name)”\(suggestion(for: name, among: known))"
      }
      guard !parameter.allows(value) else { continue }
      switch parameter {
      case .count(let count): return "has “\(name)” from 0 to \(count - 1), found “\(value)”"
      case .counts(let count):
        return "has “\(name)” from 0 to \(count - 1), several with full stops between, found “\(value)”"
      case .share: return "has “\(name)” from 0 to 1, found “\(value)”"
      case .names(let names): return "has no \(name) “\(value)”\(suggestion(for: value, among: names))"
      case .text(let most): return "takes a \(name) of at most \(most) letters, found \(value.count)"
      }
    }
    return nil
  }

  /// The names and values of a query, in its order.
  static func parameters(of query: String) -> [(name: String, value: String)] {
    query.split(separator: "&", omittingEmptySubsequences: false).map { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      func plain(_ text: String) -> String {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? text
      }
      return (plain(sides[0]), sides.count > 1 ? plain(sides[1]) : "")
    }
  }
}

extension LinkDestination {
  /// The place in the report that an address leads to: what stands after `#`, without the state of a view after `?`.
  static func anchor(of url: String) -> String? {
    guard url.hasPrefix("#") else { return nil }
    return String(url.dropFirst().prefix { $0 != "?" })
  }

  /// The place and the state of a view that an address leads to; `nil` for any other address.
  static func state(of url: String) -> (anchor: String, query: String)? {
    guard let anchor = anchor(of: url), url.utf8.count > anchor.utf8.count + 2 else { return nil }
    return (anchor, String(url.dropFirst(anchor.count + 2)))
  }
}

extension LinkDestination {
  /// A name or a value as a query of an address holds it: all but letters, digits and hyphens as `%20`.
  static func query(_ text: String) -> String {
    var allowed = CharacterSet(charactersIn: "-._")
    allowed.insert(charactersIn: "a"..."z")
    allowed.insert(charactersIn: "A"..."Z")
    allowed.insert(charactersIn: "0"..."9")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
  }
}

extension Book {
  /// The states of views that links lead to, by the figure's anchor, each once and in order.
  var linkedStates: [String: [String]] {
    var found: [String: [String]] = [:]
    for link in chapters.flatMap(\.prose).flatMap({ LinkVisitor.links(in: $0.document) }) where !link.isImage {
      guard let state = LinkDestination.state(of: link.url) else { continue }
      if found[state.anchor]?.contains(state.query) != true { found[state.anchor, default: []].append(state.query) }
    }
    return found
  }
}
