#include "ui/widgets/notice.h"

#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace tw::ui {

namespace {

constexpr int kMargin = 16; // to the parent's edges

} // namespace

Notice::Notice(QWidget *parent)
    : AnnouncingFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_button(new QPushButton(this)),
      m_close(new QToolButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_text->setTextFormat(Qt::PlainText); // names are the user's own
    m_button->setAutoDefault(false);
    m_button->setFocusPolicy(Qt::TabFocus); // the mouse leaves the focus in the list
    m_close->setFocusPolicy(Qt::TabFocus);
    m_close->setAutoRaise(true);
    m_close->setIcon(symbolicIcon(QStringLiteral("close")));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(10);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    layout->addWidget(m_close);

    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (underMouse() || isAncestorOf(QApplication::focusWidget()))
            m_timer.start(); // somebody is about to press it
        else
            hide();
    });
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_button, &QPushButton::clicked, this, [this] {
        hide();
        if (const auto act = std::exchange(m_act, {})) // which may show the next notice
            act();
    });
    parent->installEventFilter(this);
    parent->window()->installEventFilter(this);
    retranslate();
    hide();
}

void Notice::showNotice(Tone tone, const QString &text, const QString &button, std::function<void()> act, Stay stay)
{
    m_tone = tone;
    m_stay = stay;
    m_fullText = text;
    m_act = std::move(act);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    updateColors();
    place();
    announce(text);
    raise();
    if (stay == Stay::AWhile)
        m_timer.start(kAWhileMs);
    else
        m_timer.stop();
}

void Notice::retranslate()
{
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close"));
}

bool Notice::event(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        hide(); // its words are those of another language
    }
    return AnnouncingFrame::event(event);
}

bool Notice::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (event->type() == QEvent::ApplicationPaletteChange)
        updateColors(); // windows hear of it; a widget with colours of its own does not
    return AnnouncingFrame::eventFilter(watched, event);
}

// In the middle of the lower edge; a text that is too long loses its middle, where the long names are.
void Notice::place()
{
    const QSize room = parentWidget()->size() - QSize(2 * kMargin, 2 * kMargin);
    m_text->setText(m_fullText);
    m_text->setToolTip({});
    m_text->setWordWrap(false);
    layout()->activate();
    if (const int excess = sizeHint().width() - room.width(); excess > 0) {
        const int width = std::max(m_text->sizeHint().width() - excess, 10 * letterWidth(fontMetrics()));
        m_text->setText(m_text->fontMetrics().elidedText(m_fullText, Qt::ElideMiddle, width));
        m_text->setToolTip(m_fullText);
        layout()->activate();
    }
    resize(sizeHint().boundedTo(QSize(room.width(), sizeHint().height())));
    move((parentWidget()->width() - width()) / 2, parentWidget()->height() - height() - kMargin);
}

void Notice::updateColors()
{
    const QPalette application = QGuiApplication::palette();
    QPalette own = application;
    own.setColor(QPalette::Window,
                 m_tone == Tone::Neutral ? application.color(QPalette::ToolTipBase)
                                         : toneBackground(m_tone, application));
    setPalette(own);
    const QString icon = m_tone == Tone::Bad ? QStringLiteral("error") : QStringLiteral("info");
    m_icon->setPixmap(symbolicIcon(icon, m_tone).pixmap(QSize(20, 20), devicePixelRatioF()));
}

} // namespace tw::ui
