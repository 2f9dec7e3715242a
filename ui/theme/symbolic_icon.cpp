#include "ui/theme/symbolic_icon.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace tw::ui {

namespace {

class SymbolicIconEngine final : public QIconEngine
{
public:
    SymbolicIconEngine(QString name, Tone tone) : m_name(std::move(name)), m_tone(tone) { }

    QIconEngine *clone() const override { return new SymbolicIconEngine(m_name, m_tone); }
    QString key() const override { return QStringLiteral("tunnelwright-symbolic"); }
    bool isNull() override { return !QFile::exists(path()); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        render(*painter, square, mode);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const QString cacheKey = QStringLiteral("%1/%2/%3x%4")
                                     .arg(m_name, color(mode).name(QColor::HexArgb))
                                     .arg(size.width())
                                     .arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(cacheKey, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, QIcon::Off);
        painter.end();
        QPixmapCache::insert(cacheKey, pixmap);
        return pixmap;
    }

private:
    QString path() const { return QStringLiteral(":/icons/%1.svg").arg(m_name); }

    QColor color(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        return toneColor(m_tone, palette);
    }

    void render(QPainter &painter, const QRect &rect, QIcon::Mode mode) const
    {
        QFile file(path());
        if (!file.open(QIODevice::ReadOnly))
            return;
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color(mode).name().toLatin1());
        QSvgRenderer renderer(svg);
        painter.setRenderHint(QPainter::Antialiasing);
        renderer.render(&painter, QRectF(rect));
    }

    QString m_name;
    Tone m_tone;
};

} // namespace

QIcon symbolicIcon(const QString &name) { return symbolicIcon(name, Tone::Neutral); }

QIcon symbolicIcon(const QString &name, Tone tone)
{
    return QIcon(new SymbolicIconEngine(name, tone)); // the icon owns its engine
}

} // namespace tw::ui
