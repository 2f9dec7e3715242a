#include "ui/widgets/saving_at_quit.h"

#include "models/catalog/catalog.h"
#include "ui/theme/measure.h"
#include "ui/widgets/questions.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace tw::ui {

namespace {

constexpr std::chrono::milliseconds kNoticeable{200};

} // namespace

SavingAtQuit::SavingAtQuit(models::Catalog &catalog, QWidget *parent)
    : QDialog(parent), m_catalog(catalog), m_text(new QLabel(this)), m_loss(new QLabel(this))
{
    setWindowTitle(tr("Saving..."));
    setObjectName(QStringLiteral("savingAtQuit"));
    setWindowModality(Qt::ApplicationModal);
    auto *buttons = new QDialogButtonBox(this);
    auto *quit = buttons->addButton(tr("Quit without saving"), QDialogButtonBox::DestructiveRole);
    auto *stay = buttons->addButton(tr("Do not quit"), QDialogButtonBox::RejectRole);
    quit->setObjectName(QStringLiteral("quitWithoutSaving"));
    quit->setAutoDefault(false); // Return loses nothing
    stay->setDefault(true);
    connect(quit, &QPushButton::clicked, this, [this] { finish(End::Abandoned); });
    connect(stay, &QPushButton::clicked, this, &SavingAtQuit::reject);

    for (QLabel *label : {m_text, m_loss}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText); // names are the user's own
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(m_text);
    layout->addWidget(m_loss);
    layout->addStretch();
    layout->addWidget(buttons);
    setMinimumWidth(letterWidth(fontMetrics()) * 64);

    m_noticeable.setSingleShot(true);
    m_noticeable.setInterval(kNoticeable);
    m_noticeable.callOnTimeout(this, [this] {
        showWaiting();
        m_second.start(std::chrono::seconds(1));
        open();
    });
    m_second.callOnTimeout(this, &SavingAtQuit::showWaiting);
}

void SavingAtQuit::begin(std::function<void(End)> then)
{
    m_then = std::move(then);
    m_names = m_catalog.unsavedNames();
    m_since.start();
    m_noticeable.start();
    await();
}

// What comes while it waits, from the command line, is waited for too.
void SavingAtQuit::await()
{
    m_catalog.whenSaved(this, [this](const models::CatalogResult<void> &done) {
        if (!done)
            showFailure(done.error().text);
        else if (m_catalog.isSaving())
            await();
        else
            finish(End::Saved);
    });
}

void SavingAtQuit::showWaiting()
{
    const int seconds = static_cast<int>(m_since.elapsed() / 1000);
    m_text->setText(seconds < 1 ? tr("What was changed is being saved.")
                                : tr("What was changed is being saved. The disk has not answered for %n second(s).",
                                     nullptr, seconds));
    m_names = m_catalog.unsavedNames();
    m_loss->setText(tr("The program ends when that is done. Whoever quits without saving loses the changes of:\n%1")
                        .arg(concernsList(m_names, fontMetrics())));
}

void SavingAtQuit::showFailure(const QString &sentence)
{
    if (!m_then)
        return;
    m_noticeable.stop();
    m_second.stop();
    m_text->setText(tr("It was not saved, and nothing was changed: %1").arg(sentence));
    m_loss->setText(tr("Whoever quits now loses the changes of:\n%1").arg(concernsList(m_names, fontMetrics())));
    open();
}

void SavingAtQuit::reject() { finish(End::Stayed); }

void SavingAtQuit::finish(End end)
{
    m_noticeable.stop();
    m_second.stop();
    if (const auto then = std::exchange(m_then, {})) {
        hide();
        deleteLater();
        then(end);
    }
}

} // namespace tw::ui
