#include "app/console_main.h"

#include <QApplication>

int main(int argc, char *argv[])
{
    return tw::app::consoleMain(argc, argv, [](int &count, char *arguments[]) {
        return std::make_unique<QApplication>(count, arguments);
    });
}
