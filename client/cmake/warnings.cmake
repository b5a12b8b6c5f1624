# The warnings of every room and test. The presets make them errors.
add_library(daybook_warnings INTERFACE)
target_compile_options(daybook_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes
  -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wnull-dereference -Wdouble-promotion -Wswitch-enum
  -Wimplicit-fallthrough
  $<$<C_COMPILER_ID:GNU>:-Wduplicated-cond> $<$<C_COMPILER_ID:GNU>:-Wduplicated-branches>
  $<$<C_COMPILER_ID:GNU>:-Wlogical-op>)
