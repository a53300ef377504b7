import Basics
import Foundation
import Graphics
import Notebook
import Rendering
import Transformers

/// One thing that a report needs of its machine.
public struct MachineItem: Sendable, Equatable {
  /// Whether something is as it should be.
  public enum State: String, Sendable {
    /// It is.
    case good = "ok"
    /// A report can be made, but not all of it.
    case limited
    /// No report can be made without it.
    case missing
  }

  /// What was looked at.
  public let name: String
  /// How it is.
  public let state: State
  /// What was found.
  public let finding: String
  /// The command that mends it.
  public var mend: String?
}

/// What a report needs of its machine, each with the command that mends it.
struct MachineCheck {
  private typealias Item = MachineItem

  let bench: Workbench
  let cancellation: Cancellation

  /// Everything, in the order in which a report meets it.
  var items: [MachineItem] { [templates, output, space, fonts, engine, pandoc] + data }

  private var templates: Item {
    let folder = bench.home.appending(path: "templates")
    let absent = ReportFormat.all.flatMap(\.templates).filter { !FileSystem.exists(folder.appending(path: $0)) }
    guard absent.isEmpty else {
      return Item(
        name: "templates", state: .missing, finding: "\(absent.joined(separator: ", ")) in \(FileSystem.shown(folder))",
        mend: "git checkout -- templates")
    }
    return Item(name: "templates", state: .good, finding: FileSystem.shown(folder))
  }

  /// The output folder, or the nearest one above it that exists.
  private var standing: URL {
    var folder = bench.folder.output
    while !FileSystem.exists(folder), folder.pathComponents.count > 1 { folder.deleteLastPathComponent() }
    return folder
  }

  private var output: Item {
    guard FileManager.default.isWritableFile(atPath: standing.path(percentEncoded: false)) else {
      return Item(
        name: "output folder", state: .missing, finding: "\(FileSystem.shown(standing)) cannot be written",
        mend: "use --output-dir with a folder of your own")
    }
    return Item(name: "output folder", state: .good, finding: FileSystem.shown(bench.folder.output))
  }

  private var space: Item {
    var status = statvfs()
    guard statvfs(standing.path(percentEncoded: false), &status) == 0 else {
      return Item(name: "disk space", state: .limited, finding: "unknown")
    }
    let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
    let text = NumberText.fixed(Double(free) / 1e9, 1) + " GB free"
    guard free > 1 << 30 else {
      return Item(
        name: "disk space", state: .limited, finding: text, mend: "quire clean, or --output-dir on another disk")
    }
    return Item(name: "disk space", state: .good, finding: text)
  }

  private var fonts: Item {
    do { return try scripts() } catch {
      return Item(name: "fonts", state: .missing, finding: "\(error)", mend: "sudo apt-get install libpangocairo-1.0-0")
    }
  }

  /// Which scripts can be written.
  private func scripts() throws(GraphicsError) -> Item {
    guard try Font.missingCharacters(in: "Latin").isEmpty else {
      return Item(
        name: "fonts", state: .missing, finding: "no font for Latin letters",
        mend: "sudo apt-get install fonts-dejavu-core")
    }
    let samples = [
      ("Greek", "αβγ"), ("Cyrillic", "жшя"), ("Arabic", "سلام"), ("Hebrew", "שלום"), ("Devanagari", "हिन्दी"),
      ("Thai", "ไทย"), ("Chinese", "漢字"), ("Japanese", "かな"), ("Korean", "한글"), ("emoji", "😀"),
    ]
    var absent: [String] = []
    for (script, text) in samples where try !Font.missingCharacters(in: text).isEmpty { absent.append(script) }
    guard absent.isEmpty else {
      return Item(
        name: "fonts", state: .limited, finding: "no font draws \(absent.joined(separator: ", "))",
        mend: "sudo apt-get install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji")
    }
    return Item(name: "fonts", state: .good, finding: "every script that was tried")
  }

  private var engine: Item {
    guard let python = bench.environment.python else {
      return Item(name: "PDF engine", state: .limited, finding: "none, so there will be no PDF", mend: "make report")
    }
    let child = ChildProcess(
      python, ["-I", "-c", "import typst, font_source_sans_pro; print(typst.__version__)"],
      environment: bench.environment.engineVariables, timeLimit: 60)
    guard let outcome = try? child.run(isCancelled: { cancellation.isCancelled }), outcome.status == 0 else {
      return Item(
        name: "PDF engine", state: .limited, finding: "Typst does not import, so there will be no PDF",
        mend: "rm -rf .venv && make report")
    }
    let text = String(decoding: outcome.output, as: UTF8.self)
    return Item(
      name: "PDF engine", state: .good, finding: "Typst \(text.trimmingCharacters(in: .whitespacesAndNewlines))")
  }

  private var pandoc: Item {
    guard let python = bench.environment.python, let program = Pandoc(of: python)?.program else {
      return Item(
        name: "pandoc", state: .limited,
        finding: "none, so formulas stay TeX, and there will be no docx, tex and ipynb",
        mend: "make report")
    }
    let child = ChildProcess(program, ["--version"], environment: [:], timeLimit: 60)
    guard let outcome = try? child.run(isCancelled: { cancellation.isCancelled }), outcome.status == 0,
      let line = String(decoding: outcome.output, as: UTF8.self).split(whereSeparator: \.isNewline).first
    else {
      return Item(
        name: "pandoc", state: .limited, finding: "does not run, so formulas stay TeX",
        mend: "rm -rf .venv && make report")
    }
    return Item(name: "pandoc", state: .good, finding: String(line))
  }

  private var data: [Item] {
    let locator = bench.locator
    return Set(bench.chapters.flatMap { $0.inputs + $0.wantedInputs }).sorted().map { name in
      do {
        if let found = try locator.find(name) { return item(name, found) }
        return Item(name: name, state: .limited, finding: "not on this machine yet", mend: "quire fetch \(name)")
      } catch {
        return Item(name: name, state: .missing, finding: "\(error)")
      }
    }
  }

  /// An input that is here: whole, or a model of whose files some are not.
  private func item(_ name: String, _ found: LocatedInput) -> Item {
    let source = found.provenance.source.filter { !"*\\".contains($0) }
    guard let configuration = found.files["config.json"] ?? found.files[ModelFile.names(.openCLIP)[0]] else {
      return Item(name: name, state: .good, finding: source)
    }
    let absent = ModelFolder.absent(from: configuration.deletingLastPathComponent())
    let lines = absent.map { "without \($0.line)" }
    return Item(
      name: name, state: absent.contains(where: \.isNeeded) ? .limited : .good,
      finding: ([source] + lines).joined(separator: "; "))
  }
}
