/* Preloaded, it has a program believe another date: WRONG_CLOCK_SECONDS are added to the time of
 * day. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

typedef int (*clock_function)(clockid_t, struct timespec *);

int clock_gettime(clockid_t clock, struct timespec *out_time)
{
    static clock_function real;
    if (real == NULL) {
        *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    }
    int status = real(clock, out_time);
    const char *seconds = getenv("WRONG_CLOCK_SECONDS");
    if (status == 0 && clock == CLOCK_REALTIME && seconds != NULL) {
        out_time->tv_sec += strtol(seconds, NULL, 10);
    }
    return status;
}

time_t time(time_t *out_seconds)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (out_seconds != NULL) {
        *out_seconds = now.tv_sec;
    }
    return now.tv_sec;
}
