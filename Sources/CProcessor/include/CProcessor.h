// What has to be asked of a processor: which kernels it can run, and where threads are on it.

#pragma once

#include <stddef.h>

// The first of the tables for AVX-512, for AVX2 and for every x86-64, in this order, that the processor and its
// operating system can run; 0 on other processors, which have one table.
size_t processor_first_table(void);

// Whether the processor adds products of bytes to 32-bit sums in one instruction, in AVX-512's registers (VNNI).
int processor_multiplies_bytes(void);

// A breath in a loop that waits for another thread.
static inline void processor_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// The processor that the calling thread is on, or -1 where that cannot be told.
int processor_current(void);

// Lets threads (pthread_t) run on every processor that the caller may use, except one.
void processor_keep_off(int processor, const unsigned long *threads, size_t count);
