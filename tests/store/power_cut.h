/* A disk that loses power: a SQLite VFS in memory that keeps, drops or tears every sector that was
 * not synced. */
#ifndef STORE_POWER_CUT_H
#define STORE_POWER_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The name of the VFS, to be given as the platform. */
extern const char power_cut_name[];

/* Register the disk, empty. There is one. */
void power_cut_begin(void);

/* Forget every file and unregister. */
void power_cut_end(void);

/* A file with these durable bytes. */
void power_cut_put(const char *name, const uint8_t *bytes, size_t size);

/* The bytes of a file as a program sees them now; borrowed until it is written or removed. NULL: no
 * such file. */
const uint8_t *power_cut_get(const char *name, size_t *out_size);

/* From now on the power fails at operation number countdown (write, cut or sync); 0: never. What
 * comes after it fails too, until the power is back. */
void power_cut_after(unsigned countdown);

/* The operation number countdown from now fails, and the ones after it work again. A write that
 * fails may have arrived. */
void power_cut_stumble_after(unsigned countdown);

/* The next sync fails, and the ones after it work again. */
void power_cut_stumble_at_sync(void);

/* After so many more writes the disk is full: of each later one half arrives and the rest has no
 * room. -1: there is room again. */
void power_cut_full_after(int writes);

/* Did the power fail? */
bool power_cut_happened(void);

/* The power is back: what was durable is there, and of the rest what chance left there. The same
 * seed leaves the same. */
void power_cut_restore(uint64_t seed);

#endif
