import FuzzAssets
import FuzzHooks
import FuzzSupport

FuzzHooks.run(FuzzReader.assets)
