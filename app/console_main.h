#pragma once

#include <functional>
#include <memory>

class QApplication;

namespace tw::app {

// argc must outlive what it makes.
using MakeApplication = std::function<std::unique_ptr<QApplication>(int &argc, char *argv[])>;

// The console from its arguments to its exit code. Which application object it runs on is the caller's choice; it is made
// only where a window is to open.
int consoleMain(int &argc, char *argv[], const MakeApplication &makeApplication);

} // namespace tw::app
