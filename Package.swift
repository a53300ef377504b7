// swift-tools-version: 6.2

import PackageDescription

// Dependencies point one way: system libraries ← Basics ← LinearAlgebra, Archives, Images, Graphics ← science and Plotting
// ← Notebook ← Rendering, Chapters ← Workflow ← Preview ← quire. A file enters Basics when a second room needs it, never before.
// Science never imports Plotting or Notebook; each C module has exactly one importer; `make lint` compares every `import`
// with this file, because SwiftPM does not.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

// Vector kernels are compiled for several processors in one binary and chosen when the program starts, so the flags
// here name no processor.
let kernelFlags: [CSetting] = [.unsafeFlags(["-O3", "-ffp-contract=fast"])]

/// How chapters and what stands on them are compiled. `make preview` (`QUIRE_WORKSHOP=1`) is for who works on a chapter: file by file
/// and without optimisations, so that an edit is on the page in seconds; the rooms that calculate stay optimised.
let chapterSettings: [SwiftSetting] =
  Context.environment["QUIRE_WORKSHOP"] == nil
  ? strict
  : strict + [
    .define("QUIRE_WORKSHOP"),
    .unsafeFlags(["-Onone", "-no-whole-module-optimization", "-enable-batch-mode", "-incremental"]),
  ]

/// How the tool is linked: with Swift's own libraries in it, since loading them takes longer than all that `quire --version` does.
/// What is compiled stays as it is for tests, which are linked dynamically, so the libraries that Foundation's stand on have to be named.
/// lld takes a third of the usual linker's time for it. A preview that is built at every edit is linked the quick way.
let toolLinking: [LinkerSetting] =
  Context.environment["QUIRE_WORKSHOP"] != nil
  ? []
  : [
    .unsafeFlags(
      [
        "-static-stdlib", "-use-ld=lld", "-lswiftSynchronization", "-lCoreFoundation", "-l_FoundationICU",
        "-l_FoundationCShims", "-l_FoundationCollections",
      ], .when(platforms: [.linux]))
  ]

/// Without optimisations, which take three quarters of a compiler's time: rooms that only have others calculate and write, which
/// nobody who runs the tool can tell from optimised ones, and their tests.
let unoptimised = strict + [.unsafeFlags(["-Onone"])]
let commandSettings = Context.environment["QUIRE_WORKSHOP"] == nil ? unoptimised : chapterSettings

/// Rooms whose tests calculate much themselves, to have something to compare with.
let calculating = ["DimensionalityReduction", "Embeddings", "Images", "LinearAlgebra", "Transformers"]

/// Folders of a room's tests that hold data: read by path, never built.
let fixtures: [String: [String]] = [
  "Archives": ["Fixtures"],
  "DimensionalityReduction": ["Fixtures"],
  "Embeddings": ["Fixtures", "Corpus/Fixtures"],
  "Images": ["Fixtures"],
  "Plotting": ["Snapshots"],
  "Transformers": ["Fixtures"],
]

/// What a room's tests import beyond the room itself.
let testDependencies: [String: [Target.Dependency]] = [
  "Archives": ["Basics", "TestSupport"],
  "Basics": ["TestSupport"],
  "Assets": ["Archives", "Basics", "TestSupport"],
  "Chapters": [
    "Archives", "Basics", "CaptionPairs", "Embeddings", "Images", "LinearAlgebra", "Notebook", "Plotting", "Rendering",
    "TestSupport",
    "Transformers",
  ],
  "DimensionalityReduction": ["LinearAlgebra", "TestSupport"],
  "Embeddings": ["Archives", "Basics", "LinearAlgebra", "TestSupport"],
  "Graphics": ["Images"],
  "Images": ["TestSupport"],
  "Notebook": ["Archives", "Basics", "Images", "Plotting", "TestSupport"],
  "Plotting": ["Graphics", "Images"],
  "Preview": ["Basics", "Notebook", "TestSupport", "Workflow"],
  "Rendering": ["Basics", "Images", "Notebook", "Plotting", "TestSupport"],
  "Transformers": ["Archives", "Basics", "Images", "LinearAlgebra", "TestSupport"],
  // Every room that has errors: the catalogue of messages reads them together.
  "Workflow": [
    "Archives", "Assets", "Basics", "Chapters", "DimensionalityReduction", "Embeddings", "Graphics", "Images",
    "Notebook",
    "Plotting", "Rendering", "TestSupport", "Transformers",
  ],
]

/// Which tests are built: `make check ROOM=Archives` and `make sanitize` name theirs, so that no other room is built.
let rooms = Context.environment["QUIRE_ROOMS"].map { $0.split(separator: " ").map(String.init) }

let tests: [Target] =
  [
    "Basics", "LinearAlgebra", "Archives", "Images", "Graphics", "Embeddings", "DimensionalityReduction",
    "Transformers", "CaptionPairs", "Plotting", "Notebook", "Rendering", "Assets", "Chapters",
    "Workflow", "Preview",
  ].map { room in
    .testTarget(
      name: room + "Tests", dependencies: [.target(name: room)] + (testDependencies[room] ?? []),
      exclude: fixtures[room] ?? [], swiftSettings: calculating.contains(room) ? strict : unoptimised)
  }
  + [
    // The built tool at work on reports of its own, as a user would run it. The tool is no dependency: its linker flags would
    // be the tests' as well.
    .testTarget(
      name: "EndToEndTests", dependencies: ["Archives", "Basics", "Notebook", "Rendering", "TestSupport"],
      swiftSettings: unoptimised)
  ]

