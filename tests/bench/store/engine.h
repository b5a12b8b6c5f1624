/* A database to measure: a store of ours, plain SQLite, or SQLCipher, each in a program of its own.
 */
#ifndef BENCH_STORE_ENGINE_H
#define BENCH_STORE_ENGINE_H

#include <sqlite3.h>

/* Open the database in this folder, or make an empty one in it, with the settings of a store. Ends
 * the program when it cannot. */
sqlite3 *engine_open(const char *folder);

/* Close what engine_open() opened, its log emptied. */
void engine_close(sqlite3 *sqlite);

#endif
