#pragma once

#include "models/transfer/import/import_file.h"
#include "models/transfer/import/import_session.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace tw::ui {

class ImportChoicesPage;
class ImportReadingPage;
class ImportSourcePage;
class ImportSummaryPage;
class MessageBar;
class SavingState;

// From another device's configuration to connections, in four steps: the text, what was understood of it, what is still
// open, and what will be stored. Nothing is stored before the last one's button is pressed, and then all of it at once.
class ImportWizard final : public QDialog
{
    Q_OBJECT

public:
    enum class Step { Source, Reading, Choices, Summary };

    ImportWizard(models::Catalog &catalog, const QString &regionId, QWidget *parent = nullptr);

    // What was opened or dropped; a configuration goes on to what was understood where that is everything.
    void setFiles(const std::vector<models::ImportFile> &files);
    void setText(const QByteArray &text, const QByteArray &secrets = {});

    models::ImportSession *session() const { return m_session; }
    Step step() const;
    // As far as the text lets go.
    void goTo(Step step);
    ImportSourcePage *sourcePage() const { return m_source; }
    ImportReadingPage *readingPage() const { return m_reading; }
    ImportChoicesPage *choicesPage() const { return m_choices; }
    ImportSummaryPage *summaryPage() const { return m_summary; }
    QPushButton *nextButton() const { return m_next; }
    QPushButton *backButton() const { return m_back; }
    // Of the first connection that was stored; empty: none was.
    const QString &importedId() const { return m_importedId; }

    void accept() override; // one step on, and at the last one stores
    void reject() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void store();
    void finish(const QString &importedId);
    void follow();
    void retranslate();

    models::ImportSession *m_session;
    QLabel *m_steps;
    QStackedWidget *m_stack;
    ImportSourcePage *m_source;
    ImportReadingPage *m_reading;
    ImportChoicesPage *m_choices;
    ImportSummaryPage *m_summary;
    MessageBar *m_trouble;
    SavingState *m_saving;
    QPushButton *m_back;
    QPushButton *m_next;
    QPushButton *m_cancel;
    QString m_importedId;
};

} // namespace tw::ui
