# What is written once, in schema/, becomes constant tables by the programs of client/compiler.

#   daybook_compile_schema(COMPILER FOLDER OUTPUTS table.c … PARTS part …)
#
# Makes the outputs in this build folder of schema/FOLDER/PART.json; the order of the parts is that of the tables.
function(daybook_compile_schema compiler folder)
  cmake_parse_arguments(SCHEMA "" "" "OUTPUTS;PARTS" ${ARGN})
  list(TRANSFORM SCHEMA_OUTPUTS PREPEND ${CMAKE_CURRENT_BINARY_DIR}/)
  list(TRANSFORM SCHEMA_PARTS REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/schema/${folder}/\\1.json" OUTPUT_VARIABLE files)
  add_custom_command(OUTPUT ${SCHEMA_OUTPUTS}
    COMMAND daybook_${compiler}_compiler ${SCHEMA_OUTPUTS} ${files}
    DEPENDS daybook_${compiler}_compiler ${files}
    COMMENT "Compiling schema/${folder}" VERBATIM)
endfunction()
