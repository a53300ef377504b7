// Starts other programs.

#pragma once

#include <sys/types.h>

// Starts a program that the kernel ends together with the thread that started it, in a group of processes of its own,
// with these files as standard input, output and error, and none besides. Returns 0, or the error's number.
//
// Neither Foundation nor posix_spawn can ask for such an end.
int quire_spawn(const char *program, char *const arguments[], char *const environment[], int input, int output,
                int errors, pid_t *child);

// Makes a pipe that no other program gets (`pipe2`, which Swift's Glibc does not show). Returns 0, or the error's
// number.
int quire_pipe(int ends[2]);
