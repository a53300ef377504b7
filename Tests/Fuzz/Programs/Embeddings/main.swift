import FuzzEmbeddings
import FuzzHooks
import FuzzSupport

FuzzHooks.run(FuzzReader.embeddings)
