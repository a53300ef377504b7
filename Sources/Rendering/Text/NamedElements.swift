package import Basics

/// The names by which a list's elements can be quoted, where all of them bear one: `attention.words.water.normBased`.
///
/// An element bears the text of its `word`, `name`, `category` or `caption`. Words may come again: `the` is the first of its kind,
/// `the#2` the second; another name must be each element's own. What already means a position (`3`, `first`, `last`, `*`) names
/// none.
package struct NamedElements {
  /// The member that names the elements: `word`.
  package let member: String
  /// The name of each element, in the order of the list.
  package let names: [String]

  /// Nil for a list whose elements bear no names.
  package init?(_ elements: [JSONValue]) {
    guard !elements.isEmpty,
      let member = ["word", "name", "category", "caption"].first(where: { member in
        elements.allSatisfy { $0[member]?.string?.isEmpty == false }
      })
    else { return nil }
    var seen: [String: Int] = [:]
    let names = elements.map { element in
      let name = element[member]?.string ?? ""
      let count = seen[name, default: 0] + 1
      seen[name] = count
      return count == 1 ? name : "\(name)#\(count)"
    }
    guard member == "word" || seen.count == names.count else { return nil }
    (self.member, self.names) = (member, names)
  }

  /// The place of the element that bears a name.
  package func position(of name: String) -> Int? {
    Self.isPosition(name) ? nil : names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
  }

  /// Whether a step of a path means a position, whatever the elements are called.
  package static func isPosition(_ step: String) -> Bool {
    ["first", "last", "*"].contains(step) || Int(step) != nil
  }
}
