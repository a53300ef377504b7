internal import Basics
package import Foundation
package import Notebook

/// The values that each answer rested on when its author last read it: `answers/reviewed.json`.
///
///     {
///       "answers": {
///         "embeddings/neighbours": {
///           "readings": [{"data": "8d7f2c01a4e9", "values": {".neighbours.bad.0.word": "terrible"}}],
///           "text": "5be1…"
///         }
///       },
///       "format": 1
///     }
///
/// The file is the author's: it lies beside the answers, is read line by line in a difference, and goes with the report. A reading
/// belongs to the data that the chapter came from, so a report that is made now with one corpus and now with another keeps both.
package struct ReviewedAnswers: Equatable {
  /// The name of the file, in the folder of the answers.
  package static let name = "reviewed.json"
  /// The most bytes of it that are read.
  private static let longestFile = 8 << 20
  /// How many readings of an answer are kept, the latest first.
  private static let mostReadings = 8
  /// Stands in the place of data where the author vouches for what the answer says, whatever its values.
  private static let anyValues = "*"

  /// What an answer was accepted with.
  struct Reading: Codable, Equatable {
    /// The sum of the data, or `*`.
    var data: String
    /// Each value as it was shown.
    var values: [String: String]
  }

  /// An answer as it was accepted.
  struct Entry: Codable, Equatable {
    /// The sum of its text.
    var text: String
    /// The latest first.
    var readings: [Reading]
  }

  private struct File: Codable {
    var format: Int
    var answers: [String: Entry]
  }

  /// By chapter and question: `embeddings/neighbours`.
  private(set) var answers: [String: Entry] = [:]

  /// Nothing was accepted yet.
  package init() {}

  /// What a report's author has accepted.
  ///
  /// - Throws: `FileError` for a file that is damaged, or that a newer Quire wrote.
  package init(of folder: ReportFolder) throws {
    let file = Self.file(of: folder)
    guard FileKind(of: file) != nil else { return }
    try folder.enclosure.check(file)
    let bytes = try InputFile.data(of: file, limit: Self.longestFile)
    let cure = "take the last good version of it, or remove it: then every answer counts as read now"
    do {
      // The one reader for strangers' bytes first: names given twice, depth, surrogates.
      _ = try JSONReader.value(of: bytes)
    } catch { throw FileError(file, "\(error); \(cure)") }
    let read: File
    do { read = try JSONDecoder().decode(File.self, from: bytes) } catch {
      throw FileError(file, "is no record of answers (\(CanonicalJSON.fault(error))); \(cure)")
    }
    guard read.format == 1 else {
      throw FileError(file, "was written by a newer Quire (format \(read.format)); \(cure)")
    }
    answers = read.answers
  }

  /// Where the file is.
  package static func file(of folder: ReportFolder) -> URL { folder.answers.appending(path: name) }

  /// Writes the file, where it is not what it was; removes none.
  package func write(to folder: ReportFolder, replacing old: ReviewedAnswers) throws {
    AtomicFile.removeLeftovers(in: folder.answers)
    guard self != old else { return }
    try AtomicFile.write(
      CanonicalJSON.encode(File(format: 1, answers: answers)), to: Self.file(of: folder))
  }

  // MARK: Judging

  /// A value that is not what it was when the answer was accepted.
  package struct Change: Equatable, Sendable {
    /// What it is quoted as.
    package var quote: String
    /// What it was and what it is; `nil` where the answer did not quote it, or does no more.
    package var before, after: String?
  }

  /// What is to be said of an answer.
  package enum Verdict: Equatable {
    /// It was accepted with these values.
    case current
    /// It is new, or was edited since: what it quotes now is accepted.
    case written
    /// It was accepted with other values.
    case stale([Change])
  }

  /// Judges an answer.
  ///
  /// - Parameters:
  ///   - name: Chapter and question.
  ///   - text: The sum of its text.
  ///   - data: The sum of the data that the chapter came from.
  ///   - values: What it quotes now.
  package func verdict(on name: String, text: String, data: String, values: [String: String]) -> Verdict {
    guard let entry = answers[name], entry.text == text, let latest = entry.readings.first else { return .written }
    if entry.readings.contains(where: { $0.data == Self.anyValues }) { return .current }
    let reading = entry.readings.first { $0.data == data }
    let accepted = (reading ?? latest).values
    let changes = Set(accepted.keys).union(values.keys).sorted().compactMap { quote in
      accepted[quote] == values[quote]
        ? nil : Change(quote: quote, before: accepted[quote], after: values[quote])
    }
    // With other data, and yet the same values: the answer rests on as much as before.
    return changes.isEmpty ? (reading == nil ? .written : .current) : .stale(changes)
  }

  /// Accepts an answer with the values that it quotes now.
  ///
  /// Readings of another text are gone: nobody has read this one with that data.
  package mutating func accept(_ name: String, text: String, data: String, values: [String: String]) {
    var entry = answers[name] ?? Entry(text: text, readings: [])
    if entry.text != text { entry = Entry(text: text, readings: []) }
    entry.readings.removeAll { $0.data == data || $0.data == Self.anyValues }
    entry.readings.insert(Reading(data: data, values: values), at: 0)
    entry.readings = Array(entry.readings.prefix(Self.mostReadings))
    answers[name] = entry
  }

  /// Vouches for an answer whatever it quotes, as for one whose every claim is conditional.
  package mutating func vouch(for name: String, text: String) {
    answers[name] = Entry(text: text, readings: [Reading(data: Self.anyValues, values: [:])])
  }

  /// The sum of an answer's text; how its lines end, and blanks at its ends, make no difference.
  package static func sum(of text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var wasReturn = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n"), wasReturn {
        wasReturn = false
        continue
      }
      wasReturn = byte == UInt8(ascii: "\r")
      bytes.append(wasReturn ? UInt8(ascii: "\n") : byte)
    }
    return SHA256.hex(of: Array(String(decoding: bytes, as: UTF8.self).trimmed().utf8))
  }

  /// The sum of the data that a chapter came from: of its input files, whatever its settings.
  package static func data(of seal: ChapterSeal) -> String {
    let inputs = seal.inputs.filter { $0.key.hasPrefix("input ") }.sorted { $0.key < $1.key }
    return String(SHA256.hex(of: Array(inputs.map { "\($0.key)=\($0.value)" }.joined(separator: "\n").utf8)).prefix(12))
  }
}

extension ReviewedAnswers.Change: CustomStringConvertible {
  /// `.loss.last | fixed 2 was “0.36”, is “0.41”`.
  package var description: String {
    func shown(_ text: String) -> String { "“\(text.count > 60 ? text.prefix(60) + "…" : text)”" }
    switch (before, after) {
    case (let before?, let after?): return "\(quote) was \(shown(before)), is \(shown(after))"
    case (let before?, nil): return "\(quote) was \(shown(before)), is not quoted any more"
    case (nil, let after?): return "\(quote) is \(shown(after)), was not quoted"
    case (nil, nil): return quote
    }
  }
}
