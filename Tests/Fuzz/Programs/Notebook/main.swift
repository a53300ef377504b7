import FuzzNotebook
import FuzzHooks
import FuzzSupport

FuzzHooks.run(FuzzReader.notebook)
