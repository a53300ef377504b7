internal import LinearAlgebra

extension WordPairEvaluation {
  /// The p-value of Pearson's correlation, as SciPy gives it to gensim; nil where there is none.
  public var pearsonSignificance: Double? { correlationSignificance(pearson, count: pairs) }

  /// The p-value of Spearman's correlation, as SciPy gives it to gensim; nil where there is none.
  public var spearmanSignificance: Double? { correlationSignificance(spearman, count: pairs) }
}
