import FuzzImages
import FuzzHooks
import FuzzSupport

FuzzHooks.run(FuzzReader.images)
