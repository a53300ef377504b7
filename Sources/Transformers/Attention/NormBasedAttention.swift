public import LinearAlgebra

extension LanguageModel {
  /// Attention by the length of what it brings: ‖α f(x)‖, f(x) = v W_O for a head's value v, the output's bias left out.
  ///
  /// A token that is attended to but whose value is short brings nothing; [SEP] is mostly that. Kobayashi et al. 2020.
  ///
  /// - Returns: For each layer `[heads, tokens, tokens]`: a row for each query, not normalised.
  public func normBasedAttention(_ pass: ForwardPass) -> [Tensor] {
    precondition(pass.layers.count == configuration.layers, "the pass was not recorded")
    return pass.layers.enumerated().map { index, record in
      let (heads, count) = (configuration.heads, pass.encoding.count)
      let lengths = valueLengths(index, record.values, count)
      let result = FloatBuffer(heads * count * count)
      record.probabilities.withUnsafeBufferPointer { probabilities in
        for head in 0..<heads {
          for pair in 0..<(count * count) {
            let place = head * count * count + pair
            result.base[place] = probabilities[place] * lengths[head * count + pair % count]
          }
        }
      }
      return Tensor(result, shape: [heads, count, count])
    }
  }

  /// ‖f(x)‖ of every head and token, by which attention is weighed.
  ///
  /// - Returns: For each layer `[heads, tokens]`.
  public func valueLengths(_ pass: ForwardPass) -> [Tensor] {
    precondition(pass.layers.count == configuration.layers, "the pass was not recorded")
    return pass.layers.enumerated().map { index, record in
      Tensor(
        shape: [configuration.heads, pass.encoding.count],
        elements: valueLengths(index, record.values, pass.encoding.count))
    }
  }

  /// ‖v W_O‖ for each head and token.
  private func valueLengths(_ layer: Int, _ values: Tensor, _ count: Int) -> [Float] {
    let (heads, size) = (configuration.heads, configuration.headSize)
    let matrix = engine.weights.layers[layer].output.matrix.packed(engine.stack.pool)
    let transformed = FloatBuffer(heads * count * configuration.hiddenSize)
    values.withUnsafeBufferPointer { values in
      engine.stack.pool.forEach(heads) { head, _ in
        // The head's rows of W_O lie one after the other in each packed panel.
        matrix.kernels.multiply(
          values.baseAddress! + head * size, inputStride: configuration.stack.querySize, rows: count,
          by: matrix.buffer.base + head * size * matrix.kernels.panel, inner: size, columns: matrix.columns,
          panelStride: matrix.panelStride, into: transformed.base + head * count * configuration.hiddenSize,
          outputStride: configuration.hiddenSize)
      }
    }
    let all = UnsafeBufferPointer(start: transformed.base, count: transformed.count)
    return withExtendedLifetime(transformed) {
      (0..<(heads * count)).map { row in
        let start = row * configuration.hiddenSize
        return all[start..<(start + configuration.hiddenSize)].reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
    }
  }
}
