# Writes the C table of the word list: cmake -DINPUT=english.txt -DOUTPUT=word_list_table.c -P word_list.cmake
file(STRINGS ${INPUT} words)
list(LENGTH words count)
if(NOT count EQUAL 2048)
  message(FATAL_ERROR "${INPUT} has ${count} words instead of 2048")
endif()
list(TRANSFORM words REPLACE "^[a-z]+$" "    \"\\0\",\n")
list(JOIN words "" rows)
file(WRITE ${OUTPUT} "/* The words of schema/words/english.txt, written by word_list.cmake. */
#include \"vault/word_list_table.h\"

const char *const word_list_table[WORD_LIST_COUNT] = {
${rows}};
")
