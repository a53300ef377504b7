import ArgumentParser
import Assets
import Basics
import Foundation
import Notebook

/// `quire fetch`: gets models and data sets ahead of time.
struct Fetch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Get models and data sets into the cache: resumed where broken off, verified, whole or not at all.",
    discussion: "An asset is one of the catalogue's, a model of the Hugging Face hub by its id (owner/name), or a "
      + "picture by its address.")

  @Argument(help: ArgumentHelp("What to get; without it, the catalogue is listed.", valueName: "asset"))
  var names: [String] = []

  @Flag(help: "Get it again even if it is there.")
  var refresh = false

  @Flag(name: [.short, .long], help: "Say nothing but errors and where the files are.")
  var quiet = false

  func run() throws {
    let surroundings = Surroundings()
    guard let home = surroundings.home else {
      throw Console.settings("this program lies in no folder of Quire's project; set QUIRE_HOME to that folder")
    }
    let store = try Console.asSettings { try surroundings.assetStore(home: home) }
    if names.isEmpty { return list(store) }
    let cancellation = Cancellation()
    let interruption = Interruption(raising: cancellation)
    defer { withExtendedLifetime(interruption) {} }
    for name in names { _ = try Console.asSettings { try store.asset(name) } }
    let locator = AssetLocator(
      store: store, home: home, report: nil, huggingFaceCache: surroundings.huggingFaceCache)
    for name in names {
      if !refresh, let snapshot = try Console.asSettings({ try locator.snapshot(name) }) {
        Console.say("\(name): in the Hugging Face cache already, in \(FileSystem.shown(snapshot.folder))")
        continue
      }
      let progress = TerminalProgress(isTerminal: surroundings.isTerminal, isQuiet: quiet)
      defer { progress.finish() }
      do {
        let location = try store.fetch(
          name, refresh: refresh, fault: { AssetLocator.fault(of: $0, named: name) },
          progress: { progress.update(name, $0.update) },
          isCancelled: { cancellation.isCancelled })
        progress.finish()
        Console.say("\(name): \(location.title), in \(FileSystem.shown(location.folder))")
      } catch AssetError.cancelled {
        throw Console.exit(.interrupted, "interrupted; the next fetch goes on from here")
      } catch {
        throw Console.exit(.incomplete, "\(error)")
      }
    }
  }

  private func list(_ store: AssetStore) {
    let width = store.catalogue.assets.map(\.name.count).max() ?? 0
    for asset in store.catalogue.assets {
      let found = (try? store.find(asset.name)) ?? nil
      let name = asset.name.padding(toLength: width, withPad: " ", startingAt: 0)
      Console.say("\(name)  \(found == nil ? "to be had" : "here     ")  \(found?.title ?? asset.description)")
    }
  }
}
