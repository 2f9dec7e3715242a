#pragma once

#include "models/diagnosis/peer_report.h"

#include <QDialog>

class QComboBox;
class QPlainTextEdit;

namespace tw::ui {

class MessageBar;

// The text for the administrator of the other gateway, to be read before it is sent: in either language, copied or saved.
class PeerReportDialog final : public QDialog
{
    Q_OBJECT

public:
    PeerReportDialog(models::DiagnosisFacts facts, models::Diagnosis diagnosis, QWidget *parent = nullptr);

    QString text() const;
    QComboBox *languages() const { return m_language; }
    void saveTo(const QString &file);

private:
    void showReport();
    void save();

    models::DiagnosisFacts m_facts;
    models::Diagnosis m_diagnosis;
    QComboBox *m_language;
    QPlainTextEdit *m_text;
    MessageBar *m_result;
};

} // namespace tw::ui
