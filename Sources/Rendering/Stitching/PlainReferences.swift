import Basics

/// Citations and the list of works where there is no pandoc to set them: authors and date from the fields of CSL-JSON, in English.
struct PlainReferences {
  /// A work as it is cited and listed.
  private struct Work {
    var key: String
    var authors: [(family: String, given: String)]
    /// “Levy, Goldberg, and Dagan”, as a sentence names them.
    var names: String
    /// The year, with a letter where the same authors have another work of that year.
    var year: String
    var anchor: String
    var value: JSONValue
  }

  private var works: [String: Work] = [:]
  private let order: [String]

  /// The works of some keys; those that there are none of are left out.
  init(_ keys: Set<String>, of plain: [String: JSONValue], _ anchors: inout Anchors) {
    var found = keys.sorted().compactMap { key -> Work? in
      guard let value = plain[key] else { return nil }
      let authors = Self.authors(of: value)
      return Work(
        key: key, authors: authors, names: Self.names(authors, of: value), year: Self.year(of: value), anchor: "",
        value: value)
    }
    found.sort { Self.place(of: $0).lexicographicallyPrecedes(Self.place(of: $1)) }
    let alike = Dictionary(grouping: found.indices) { "\(found[$0].names) \(found[$0].year)" }
    for indices in alike.values where indices.count > 1 {
      for (number, index) in indices.enumerated() {
        found[index].year += number < 26 ? String(UnicodeScalar(UInt8(97 + number))) : "-\(number + 1)"
      }
    }
    for index in found.indices {
      found[index].anchor = anchors.take(Bibliography.anchor(of: found[index].key))
      works[found[index].key] = found[index]
    }
    order = found.map(\.key)
  }

  /// What a list is ordered by.
  private static func place(of work: Work) -> [String] {
    [work.authors.map(\.family).joined(separator: " ").lowercased(), work.year, work.value["title"]?.string ?? ""]
  }

  private static func authors(of work: JSONValue) -> [(family: String, given: String)] {
    (work["author"]?.array ?? work["editor"]?.array ?? []).compactMap { person in
      if let name = person["literal"]?.string { return (name, "") }
      guard let family = person["family"]?.string else { return nil }
      let particle = person["non-dropping-particle"]?.string.map { $0 + " " } ?? ""
      return (particle + family, person["given"]?.string ?? "")
    }
  }

  private static func year(of work: JSONValue) -> String {
    let part = work["issued"]?["date-parts"]?.array?.first?.array?.first
    return part?.integer.map(String.init) ?? part?.string ?? work["issued"]?["raw"]?.string ?? "n.d."
  }

  private static func names(_ authors: [(family: String, given: String)], of work: JSONValue) -> String {
    switch authors.count {
    case 0: "“\(work["title"]?.string ?? "?")”"
    case 1: authors[0].family
    case 2: "\(authors[0].family) and \(authors[1].family)"
    default: "\(authors[0].family) et al."
    }
  }

  /// A citation: “(Levy and Goldberg 2014, 3)”, or “Levy and Goldberg (2014)” in a sentence.
  func text(of citation: Citation) -> Markdown {
    let items = citation.items.compactMap { item -> Markdown? in
      guard let work = works[item.key] else { return nil }
      let suffix = item.suffix.isEmpty || item.suffix.hasPrefix(",") ? item.suffix : ", " + item.suffix
      let where_ = Self.locator(suffix)
      if citation.isInText {
        return "\(work.names) ([\("\(work.year)\(where_)")](#\(markdown: work.anchor)))"
      }
      let prefix: Markdown = item.prefix.isEmpty ? "" : "\(item.prefix) "
      let words = item.isWithoutAuthor ? work.year : "\(work.names) \(work.year)"
      return "\(prefix)[\("\(words)\(where_)")](#\(markdown: work.anchor))"
    }
    return citation.isInText ? items.joined() : "(\(items.joined(separator: "; ")))"
  }

  /// A place in a work without “p.”, as the style has it.
  private static func locator(_ text: String) -> String { text.replacing(/^, *pp?\. */, with: ", ") }

  /// The list of works, in the order of their authors.
  var list: [(anchor: String, text: Markdown)] {
    order.compactMap { key in works[key].map { ($0.anchor, Self.entry($0)) } }
  }

  private static func entry(_ work: Work) -> Markdown {
    let value = work.value
    func field(_ name: String) -> String { value[name]?.string ?? value[name]?.integer.map(String.init) ?? "" }
    var people = work.authors.prefix(6).enumerated().map { index, person in
      guard !person.given.isEmpty else { return person.family }
      return index == 0 ? "\(person.family), \(person.given)" : "\(person.given) \(person.family)"
    }
    if work.authors.count > 6 {
      people = people.prefix(3) + ["et al."]
    } else if people.count > 1 {
      people[people.count - 1] = "and " + people[people.count - 1]
    }
    var sentences: [Markdown] = []
    let names = people.isEmpty ? "" : Self.closed(people.joined(separator: ", ")) + " "
    sentences.append("\(names + work.year + ".")")
    let container = field("container-title")
    let title = field("title")
    if !title.isEmpty {
      let end = title.last.map { "?!.".contains($0) } == true ? "" : "."
      sentences.append(container.isEmpty ? "*\(title)*\(end)" : "“\(title)\(end)”")
    }
    if !container.isEmpty {
      let position = Self.position(field)
      sentences.append(
        position.isEmpty
          ? "*\(container)*." : position.hasPrefix(",") ? "*\(container)*\(position)." : "*\(container)* \(position).")
    }
    if container.isEmpty, !field("publisher").isEmpty { sentences.append("\(Self.closed(field("publisher")))") }
    let address = field("DOI").isEmpty ? field("URL") : "https://doi.org/" + field("DOI")
    if let scheme = LinkPolicy.scheme(of: address), LinkPolicy.schemes.contains(scheme),
      address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"<>\\".utf8.contains($0) })
    {
      let isPlain = address.utf8.allSatisfy { !"()[]\"`{}|^".utf8.contains($0) }
      let name = PandocInlines.shortName(of: address)
      sentences.append(
        isPlain ? name.map { "[\($0)](\(markdown: address))." } ?? "<\(markdown: address)>." : "\(address).")
    }
    return sentences.joined(separator: " ")
  }

  /// Volume, issue and pages: “29 (1): 1–27”, or “, 1–27”.
  private static func position(_ field: (String) -> String) -> String {
    let pages = field("page").isEmpty ? field("number") : field("page").replacing("-", with: "–")
    var text = field("volume")
    if !field("issue").isEmpty { text += " (\(field("issue")))" }
    return pages.isEmpty ? text : text + (text.isEmpty ? ", " : ": ") + pages
  }

  private static func closed(_ text: String) -> String { text.hasSuffix(".") ? text : text + "." }
}
