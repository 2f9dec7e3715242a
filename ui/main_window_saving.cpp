// What the window shows of changes that are on their way to the disk.

#include "models/catalog/catalog.h"
#include "ui/main_window.h"
#include "ui/undo_actions.h"
#include "ui/widgets/notice.h"

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
}

void MainWindow::tellLate(bool isGood, const QString &sentence)
{
    if (isGood)
        m_undo->notice()->showNotice(Tone::Good, sentence);
    else
        showProblem(sentence);
}

} // namespace tw::ui
