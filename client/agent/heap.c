/* What glibc's malloc does with memory that was freed. */
#include "agent/heap.h"

#include <malloc.h>

enum { OWN_MAPPING_SIZE = 131072, WORTH_GIVING_SIZE = 524288 };

/* A threshold that was set stays. Left alone it grows with every large piece that is freed, up to
 * 32 MiB, and the next pieces of that size come from the heap and remain there. */
void heap_begin(void)
{
    (void)mallopt(M_MMAP_THRESHOLD,
                  OWN_MAPPING_SIZE); /* refused: the agent is larger than it needs be */
}

/* What an answer took beside its text is not known to who sends it: trends take megabytes for some
 * kilobytes. */
void heap_give_back(void)
{
    if (mallinfo2().fordblks > WORTH_GIVING_SIZE) {
        (void)malloc_trim(0); /* 0 says only that there was nothing to give */
    }
}
