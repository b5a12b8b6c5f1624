/* The tables that word_list.cmake writes from the files of schema/words/. */
#ifndef VAULT_WORD_LIST_TABLE_H
#define VAULT_WORD_LIST_TABLE_H

#include "vault/word_list.h"

extern const char *const word_list_english[WORD_LIST_COUNT];
extern const char *const word_list_spanish[WORD_LIST_COUNT];

#endif
