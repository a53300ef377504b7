#define _GNU_SOURCE
#include "CProcessor.h"

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>

int processor_current(void) { return sched_getcpu(); }

void processor_keep_off(int processor, const unsigned long *threads, size_t count) {
  cpu_set_t allowed;
  if (processor < 0 || sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) < 2) return;
  CPU_CLR(processor, &allowed);
  for (size_t i = 0; i < count; ++i) pthread_setaffinity_np((pthread_t)threads[i], sizeof allowed, &allowed);
}
#else
int processor_current(void) { return -1; }

void processor_keep_off(int processor, const unsigned long *threads, size_t count) {
  (void)processor, (void)threads, (void)count;
}
#endif