/// What fuzzers read with, by room: the ordinary tests give every reader its corpus (`FuzzTests`), so these are built with them.
let fuzzDependencies: [String: [Target.Dependency]] = [
  "Archives": ["Archives"],
  "Assets": ["Assets", "Basics", "TestSupport"],
  "Basics": ["Basics"],
  "Embeddings": ["Embeddings"],
  "Images": ["Images"],
  "Notebook": ["Basics", "Notebook"],
  "Preview": ["Preview"],
  "Rendering": ["Basics", "Notebook", "Rendering", "TestSupport"],
  "Transformers": ["Images", "TestSupport", "Transformers"],
]
let fuzzRooms = fuzzDependencies.keys.sorted()

/// The readers, and the tests that give them their corpora: `make check ROOM=Fuzz`.
let fuzzReaders: [Target] =
  [.target(name: "FuzzSupport", path: "Tests/Fuzz/Support", swiftSettings: strict)]
  + fuzzRooms.map { room in
    .target(
      name: "Fuzz" + room, dependencies: ["FuzzSupport"] + fuzzDependencies[room]!,
      path: "Tests/Fuzz/Readers/" + room, swiftSettings: strict)
  }
  + [
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzSupport", "TestSupport"] + fuzzRooms.map { .target(name: "Fuzz" + $0) },
      path: "Tests/Fuzz/Replay", swiftSettings: unoptimised)
  ]

/// The fuzzers: only `make fuzz` asks for them (`QUIRE_FUZZ=1`), since they have no `main` but libFuzzer's.
let fuzzers: [Target] =
  Context.environment["QUIRE_FUZZ"] == nil
  ? []
  : [
    .target(name: "FuzzHooks", dependencies: ["FuzzSupport"], path: "Tests/Fuzz/Hooks", swiftSettings: strict),
    // Says what readers make of inputs that Python reads as well.
    .executableTarget(
      name: "fuzz-differential",
      dependencies: [
        "Archives", "Basics", "Embeddings", "FuzzRendering", "FuzzSupport", "Images", "Notebook", "Transformers",
      ],
      path: "Tests/Fuzz/Differential",
      exclude: ["compare.py", "explained.txt", "pictures.py", "references.py", "requirements.txt", "stitched.py"],
      swiftSettings: strict),
  ]
    + fuzzRooms.map { room in
      .executableTarget(
        name: "fuzz-" + room.lowercased(),
        dependencies: ["FuzzHooks", "FuzzSupport", .target(name: "Fuzz" + room)],
        path: "Tests/Fuzz/Programs/" + room, swiftSettings: strict)
    }

