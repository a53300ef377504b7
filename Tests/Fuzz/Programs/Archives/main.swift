import FuzzArchives
import FuzzHooks
import FuzzSupport

FuzzHooks.run(FuzzReader.archives)
