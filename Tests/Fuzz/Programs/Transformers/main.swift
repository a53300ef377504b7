import FuzzTransformers
import FuzzHooks
import FuzzSupport

FuzzHooks.run(FuzzReader.transformers)
