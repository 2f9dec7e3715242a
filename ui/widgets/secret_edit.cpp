#include "ui/widgets/secret_edit.h"

#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"
#include "ui/widgets/secret_clipboard.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

namespace tw::ui {

namespace {

QToolButton *buttonFor(QAction *action, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

SecretEdit::SecretEdit(QWidget *parent)
    : QWidget(parent),
      m_edit(new QLineEdit(this)),
      m_reveal(new QAction(this)),
      m_copy(new QAction(this)),
      m_generate(new QAction(this)),
      m_conceal(new QTimer(this))
{
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setFont(fixedFont(font()));
    m_edit->setContextMenuPolicy(Qt::NoContextMenu); // its Undo and Copy would go around the rules above
    m_reveal->setCheckable(true);
    m_conceal->setSingleShot(true);
    m_conceal->setInterval(kRevealSeconds * 1000);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_edit, 1);
    m_generateButton = buttonFor(m_generate, this);
    m_generateButton->hide();
    layout->addWidget(buttonFor(m_reveal, this));
    layout->addWidget(buttonFor(m_copy, this));
    layout->addWidget(m_generateButton);
    setFocusProxy(m_edit);

    connect(m_reveal, &QAction::toggled, this, &SecretEdit::reveal);
    connect(m_copy, &QAction::triggered, this, &SecretEdit::copy);
    connect(m_generate, &QAction::triggered, this, &SecretEdit::generate);
    connect(m_conceal, &QTimer::timeout, this, [this] { m_reveal->setChecked(false); });
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        forgetHistory();
        Q_EMIT secretEdited();
    });
    connect(m_edit, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_copy->setEnabled(!text.isEmpty()); });
    connect(m_edit, &QLineEdit::editingFinished, this, &SecretEdit::editingFinished);
    m_copy->setEnabled(false);
    reveal(false);
}

QString SecretEdit::secret() const { return m_edit->text(); }

void SecretEdit::setSecret(const QString &secret)
{
    m_reveal->setChecked(false);
    m_edit->setText(secret);
    m_edit->setCursorPosition(0);
}

void SecretEdit::setGenerator(Generator generator)
{
    m_generator = std::move(generator);
    m_generateButton->setVisible(static_cast<bool>(m_generator));
}

void SecretEdit::setMaxLength(int characters) { m_edit->setMaxLength(characters); }

void SecretEdit::setPlaceholderText(const QString &text) { m_edit->setPlaceholderText(text); }

bool SecretEdit::isRevealed() const { return m_edit->echoMode() == QLineEdit::Normal; }

void SecretEdit::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::FontChange)
        m_edit->setFont(fixedFont(font()));
    QWidget::changeEvent(event);
}

void SecretEdit::reveal(bool on)
{
    m_edit->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password);
    m_reveal->setIcon(symbolicIcon(on ? QStringLiteral("conceal") : QStringLiteral("reveal")));
    if (on)
        m_conceal->start();
    else
        m_conceal->stop();
    retranslate();
}

void SecretEdit::generate()
{
    m_edit->setText(m_generator());
    m_edit->setCursorPosition(0);
    m_reveal->setChecked(true); // the user asked for a key that is to be seen
    Q_EMIT secretEdited();
}

void SecretEdit::copy() { SecretClipboard::copy(m_edit->text()); }

// setText() is the one way to make QLineEdit drop its history, which it keeps while the text is shown.
void SecretEdit::forgetHistory()
{
    const QSignalBlocker quiet(m_edit);
    const int cursor = m_edit->cursorPosition();
    m_edit->setText(m_edit->text());
    m_edit->setCursorPosition(cursor);
}

void SecretEdit::retranslate()
{
    m_copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    m_generate->setIcon(symbolicIcon(QStringLiteral("generate")));
    m_reveal->setText(isRevealed() ? tr("Hide the key") : tr("Show the key for %n seconds", nullptr, kRevealSeconds));
    m_copy->setText(tr("Copy the key; the clipboard is cleared after %n seconds", nullptr, SecretClipboard::kSeconds));
    m_generate->setText(tr("Generate a random key"));
}

} // namespace tw::ui
