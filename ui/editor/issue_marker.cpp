#include "ui/editor/issue_marker.h"

#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/breakable_text.h"

#include <QEvent>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>

namespace tw::ui {

namespace {

constexpr int kIconSide = 16;
constexpr int kGap = 6;

int rowOf(QFormLayout *form, QWidget *field)
{
    for (QWidget *candidate = field; candidate; candidate = candidate->parentWidget()) {
        for (int row = 0; row < form->rowCount(); ++row) {
            QLayoutItem *item = form->itemAt(row, QFormLayout::FieldRole);
            if (!item)
                continue;
            if (item->widget() == candidate || (item->layout() && item->layout()->indexOf(candidate) >= 0))
                return row;
        }
    }
    return form->rowCount() - 1;
}

} // namespace

IssueMarker::IssueMarker(QFormLayout *form, QWidget *field)
    : QWidget(form->parentWidget()), m_form(form), m_field(field), m_icon(new QLabel(this)), m_text(new QLabel(this))
{
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    connect(m_text, &QLabel::linkActivated, this, [this](const QString &link) {
        const QStringList numbers = link.split(QLatin1Char('/'));
        Q_EMIT mendRequested(numbers.first().toInt(), numbers.last().toInt());
    });

    form->insertRow(rowOf(form, field) + 1, QString(), this);
    form->setRowVisible(this, false);
}

void IssueMarker::showLines(const QList<Line> &lines)
{
    if (lines == m_lines)
        return;
    m_lines = lines;
    QStringList texts;
    for (const Line &line : lines)
        texts.append(line.text);
    m_field->setAccessibleDescription(texts.join(QLatin1Char(' ')));
    render();
    m_form->setRowVisible(this, !lines.isEmpty());
}

void IssueMarker::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        render();
    QWidget::changeEvent(event);
}

void IssueMarker::render()
{
    if (m_lines.isEmpty())
        return;
    const QPalette palette = QGuiApplication::palette();
    const QString link = toneColor(Tone::Accent, palette).name();
    const auto has = [this](Tone tone) {
        return std::ranges::any_of(m_lines, [tone](const Line &line) { return line.tone == tone; });
    };
    const auto icon = has(Tone::Bad) ? symbolicIcon(QStringLiteral("error"), Tone::Bad)
        : has(Tone::Warning)         ? symbolicIcon(QStringLiteral("warning"), Tone::Warning)
        : has(Tone::Neutral)         ? symbolicIcon(QStringLiteral("edit"), Tone::Accent)
                                     : symbolicIcon(QStringLiteral("info"), Tone::Muted);
    m_icon->setPixmap(icon.pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));

    QStringList html;
    for (qsizetype line = 0; line < m_lines.size(); ++line) {
        const Line &shown = m_lines.at(line);
        QString text = QStringLiteral("<span style=\"color:%1\">%2</span>")
                           .arg(toneColor(shown.tone, palette).name(),
                                breakable(shown.text, m_text->fontMetrics()).toHtmlEscaped());
        for (qsizetype mend = 0; mend < shown.mends.size(); ++mend) {
            text += QStringLiteral(" &nbsp;<a href=\"%1/%2\" style=\"color:%3\">%4</a>")
                        .arg(line)
                        .arg(mend)
                        .arg(link, shown.mends.at(mend).toHtmlEscaped());
        }
        html.append(text);
    }
    m_text->setText(html.join(QStringLiteral("<br>")));
    fitHeight();
}

void IssueMarker::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

// Without a layout: the hint of a label that wraps is a guess at another width, and would hold the form apart.
void IssueMarker::fitHeight()
{
    const int left = kIconSide + kGap;
    const int textWidth = std::max(width() - left, 1);
    const int textHeight = std::max(m_text->heightForWidth(textWidth), kIconSide);
    m_icon->setGeometry(0, 0, kIconSide, kIconSide);
    m_text->setGeometry(left, 0, textWidth, textHeight);
    setFixedHeight(textHeight + kGap);
}

} // namespace tw::ui
