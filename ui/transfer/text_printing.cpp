#include "ui/transfer/text_printing.h"

#include "ui/theme/tone.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPrinter>
#include <QTextLayout>

namespace tw::ui {

namespace {

constexpr double kPointSize = 9;

class Pages
{
public:
    Pages(QPrinter &printer, const QString &title, const QFont &base)
        : m_printer(printer), m_title(title), m_font(fixedFont(base))
    {
        m_font.setPointSizeF(kPointSize);
    }

    bool print(const QString &text)
    {
        if (!m_painter.begin(&m_printer))
            return false;
        m_painter.setPen(Qt::black); // on paper, whatever the window's theme is
        beginPage();
        for (const QStringView line : QStringView(text).split(u'\n')) {
            if (!printLine(line.toString()))
                return false;
        }
        return m_painter.end();
    }

private:
    double width() const { return m_painter.viewport().width(); }
    double height() const { return m_painter.viewport().height(); }

    void beginPage()
    {
        m_painter.setFont(m_font);
        const QFontMetricsF metrics(m_font, &m_printer);
        const QString page = QCoreApplication::translate("tw::ui::TextPrinting", "Page %1").arg(++m_page);
        const double line = metrics.lineSpacing();
        const QRectF head(0, 0, width(), line);
        m_painter.drawText(head, Qt::AlignRight, page);
        m_painter.drawText(
            head.adjusted(0, 0, -metrics.horizontalAdvance(page) - line, 0), Qt::AlignLeft,
            metrics.elidedText(m_title, Qt::ElideMiddle, width() - metrics.horizontalAdvance(page) - line));
        m_painter.drawLine(QPointF(0, 1.3 * line), QPointF(width(), 1.3 * line));
        m_y = 2 * line;
    }

    bool printLine(const QString &line)
    {
        QTextLayout layout(line, m_font, &m_printer);
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(option);
        layout.beginLayout();
        for (QTextLine row = layout.createLine(); row.isValid(); row = layout.createLine())
            row.setLineWidth(width());
        layout.endLayout();
        for (int i = 0; i < layout.lineCount(); ++i) {
            const QTextLine row = layout.lineAt(i);
            if (m_y + row.height() > height()) {
                if (!m_printer.newPage())
                    return false;
                beginPage();
            }
            row.draw(&m_painter, QPointF(0, m_y));
            m_y += row.height();
        }
        return true;
    }

    QPrinter &m_printer;
    QString m_title;
    QFont m_font;
    QPainter m_painter;
    double m_y = 0;
    int m_page = 0;
};

} // namespace

bool printText(QPrinter &printer, const QString &title, const QString &text, const QFont &base)
{
    return Pages(printer, title, base).print(text);
}

} // namespace tw::ui
