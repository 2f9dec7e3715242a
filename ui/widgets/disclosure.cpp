#include "ui/widgets/disclosure.h"

#include "ui/theme/symbolic_icon.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

Disclosure::Disclosure(QWidget *parent)
    : QWidget(parent), m_heading(new QToolButton(this)), m_layout(new QVBoxLayout(this))
{
    m_heading->setAutoRaise(true);
    m_heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_heading->setFocusPolicy(Qt::StrongFocus);
    QFont font = m_heading->font();
    font.setBold(true);
    m_heading->setFont(font);
    m_layout->setContentsMargins(0, 0, 0, 0);
    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto *head = new QHBoxLayout;
    head->addWidget(m_heading);
    head->addWidget(line, 1);
    m_layout->addLayout(head);
    connect(m_heading, &QToolButton::clicked, this, [this] { setOpen(!m_isOpen); });
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

void Disclosure::setOpen(bool open)
{
    if (open == m_isOpen)
        return;
    m_isOpen = open;
    if (m_content)
        m_content->setVisible(open);
    updateArrow();
    Q_EMIT toggled(open);
}

void Disclosure::updateArrow()
{
    m_heading->setIcon(symbolicIcon(isOpen() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    m_heading->setAccessibleDescription(isOpen() ? tr("Unfolded") : tr("Folded"));
}

} // namespace tw::ui
