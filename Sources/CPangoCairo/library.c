#include "CPangoCairo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static struct {
#define FUNCTION(result, name, parameters, arguments) __typeof__(name) *name;
#include "functions.inc"
#undef FUNCTION
} library;

/// What is wrong with the libraries; empty for nothing.
static char problem[DRAWING_MESSAGE];

static void load(void) {
  // Pango's part for Cairo needs all of the others, and what is looked up in a library is looked up in those that it
  // needs as well. Its version is 0 since 2005.
  void *handle = dlopen("libpangocairo-1.0.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(problem, sizeof problem, "Cairo and Pango cannot be loaded (%s); install libpangocairo-1.0-0",
             reason ? reason : "no reason");
    return;
  }
#define FUNCTION(result, name, parameters, arguments)                                                      \
  if (!(library.name = (__typeof__(name) *)dlsym(handle, #name))) {                                        \
    snprintf(problem, sizeof problem, "Cairo and Pango lack %s; install libpangocairo-1.0-0 anew", #name); \
    return;                                                                                                \
  }
#include "functions.inc"
#undef FUNCTION
}

int drawing_load(char message[DRAWING_MESSAGE]) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  memcpy(message, problem, sizeof problem);
  return problem[0] != 0;
}

// Hidden, so that no library that looks for the function of this name finds the one here.
#define FUNCTION(result, name, parameters, arguments) \
  __attribute__((visibility("hidden"))) result name parameters { return library.name arguments; }
#include "functions.inc"
