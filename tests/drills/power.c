/* Loaded before the program: a disk on which only what was synced survives.

   Every fsync or fdatasync of a file in $DRILL_FROM also copies that file, as it is at that moment, to $DRILL_TO.
   What lies there is all that a disk without any luck would still hold after the power is cut. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void keep(int fd) {
  char link[64], path[PATH_MAX], part[PATH_MAX + 8], final[PATH_MAX];
  static char block[1 << 16];
  const char *from = getenv("DRILL_FROM"), *to = getenv("DRILL_TO");
  struct stat about;
  if (!from || !to || fstat(fd, &about) || !S_ISREG(about.st_mode)) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  size_t start = strlen(from);
  if (strncmp(path, from, start) || path[start] != '/' || strchr(path + start + 1, '/')) return;
  pthread_mutex_lock(&one_at_a_time);
  snprintf(final, sizeof final, "%s%s", to, path + start);
  snprintf(part, sizeof part, "%s.part", final);
  int in = open(path, O_RDONLY), out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ssize_t got = -1;
  while (in >= 0 && out >= 0 && (got = read(in, block, sizeof block)) > 0)
    if (write(out, block, got) != got) abort();
  if (in >= 0) close(in);
  if (out >= 0) close(out);
  if (got == 0) rename(part, final);
  pthread_mutex_unlock(&one_at_a_time);
}

#define SYNC(name)                                                    \
  int name(int fd) {                                                  \
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, #name);         \
    int failed = real(fd);                                            \
    if (!failed) keep(fd);                                            \
    return failed;                                                    \
  }
SYNC(fsync)
SYNC(fdatasync)
