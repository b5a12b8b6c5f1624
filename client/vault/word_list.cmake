# Writes the C table of a word list: cmake -DINPUT=english.txt -DTABLE=word_list_english -DOUTPUT=word_list_english.c
# -P word_list.cmake
file(STRINGS ${INPUT} words ENCODING UTF-8)
list(LENGTH words count)
if(NOT count EQUAL 2048)
  message(FATAL_ERROR "${INPUT} has ${count} words instead of 2048")
endif()
list(TRANSFORM words REPLACE "^.+$" "    \"\\0\",\n")
list(JOIN words "" rows)
get_filename_component(name ${INPUT} NAME)
file(WRITE ${OUTPUT} "/* The words of schema/words/${name}, written by word_list.cmake. */
#include \"vault/word_list_table.h\"

const char *const ${TABLE}[WORD_LIST_COUNT] = {
${rows}};
")
