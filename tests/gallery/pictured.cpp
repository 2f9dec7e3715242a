#include "pictured.h"

#include <QApplication>
#include <QLabel>
#include <QTimer>

namespace tw::gallery {

std::unique_ptr<QWidget> pictureOf(const std::function<void()> &open)
{
    auto picture = std::make_unique<QLabel>();
    const auto take = [&picture] {
        QWidget *popup = QApplication::activePopupWidget();
        QWidget *shown = popup ? popup : QApplication::activeModalWidget();
        if (!shown || !picture->pixmap().isNull())
            return;
        QCoreApplication::sendPostedEvents();
        picture->setPixmap(shown->grab());
        shown->close();
    };
    QTimer::singleShot(0, picture.get(), take);
    open();
    take(); // of what does not wait
    if (picture->pixmap().isNull())
        qFatal("nothing was opened that could be pictured");
    picture->setAccessibleName(QStringLiteral("picture"));
    return picture;
}

} // namespace tw::gallery
