/*
 * Loaded before the C library (LD_PRELOAD), this makes the disk under one folder fail as disks do. The folder and the
 * fault come from the environment:
 *
 *   FAULT_FOLDER   the folder; files elsewhere are left alone
 *   FAULT_CUT      n: the power fails at the n-th write. Of what was written since the file's last sync, some is lost, some
 *                  is torn, and the rest is there; the process ends at once
 *   FAULT_SEED     of the choice of what is lost
 *   FAULT_DEAF     1: syncs do nothing and say that they did
 *   FAULT_EIO      n: the n-th sync fails with EIO, and what it should have synced is lost
 *   FAULT_EIO_WHILE  path: every sync fails with EIO while that file is there
 *   FAULT_FULL     n: from the n-th write on there is no space left
 *   FAULT_ROOM     m: after so many writes that found no space, there is some again
 *   FAULT_FULL_WHILE  path: there is no space left while that file is there
 *   FAULT_READONLY n: from the n-th write on the file system is read-only
 *   FAULT_SLOW     n: the n-th sync takes FAULT_SLOW_MS milliseconds
 *   FAULT_CLOCK    ms:s: the wall clock is set by s seconds when ms milliseconds have passed, since the start
 *   FAULT_CLOCK_WRITTEN  1: since the first write to the folder instead
 *
 * Truncation, renaming and removal take effect at once, as if synced; maps are not watched, so the shared-memory files of
 * SQLite are removed when the power fails.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <dirent.h>
#include <fcntl.h>

struct undo {
    ino_t inode;
    char *path;
    off_t at, size_before;
    size_t length, old_length;
    char *old, *new;
    struct undo *next; /* towards the older */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct undo *newest;
static long writes, syncs, refused;
static char folder[4096];
static const char *full_while, *eio_while;
static long cut, eio, full, room, readonly_, slow, slow_ms, deaf, clock_ms, clock_s;
static volatile int clock_waits;
static struct timespec begun;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_clock)(clockid_t, struct timespec *);

static long number(const char *name) {
    const char *value = getenv(name);
    return value == NULL ? 0 : atol(value);
}

__attribute__((constructor)) static void begin(void) {
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_clock = dlsym(RTLD_NEXT, "clock_gettime");
    const char *named = getenv("FAULT_FOLDER");
    if (named != NULL) snprintf(folder, sizeof folder, "%s/", named);
    cut = number("FAULT_CUT");
    eio = number("FAULT_EIO");
    full = number("FAULT_FULL");
    room = number("FAULT_ROOM");
    eio_while = getenv("FAULT_EIO_WHILE");
    full_while = getenv("FAULT_FULL_WHILE");
    readonly_ = number("FAULT_READONLY");
    slow = number("FAULT_SLOW");
    slow_ms = number("FAULT_SLOW_MS");
    deaf = number("FAULT_DEAF");
    const char *set = getenv("FAULT_CLOCK");
    if (set != NULL) sscanf(set, "%ld:%ld", &clock_ms, &clock_s);
    clock_waits = number("FAULT_CLOCK_WRITTEN") != 0;
    srandom((unsigned) number("FAULT_SEED"));
    real_clock(CLOCK_MONOTONIC, &begun);
}

