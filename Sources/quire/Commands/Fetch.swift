import ArgumentParser
import Basics
import Foundation
import Workflow

/// `quire fetch`: gets models and data sets ahead of time.
struct Fetch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Get models and data sets into the cache: resumed where broken off, verified, whole or not at all.",
    discussion: "An asset is one of the catalogue's, a model of the Hugging Face hub by its id (owner/name), or a "
      + "picture by its address.\n\nExample: quire fetch clip")

  @Argument(
    help: ArgumentHelp("What to get; without it, the catalogue is listed.", valueName: "asset"),
    completion: .custom { words, _, _ in Completions.names(.assets, words) })
  var names: [String] = []

  @Flag(help: "Get it again even if it is there.")
  var refresh = false

  @Flag(name: [.short, .long], help: "Say nothing but errors and where the files are.")
  var quiet = false

  func run() throws {
    if names.isEmpty { return try list() }
    _ = try Console.perform(FetchRequest(names, refresh: refresh), isQuiet: quiet) { event in
      guard case .fetched(let asset) = event else { return }
      let title = asset.title ?? "in the Hugging Face cache already"
      Console.say("\(asset.name): \(title), in \(FileSystem.shown(asset.folder))")
    }
  }

  private func list() throws {
    let entries = try Console.perform(CatalogueRequest())
    let width = entries.map(\.name.count).max() ?? 0
    for entry in entries {
      let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let state = entry.title == nil ? "to be had" : "here     "
      Console.say("\(name)  \(state)  \(entry.title ?? entry.description)")
    }
  }
}
