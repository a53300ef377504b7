import Assets
import Basics
public import Foundation

/// Gets models and data sets ahead of time.
public struct FetchRequest: Request {
  /// What to get: names of the catalogue, models of the hub by their ids, pictures by their addresses.
  public var names: [String]
  /// Whether to get it again even if it is there.
  public var refresh: Bool

  /// The fetching of some assets.
  public init(_ names: [String], refresh: Bool = false) {
    self.names = names
    self.refresh = refresh
  }

  /// Where each is; `Event.fetched` tells the same as soon as it is known.
  public func result(in context: Context) throws -> [FetchedAsset] {
    let (environment, cancellation) = (context.environment, context.cancellation)
    let home = try environment.requireHome()
    let store = try environment.assetStore(home: home)
    for name in names { _ = try store.asset(name) }
    let locator = AssetLocator(store: store, home: home, report: nil, environment: environment)
    return try names.map { name in
      let asset: FetchedAsset
      if !refresh, let snapshot = try locator.snapshot(name) {
        if let doubt = snapshot.input.doubt { context.warn(doubt) }
        asset = FetchedAsset(name: name, title: nil, folder: snapshot.folder)
      } else {
        let location = try fetch(name, from: store, cancellation) { progress in
          if let plan = progress.plan { context.observer(.note("to be fetched: \(plan.description)", of: name)) }
          context.observer(.progress(progress.update, of: name))
        }
        if let doubt = location.doubt { context.warn(doubt) }
        asset = FetchedAsset(name: name, title: location.title, folder: location.folder)
      }
      context.observer(.fetched(asset))
      return asset
    }
  }

  private func fetch(
    _ name: String, from store: AssetStore, _ cancellation: Cancellation,
    _ progress: @escaping (FetchProgress) -> Void
  ) throws(WorkflowError) -> AssetLocation {
    do {
      return try store.fetch(
        name, refresh: refresh, fault: { AssetLocator.fault(of: $0, named: name) }, progress: progress,
        isCancelled: { cancellation.isCancelled })
    } catch AssetError.cancelled {
      throw .cancelled("interrupted; the next fetch goes on from here")
    } catch {
      throw .incomplete(["\(error)"])
    }
  }
}

/// An asset on this machine.
public struct FetchedAsset: Sendable, Equatable {
  /// The name that it was asked for by.
  public let name: String
  /// What it is; `nil` where another program had fetched it, into the Hugging Face cache.
  public let title: String?
  /// Where its files are.
  public let folder: URL
}

/// The catalogue of models and data sets, and what of it is on this machine.
public struct CatalogueRequest: Request {
  /// One entry.
  public struct Entry: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// What it is.
    public let description: String
    /// What is here in its name; `nil` where it has not been fetched.
    public let title: String?
  }

  /// The whole catalogue.
  public init() {}

  /// Its entries in order.
  public func result(in context: Context) throws -> [Entry] {
    let store = try context.environment.assetStore(home: context.environment.requireHome())
    return store.catalogue.assets.map { asset in
      let found = (try? store.find(asset.name)) ?? nil
      return Entry(name: asset.name, description: asset.description, title: found?.title)
    }
  }
}
