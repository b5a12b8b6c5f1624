# A room is a folder of client/ and one static library, daybook_NAME. Which rooms may include which is decided by
# tests/architecture/layers.txt; DEPENDS here only links.

# These rooms compute and nothing else: they see ISO C only, and a test reads the symbols they ask for. The other
# rooms, and all tests, also see POSIX.
set(DAYBOOK_PURE_ROOMS base domain trends flags wire sync)
set(DAYBOOK_POSIX _POSIX_C_SOURCE=200809L)

#   daybook_room(NAME SOURCES a.c … HEADERS a.h … [DEPENDS room …] [LIBRARIES target …])
function(daybook_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;HEADERS;DEPENDS;LIBRARIES" ${ARGN})
  add_library(daybook_${name} STATIC ${ROOM_SOURCES})
  target_sources(daybook_${name} PUBLIC FILE_SET room_headers TYPE HEADERS
    BASE_DIRS ${PROJECT_SOURCE_DIR}/client FILES ${ROOM_HEADERS})
  target_include_directories(daybook_${name} PUBLIC ${PROJECT_SOURCE_DIR}/client ${PROJECT_SOURCE_DIR}/client/include)
  if(NOT name IN_LIST DAYBOOK_PURE_ROOMS)
    target_compile_definitions(daybook_${name} PRIVATE ${DAYBOOK_POSIX})
  endif()
  target_link_libraries(daybook_${name} PRIVATE daybook_warnings)
  foreach(room IN LISTS ROOM_DEPENDS)
    target_link_libraries(daybook_${name} PUBLIC daybook_${room})
  endforeach()
  target_link_libraries(daybook_${name} PRIVATE ${ROOM_LIBRARIES})
endfunction()

# Every test runs under the witness (tests/harness/README.md), which fails it when one of its processes writes in clear
# what only a store may hold. So a test is registered by this and never by add_test() itself; the test
# architecture.every_test_has_its_witness looks.
#
#   daybook_witnessed_test(NAME PROGRAM-OR-TARGET ARGUMENT …)
function(daybook_witnessed_test name program)
  if(TARGET ${program})
    add_dependencies(${program} daybook_witness)
    set(program $<TARGET_FILE:${program}>)
  endif()
  add_test(NAME ${name} COMMAND ${PROJECT_SOURCE_DIR}/tests/harness/witnessed $<TARGET_FILE:daybook_witness> ${name}
    ${program} ${ARGN})
endfunction()

# Of a test that searches memory for what was freed: a sanitizer that keeps freed memory from being
# used again would keep it there.
set(daybook_forgetful_sanitizer "ASAN_OPTIONS=abort_on_error=1:detect_leaks=1:detect_stack_use_after_return=0:quarantine_size_mb=0:thread_local_quarantine_size_kb=0")

# A test program on cmocka: tests/ROOM/NAME_test.c, run by ctest as ROOM.NAME. Give it labels with
# set_tests_properties(ROOM.NAME PROPERTIES LABELS nightly).
#
#   daybook_test(ROOM NAME [SOURCES extra.c …] [DEPENDS room …] [LIBRARIES target …])
function(daybook_test room name)
  cmake_parse_arguments(TEST "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  set(target test_${room}_${name})
  add_executable(${target} ${CMAKE_CURRENT_SOURCE_DIR}/${name}_test.c ${TEST_SOURCES})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE ${DAYBOOK_POSIX} DAYBOOK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE daybook_${room} daybook_warnings PkgConfig::CMOCKA ${TEST_LIBRARIES})
  foreach(other IN LISTS TEST_DEPENDS)
    target_link_libraries(${target} PRIVATE daybook_${other})
  endforeach()
  daybook_witnessed_test(${room}.${name} ${target})
  set_tests_properties(${room}.${name} PROPERTIES TIMEOUT 1200
    ENVIRONMENT DAYBOOK_STATE=${PROJECT_BINARY_DIR}/state) # nobody else's
endfunction()
