// From the words in which people complain to a connection's diagnosis: the dialog, and the entries of the palette.

#include "models/catalog/catalog.h"
#include "models/diagnosis/diagnosis_text.h"
#include "models/diagnosis/symptoms.h"
#include "ui/catalog/connections_page.h"
#include "ui/diagnosis/symptom_dialog.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/theme/language.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/object_table.h"

namespace tw::ui {

void MainWindow::findSymptom(const QString &words)
{
    const QStringList ids = m_connections->table()->selectedIds();
    const models::Connection *connection = ids.size() == 1 ? m_services.catalog.connection(ids.first()) : nullptr;
    SymptomDialog dialog(connection ? connection->draft.name : QString(), this);
    dialog.search(words);
    if (dialog.exec() == QDialog::Accepted)
        showDiagnosisOf(ids.first());
}

QList<PaletteEntry> MainWindow::symptomEntries()
{
    QList<PaletteEntry> entries;
    const QString place = tr("Symptoms");
    const QIcon icon = symbolicIcon(QStringLiteral("diagnosis"));
    for (const models::Symptom symptom : models::allSymptoms()) {
        const QString title = models::symptomTitle(symptom);
        entries.append(
            {.search = {QStringLiteral("symptom:%1").arg(static_cast<int>(symptom)), title, sourceText(title), place},
             .keys = {},
             .icon = icon,
             .run = [this, title] { findSymptom(title); }});
    }
    for (const models::DiagnosisCode code : models::allDiagnosisCodes()) {
        const auto bytes = models::diagnosisName(code);
        const QString name = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
        entries.append({.search = {QStringLiteral("code:") + name, models::diagnosisTitle(code), name, place},
                        .keys = {},
                        .icon = icon,
                        .run = [this, name] { findSymptom(name); }});
    }
    return entries;
}

} // namespace tw::ui
