import Foundation
import Testing

/// Completion as a shell asks for it.
@Suite struct CompletionTests {
  /// What bash would offer for the last word of a line.
  private func offered(_ line: String, _ bench: Bench) throws -> [String] {
    let script = try bench.quire("--generate-completion-script", "bash", in: bench.folder)
    #expect(script.code == 0)
    let file = bench.folder.appending(path: "completion.bash")
    try Data(script.output.utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [
      "--norc", "-c",
      """
      source "$1"; read -ra COMP_WORDS <<< "$2"; [[ "$2" = *" " ]] && COMP_WORDS+=("")
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="$2"; COMP_POINT=${#COMP_LINE}
      _quire quire "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"; printf '%s\\n' "${COMPREPLY[@]}"
      """, "bash", file.path(percentEncoded: false), line,
    ]
    let tools = Bench.tool.deletingLastPathComponent().path(percentEncoded: false)
    process.environment = bench.variables.merging(["PATH": "\(tools):/usr/bin:/bin"]) { $1 }
    process.currentDirectoryURL = bench.report
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")))
  func `bash offers the report's chapters, questions, settings and formats`() throws {
    let bench = try Bench()
    #expect(try offered("quire render ", bench).contains("embeddings"))
    #expect(try offered("quire render att", bench).isEmpty)
    #expect(try offered("quire accept embeddings/n", bench).contains("embeddings/neighbours"))
    #expect(try offered("quire render -P embeddings.win", bench).contains("embeddings.window="))
    #expect(try offered("quire render --to h", bench) == ["html"])
    #expect(try offered("quire settings vector_s", bench).contains("vector_size"))
    #expect(try offered("quire ren", bench) == ["render"])
  }
}
