internal import Basics
internal import Glibc
internal import LinearAlgebra

/// The weights that read a picture: patches to rows, layers, a vector.
struct CLIPVisionWeights: Sendable {
  /// Stands before the patches; its row becomes the picture's vector. `[hiddenSize]`, and empty for a SigLIP, which has none.
  let classEmbedding: [Float]
  /// A patch's pixels (channel, row, column) to its row, `[3 · patchSize², hiddenSize]`; a CLIP's bias is nought.
  let patches: LinearWeights
  /// `[patches, hiddenSize]`, and before them that of the class embedding.
  let positions: EmbeddingTable
  /// Before the layers; nil for a SigLIP.
  let firstNorm: NormWeights?
  let layers: [LayerWeights]
  let lastNorm: NormWeights
  /// To the space that pictures and captions share, `[hiddenSize, projectionSize]`, without a bias; nil for a SigLIP, whose pooling ends
  /// there.
  let projection: LinearWeights?
  /// Makes one row of the patches; nil for a CLIP.
  let pooling: SigLIPPooling?
}

extension CLIPVisionWeights {
  init(_ reader: inout WeightReader, _ sizes: CLIPConfiguration, _ pool: WorkerPool) throws {
    let hidden = sizes.vision.hiddenSize
    let patch = sizes.patchSize
    let prefix = "vision_model."
    let isCLIP = sizes.family == .clip
    classEmbedding = isCLIP ? try reader.vector(prefix + "embeddings.class_embedding", hidden) : []
    patches = try LinearWeights(
      reader.tensor(prefix + "embeddings.patch_embedding.weight", [hidden, 3, patch, patch]),
      bias: isCLIP
        ? Array(repeating: 0, count: hidden) : reader.vector(prefix + "embeddings.patch_embedding.bias", hidden),
      inputs: 3 * patch * patch, pool: pool)
    positions = try EmbeddingTable(
      &reader, prefix + "embeddings.position_embedding.weight",
      rows: (isCLIP ? 1 : 0) + sizes.gridSide * sizes.gridSide, size: hidden)
    // Misspelt in every checkpoint.
    firstNorm = isCLIP ? try NormWeights(&reader, prefix + "pre_layrnorm", hidden) : nil
    layers = try CLIPWeights.layers(&reader, prefix, sizes.vision, pool)
    lastNorm = try NormWeights(&reader, prefix + "post_layernorm", hidden)
    projection = isCLIP ? try CLIPWeights.projection(&reader, "visual_projection", from: hidden, sizes, pool) : nil
    pooling = isCLIP ? nil : try SigLIPPooling(&reader, prefix + "head.", sizes.vision, lastNorm, pool)
  }
}

extension CLIPModel {
  /// The vector of a picture, of length 1.
  public func imageVector(_ pixels: CLIPPixels) throws -> [Float] {
    try imageVectors(pixels, hiding: [[]])[0]
  }

  /// The vectors of a picture with some of its patches hidden, each of length 1.
  ///
  /// A hidden patch has the mean colour of the pictures that a CLIP learnt from, and mid-grey for a SigLIP: zero in every channel.
  ///
  /// - Parameter hiding: For each vector the patches that are hidden, counted from 0 row by row.
  public func imageVectors(_ pixels: CLIPPixels, hiding: [[Int]]) throws -> [[Float]] {
    let rows = embedded(pixels)
    // A few at a time keep the buffers within the caches that the weights leave.
    let group = max(1, 512 / rows.count)
    return try finite(
      stride(from: 0, to: hiding.count, by: group).flatMap { start in
        vectors(rows, hiding: hiding[start..<min(start + group, hiding.count)])
      })
  }

  private func vectors(_ rows: PatchRows, hiding: ArraySlice<[Int]>) -> [[Float]] {
    let batch = Batch(lengths: Array(repeating: rows.count, count: hiding.count))
    let space = vision.workspace(batch)
    let hidden = hiddenState(rows, hiding: hiding)
    if let pooling, let head = weights.vision.pooling {
      for layer in 0..<vision.sizes.layers { vision.run(layer: layer, hidden.base, batch, space) }
      let pooled = pooling.pooled(hidden, batch, probe: head.probe)
      return withExtendedLifetime(pooled) {
        Self.units(pooled.base, count: hiding.count, size: configuration.projectionSize)
      }
    }
    for layer in 0..<(vision.sizes.layers - 1) { vision.run(layer: layer, hidden.base, batch, space) }
    let pooled = vision.runLast(hidden, batch, space, rows: Array(batch.starts.dropLast()))
    return projected(pooled, count: hiding.count, weights.vision.lastNorm, weights.vision.projection!, vision)
  }

