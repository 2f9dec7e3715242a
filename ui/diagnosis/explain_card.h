#pragma once

#include "models/diagnosis/diagnosis.h"

#include <QDateTime>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace tw::ui {

class BadgeLabel;
class TextLabel;
class WordTable;

// One finding: what is wrong in plain words, how sure that is and where it most likely is, what may be done, both sides'
// values, and the lines of the log that prove it.
class ExplainCard final : public QWidget
{
    Q_OBJECT

public:
    explicit ExplainCard(QWidget *parent = nullptr);

    // Only what changed is made anew: the log goes on while somebody reads, and a button keeps its focus.
    void setDiagnosis(const models::Diagnosis &diagnosis);
    QString sentence() const;
    QString codeText() const;
    QString relationText() const; // empty: it is the first one
    WordTable *comparison() const { return m_comparison; }

Q_SIGNALS:
    void fixRequested(const tw::models::Fix &fix);
    void logLineRequested(qint64 sequence, const QDateTime &time);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showHead();
    void showFixes();
    void showComparison();
    void showSightings();

    models::Diagnosis m_diagnosis;
    QStringList m_shownFixes;
    QStringList m_shownSightings;
    QLabel *m_icon;
    TextLabel *m_relation; // to the first card
    TextLabel *m_sentence;
    TextLabel *m_code;
    BadgeLabel *m_side;
    BadgeLabel *m_certainty;
    TextLabel *m_fixesTitle;
    QVBoxLayout *m_fixes;
    TextLabel *m_comparisonTitle;
    WordTable *m_comparison;
    TextLabel *m_seenTitle;
    QVBoxLayout *m_seen;
};

} // namespace tw::ui
