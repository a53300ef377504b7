// A library for LD_PRELOAD that counts a program's calls on files below some folders, and makes one of them fail.
//
// QUIRE_FAULTS_ROOTS: folders, separated by colons. Calls on files elsewhere are neither counted nor changed.
//
// QUIRE_FAULTS_LOG: a file that gets a line for each such call: operation, number of its kind, bytes, path.
//
// QUIRE_FAULTS_FAIL: operation:number:error, as in fsync:3:5, by which the third fsync gives EIO. With a plus behind
// the number all fail from there on; "short" for the error gives half of the bytes; the operation "any" counts all that
// change a file.
//
// QUIRE_FAULTS_DELAY: microseconds that each such call waits, as on a slow file system.
//
// QUIRE_FAULTS_CLOCK: seconds, separated by colons, by which the clock of the day goes ahead, the next after 64
// readings.
//
// QUIRE_FAULTS_NO_SYNC: fsync says that all is well and is neither called nor logged, as if the call had been
// forgotten.
//
// The variables are read once, and children that get another environment are left alone.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum operation { CREATE, OPEN, WRITE, READ, SYNC, RENAME, LINK, MAP, TRUNCATE, FOLDER, REMOVE, OPERATIONS };
static const char *const names[] = {"create", "open", "write",    "read",  "fsync", "rename",
                                    "link",   "mmap", "truncate", "mkdir", "unlink"};
enum { ANY = OPERATIONS, SHORT = -1, NONE = 0 };

static char roots[8][PATH_MAX];
static int root_count, log_file = -1, failing = -1, fault, delay, jumps, never_syncs;
static long failing_number, jump[16];
static int is_lasting;
static atomic_long counts[OPERATIONS + 1], readings;
static atomic_int state;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

static int changes(enum operation operation) { return operation != OPEN && operation != READ && operation != MAP; }

static void read_fault(const char *text) {
  char operation[16], error[16];
  char plus = 0;
  if (sscanf(text, "%15[^:]:%ld%c", operation, &failing_number, &plus) < 2) return;
  const char *last = strrchr(text, ':');
  if (sscanf(last + 1, "%15s", error) != 1) return;
  is_lasting = plus == '+';
  fault = strcmp(error, "short") == 0 ? SHORT : atoi(error);
  for (int index = 0; index < OPERATIONS; index++)
    if (strcmp(operation, names[index]) == 0) failing = index;
  if (strcmp(operation, "any") == 0) failing = ANY;
}

static void prepare(void) {
  int expected = 0;
  if (!atomic_compare_exchange_strong(&state, &expected, 1)) {
    while (atomic_load(&state) != 2) {}
    return;
  }
  const char *text = getenv("QUIRE_FAULTS_ROOTS");
  while (text && *text && root_count < 8) {
    size_t length = strcspn(text, ":");
    if (length && length < PATH_MAX) snprintf(roots[root_count++], PATH_MAX, "%.*s", (int)length, text);
    text += length + (text[length] == ':');
  }
  if ((text = getenv("QUIRE_FAULTS_FAIL"))) read_fault(text);
  if ((text = getenv("QUIRE_FAULTS_DELAY"))) delay = atoi(text);
  never_syncs = getenv("QUIRE_FAULTS_NO_SYNC") != NULL;
  text = getenv("QUIRE_FAULTS_CLOCK");
  while (text && *text && jumps < 16) {
    jump[jumps++] = strtol(text, (char **)&text, 10);
    text += *text == ':';
  }
  if ((text = getenv("QUIRE_FAULTS_LOG")))
    log_file = (int)syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  atomic_store(&state, 2);
}

static int is_below(const char *path) {
  for (int index = 0; index < root_count; index++) {
    size_t length = strlen(roots[index]);
    if (strncmp(path, roots[index], length) == 0 && (path[length] == '/' || path[length] == 0)) return 1;
  }
  return 0;
}

