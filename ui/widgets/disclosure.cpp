#include "ui/widgets/disclosure.h"

#include "ui/theme/symbolic_icon.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

Disclosure::Disclosure(QWidget *parent)
    : QWidget(parent), m_heading(new QToolButton(this)), m_layout(new QVBoxLayout(this))
{
    m_heading->setCheckable(true);
    m_heading->setAutoRaise(true);
    m_heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_heading->setFocusPolicy(Qt::StrongFocus);
    QFont font = m_heading->font();
    font.setBold(true);
    m_heading->setFont(font);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->addWidget(m_heading, 0, Qt::AlignLeft);
    connect(m_heading, &QToolButton::toggled, this, [this](bool open) {
        if (m_content)
            m_content->setVisible(open);
        updateArrow();
        Q_EMIT toggled(open);
    });
    updateArrow();
}

QString Disclosure::title() const { return m_heading->text(); }

void Disclosure::setTitle(const QString &title)
{
    m_heading->setText(title);
    m_heading->setAccessibleName(title);
}

void Disclosure::setContent(QWidget *content)
{
    m_content = content;
    m_layout->addWidget(content);
    content->setVisible(isOpen());
}

bool Disclosure::isOpen() const { return m_heading->isChecked(); }

void Disclosure::setOpen(bool open) { m_heading->setChecked(open); }

void Disclosure::updateArrow()
{
    m_heading->setIcon(symbolicIcon(isOpen() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
}

} // namespace tw::ui
