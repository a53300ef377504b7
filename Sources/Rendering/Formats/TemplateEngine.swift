import Mustache

/// The template engine, behind the one thing that is asked of it.
enum TemplateEngine {
  /// Why a template cannot be read, and in which line.
  struct Failure: Error {
    var line: Int?
    var reason: String
  }

  /// A template with its names replaced by values.
  static func fill(_ template: String, with values: [String: Any]) throws(Failure) -> String {
    do { return try MustacheTemplate(string: template).render(values) } catch let error as MustacheTemplate.ParserError
    {
      throw Failure(line: error.context.lineNumber, reason: "\(error.error)")
    } catch {
      throw Failure(reason: "\(error)")
    }
  }
}
