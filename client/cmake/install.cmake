# What `cmake --install` puts where. What is not built or not written is left out.
if(TARGET daybook)
  install(TARGETS daybook RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

install(DIRECTORY client/include/daybook DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY schema DESTINATION ${CMAKE_INSTALL_DATADIR}/daybook)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

foreach(section 1 5 7 8)
  file(GLOB_RECURSE pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/client/*.${section})
  if(pages)
    install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
  endif()
endforeach()

# Each shell looks for completions under a name of its own.
set(completions ${PROJECT_SOURCE_DIR}/client/completion)
if(EXISTS ${completions}/daybook.bash)
  install(FILES ${completions}/daybook.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
    RENAME daybook)
endif()
if(EXISTS ${completions}/_daybook)
  install(FILES ${completions}/_daybook DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
endif()
if(EXISTS ${completions}/daybook.fish)
  install(FILES ${completions}/daybook.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
