import TestSupport

/// Every test here starts with one.
typealias Bench = TestSupport.Bench
