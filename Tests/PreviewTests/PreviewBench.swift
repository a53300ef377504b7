import Basics
import Foundation
import Preview
import Synchronization
import TestSupport
import Testing
import Workflow

/// A small report that is followed, and a browser's side of the conversation.
final class PreviewBench: Sendable {
  let bench: Bench
  let environment: Environment
  let selection: ReportSelection
  private let cancellation = Cancellation()
  private let log = Mutex(Log())

  private struct Log {
    var address: String?
    var events: [String] = []
    var states: [JSONValue] = []
    var hasEnded = false
    var error: WorkflowError?
    var end: Preview.End?
  }

  /// - Parameter program: The file of the program that follows, which counts as built anew where it is another one.
  init(_ bench: Bench? = nil, overrides: [String] = [], program: URL? = nil) throws {
    self.bench = try bench ?? Bench(rows: 60)
    var selection = ReportSelection(report: "report")
    selection.overrides = overrides
    self.selection = selection
    environment = Environment(
      variables: self.bench.variables, executable: program, workingFolder: self.bench.folder,
      userFolder: self.bench.folder, processors: 2,
      memory: 4 << 30)
  }

  deinit { cancellation.cancel() }

  /// Starts to follow the report and waits for an address.
  func start(port: UInt16 = 0, runsChapters: Bool = true, goingOnFrom continuation: Continuation? = nil) throws {
    var preview = Preview(selection)
    (preview.port, preview.runsChapters, preview.continuation) = (port, runsChapters, continuation)
    let (environment, cancellation) = (environment, cancellation)
    Thread.detachNewThread { [weak self, preview] in
      let outcome = Result { () throws(WorkflowError) in
        try preview.run(in: environment, until: cancellation) { [weak self] event in self?.hear(event) }
      }
      self?.log.withLock { log in
        log.hasEnded = true
        switch outcome {
        case .failure(let error): log.error = error
        case .success(let end): log.end = end
        }
      }
    }
    try wait("an address") { $0.address != nil || $0.hasEnded }
    if let error = log.withLock(\.error) { throw error }
    listen()
  }

  private func hear(_ event: PreviewEvent) {
    log.withLock { log in
      if case .began(let address) = event { log.address = address }
      log.events.append("\(event)")
    }
  }

  /// Asks for the preview's end and waits for it.
  func end() throws {
    cancellation.cancel()
    try wait("the end") { $0.hasEnded }
  }

  /// Waits until the program counts as built anew.
  func replaced() throws -> Continuation {
    try wait("the end") { $0.hasEnded }
    guard case .replaced(let continuation)? = log.withLock(\.end) else {
      throw WorkflowError.failed(["the preview ended otherwise"])
    }
    return continuation
  }

  /// What happened so far, as text.
  var events: [String] { log.withLock(\.events) }
  /// Every state that an open page has heard of.
  var states: [JSONValue] { log.withLock(\.states) }

  private func wait(_ what: String, _ condition: (Log) -> Bool) throws {
    let end = ContinuousClock.now + .seconds(90)
    while !condition(log.withLock { $0 }) {
      try #require(.now < end, "there was no \(what); \(events.suffix(5)), \(states.suffix(1))")
      usleep(5000)
    }
  }

  /// Waits until the newest state is as wanted, and gives it.
  @discardableResult
  func state(_ what: String, where condition: (JSONValue) -> Bool) throws -> JSONValue {
    try wait(what) { $0.states.last.map(condition) == true }
    return try #require(states.last)
  }

  /// Waits until the page is up to date and nothing runs.
  func settled() throws -> JSONValue {
    try state("page at rest") {
      $0.version > 0 && $0.texts("faults").isEmpty && $0["isRunning"]?.bool == false && $0["busy"]?.string == nil
    }
  }

  // MARK: A browser's side

  /// The port, and the first step of every path.
  var place: (port: UInt16, key: String) {
    let steps = (log.withLock(\.address) ?? "").split(separator: "/")
    return (UInt16(steps[1].split(separator: ":")[1]) ?? 0, String(steps[2]))
  }

  /// What the server answers to a path behind the key.
  func get(_ path: String) throws -> (status: Int, head: String, body: Data) {
    let (port, key) = place
    return try exchange("GET /\(key)/\(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
  }

  /// What the server answers to a request, as it stands.
  func exchange(_ request: String) throws -> (status: Int, head: String, body: Data) {
    let line = try Line(port: place.port)
    line.send(Data(request.utf8))
    let answer = line.rest()
    let end = try #require(answer.firstRange(of: Data("\r\n\r\n".utf8)), "no answer to \(request.debugDescription)")
    let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
    return (Int(head.split(separator: " ")[1]) ?? 0, head, Data(answer[end.upperBound...]))
  }

  /// Hears of states as an open page does.
  private func listen() {
    let (port, key) = place
    Thread.detachNewThread { [weak self] in
      guard let line = try? Line(port: port) else { return }
      line.send(Data("GET /\(key)/events HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8))
      var text = Data()
      while let more = line.some() {
        text += more
        while let end = text.firstRange(of: Data("\n\n".utf8)) {
          let message = text[..<end.lowerBound]
          text = Data(text[end.upperBound...])
          guard let start = message.firstRange(of: Data("data: ".utf8))?.upperBound,
            let state = try? JSONReader.value(of: Data(message[start...]))
          else { continue }
          guard let self else { return }
          self.log.withLock { $0.states.append(state) }
        }
      }
    }
  }
}

extension JSONValue {
  /// The number of the page that a state shows.
  var version: Int { self["version"]?.double.map { Int($0) } ?? -1 }

  /// The number of a state.
  var revision: Int { self["revision"]?.double.map { Int($0) } ?? -1 }
  /// Whether chapters are at something in a state.
  var hasWork: Bool { self["work"]?.array?.isEmpty == false }

  /// The texts of a list.
  func texts(_ name: String) -> [String] { self[name]?.array?.compactMap(\.string) ?? [] }
}

/// A connection to a port of this machine.
final class Line: Sendable {
  private let descriptor: Int32

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let descriptor = descriptor
    let outcome = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(outcome == 0, "nobody listens at \(port)")
  }

  deinit { close(descriptor) }

  func send(_ data: Data) {
    _ = data.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  /// The next bytes; `nil` at the end.
  func some() -> Data? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    return count > 0 ? Data(buffer[..<count]) : nil
  }

  /// All bytes to the end.
  func rest() -> Data {
    var data = Data()
    while let more = some() { data += more }
    return data
  }
}
