import Foundation
import TestSupport
import Testing

/// The programs that Quire starts, as they see it: what of the user's environment reaches them, and how they are told what to do.
@Suite(.enabled(if: Project.python != nil, "Typst is not there"))
struct EngineTests {
  /// What no program that Quire starts may see.
  private static let secrets = [
    "HF_TOKEN": "hf_secret", "AWS_SECRET_ACCESS_KEY": "aws_secret", "GITHUB_TOKEN": "git_secret",
    "SSH_AUTH_SOCK": "/ssh_secret",
    "PIP_INDEX_URL": "http://pip_secret/", "PYTHONPATH": "/path_secret", "PYTHONSTARTUP": "/start_secret",
    "TYPST_PACKAGE_PATH": "/typst_secret", "BASH_ENV": "/bash_secret", "LD_DEBUG_OUTPUT": "/ld_secret",
  ]

  /// Puts a program before another, which writes down its arguments and its variables.
  private func stand(before program: URL, at place: URL, writing record: URL) throws {
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    let (record, program) = (record.path(percentEncoded: false), program.path(percentEncoded: false))
    let script = """
      #!/bin/sh
      { for word in "$@"; do printf 'told: %s\\n' "$word"; done; /usr/bin/env; /bin/readlink "/proc/$PPID/exe"; } >> '\(record)'
      exec '\(program)' "$@"
      """
    try Data((script + "\n").utf8).write(to: place)
    chmod(place.path(percentEncoded: false), 0o755)
  }

  @Test func `Typst, pandoc and Poppler see no secret, and Python is isolated`() throws {
    let bench = try Bench()
    let python = try #require(Project.python)
    let environment = bench.folder.appending(path: "environment")
    let library = "lib/python3.11/site-packages/pypandoc/files/pandoc"
    let own = python.deletingLastPathComponent().deletingLastPathComponent()
    let versions = try FileManager.default.contentsOfDirectory(atPath: own.appending(path: "lib").path)
    let pandoc = try #require(
      versions.map { own.appending(path: "lib/\($0)/site-packages/pypandoc/files/pandoc") }.first {
        isInstalled($0.path)
      })
    let records = ["python", "pandoc", "pdftotext"].map { bench.folder.appending(path: $0 + ".txt") }
    try stand(before: python, at: environment.appending(path: "bin/python"), writing: records[0])
    try stand(before: pandoc, at: environment.appending(path: library), writing: records[1])
    try stand(
      before: URL(filePath: "/usr/bin/pdftotext"), at: bench.folder.appending(path: "programs/pdftotext"),
      writing: records[2])
    try bench.write(
      "Formula $`x^2`$ of {{embeddings.parameters.vectorSize}}.\n", to: "answers/embeddings/parameters.md")
    let path = bench.folder.appending(path: "programs").path + ":/usr/bin:/bin"
    let outcome = try bench.quire(
      "pack", "-P", "outputs=[md, html, pdf, docx]", "--allow-incomplete",
      environment: Self.secrets.merging([
        "QUIRE_PYTHON": environment.appending(path: "bin/python").path, "PATH": path,
      ]) { $1 })
    #expect(outcome.code == 0, "\(outcome.errors)")
    for record in records where record.lastPathComponent != "pdftotext.txt" || isInstalled("/usr/bin/pdftotext") {
      let text = try String(contentsOf: record, encoding: .utf8)
      #expect(!text.contains("_secret"), "\(record.lastPathComponent): \(text)")
      // Started by Quire itself: no shell stands between.
      #expect(text.contains("/release/quire\n"), "\(record.lastPathComponent): \(text)")
    }
    let told = try String(contentsOf: records[0], encoding: .utf8).split(separator: "\n")
    #expect(told.first == "told: -I", "\(told.prefix(3))")
    #expect(try String(contentsOf: records[1], encoding: .utf8).contains("told: --sandbox\n"))
  }

  @Test func `a Python is set up for a submission's scripts by no module of the working folder`() throws {
    let bench = try Bench()
    #expect(try bench.quire("pack").code == 0)
    let record = bench.folder.appending(path: "python.txt")
    let python = bench.folder.appending(path: "environment/bin/python")
    try stand(before: URL(filePath: "/usr/bin/python3"), at: python, writing: record)
    let (place, ran) = (bench.folder.appending(path: "strange"), bench.folder.appending(path: "RAN"))
    for module in ["venv", "pip", "ensurepip", "json", "sitecustomize"] {
      let folder = place.appending(path: module)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for file in ["__init__.py", "__main__.py"] {
        try Data("open('\(ran.path)', 'w').close()\n".utf8).write(to: folder.appending(path: file))
      }
    }
    let archive = bench.output.appending(path: "submission.zip").path
    let environment = Self.secrets.merging(["QUIRE_PYTHON": python.path, "PIP_NO_INDEX": "1"]) { $1 }
    let outcome = try bench.quire("verify", archive, "--rerun", in: place, environment: environment)
    // There is no way to an index of packages here, so the set-up ends with an error.
    #expect(outcome.code != 0)
    let text = try String(contentsOf: record, encoding: .utf8)
    #expect(text.hasPrefix("told: -I\ntold: -m\ntold: venv\n"), "\(text)")
    #expect(!FileManager.default.fileExists(atPath: ran.path))
    // pip's own settings are for pip: where it gets packages from. No other secret is.
    let others = text.split(separator: "\n").filter { $0.contains("_secret") && !$0.hasPrefix("PIP_INDEX_URL=") }
    #expect(others.isEmpty, "\(others)")
  }
}
