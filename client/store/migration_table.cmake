# Writes the table of migrations, so that the program reads no SQL file when it runs: as numbers, because C17 promises
# no text of more than 4095 characters.
#
#   cmake -DFILES=0001-a.sql,0002-b.sql -DFOLDER=… -DOUTPUT=… -P migration_table.cmake
string(REPLACE "," ";" files "${FILES}")
set(texts "")
set(items "")
set(number 0)
foreach(name IN LISTS files)
  math(EXPR number "${number} + 1")
  string(LENGTH "${number}" digits)
  math(EXPR missing "4 - ${digits}")
  string(REPEAT "0" ${missing} zeros)
  if(NOT name MATCHES "^${zeros}${number}-[a-z0-9-]+[.]sql$")
    message(FATAL_ERROR "schema/store/${name} should be migration ${zeros}${number}")
  endif()
  file(READ ${FOLDER}/${name} hexadecimal HEX)
  string(REGEX REPLACE "(..)" "0x\\1," numbers "${hexadecimal}")
  string(APPEND texts "static const char sql_${number}[] = {${numbers}0};\n")
  string(APPEND items "    {\"${name}\", sql_${number}},\n")
endforeach()
string(APPEND items "    {0, 0},\n")
file(WRITE ${OUTPUT} "/* Generated from schema/store by migration_table.cmake. */
#include \"store/migration.h\"

${texts}
static const struct migration items[] = {
${items}};

const struct migration_list migration_built_in = {items, ${number}};
")
