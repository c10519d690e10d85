/* Makes the n-th call that changes a disk fail; loaded before the C library. Errors are armed by the test itself. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/types.h>
#include <unistd.h>

static long seen, fails_at;
static int error_number, lasting;

void arm(long at, int error, int for_good) { seen = 0; fails_at = at; error_number = error; lasting = for_good; }
long calls(void) { return seen; }

static int fails(void) {
    if (!fails_at) return 0;
    seen++;
    if (seen == fails_at || (lasting && seen > fails_at)) { errno = error_number; return 1; }
    return 0;
}

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int f, const void *b, size_t n) { return f > 2 && fails() ? -1 : REAL(write)(f, b, n); }
ssize_t pwrite(int f, const void *b, size_t n, off_t o) { return fails() ? -1 : REAL(pwrite)(f, b, n, o); }
ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) { return fails() ? -1 : REAL(pwrite64)(f, b, n, o); }
int fsync(int f) { return fails() ? -1 : REAL(fsync)(f); }
int fdatasync(int f) { return fails() ? -1 : REAL(fdatasync)(f); }
int ftruncate(int f, off_t n) { return fails() ? -1 : REAL(ftruncate)(f, n); }
int ftruncate64(int f, off64_t n) { return fails() ? -1 : REAL(ftruncate64)(f, n); }
int unlink(const char *p) { return fails() ? -1 : REAL(unlink)(p); }
int rename(const char *a, const char *b) { return fails() ? -1 : REAL(rename)(a, b); }

static mode_t mode_of(int flags, va_list more) { return flags & O_CREAT ? va_arg(more, mode_t) : 0; }

int open(const char *p, int flags, ...) {
    va_list more; va_start(more, flags); mode_t mode = mode_of(flags, more); va_end(more);
    return flags & O_CREAT && fails() ? -1 : REAL(open)(p, flags, mode);
}
int open64(const char *p, int flags, ...) {
    va_list more; va_start(more, flags); mode_t mode = mode_of(flags, more); va_end(more);
    return flags & O_CREAT && fails() ? -1 : REAL(open64)(p, flags, mode);
}
