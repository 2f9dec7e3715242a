#pragma once

#include "models/log/log_record.h"

#include <QWidget>

class QLabel;
class QTableWidget;
class QToolButton;

namespace tw::ui {

// What stands behind a line: its sentence in full, and what we and the peer have beside each other. What does not fit
// has a sign and a colour.
class FactView final : public QWidget
{
    Q_OBJECT

public:
    explicit FactView(QWidget *parent = nullptr);

    void setFact(const models::LogRecord &record);
    QTableWidget *table() const { return m_table; }
    // The sentence and the details as they are, for a ticket.
    QString rawText() const;

Q_SIGNALS:
    void closed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void retranslate();

    models::LogRecord m_record;
    QLabel *m_when;
    QLabel *m_sentence;
    QTableWidget *m_table;
    QToolButton *m_copy;
    QToolButton *m_close;
};

} // namespace tw::ui
