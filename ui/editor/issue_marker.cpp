#include "ui/editor/issue_marker.h"

#include "ui/theme/symbolic_icon.h"

#include <QEvent>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>

namespace tw::ui {

namespace {

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
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(6);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    connect(m_text, &QLabel::linkActivated, this, &IssueMarker::mendRequested);

    form->insertRow(rowOf(form, field) + 1, QString(), this);
    form->setRowVisible(this, false);
}

void IssueMarker::showIssue(Tone tone, const QString &text, const QString &mend)
{
    m_tone = tone;
    m_message = text;
    m_mend = mend;
    m_shown = true;
    m_field->setAccessibleDescription(text);
    updateColors();
    m_form->setRowVisible(this, true);
}

void IssueMarker::clear()
{
    if (!m_shown)
        return;
    m_shown = false;
    m_message.clear();
    m_mend.clear();
    m_field->setAccessibleDescription({});
    m_form->setRowVisible(this, false);
}

QString IssueMarker::text() const { return m_message; }

QString IssueMarker::mend() const { return m_mend; }

void IssueMarker::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_shown)
        updateColors();
    QWidget::changeEvent(event);
}

void IssueMarker::updateColors()
{
    const QPalette palette = QGuiApplication::palette();
    const QString icon = m_tone == Tone::Bad ? QStringLiteral("error") : QStringLiteral("warning");
    m_icon->setPixmap(symbolicIcon(icon, m_tone).pixmap(QSize(16, 16), devicePixelRatioF()));
    QString html = QStringLiteral("<span style=\"color:%1\">%2</span>")
                       .arg(toneColor(m_tone, palette).name(), m_message.toHtmlEscaped());
    if (!m_mend.isEmpty()) {
        html += QStringLiteral(" <a href=\"mend\" style=\"color:%1\">%2</a>")
                    .arg(toneColor(Tone::Accent, palette).name(), m_mend.toHtmlEscaped());
    }
    m_text->setText(html);
}

} // namespace tw::ui
