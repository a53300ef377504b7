import FuzzBasics
import FuzzHooks
import FuzzSupport

FuzzHooks.run(FuzzReader.basics)
