/// What a pickle of a checkpoint puts on its stack.
///
/// A tuple, a list or a dictionary is a number, its place among the machine's own: values never hold each other, so neither nesting
/// nor sharing, of which a pickle can have any amount, costs more than its bytes.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// Something that no weight is made of, such as a number of NumPy's: neither made nor looked into.
  case opaque
  case list(Int)
  case tuple(Int)
  case dictionary(Int)
  /// A name from the list of known ones.
  case global(PickleGlobal)
  /// A storage of the archive: its numbers' type, its entry, how many numbers.
  indirect case storage(DataType, key: String, count: Int)
  indirect case tensor(PickledTensor)
}

/// A tensor as a pickle describes it: a view of a storage.
struct PickledTensor {
  var type: DataType
  var key: String
  var storageCount: Int
  var offset: Int
  var shape: [Int]
  var strides: [Int]
}

/// The names that a checkpoint needs; every other is refused before anything is done with it.
enum PickleGlobal: Equatable {
  case orderedDictionary
  /// What a trainer writes beside weights; calling it makes nothing.
  case opaque
  case rebuildTensor
  case rebuildParameter
  case storage(DataType)

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"), ("numpy", "dtype"),
      ("_codecs", "encode"), ("torch", "Size"), ("torch", "device"), ("argparse", "Namespace"),
      ("collections", "defaultdict"), ("collections", "Counter"), ("__builtin__", "set"), ("builtins", "set"),
      ("__builtin__", "dict"), ("builtins", "dict"):
      self = .opaque
    case ("torch", "DoubleStorage"): self = .storage(.float64)
    case ("torch", "FloatStorage"): self = .storage(.float32)
    case ("torch", "HalfStorage"): self = .storage(.float16)
    case ("torch", "BFloat16Storage"): self = .storage(.bfloat16)
    case ("torch", "LongStorage"): self = .storage(.int64)
    case ("torch", "IntStorage"): self = .storage(.int32)
    case ("torch", "ShortStorage"): self = .storage(.int16)
    case ("torch", "CharStorage"): self = .storage(.int8)
    case ("torch", "ByteStorage"): self = .storage(.uint8)
    case ("torch", "BoolStorage"): self = .storage(.bool)
    default: return nil
    }
  }
}
