// Another program's window: what is dropped on it is printed, one address a line.

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMainWindow>
#include <QMimeData>
#include <QUrl>

#include <cstdio>

namespace {

class DropTarget final : public QMainWindow
{
protected:
    void dragEnterEvent(QDragEnterEvent *event) override
    {
        if (event->mimeData()->hasUrls())
            event->acceptProposedAction();
    }
    void dropEvent(QDropEvent *event) override
    {
        event->acceptProposedAction();
        for (const QUrl &url : event->mimeData()->urls())
            std::printf("%s\n", qUtf8Printable(url.toLocalFile()));
        std::fflush(stdout);
    }
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    DropTarget target;
    target.setAcceptDrops(true);
    target.setWindowTitle(QStringLiteral("Drop target"));
    target.setAccessibleName(QStringLiteral("Drop target"));
    target.setGeometry(900, 40, 360, 200);
    target.setWindowFlag(Qt::WindowStaysOnTopHint);
    target.setAttribute(Qt::WA_ShowWithoutActivating);
    target.show();
    return application.exec();
}
