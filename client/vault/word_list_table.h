/* The table that word_list.cmake writes from schema/words/english.txt. */
#ifndef VAULT_WORD_LIST_TABLE_H
#define VAULT_WORD_LIST_TABLE_H

#include "vault/word_list.h"

extern const char *const word_list_table[WORD_LIST_COUNT];

#endif
