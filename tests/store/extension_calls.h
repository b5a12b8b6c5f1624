/* Included before all else in a loadable extension of SQLite: its functions are called through the
 * table that the program hands over, whichever SQLite that program carries. */
#ifndef STORE_EXTENSION_CALLS_H
#define STORE_EXTENSION_CALLS_H

#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT3

#endif