// The path of an open file; one without a name any more keeps its last.
static void path_of(int descriptor, char *path) {
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  long length = syscall(SYS_readlink, link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = 0;
}

static void absolute(int folder, const char *name, char *path) {
  char base[PATH_MAX] = "";
  if (!name) name = "";
  if (name[0] == '/') {
    snprintf(path, PATH_MAX, "%s", name);
    return;
  }
  if (folder != AT_FDCWD) {
    path_of(folder, base);
  } else if (syscall(SYS_getcwd, base, sizeof base) < 0) {
    base[0] = 0;
  }
  snprintf(path, PATH_MAX, "%.2000s/%.2000s", base, name);
}

static void note(const char *word, enum operation operation, long number, size_t bytes, const char *path) {
  if (log_file < 0) return;
  char line[PATH_MAX + 80];
  int length = snprintf(line, sizeof line, "%s %s %ld %zu %s\n", word, names[operation], number, bytes, path);
  syscall(SYS_write, log_file, line, length);
}

// Counts a call and says what is to become of it: nothing, half of it, or an error.
static int judge(enum operation operation, const char *path, size_t bytes) {
  if (atomic_load(&state) != 2) prepare();
  if (!is_below(path)) return NONE;
  if (delay) {
    struct timespec pause = {delay / 1000000, delay % 1000000 * 1000L};
    syscall(SYS_nanosleep, &pause, NULL);
  }
  long number = atomic_fetch_add(&counts[operation], 1) + 1;
  long all = changes(operation) ? atomic_fetch_add(&counts[ANY], 1) + 1 : 0;
  long own = failing == ANY ? all : number;
  int is_meant = (failing == (int)operation || (failing == ANY && all)) &&
                 (own == failing_number || (is_lasting && own > failing_number));
  // A disk that is full still takes what is removed.
  if (is_meant && failing == ANY && (operation == REMOVE || operation == RENAME)) is_meant = 0;
  note(is_meant ? "FAILED" : "called", operation, number, bytes, path);
  return is_meant ? fault : NONE;
}

static int judge_file(enum operation operation, int descriptor, size_t bytes) {
  char path[PATH_MAX];
  path_of(descriptor, path);
  return judge(operation, path, bytes);
}

#define REFUSE(verdict) \
  if ((verdict) > 0) {  \
    errno = (verdict);  \
    return -1;          \
  }

static size_t part(int verdict, size_t count) { return verdict == SHORT && count > 1 ? count / 2 : count; }

static int open_any(int folder, const char *name, int flags, mode_t mode) {
  char path[PATH_MAX];
  absolute(folder, name, path);
  int verdict = judge(flags & (O_CREAT | __O_TMPFILE) ? CREATE : OPEN, path, 0);
  REFUSE(verdict)
  return (int)syscall(SYS_openat, folder, name, flags, mode);
}

#define MODE(last)                       \
  mode_t mode = 0;                       \
  if (flags & (O_CREAT | __O_TMPFILE)) { \
    va_list list;                        \
    va_start(list, last);                \
    mode = va_arg(list, mode_t);         \
    va_end(list);                        \
  }

int open(const char *name, int flags, ...) {
  MODE(flags)
  return open_any(AT_FDCWD, name, flags, mode);
}
int open64(const char *name, int flags, ...) {
  MODE(flags)
  return open_any(AT_FDCWD, name, flags, mode);
}
int openat(int folder, const char *name, int flags, ...) {
  MODE(flags)
  return open_any(folder, name, flags, mode);
}
int openat64(int folder, const char *name, int flags, ...) {
  MODE(flags)
  return open_any(folder, name, flags, mode);
}
int creat(const char *name, mode_t mode) { return open_any(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int mkstemp(char *template) {
  int verdict = judge(CREATE, template, 0);
  REFUSE(verdict)
  return REAL(mkstemp)(template);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  int verdict = judge_file(WRITE, descriptor, count);
  REFUSE(verdict)
  return syscall(SYS_write, descriptor, bytes, part(verdict, count));
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  int verdict = judge_file(WRITE, descriptor, count);
  REFUSE(verdict)
  return syscall(SYS_pwrite64, descriptor, bytes, part(verdict, count), offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
  return pwrite(descriptor, bytes, count, offset);
}
ssize_t read(int descriptor, void *bytes, size_t count) {
  int verdict = judge_file(READ, descriptor, count);
  REFUSE(verdict)
  return syscall(SYS_read, descriptor, bytes, part(verdict, count));
}
ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
  int verdict = judge_file(READ, descriptor, count);
  REFUSE(verdict)
  return syscall(SYS_pread64, descriptor, bytes, part(verdict, count), offset);
}
ssize_t pread64(int descriptor, void *bytes, size_t count, off_t offset) {
  return pread(descriptor, bytes, count, offset);
}

static int synchronize(long call, int descriptor) {
  if (atomic_load(&state) != 2) prepare();
  if (never_syncs) return 0;
  int verdict = judge_file(SYNC, descriptor, 0);
  REFUSE(verdict)
  return (int)syscall(call, descriptor);
}
int fsync(int descriptor) { return synchronize(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return synchronize(SYS_fdatasync, descriptor); }

static int rename_any(int old_folder, const char *old_name, int folder, const char *name, unsigned flags) {
  char path[2 * PATH_MAX], target[PATH_MAX];
  absolute(old_folder, old_name, path);
  absolute(folder, name, target);
  int is_watched = (prepare(), is_below(path) || is_below(target));
  if (is_watched) {
    size_t length = strlen(path);
    // Both names in one line, the old one first; a tabulator stands in no name of a report made for this.
    if (!is_below(path))
      snprintf(path, sizeof path, "%s\t%s", target, target);
    else
      snprintf(path + length, sizeof path - length, "\t%s", target);
    int verdict = judge(RENAME, path, 0);
    REFUSE(verdict)
  }
  return (int)syscall(SYS_renameat2, old_folder, old_name, folder, name, flags);
}
int rename(const char *old, const char *new) { return rename_any(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int old_folder, const char *old, int folder, const char *new) {
  return rename_any(old_folder, old, folder, new, 0);
}
int renameat2(int old_folder, const char *old, int folder, const char *new, unsigned flags) {
  return rename_any(old_folder, old, folder, new, flags);
}
int linkat(int old_folder, const char *old, int folder, const char *new, int flags) {
  char path[PATH_MAX];
  absolute(folder, new, path);
  int verdict = judge(LINK, path, 0);
  REFUSE(verdict)
  return (int)syscall(SYS_linkat, old_folder, old, folder, new, flags);
}
int link(const char *old, const char *new) { return linkat(AT_FDCWD, old, AT_FDCWD, new, 0); }

void *mmap(void *start, size_t length, int protection, int flags, int descriptor, off_t offset) {
  if (descriptor >= 0 && !(flags & MAP_ANONYMOUS)) {
    int verdict = judge_file(MAP, descriptor, length);
    if (verdict > 0) {
      errno = verdict;
      return MAP_FAILED;
    }
  }
  return (void *)syscall(SYS_mmap, start, length, protection, flags, descriptor, offset);
}
void *mmap64(void *start, size_t length, int protection, int flags, int descriptor, off_t offset) {
  return mmap(start, length, protection, flags, descriptor, offset);
}
int ftruncate(int descriptor, off_t length) {
  int verdict = judge_file(TRUNCATE, descriptor, (size_t)length);
  REFUSE(verdict)
  return (int)syscall(SYS_ftruncate, descriptor, length);
}
int ftruncate64(int descriptor, off_t length) { return ftruncate(descriptor, length); }

int mkdirat(int folder, const char *name, mode_t mode) {
  char path[PATH_MAX];
  absolute(folder, name, path);
  int verdict = judge(FOLDER, path, 0);
  REFUSE(verdict)
  return (int)syscall(SYS_mkdirat, folder, name, mode);
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }
int unlinkat(int folder, const char *name, int flags) {
  char path[PATH_MAX];
  absolute(folder, name, path);
  int verdict = judge(REMOVE, path, 0);
  REFUSE(verdict)
  return (int)syscall(SYS_unlinkat, folder, name, flags);
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

static long shift(void) {
  if (atomic_load(&state) != 2) prepare();
  return jumps ? jump[atomic_fetch_add(&readings, 1) / 64 % jumps] : 0;
}
int clock_gettime(clockid_t clock, struct timespec *moment) {
  int status = (int)syscall(SYS_clock_gettime, clock, moment);
  if (status == 0 && clock == CLOCK_REALTIME) moment->tv_sec += shift();
  return status;
}
int gettimeofday(struct timeval *moment, void *zone) {
  int status = (int)syscall(SYS_gettimeofday, moment, zone);
  if (status == 0) moment->tv_sec += shift();
  return status;
}
time_t time(time_t *place) {
  struct timespec moment;
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &moment);
  moment.tv_sec += shift();
  if (place) *place = moment.tv_sec;
  return moment.tv_sec;
}
