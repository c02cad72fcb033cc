// Records what a process does to the files below one folder, in the order in which it
// happens. Loaded with LD_PRELOAD; src/power/record.rs reads what it writes.
//
// RECORD_ROOT  the folder, an absolute path without a slash at its end
// RECORD_FILE  where the records go
//
// Each call is made and recorded under one lock, so that the order of records is the order
// of events. Only calls that succeeded are recorded. A call that the reader could not
// replay is recorded as such, and fails the run there. sync_file_range makes nothing
// durable and is left alone.

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, SET_LEN, SYNC, CLOSE, DUP, RENAME, UNLINK, MKDIR, RMDIR, UNKNOWN };

enum { FDS_MAX = 65536, PARTS_MAX = 1024 };

struct header {
    uint32_t kind;
    int32_t fd, argument;
    uint32_t path_len, path2_len, data_len;
    uint64_t offset;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;
static char root[PATH_MAX];
static unsigned char is_tracked[FDS_MAX];

__attribute__((constructor)) static void start(void) {
    const char *file = getenv("RECORD_FILE"), *folder = getenv("RECORD_ROOT");
    if (!file || !folder || strlen(folder) >= sizeof root) return;
    strcpy(root, folder);
    out = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(uint32_t kind, int fd, int argument, uint64_t offset, const char *path,
                const char *path2, const void *data, size_t data_len) {
    struct header head = {kind, fd, argument, path ? strlen(path) : 0, path2 ? strlen(path2) : 0,
                          data_len, offset};
    struct iovec parts[4] = {{&head, sizeof head}, {(void *)path, head.path_len},
                             {(void *)path2, head.path2_len}, {(void *)data, data_len}};
    ssize_t len = sizeof head + head.path_len + head.path2_len + data_len;
    // A record with a hole would be worse than no record.
    if (syscall(SYS_writev, out, parts, 4) != len) abort();
}

static int tracked(int fd) { return out >= 0 && fd >= 0 && fd < FDS_MAX && is_tracked[fd]; }

// The absolute path; 0 when it is not below the root.
static int below_root(int dir, const char *path, char *into) {
    char base[PATH_MAX] = "";
    if (out < 0 || !path) return 0;
    if (path[0] != '/') {
        char link[64] = "/proc/self/cwd";
        if (dir != AT_FDCWD) snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
        ssize_t len = readlink(link, base, sizeof base - 2);
        if (len < 0) return 0;
        base[len] = '/', base[len + 1] = 0;
    }
    if (strlen(base) + strlen(path) >= PATH_MAX) return 0;
    char *end = into;
    const char *parts[] = {base, path};
    for (int number = 0; number < 2; number++)
        for (const char *at = parts[number]; *at; at++)
            if (*at != '/' || end == into || end[-1] != '/') *end++ = *at;
    while (end > into + 1 && end[-1] == '/') end--;
    *end = 0;
    size_t len = strlen(root);
    if (strncmp(into, root, len) != 0 || (into[len] != '/' && into[len] != 0)) return 0;
    if (strstr(into, "/../") || strstr(into, "/./")) put(UNKNOWN, 0, 0, 0, "dots in a path", 0, 0, 0);
    return 1;
}

#define LOCKED(type, ...) \
    pthread_mutex_lock(&lock); \
    type result; \
    { __VA_ARGS__ } \
    pthread_mutex_unlock(&lock); \
    return result;

static int open_any(int dir, const char *path, int flags, mode_t mode) {
    char full[PATH_MAX];
    LOCKED(int,
        result = syscall(SYS_openat, dir, path, flags, mode);
        int error = errno;
        if (result >= 0 && result < FDS_MAX) {
            is_tracked[result] = below_root(dir, path, full);
            if (is_tracked[result]) {
                if ((flags & O_TMPFILE) == O_TMPFILE || flags & O_DSYNC)
                    put(UNKNOWN, 0, 0, 0, "flags of open", 0, 0, 0);
                put(OPEN, result, flags, 0, full, 0, 0, 0);
            }
        }
        errno = error;)
}

static mode_t mode_of(int flags, va_list list) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
}

#define MODE mode_t mode; { va_list list; va_start(list, flags); mode = mode_of(flags, list); va_end(list); }
int open(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE return open_any(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE return open_any(dir, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

static void forget(int fd) {
    if (tracked(fd)) put(CLOSE, fd, 0, 0, 0, 0, 0, 0), is_tracked[fd] = 0;
}
int close(int fd) { LOCKED(int, forget(fd); result = syscall(SYS_close, fd);) }
int closedir(DIR *dir) {
    int (*next)(DIR *) = (int (*)(DIR *))dlsym(RTLD_NEXT, "closedir");
    LOCKED(int, forget(dirfd(dir)); result = next(dir);)
}

static void copied(int from, int to) {
    if (to < 0 || to >= FDS_MAX) return;
    is_tracked[to] = tracked(from);
    if (is_tracked[to]) put(DUP, from, to, 0, 0, 0, 0, 0);
}
int dup(int fd) { LOCKED(int, result = syscall(SYS_dup, fd); copied(fd, result);) }
int dup3(int fd, int to, int flags) {
    LOCKED(int, result = syscall(SYS_dup3, fd, to, flags); if (result >= 0) copied(fd, result);)
}
int dup2(int fd, int to) { return fd == to ? fd : dup3(fd, to, 0); }
int fcntl(int fd, int command, ...) {
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    LOCKED(int,
        result = syscall(SYS_fcntl, fd, command, argument);
        if (result >= 0 && (command == F_DUPFD || command == F_DUPFD_CLOEXEC)) copied(fd, result);)
}
int fcntl64(int fd, int command, ...) {
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    return fcntl(fd, command, argument);
}

// What was written where, when `count` bytes went to `offset`, or to where the file stood.
static void wrote(int fd, const void *bytes, ssize_t count, off_t offset) {
    if (count <= 0 || !tracked(fd)) return;
    int error = errno;
    if (offset < 0) offset = syscall(SYS_lseek, fd, 0, SEEK_CUR) - count;
    put(WRITE, fd, 0, offset, 0, 0, bytes, count);
    errno = error;
}
ssize_t write(int fd, const void *bytes, size_t count) {
    LOCKED(ssize_t, result = syscall(SYS_write, fd, bytes, count); wrote(fd, bytes, result, -1);)
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    LOCKED(ssize_t, result = syscall(SYS_pwrite64, fd, bytes, count, offset);
           wrote(fd, bytes, result, offset);)
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return pwrite64(fd, bytes, count, offset);
}
// Writes of many parts are made one by one: a short count is what callers must expect.
ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!tracked(fd)) return syscall(SYS_writev, fd, parts, count);
    return count > 0 ? write(fd, parts[0].iov_base, parts[0].iov_len) : 0;
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
    if (!tracked(fd)) return syscall(SYS_pwritev, fd, parts, count, offset, 0);
    return count > 0 ? pwrite64(fd, parts[0].iov_base, parts[0].iov_len, offset) : 0;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    return pwritev64(fd, parts, count, offset);
}

int ftruncate64(int fd, off64_t len) {
    LOCKED(int, result = syscall(SYS_ftruncate, fd, len);
           if (result == 0 && tracked(fd)) put(SET_LEN, fd, 0, len, 0, 0, 0, 0);)
}
int ftruncate(int fd, off_t len) { return ftruncate64(fd, len); }
int fallocate64(int fd, int mode, off64_t offset, off64_t len) {
    LOCKED(int,
        struct stat before = {0};
        fstat(fd, &before);
        result = syscall(SYS_fallocate, fd, mode, offset, len);
        if (result == 0 && tracked(fd) && mode != FALLOC_FL_KEEP_SIZE) {
            if (mode) put(UNKNOWN, 0, 0, 0, "mode of fallocate", 0, 0, 0);
            if (offset + len > before.st_size) put(SET_LEN, fd, 0, offset + len, 0, 0, 0, 0);
        })
}
int fallocate(int fd, int mode, off_t offset, off_t len) { return fallocate64(fd, mode, offset, len); }
int posix_fallocate64(int fd, off64_t offset, off64_t len) {
    return fallocate64(fd, 0, offset, len) == 0 ? 0 : errno;
}
int posix_fallocate(int fd, off_t offset, off_t len) { return posix_fallocate64(fd, offset, len); }

int fsync(int fd) {
    LOCKED(int, result = syscall(SYS_fsync, fd);
           if (result == 0 && tracked(fd)) put(SYNC, fd, 0, 0, 0, 0, 0, 0);)
}
int fdatasync(int fd) {
    LOCKED(int, result = syscall(SYS_fdatasync, fd);
           if (result == 0 && tracked(fd)) put(SYNC, fd, 0, 0, 0, 0, 0, 0);)
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
    char from_full[PATH_MAX];
    char to_full[PATH_MAX];
    LOCKED(int,
        int is_from = below_root(from_dir, from, from_full);
        int is_to = below_root(to_dir, to, to_full);
        result = syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
        if (result == 0 && (is_from != is_to || (is_from && flags)))
            put(UNKNOWN, 0, 0, 0, "rename", 0, 0, 0);
        else if (result == 0 && is_from) put(RENAME, 0, 0, 0, from_full, to_full, 0, 0);)
}
int renameat(int from_dir, const char *from, int to_dir, const char *to) {
    return renameat2(from_dir, from, to_dir, to, 0);
}
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int dir, const char *path, int flags) {
    char full[PATH_MAX];
    LOCKED(int,
        int is_below = below_root(dir, path, full);
        result = syscall(SYS_unlinkat, dir, path, flags);
        if (result == 0 && is_below)
            put(flags & AT_REMOVEDIR ? RMDIR : UNLINK, 0, 0, 0, full, 0, 0, 0);)
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int mkdirat(int dir, const char *path, mode_t mode) {
    char full[PATH_MAX];
    LOCKED(int, result = syscall(SYS_mkdirat, dir, path, mode);
           if (result == 0 && below_root(dir, path, full)) put(MKDIR, 0, 0, 0, full, 0, 0, 0);)
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

// What cannot be replayed.
static void refuse(int is_ours, const char *what) {
    pthread_mutex_lock(&lock);
    if (is_ours && out >= 0) put(UNKNOWN, 0, 0, 0, what, 0, 0, 0);
    pthread_mutex_unlock(&lock);
}
void *mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset) {
    // MAP_SHARED_VALIDATE has both bits.
    if (flags & MAP_SHARED && protection & PROT_WRITE && tracked(fd)) refuse(1, "mmap");
    return (void *)syscall(SYS_mmap, at, len, protection, flags, fd, offset);
}
void *mmap64(void *at, size_t len, int protection, int flags, int fd, off64_t offset) {
    return mmap(at, len, protection, flags, fd, offset);
}
int truncate64(const char *path, off64_t len) {
    refuse(1, "truncate");
    return syscall(SYS_truncate, path, len);
}
int truncate(const char *path, off_t len) { return truncate64(path, len); }
int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags) {
    refuse(1, "link");
    return syscall(SYS_linkat, from_dir, from, to_dir, to, flags);
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }
int symlink(const char *to, const char *at) {
    refuse(1, "symlink");
    return syscall(SYS_symlinkat, to, AT_FDCWD, at);
}
void sync(void) { refuse(1, "sync"); }
int syncfs(int fd) {
    refuse(tracked(fd), "syncfs");
    return syscall(SYS_syncfs, fd);
}
// Callers fall back to reading and writing.
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t len, unsigned flags) {
    if (tracked(to)) return errno = ENOSYS, -1;
    return syscall(SYS_copy_file_range, from, from_at, to, to_at, len, flags);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) {
    if (tracked(to)) return errno = EINVAL, -1;
    return syscall(SYS_sendfile, to, from, offset, count);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t count) { return sendfile64(to, from, offset, count); }
