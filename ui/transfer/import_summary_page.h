#pragma once

#include "models/catalog/catalog_error.h"

#include <QWidget>

class QLabel;

namespace tw::models {
class ImportSession;
}

namespace tw::ui {

class MessageBar;
class TextLabel;
class WordTable;

// What pressing Import will do, object by object, and what stands in its way.
class ImportSummaryPage final : public QWidget
{
    Q_OBJECT

public:
    ImportSummaryPage(models::ImportSession &session, QWidget *parent);

    void showRefusal(const models::CatalogErrors &errors);
    WordTable *table() const { return m_table; }
    QString message() const; // what the bar says; empty: nothing

protected:
    void changeEvent(QEvent *event) override;

private:
    void present();

    models::ImportSession &m_session;
    TextLabel *m_intro;
    MessageBar *m_message;
    WordTable *m_table;
};

} // namespace tw::ui
