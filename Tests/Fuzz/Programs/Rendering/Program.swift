internal import FuzzRendering
internal import FuzzHooks
internal import FuzzSupport

/// Begins the program of the readers of `Rendering`; libFuzzer has `main`.
@_cdecl("LLVMFuzzerInitialize")
public func quireFuzzBegin(_: OpaquePointer?, _: OpaquePointer?) -> CInt { FuzzHooks.begin(FuzzReader.rendering) }
