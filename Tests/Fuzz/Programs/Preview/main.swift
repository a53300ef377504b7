import FuzzHooks
import FuzzPreview
import FuzzSupport

FuzzHooks.run(FuzzReader.preview)
