#pragma once

#include <dlfcn.h>

// A library that is loaded when a file first asks for it: no start of the tool pays for it, and where it is absent the
// tool still runs. A file lists the functions that it calls as LIST(X) and has a `library` struct of pointers to them.

#define QUIRE_POINTER(function) __typeof__(function) *function;
#define QUIRE_FIND(function) library.function = (__typeof__(function) *)dlsym(handle, #function);
#define QUIRE_IS_FOUND(function) &&library.function