let package = Package(
  name: "quire",
  products: [
    .executable(name: "quire", targets: ["quire"])
  ],
  dependencies: [
    // The command line: parsing, help and completion.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // HTML templates that a user may edit.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    // report.yml, with the line of every key.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // System libraries, one importer each.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // One library for each compression: libarchive, which reads them all, has libxml2 and with it ICU's 30 MB loaded at every start.
    .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
    .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    // SHA-256 by OpenSSL: swift-crypto's BoringSSL would add over a minute to everybody's first build.
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCommonMark", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    // C and C++ of our own: what Swift cannot call or cannot compile for several processors.
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CFileSystem"),
    // libcurl and the two dozen libraries that it brings are loaded when something is first asked of the network.
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
    // Cairo and Pango, with thirty libraries behind them, are loaded when something is first drawn. Their headers are not needed:
    // `make lint` compares what this target says of them.
    .target(name: "CPangoCairo", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CSpawn"),
    // PNG and JPEG; WebP (libwebp) since it keeps every pixel of a figure in half of PNG's bytes, which halves a report's HTML,
    // and since students' pictures come in it. Libraries for TIFF, AVIF and HEIC are loaded at need (dl) and may be absent.
    .target(
      name: "CImageIO",
      linkerSettings: ["png", "jpeg", "webp", "webpdemux", "dl"].map { .linkedLibrary($0) }),
    .target(name: "CProcessor"),
    .target(name: "CVectorKernels", dependencies: ["CProcessor"], cSettings: kernelFlags),
    .target(name: "CMatrixKernels", dependencies: ["CProcessor"], cSettings: kernelFlags),
    .target(name: "CRepulsionKernels", dependencies: ["CProcessor"], cSettings: kernelFlags),

    .target(name: "Basics", dependencies: ["CFileSystem", "CSpawn", "CCrypto", "CProcessor"], swiftSettings: strict),
    .target(
      name: "LinearAlgebra", dependencies: ["Basics", "CVectorKernels", "CMatrixKernels"], swiftSettings: strict),
    .target(
      name: "Archives", dependencies: ["Basics", "CZlib", "CBzip2", "CLZMA", "CZstd"], swiftSettings: strict),
    .target(name: "Images", dependencies: ["CImageIO"], swiftSettings: strict),
    .target(name: "Graphics", dependencies: ["CPangoCairo", "Images"], swiftSettings: strict),
    .target(
      name: "Embeddings", dependencies: ["Basics", "LinearAlgebra", "Archives", "CSimdJSON"], swiftSettings: strict),
    .target(
      name: "DimensionalityReduction", dependencies: ["LinearAlgebra", "CRepulsionKernels"], swiftSettings: strict),
    .target(
      name: "Transformers", dependencies: ["Basics", "LinearAlgebra", "Archives", "Images"], swiftSettings: strict),
    .target(name: "CaptionPairs", swiftSettings: strict),
    .target(name: "Plotting", dependencies: ["Basics", "Graphics", "Images"], swiftSettings: strict),
    .target(
      name: "Notebook",
      dependencies: ["Basics", "Images", "Plotting", "Archives", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(
      name: "Rendering",
      dependencies: [
        "Archives", "Basics", "Graphics", "Images", "Notebook", "Plotting", "CCommonMark",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: strict),
    .target(name: "Assets", dependencies: ["Basics", "Archives", "CCurl"], swiftSettings: unoptimised),
    .target(
      name: "Chapters",
      dependencies: [
        "Archives", "Basics", "LinearAlgebra", "Images", "Graphics", "Embeddings", "DimensionalityReduction",
        "Transformers", "CaptionPairs", "Plotting", "Notebook",
      ],
      swiftSettings: chapterSettings),
    // One figure of every kind, drawn and timed beside matplotlib.
    .executableTarget(
      name: "FigureBench", dependencies: ["Basics", "Plotting"], path: "Benchmarks/figures/Sources",
      swiftSettings: strict),
    // Times and judges word2vec beside gensim: Benchmarks/word2vec/README.md.
    .executableTarget(
      name: "word2vec-benchmark", dependencies: ["Embeddings"], path: "Benchmarks/word2vec",
      exclude: ["README.md", "agreement.py", "pairs.py", "prepare.py", "quality.py", "train_gensim.py"],
      swiftSettings: strict),
    // What the commands do: requests in, events and results out.
    .target(
      name: "Workflow",
      dependencies: [
        "Basics", "Chapters", "Rendering", "Notebook", "Assets", "Graphics", "Images", "Transformers",
      ],
      swiftSettings: commandSettings),
    // A report followed while it is written: a watcher of its files and a web server for this machine alone.
    .target(name: "Preview", dependencies: ["Basics", "Rendering", "Workflow"], swiftSettings: chapterSettings),
    .executableTarget(
      name: "quire",
      dependencies: [
        "Preview", "Workflow", "Basics", "Notebook", "Rendering",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: commandSettings, linkerSettings: toolLinking),
    // Times passes with all attentions beside onnxruntime: Benchmarks/attention/README.md.
    .executableTarget(
      name: "attention-benchmark", dependencies: ["BenchmarkPeer", "Transformers"], path: "Benchmarks/attention",
      exclude: ["README.md", "peer.py", "random_bert.py"], swiftSettings: strict),
    // Times pictures and captions beside onnxruntime: Benchmarks/clip/README.md.
    .executableTarget(
      name: "clip-benchmark", dependencies: ["BenchmarkPeer", "Images", "Transformers"], path: "Benchmarks/clip",
      exclude: ["README.md", "peer.py"], swiftSettings: strict),
    // Times the search for confusing captions and counts what it finds: Benchmarks/search/README.md.
    .executableTarget(
      name: "search-benchmark", dependencies: ["CaptionPairs", "Chapters", "Images", "Transformers"],
      path: "Benchmarks/search", exclude: ["README.md"], swiftSettings: strict),
    // The other side of a pair of timings.
    .target(name: "BenchmarkPeer", path: "Benchmarks/peer", swiftSettings: strict),
    // Makes a t-SNE map beside openTSNE and scikit-learn: Benchmarks/tsne/README.md.
    .executableTarget(
      name: "tsne-benchmark", dependencies: ["DimensionalityReduction", "LinearAlgebra"], path: "Benchmarks/tsne",
      exclude: ["README.md", "compare.py"], swiftSettings: strict),
    // Reads, writes and queries files of vectors, for timing and for comparison with gensim.
    .executableTarget(
      name: "vectors-benchmark", dependencies: ["Embeddings"], path: "Benchmarks/vectors",
      exclude: ["interop.py", "peer.py"], swiftSettings: strict),
    .executableTarget(
      name: "reading-benchmark", dependencies: ["Embeddings"], path: "Benchmarks/reading", exclude: ["peer.py"],
      swiftSettings: strict),
    // What tests of several rooms need: scratch folders, fixtures by path, programs, the built tool, a web server.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
  ]
    + (tests + fuzzReaders).filter { test in
      test.type != .test || rooms?.contains { test.name == $0 + "Tests" } ?? true
    } + fuzzers,
  cxxLanguageStandard: .cxx17
)
