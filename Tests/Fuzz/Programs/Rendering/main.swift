import FuzzRendering
import FuzzHooks
import FuzzSupport

FuzzHooks.run(FuzzReader.rendering)
