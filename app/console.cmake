# The console: the window on app_core.
add_executable(tunnelwright tunnelwright_main.cpp console_application.cpp console_application.h)
set_target_properties(tunnelwright PROPERTIES AUTOMOC ON)
target_link_libraries(tunnelwright PRIVATE tw_qt_options app_core ui)
target_compile_definitions(tunnelwright PRIVATE TW_VERSION="${PROJECT_VERSION}")
