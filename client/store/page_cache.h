/* SQLite's page cache in guarded memory: what is read from a store lies in pages that are locked
 * and fenced. */
#ifndef STORE_PAGE_CACHE_H
#define STORE_PAGE_CACHE_H

#include <daybook/status.h>

enum {
    PAGE_CACHE_SIZE =
        2 * 1024 * 1024,   /* of the whole process; locked memory is often limited to 8 MiB */
    PAGE_CACHE_PAGES = 448 /* that one connection keeps before it spills */
};

/* Give SQLite its page cache and start it. Takes effect once, before the process opens its first
 * database; repeated calls do nothing. The memory stays until the process ends. NO_MEMORY, FAILED.
 */
enum daybook_status page_cache_begin(void);

/* Wipe what closed databases left in it: pages hold keys and what a patient wrote. Nothing happens
 * while any page is in use. */
void page_cache_wipe(void);

#endif
