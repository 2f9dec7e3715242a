# The console: the window on app_core.
tw_add_library(app_console
    SOURCES console_application.cpp console_application.h console_main.cpp console_main.h
    LINKS app_core ui
    PRIVATE_LINKS tw_qt_options)
set_target_properties(app_console PROPERTIES AUTOMOC ON)
target_compile_definitions(app_console PRIVATE TW_VERSION="${PROJECT_VERSION}")

add_executable(tunnelwright tunnelwright_main.cpp)
target_link_libraries(tunnelwright PRIVATE tw_qt_options app_console)
