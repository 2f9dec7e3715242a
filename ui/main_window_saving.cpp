// What the window shows of changes that are on their way to the disk.

#include "models/catalog/catalog.h"
#include "ui/main_window.h"
#include "ui/undo_actions.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/notice.h"

#include <QDialog>
#include <QLabel>
#include <QTimer>

namespace tw::ui {

namespace {

constexpr std::chrono::milliseconds kNoticeable{200};

} // namespace

void MainWindow::followSaving()
{
    m_saving->setObjectName(QStringLiteral("saving"));
    m_saving->hide();
    m_saving->setContentsMargins(0, 0, 8, 0);
    auto *noticeable = new QTimer(this);
    noticeable->setSingleShot(true);
    noticeable->setInterval(kNoticeable);
    noticeable->callOnTimeout(this, [this] {
        m_saving->setText(tr("Saving..."));
        m_saving->show();
    });
    connect(&m_services.catalog, &models::Catalog::savingChanged, this, [this, noticeable](bool isSaving) {
        if (isSaving) {
            noticeable->start();
        } else {
            noticeable->stop();
            m_saving->hide();
        }
    });
    connect(&m_services.catalog, &models::Catalog::saveFailed, this,
            [this](const models::CatalogError &error) { showProblem(error.text); });

    m_unsavedBar->setClosable(true);
    connect(m_unsavedBar, &MessageBar::actionChosen, this, &MainWindow::reopenForm);
    connect(m_unsavedBar, &MessageBar::closed, this, [this] { m_unsaved.clear(); });
}

void MainWindow::tellLate(bool isGood, const QString &sentence, const Reopen &reopen)
{
    if (isGood) {
        m_undo->notice()->showNotice(Tone::Good, sentence);
    } else if (!reopen) {
        showProblem(sentence);
    } else {
        m_unsaved.append({sentence, reopen});
        showUnsaved();
    }
}

void MainWindow::showUnsaved()
{
    if (m_unsaved.isEmpty()) {
        m_unsavedBar->hide();
        return;
    }
    QStringList sentences;
    for (const Unsaved &form : std::as_const(m_unsaved))
        sentences.append(form.sentence);
    m_unsavedBar->setAction(tr("Reopen the form"));
    m_unsavedBar->showMessage(Tone::Bad, sentences.join(QLatin1Char('\n')));
}

// One at a time, the first one first.
void MainWindow::reopenForm()
{
    if (m_unsaved.isEmpty())
        return;
    const Unsaved form = m_unsaved.takeFirst();
    showUnsaved();
    QDialog *dialog = form.reopen(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace tw::ui