  /// The class token, where there is one, and the patches of a picture before their positions are added.
  struct PatchRows {
    /// `[patches, hiddenSize]`.
    let patches: FloatBuffer
    /// `[count, hiddenSize]`.
    let positions: [Float]
    /// The patches, and one more where there is a class token.
    let count: Int
  }

  /// How many rows stand before the patches': one for a class token.
  private var leading: Int { weights.vision.classEmbedding.isEmpty ? 0 : 1 }

  func embedded(_ pixels: CLIPPixels) -> PatchRows {
    precondition(pixels.patchSize == configuration.patchSize, "pixels that this model prepared")
    let count = pixels.rows * pixels.columns
    let patches = FloatBuffer(count * configuration.vision.hiddenSize)
    withExtendedLifetime(pixels.patches()) { pixels in
      vision.pool.multiply(
        WorkerPool.Product(input: pixels.base, rows: count, weights: weights.vision.patches, output: patches.base))
    }
    return PatchRows(
      patches: patches, positions: positions(rows: pixels.rows, columns: pixels.columns), count: leading + count)
  }

  private func positions(rows: Int, columns: Int) -> [Float] {
    let (side, size) = (configuration.gridSide, configuration.vision.hiddenSize)
    return weights.vision.positions.withUnsafeBufferPointer { table in
      if rows == side && columns == side { return Array(table) }
      return Array(table[..<(leading * size)])
        + PositionInterpolation.stretched(
          table.baseAddress! + leading * size, side: side, size: size, rows: rows, columns: columns)
    }
  }

  /// What goes into the first layer, once for each list of hidden patches: `[lists · rows.count, hiddenSize]`.
  func hiddenState(_ rows: PatchRows, hiding: ArraySlice<[Int]>) -> FloatBuffer {
    let (size, leading) = (configuration.vision.hiddenSize, leading)
    let bias = weights.vision.patches.bias
    let hidden = FloatBuffer(hiding.count * rows.count * size)
    for (variant, patches) in hiding.enumerated() {
      let start = hidden.base + variant * rows.count * size
      for index in 0..<(leading * size) { start[index] = weights.vision.classEmbedding[index] + rows.positions[index] }
      for index in (leading * size)..<(rows.count * size) {
        start[index] = rows.patches.base[index - leading * size] + rows.positions[index]
      }
      for patch in patches {
        precondition(patch >= 0 && patch < rows.count - leading, "a patch of the picture")
        // Of pixels of zero the bias and the position are left.
        let row = (leading + patch) * size
        for index in 0..<size { start[row + index] = bias[index] + rows.positions[row + index] }
      }
    }
    if let norm = weights.vision.firstNorm {
      vision.normalize(hidden.base, norm, rows: hiding.count * rows.count, into: hidden.base)
    }
    return hidden
  }
}

/// The position embedding of a picture of another size: the trained grid of rows, stretched by cubic convolution.
///
/// PyTorch's `interpolate(mode="bicubic", align_corners=False)`, a = −0.75, without antialiasing, which is what transformers'
/// `interpolate_pos_encoding` takes. Keys 1981.
enum PositionInterpolation {
  /// - Parameters:
  ///   - grid: `[side², size]`.
  /// - Returns: `[rows · columns, size]`.
  static func stretched(
    _ grid: UnsafePointer<Float>, side: Int, size: Int, rows: Int, columns: Int
  ) -> [Float] {
    let vertical = (0..<rows).map { Taps($0, from: side, to: rows) }
    let horizontal = (0..<columns).map { Taps($0, from: side, to: columns) }
    var result = [Float](repeating: 0, count: rows * columns * size)
    for row in 0..<rows {
      for column in 0..<columns {
        let start = (row * columns + column) * size
        for (y, weightY) in vertical[row].taps {
          for (x, weightX) in horizontal[column].taps {
            let source = grid + (y * side + x) * size
            for index in 0..<size { result[start + index] += weightY * weightX * source[index] }
          }
        }
      }
    }
    return result
  }

  /// The four source lines of one line, and their weights.
  private struct Taps {
    let taps: [(index: Int, weight: Float)]

    init(_ line: Int, from source: Int, to target: Int) {
      let place = Float(source) / Float(target) * (Float(line) + 0.5) - 0.5
      let base = floorf(place)
      taps = (-1...2).map { step in
        let distance = abs(place - base - Float(step))
        return (min(max(Int(base) + step, 0), source - 1), Self.weight(distance))
      }
    }

    private static func weight(_ x: Float) -> Float {
      let a: Float = -0.75
      return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
    }
  }
}
