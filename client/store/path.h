/* Names of the files in a store's folder. */
#ifndef STORE_PATH_H
#define STORE_PATH_H

#include <daybook/status.h>

/* "folder/name", owned by the caller, who frees it with free(). NO_MEMORY. */
enum daybook_status path_join(const char *folder, const char *name, char **out_path);

/* Make what happened to the names in a folder durable. FAILED. */
enum daybook_status path_sync_folder(const char *folder);

/* Remove folder/name; none there is fine. NO_MEMORY, FAILED. */
enum daybook_status path_remove(const char *folder, const char *name);

#endif
