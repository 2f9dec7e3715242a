#include "watched_application.h"

#include "app/console_main.h"

// The console as it is, under watch.
int main(int argc, char *argv[])
{
    return tw::app::consoleMain(argc, argv, [](int &count, char *arguments[]) {
        return std::make_unique<tw::window::WatchedApplication>(count, arguments);
    });
}
