// Which kernels this processor can run: what every library of kernels that is compiled for several processors asks.

#pragma once

#include <stddef.h>

// The first of the tables for AVX-512, for AVX2 and for every x86-64, in this order, that the processor and its
// operating system can run; 0 on other processors, which have one table.
size_t processor_first_table(void);
