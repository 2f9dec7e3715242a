#include "ui/widgets/message_bar.h"

#include "ui/theme/symbolic_icon.h"

#include <QClipboard>
#include <QDialog>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

QString iconFor(Tone tone)
{
    switch (tone) {
    case Tone::Bad: return QStringLiteral("error");
    case Tone::Warning: return QStringLiteral("warning");
    default: return QStringLiteral("info");
    }
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : AnnouncingFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_command(new QLabel(this)),
      m_copy(new QPushButton(this)),
      m_action(new QPushButton(this)),
      m_close(new QToolButton(this))
{
    setAutoFillBackground(true);
    m_text->setTextFormat(Qt::PlainText); // names and paths are the user's own
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_command->setTextFormat(Qt::PlainText);
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_command->setWordWrap(true);
    m_command->setFont(fixedFont(font()));
    m_copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_command->text()); });

    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_text);
    texts->addWidget(m_command);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(10);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addWidget(m_copy, 0, Qt::AlignVCenter);
    layout->addWidget(m_action, 0, Qt::AlignVCenter);
    layout->addWidget(m_close, 0, Qt::AlignVCenter);
    m_action->setObjectName(QStringLiteral("barAction"));
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionChosen);
    m_close->setAutoRaise(true);
    m_close->setIcon(symbolicIcon(QStringLiteral("close")));
    m_close->hide();
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    retranslate();
    hide();
}

void MessageBar::showMessage(Tone tone, const QString &text, const QString &command)
{
    m_tone = tone;
    m_text->setText(text);
    m_command->setText(command);
    m_command->setVisible(!command.isEmpty());
    m_copy->setVisible(!command.isEmpty());
    updateColors();
    announce(text);
    QMetaObject::invokeMethod(this, &MessageBar::makeRoom, Qt::QueuedConnection); // once the layout knows of it
}

// A dialog by itself grows only to the least that its lines can be squeezed to.
void MessageBar::makeRoom()
{
    auto *dialog = qobject_cast<QDialog *>(window());
    if (!dialog || !dialog->layout() || !isVisible())
        return;
    if (const int least = dialog->layout()->totalMinimumHeightForWidth(dialog->width()); least > dialog->height())
        dialog->resize(dialog->width(), least);
}

void MessageBar::setClosable(bool closable) { m_close->setVisible(closable); }

void MessageBar::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

QString MessageBar::text() const { return m_text->text(); }

QString MessageBar::command() const { return m_command->text(); }

void MessageBar::retranslate()
{
    m_copy->setText(tr("Copy command"));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(m_close->toolTip());
}

void MessageBar::showEvent(QShowEvent *event)
{
    window()->installEventFilter(this);
    AnnouncingFrame::showEvent(event);
}

// Windows hear of the application's new colours; a widget with colours of its own hears nothing.
bool MessageBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        updateColors();
    return AnnouncingFrame::eventFilter(watched, event);
}

void MessageBar::updateColors()
{
    const QPalette application = QGuiApplication::palette();
    QPalette own = application;
    own.setColor(QPalette::Window, toneBackground(m_tone, application));
    setPalette(own);
    m_icon->setPixmap(symbolicIcon(iconFor(m_tone), m_tone).pixmap(QSize(20, 20), devicePixelRatioF()));
}

} // namespace tw::ui
