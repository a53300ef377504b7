import Basics
import Foundation
import Synchronization

/// Answers browsers: the frame of the preview, the report in it, and the state of things as it changes.
final class PreviewServer: Sendable {
  private let listener: LoopbackListener
  private let guardian: RequestGuard
  private let board: PreviewBoard
  private let files: PreviewFiles
  /// How many connections there are.
  private let open = Mutex(0)

  /// More connections at a time are turned away.
  private static let mostConnections = 64

  /// A server at a port.
  ///
  /// - Parameter key: What the address begins with, which nobody can guess.
  init(_ listener: LoopbackListener, key: String, board: PreviewBoard, files: PreviewFiles) {
    (self.listener, self.board, self.files) = (listener, board, files)
    guardian = RequestGuard(port: listener.port, key: key)
  }

  /// Where the preview is opened.
  var address: String { guardian.address }

  /// Answers until the preview ends, and for a moment longer, so that open pages hear of the end.
  func serve() {
    while !board.state.isLast {
      guard let descriptor = listener.connection(within: 50) else { continue }
      let isWelcome = open.withLock { open in
        guard open < Self.mostConnections else { return false }
        open += 1
        return true
      }
      guard isWelcome else {
        Connection(descriptor).send(.text(.unavailable, "too many pages of this preview are open; close some"))
        continue
      }
      let isStarted = SystemThread.detach { [self] in
        answer(Connection(descriptor))
        open.withLock { $0 -= 1 }
      }
      if !isStarted {
        close(descriptor)
        open.withLock { $0 -= 1 }
      }
    }
    listener.end()
    let end = ContinuousClock.now + .milliseconds(200)
    while open.withLock({ $0 > 0 }), .now < end { usleep(5000) }
  }

  private func answer(_ connection: consuming Connection) {
    do {
      guard let request = try connection.request() else { return }
      let path = try guardian.check(request)
      if path == ["events"] {
        tell(connection)
      } else {
        connection.send(try response(to: path, query: request.query), isHead: request.method == "HEAD")
      }
    } catch {
      connection.refuse(.text(error.status, error.reason))
    }
  }

  /// What is at a path, the key left away.
  private func response(to path: [String], query: String) throws(HTTPRequest.Fault) -> HTTPResponse {
    switch path.first {
    case nil:
      var response = HTTPResponse.text(.movedPermanently, "the preview is at \(address)")
      response.fields = [("Location", address)]
      return response
    case "" where path.count == 1: return try files.frame("preview.html", "text/html; charset=utf-8")
    case "preview.css" where path.count == 1: return try files.frame("preview.css", "text/css; charset=utf-8")
    case "preview.js" where path.count == 1: return try files.frame("preview.js", "text/javascript; charset=utf-8")
    case "report.html" where path.count == 1: return try report(query)
    case "slim.html" where path.count == 1:
      let page = try page()
      // No browser makes a page of it, so it is no page that anything could be run in.
      var response = HTTPResponse(type: "text/plain; charset=utf-8", body: page.slim.text)
      response.fields = [("Quire-Version", "\(page.version)")]
      return response
    case "part" where path.count == 2:
      let page = try page()
      guard let part = page.slim.parts[path[1]] else { throw Self.nothing }
      return HTTPResponse(type: "text/plain; charset=utf-8", body: page.report.html.subdata(in: part))
    case "media" where path.count > 1:
      guard let file = try page().report.media[path.joined(separator: "/")] else { throw Self.nothing }
      return try files.download(file)
    case "chapters" where path.count > 2: return try files.chapterFile(path)
    default: throw Self.nothing
    }
  }

  static let nothing = HTTPRequest.Fault(status: .notFound, reason: "there is nothing at this address")

  private func page() throws(HTTPRequest.Fault) -> PreviewPage {
    guard let page = board.state.page else {
      throw .init(status: .unavailable, reason: "there is no page yet")
    }
    return page
  }

  /// The report, at an address that names its number, so that whoever has it knows which it is.
  private func report(_ query: String) throws(HTTPRequest.Fault) -> HTTPResponse {
    let page = try page()
    guard query == "v=\(page.version)" else {
      var response = HTTPResponse.text(.found, "the page has another number now")
      response.fields = [("Location", "report.html?v=\(page.version)")]
      return response
    }
    // What the page may load and run its own policy says, as in the file; here only who may frame it.
    return HTTPResponse(type: "text/html; charset=utf-8", policy: "frame-ancestors 'self'", body: page.report.html)
  }

  /// Tells an open page of every state, as server-sent events, until it is closed or the preview ends.
  private func tell(_ connection: borrowing Connection) {
    guard connection.send(HTTPResponse(type: "text/event-stream").head(isStream: true)) else { return }
    // A page that has lost its preview asks again soon: the program may have been built anew.
    guard connection.send(Data("retry: 300\n\n".utf8)) else { return }
    var revision = -1
    var beats = -1
    while true {
      let state = board.state(after: revision)
      // A moment in which nothing but the clock moved is no news.
      let isBeat = revision >= 0 && state.revision == revision + 1 && state.beats != beats
      (revision, beats) = (state.revision, state.beats)
      let message = isBeat ? Data(":\n\n".utf8) : Data("data: ".utf8) + state.message + Data("\n".utf8)
      guard connection.send(message), !state.isLast else { return }
    }
  }
}
