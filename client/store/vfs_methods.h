/* The methods of the encrypting VFS, for the two that register one: the store, and the extension on
 * which SQLite's own tests run. */
#ifndef STORE_VFS_METHODS_H
#define STORE_VFS_METHODS_H

#include "store/vfs_file.h"

/* Fill in the methods of a VFS whose platform, rules and key are set. It is to be registered by the
 * caller, under vfs->name. */
void vfs_methods_begin(struct vfs *vfs);

/* Open a file as SQLite asks for it: a main file, a log or a temporary one. */
int vfs_methods_open(sqlite3_vfs *methods, const char *path, sqlite3_file *sqlite, int flags,
                     int *out_flags);

#endif
