package import Basics
package import Foundation

/// pandoc at work: a document as its own JSON tree in, the same document in another form out.
///
/// It runs in its sandbox, in which it reads and writes no file, with no environment and none of the user's own
/// templates, within a limit of time and one of memory. What a student wrote goes in as texts of the tree
/// (`PandocTree`) and nothing else: never as Markdown, as HTML or as an argument.
package struct Pandoc: Sendable {
  /// The program.
  package var program: URL
  /// Ends it when raised.
  package var cancellation: Cancellation
  /// The most seconds that one call may take; a report takes a tenth of one.
  package var timeLimit: Double
  /// The most memory that it may take for the document, in bytes.
  package var memoryLimit = 512 << 20

  /// A runner of the program at a place.
  package init(_ program: URL, cancellation: Cancellation = Cancellation(), timeLimit: Double = 60) {
    self.program = program
    self.cancellation = cancellation
    self.timeLimit = timeLimit
  }

  /// The pandoc that was installed as a package of a Python, `nil` where there is none: it lies in the virtual
  /// environment, `lib/python3.*/site-packages/pypandoc/files/pandoc`.
  package init?(of python: URL, cancellation: Cancellation = Cancellation()) {
    let library = python.deletingLastPathComponent().deletingLastPathComponent().appending(path: "lib")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: library.path(percentEncoded: false))) ?? []
    let places = versions.filter { $0.hasPrefix("python3") }.sorted().map {
      library.appending(path: "\($0)/site-packages/pypandoc/files/pandoc")
    }
    guard
      let program = places.first(where: {
        FileManager.default.isExecutableFile(atPath: $0.path(percentEncoded: false))
      })
    else { return nil }
    self.init(program, cancellation: cancellation)
  }

  /// What tells one build of the program from another: its size and when it was changed. To ask it for its version would
  /// start it.
  package var identity: String {
    var status = stat()
    guard stat(program.path(percentEncoded: false), &status) == 0 else { return "" }
    return "pandoc \(status.st_size) \(status.st_mtim.tv_sec)"
  }

  /// Something that pandoc noticed.
  package struct Message: Sendable, Equatable {
    /// Its kind, as pandoc names it: `CouldNotConvertTeXMath`, `CiteprocWarning`.
    package var kind: String
    /// The stretch of the document that it is about; empty where it is about none.
    package var contents: String
    /// What was noticed, in pandoc's words.
    package var text: String
  }

  /// A document in its new form.
  package struct Answer: Sendable {
    /// The document.
    package var output: Data
    /// What was noticed on the way. Nothing may be dropped in silence: each is an error, or something to be told.
    package var messages: [Message]
  }

  /// Writes a document in another form.
  ///
  /// - Parameters:
  ///   - writer: The form, as `--to` names it: `typst`, `docx`, `json`.
  ///   - options: More for the command line, none of it a student's.
  ///   - date: The moment for dates in the document, in seconds since 1970.
  /// - Throws: A `RenderingError` where pandoc ends with an error, is ended from outside, or takes too long or too much
  ///   memory; a `CancellationError`.
  package func write(_ tree: PandocTree, as writer: String, options: [String] = [], date: Int? = nil) throws -> Answer {
    let limits = ["+RTS", "-M\(memoryLimit)", "-RTS"]
    let arguments =
      limits + ["--sandbox", "--from=json", "--to=\(writer)", "--output=-", "--quiet", "--log=/dev/stderr"] + options
    var environment = ["LANG": "C.UTF-8"]
    if let date { environment["SOURCE_DATE_EPOCH"] = String(date) }
    let child = ChildProcess(program, arguments, environment: environment, timeLimit: timeLimit)
    let outcome: ChildProcess.Outcome
    do {
      outcome = try child.run(input: tree.data, isCancelled: { cancellation.isCancelled })
    } catch .cancelled {
      throw CancellationError()
    } catch .late(_, let seconds) {
      throw Self.failure("was ended, since it took longer than \(Int(seconds)) s")
    } catch {
      throw Self.failure("cannot be started: \(error)")
    }
    let messages = Self.messages(of: outcome.diagnostics)
    guard outcome.status == 0, let messages else {
      throw Self.failure(reason(outcome))
    }
    return Answer(output: outcome.output, messages: messages)
  }

  /// Why there is no answer, as the end of a sentence that begins with the program's name.
  private func reason(_ outcome: ChildProcess.Outcome) -> String {
    // The status of a program whose memory has run out: 251 as it says itself.
    if outcome.status == 251 { return "was ended, since it took more than \(ByteCount.text(memoryLimit)) of memory" }
    let words = outcome.diagnostics.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty
      ? "ended with status \(outcome.status)" : "ended with status \(outcome.status): \(words.prefix(400))"
  }

  private static func failure(_ reason: String) -> RenderingError {
    RenderingError(file: "pandoc", "\(reason)")
  }

  /// The messages of a log, `nil` for what is no log.
  private static func messages(of log: String) -> [Message]? {
    if log.allSatisfy(\.isWhitespace) { return [] }
    guard let entries = try? JSONReader.value(of: Data(log.utf8)).array else { return nil }
    return entries.compactMap { entry in
      // What it did, as opposed to what it warns of.
      if entry["verbosity"]?.string == "INFO" || entry["verbosity"]?.string == "DEBUG" { return nil }
      return Message(
        kind: entry["type"]?.string ?? "", contents: entry["contents"]?.string ?? "",
        text: entry["message"]?.string ?? entry["pretty"]?.string ?? "")
    }
  }
}
