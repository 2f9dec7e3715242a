#include "watched_application.h"

#include <QLabel>
#include <QMainWindow>

// A window of Qt Widgets with nothing in it, for measure_start.py: no program of Qt can be there sooner.
int main(int argc, char **argv)
{
    tw::window::WatchedApplication application(argc, argv);
    QMainWindow window;
    window.setCentralWidget(new QLabel(QStringLiteral("Qt")));
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
