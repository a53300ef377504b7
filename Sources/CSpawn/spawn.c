#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// What the child does with the parent's memory, while the parent waits: only calls of the system.
static int become(const char *program, char *const arguments[], char *const environment[], const int streams[3],
                  pid_t parent) {
  if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  // The parent may have gone before it could be asked for.
  if (getppid() != parent) return ESRCH;
  int high[3];
  for (int index = 0; index < 3; index++) {
    high[index] = fcntl(streams[index], F_DUPFD_CLOEXEC, 3);
    if (high[index] < 0) return errno;
  }
  for (int index = 0; index < 3; index++)
    if (dup2(high[index], index) < 0) return errno;
  // Linux 5.9 and later; before that, what is open for this program alone says so itself.
  syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */);
  // No handler of this program may run in the child, whose memory is the parent's; what is ignored stays so, but for
  // SIGPIPE, which this program ignores for its own sake.
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) != 0 || action.sa_handler == SIG_DFL) continue;
    if (action.sa_handler == SIG_IGN && number != SIGPIPE) continue;
    action = (struct sigaction){.sa_handler = SIG_DFL};
    sigaction(number, &action, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
  execve(program, arguments, environment);
  return errno;
}

int quire_spawn(const char *program, char *const arguments[], char *const environment[], int input, int output,
                int errors, pid_t *child) {
  const int streams[3] = {input, output, errors};
  const pid_t parent = getpid();
  volatile int fault = 0;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  // A copy of the tables of a process with a model in memory takes long, and under `ulimit -v` there is no room for it.
  const pid_t made = vfork();
  if (made == 0) {
    fault = become(program, arguments, environment, streams, parent);
    _exit(127);
  }
  if (made < 0) fault = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  *child = made;
  return fault;
}

int quire_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }
