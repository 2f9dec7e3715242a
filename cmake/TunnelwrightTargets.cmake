# The one interface target that every target links: language level, warnings, sanitizers. Includes are written from
# the top of the tree ("engine/base/bytes.h"), so that a line says which layer it reaches into.
add_library(tw_options INTERFACE)
target_compile_features(tw_options INTERFACE cxx_std_23)
set(CMAKE_CXX_EXTENSIONS OFF)
target_include_directories(tw_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(tw_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(TW_WARNINGS_AS_ERRORS)
    target_compile_options(tw_options INTERFACE -Werror)
endif()
if(TW_SANITIZE)
    # gcc 12 loses sight of what is initialised where a sanitizer has put its own code between (GCC bug 105562).
    target_compile_options(tw_options INTERFACE -fsanitize=${TW_SANITIZE} -fno-omit-frame-pointer
                           $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(tw_options INTERFACE -fsanitize=${TW_SANITIZE})
endif()
if(TW_BUILD_FUZZERS)
    target_compile_options(tw_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# For targets that use Qt: no silent conversion between bytes and text, no string-based connect.
add_library(tw_qt_options INTERFACE)
target_link_libraries(tw_qt_options INTERFACE tw_options)
target_compile_definitions(tw_qt_options INTERFACE
    QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH QT_NO_KEYWORDS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS
    QT_USE_QSTRINGBUILDER)

# tw_add_library(name SOURCES ... LINKS ...): a static library of one layer. LINKS are public: who may know a layer may
# know what its headers show.
function(tw_add_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC tw_options ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
endfunction()

# Those that ThreadSanitizer has something to look for in: the engine's own threads. Where threads meet in Qt's event
# queues it sees none of the locks, since Qt is not built with it, and calls everything a race.
add_custom_target(thread_tests)

# tw_add_test(name LINKS ... [TIMEOUT seconds] [LABELS ...]): one Qt Test executable out of name.cpp, run offscreen.
function(tw_add_test name)
    cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE tw_qt_options ${arg_LINKS} Qt6::Test)
    if("threads" IN_LIST arg_LABELS)
        add_dependencies(thread_tests ${name})
    endif()
    set(launcher "")
    if(TW_SANITIZE MATCHES thread)
        # gcc 12's ThreadSanitizer cannot live with every random memory map, and some tests fork to get a namespace.
        set(launcher setarch -R)
        math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 5")
    endif()
    add_test(NAME ${name} COMMAND ${launcher} $<TARGET_FILE:${name}>)
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}" ENVIRONMENT "QT_QPA_PLATFORM=offscreen;UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1;TSAN_OPTIONS=die_after_fork=0:suppressions=${PROJECT_SOURCE_DIR}/tests/thread_sanitizer.supp")
endfunction()

# tw_add_subdirectories(dir ...): those that have a CMakeLists.txt.
function(tw_add_subdirectories)
    foreach(dir IN LISTS ARGN)
        if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${dir}/CMakeLists.txt")
            add_subdirectory(${dir})
        endif()
    endforeach()
endfunction()
