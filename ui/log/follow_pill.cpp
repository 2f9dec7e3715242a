#include "ui/log/follow_pill.h"

#include "ui/log/log_view.h"
#include "ui/theme/symbolic_icon.h"

#include <QEvent>

namespace tw::ui {

FollowPill::FollowPill(LogView *view, QWidget *parent) : QPushButton(parent), m_view(view)
{
    setIcon(symbolicIcon(QStringLiteral("follow")));
    setAutoDefault(false);
    hide();
    connect(view, &LogView::newLinesChanged, this, &FollowPill::showLines);
    connect(this, &QPushButton::clicked, view, [this] {
        m_view->setFocus(); // before it goes: the focus would jump to whatever comes next
        m_view->follow();
    });
    retranslate();
}

void FollowPill::showLines(int lines)
{
    if (lines == 0 && hasFocus())
        m_view->setFocus();
    setText(tr("%n new line(s)", nullptr, lines));
    adjustSize();
    setVisible(lines > 0);
}

void FollowPill::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QPushButton::changeEvent(event);
}

void FollowPill::retranslate()
{
    const QString what = tr("Go to the end and follow the log (End)");
    setToolTip(what);
    setAccessibleDescription(what);
    showLines(m_view->newLines());
}

} // namespace tw::ui
