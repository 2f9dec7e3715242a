#include "ui/log/log_message.h"

#include "ui/widgets/breakable_text.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tw::ui {

LogMessage::LogMessage(QWidget *parent) : QWidget(parent), m_text(new QLabel(this)), m_button(new QPushButton(this))
{
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText); // names are the user's own
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(1);
    layout->addWidget(m_text);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_action)
            m_action->trigger();
    });
    m_button->hide();
}

void LogMessage::setText(const QString &text) { m_text->setText(breakable(text, m_text->fontMetrics())); }

QString LogMessage::text() const { return m_text->text(); }

void LogMessage::setAction(QAction *action)
{
    m_action = action;
    m_button->setVisible(action);
    if (action) {
        m_button->setText(action->text());
        m_button->setIcon(action->icon());
    }
}

} // namespace tw::ui
