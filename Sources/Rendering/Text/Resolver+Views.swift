internal import Basics

extension Resolver {
  /// The figure that has a view, linked to a state of it.
  func view(_ name: String, _ chapter: String) throws(Failure) -> Resolved {
    let parts = name.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let figure = try reference(kind: "figure", name: parts[0], chapter)
    let full = parts[0].hasPrefix("/") ? chapter + parts[0] : parts[0]
    // A figure that is not made yet has no view either.
    guard let target = targets["figure"]?[full] else { return figure }
    guard let view = views[full] else {
      throw Failure(message: "the figure “\(full)” has no view" + suggestion(for: full, among: views.keys.sorted()))
    }
    guard parts.count > 1, !parts[1].isEmpty else { return figure }
    var parameters = BookView.parameters(of: parts[1])
    for index in parameters.indices { parameters[index].value = try plain(parameters[index].value, chapter) }
    let query = parameters.map { "\(LinkDestination.query($0.name))=\(LinkDestination.query($0.value))" }
      .joined(separator: "&")
    if let fault = view.fault(of: query) { throw Failure(message: "the view “\(full)” \(fault)") }
    let state = parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    return .markdown("[\(target.label) (\(state))](#\(markdown: target.anchor)?\(markdown: query))")
  }

  /// What a parameter is set to: a path in round brackets stands for the value there, anything else for itself.
  private func plain(_ text: String, _ chapter: String) throws(Failure) -> String {
    guard text.hasPrefix("("), text.hasSuffix(")") else { return text }
    let (name, value) = try value(at: String(text.dropFirst().dropLast()), chapter)
    switch value {
    case .string(let text): return text
    case .integer(let number): return String(number)
    default: throw Failure(message: "\(name) is neither a text nor a whole number, so a view cannot be set to it")
    }
  }
}