/* Whether a file is watched; tells its path. */
static int watched(int fd, char *path, size_t room) {
    char link[64];
    if (folder[0] == 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, room - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static void remember(int fd, const char *path, const void *bytes, size_t length, off_t at) {
    if (clock_waits) {
        real_clock(CLOCK_MONOTONIC, &begun);
        clock_waits = 0;
    }
    struct stat now;
    if (fstat(fd, &now) != 0) return;
    struct undo *one = calloc(1, sizeof *one);
    one->inode = now.st_ino;
    one->path = strdup(path);
    one->at = at;
    one->size_before = now.st_size;
    one->length = length;
    one->new = malloc(length);
    memcpy(one->new, bytes, length);
    one->old = malloc(length);
    int again = open(path, O_RDONLY); /* the descriptor itself may be write-only */
    ssize_t got = again < 0 ? 0 : pread(again, one->old, length, at);
    if (again >= 0) close(again);
    one->old_length = got < 0 ? 0 : (size_t) got;
    one->next = newest;
    newest = one;
}

static void forget(int fd) {
    struct stat now;
    if (fstat(fd, &now) != 0) return;
    struct undo **at = &newest;
    while (*at != NULL) {
        struct undo *one = *at;
        if (one->inode == now.st_ino) {
            *at = one->next;
            free(one->path);
            free(one->old);
            free(one->new);
            free(one);
        } else {
            at = &one->next;
        }
    }
}

/* Takes back everything that was not synced, the newest first. */
static void restore(void) {
    for (struct undo *one = newest; one != NULL; one = one->next) {
        int fd = open(one->path, O_WRONLY);
        if (fd < 0) continue;
        real_pwrite(fd, one->old, one->old_length, one->at);
        real_ftruncate(fd, one->size_before);
        close(fd);
    }
}

/* Writes some of it again, the oldest first: two of five not at all, one of five in part. */
static void scatter(struct undo *one) {
    if (one == NULL) return;
    scatter(one->next);
    int choice = (int) (random() % 5);
    size_t length = choice < 2 ? 0 : choice == 2 ? one->length / 512 * (size_t) (random() % 100) / 100 * 512 : one->length;
    int fd = length == 0 ? -1 : open(one->path, O_WRONLY);
    if (fd < 0) return;
    real_pwrite(fd, one->new, length, one->at);
    close(fd);
}

static void fail_power(void) {
    restore();
    scatter(newest);
    DIR *all = opendir(folder);
    for (struct dirent *each = all == NULL ? NULL : readdir(all); each != NULL; each = readdir(all)) {
        size_t length = strlen(each->d_name);
        if (length > 4 && strcmp(each->d_name + length - 4, "-shm") == 0) {
            char path[8192];
            snprintf(path, sizeof path, "%s%s", folder, each->d_name);
            unlink(path);
        }
    }
    _exit(137);
}

/* Whether the place-th write finds no space. */
static int no_space(long place, const char *path) {
    if (full_while != NULL) return strcmp(path, full_while) != 0 && access(full_while, F_OK) == 0;
    return full > 0 && place >= full && (room == 0 || refused++ < room);
}

static ssize_t put(int fd, const void *bytes, size_t length, off_t at, int positioned) {
    char path[4096];
    if (!watched(fd, path, sizeof path))
        return positioned ? real_pwrite(fd, bytes, length, at) : real_write(fd, bytes, length);
    pthread_mutex_lock(&lock);
    long place = ++writes;
    int spaceless = no_space(place, path);
    if (spaceless || (readonly_ > 0 && place >= readonly_)) {
        pthread_mutex_unlock(&lock);
        errno = spaceless ? ENOSPC : EROFS;
        return -1;
    }
    remember(fd, path, bytes, length, positioned ? at : lseek(fd, 0, SEEK_CUR));
    ssize_t written = positioned ? real_pwrite(fd, bytes, length, at) : real_write(fd, bytes, length);
    if (cut > 0 && place == cut) fail_power();
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t write(int fd, const void *bytes, size_t length) { return put(fd, bytes, length, 0, 0); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return put(fd, bytes, length, at, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) { return put(fd, bytes, length, at, 1); }

static int sync_file(int fd) {
    char path[4096];
    if (!watched(fd, path, sizeof path)) return real_fsync(fd);
    pthread_mutex_lock(&lock);
    long place = ++syncs;
    int failed = (eio > 0 && place == eio) || (eio_while != NULL && access(eio_while, F_OK) == 0);
    if (!failed && !deaf) forget(fd);
    pthread_mutex_unlock(&lock);
    if (slow > 0 && place == slow) usleep((useconds_t) slow_ms * 1000);
    if (failed) {
        errno = EIO;
        return -1;
    }
    return 0; /* what is really on this machine's disk is no concern of these tests */
}

int fsync(int fd) { return sync_file(fd); }
int fdatasync(int fd) { return sync_file(fd); }

static int cut_off(int fd, off_t length) {
    char path[4096];
    if (!watched(fd, path, sizeof path)) return real_ftruncate(fd, length);
    pthread_mutex_lock(&lock);
    if (readonly_ > 0 && writes >= readonly_) {
        pthread_mutex_unlock(&lock);
        errno = EROFS;
        return -1;
    }
    forget(fd);
    int result = real_ftruncate(fd, length);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int fd, off_t length) { return cut_off(fd, length); }
int ftruncate64(int fd, off_t length) { return cut_off(fd, length); }

int clock_gettime(clockid_t which, struct timespec *time) {
    int result = real_clock(which, time);
    if (clock_ms > 0 && which == CLOCK_REALTIME && result == 0) {
        struct timespec now;
        real_clock(CLOCK_MONOTONIC, &now);
        long passed = (now.tv_sec - begun.tv_sec) * 1000 + (now.tv_nsec - begun.tv_nsec) / 1000000;
        if (!clock_waits && passed >= clock_ms) time->tv_sec += clock_s;
    }
    return result;
}

int gettimeofday(struct timeval *time, void *zone) {
    (void) zone;
    struct timespec now;
    int result = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return result;
}
