#pragma once

#include "models/diagnosis/symptoms.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTextBrowser;

namespace tw::ui {

// From the words in which people complain to what it may be: type, choose, read. Nothing typed: all there is.
class SymptomDialog final : public QDialog
{
    Q_OBJECT

public:
    // `connectionName`: whose diagnosis can be opened from here; empty: none is selected.
    explicit SymptomDialog(const QString &connectionName, QWidget *parent = nullptr);

    void search(const QString &words);
    QLineEdit *edit() const { return m_edit; }
    QListWidget *list() const { return m_list; }
    QString explanation() const;
    QPushButton *openButton() const { return m_open; } // closes with Accepted

private:
    void fill();
    void explain();

    QLineEdit *m_edit;
    QListWidget *m_list;
    QTextBrowser *m_text;
    QLabel *m_nothing;
    QPushButton *m_open;
};

} // namespace tw::ui
