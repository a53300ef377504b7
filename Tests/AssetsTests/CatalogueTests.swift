import Assets
import Foundation
import TestSupport
import Testing

@Suite struct CatalogueTests {
  @Test func `the project's own catalogue is sound`() throws {
    let catalogue = try Catalogue(contentsOf: Project.root.appending(path: "assets/catalogue.json"))
    #expect(
      catalogue.assets.map(\.name) == [
        "reviews", "wordsim-353", "simlex-999", "all-MiniLM-L6-v2", "clip-vit-base-patch32", "bert-base-uncased",
        "gpt2",
      ])
    #expect(try catalogue.asset("clip").name == "clip-vit-base-patch32")
    let reviews = try catalogue.asset("reviews")
    #expect(reviews.sources.map(\.files[0].size) == [45_409_631, 34_592_250])
  }

  private static let good = """
    {"assets": [{"name": "a", "kind": "data", "description": "d", "sources": [
      {"title": "t", "licence": "l", "url": "http://h/d", "files": [{"name": "f"}]}]}]}
    """

  @Test(arguments: [
    ("{", "", "is not JSON"),
    ("\"kind\": \"data\"", "\"kind\": \"toy\"", "assets[0].kind: should be model or data, found \"toy\""),
    ("\"licence\": \"l\", ", "", "assets[0].sources[0]: \"licence\" is missing"),
    ("\"licence\"", "\"license\"", "assets[0].sources[0]: \"license\" is not known here; known are title"),
    ("\"name\": \"f\"", "\"name\": \"../f\"", "assets[0].sources[0].files[0].name: \"../f\" cannot be the name"),
    ("\"name\": \"f\"", "\"name\": \"f\", \"sha256\": \"AB\"", "should be 64 lower-case hexadecimal digits"),
    ("http://h/d", "ftp://h/d", "assets[0].sources[0].url: should start with http://"),
    ("\"url\": \"http://h/d\"", "\"package\": \"--index\", \"version\": \"1\"", "is not the name of a package"),
    ("\"url\": \"http://h/d\"", "\"package\": \"p\", \"version\": \">=1\"", "is not one exact version"),
    ("\"url\"", "\"hub\": \"o/n\", \"url\"", "needs exactly one of url, package and hub"),
  ])
  func `a fault is told with its place`(old: String, new: String, expected: String) throws {
    let scratch = try Scratch()
    let text = old == "{" ? "{" : Self.good.replacingOccurrences(of: old, with: new)
    #expect(text != Self.good)
    let file = try scratch.file("catalogue.json", holding: Array(text.utf8))
    do {
      _ = try Catalogue(contentsOf: file)
      Issue.record("accepted")
    } catch {
      #expect("\(error)".hasPrefix(file.path + ": "))
      #expect("\(error)".contains(expected), "\(error)")
    }
  }
}
