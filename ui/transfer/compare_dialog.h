#pragma once

#include "ui/services.h"

#include <QDialog>

#include <optional>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace tw::ui {

class CompareInput;
class CompareResult;
class FixActions;

// The real configuration of the device at the other end against a connection.
class CompareDialog final : public QDialog
{
    Q_OBJECT

public:
    CompareDialog(const Services &services, const QString &connectionId, QWidget *parent = nullptr);

    // Compares at once with a text that came from elsewhere: dropped on the window, for one. `source` is a name to show.
    void compareWith(const QByteArray &utf8, const QString &source = {}, const QByteArray &secrets = {});
    CompareInput *input() const { return m_input; }
    CompareResult *result() const { return m_result; }
    bool showsResult() const;
    void compare();
    QString report() const; // what "Copy as text" copies; empty before there is one

protected:
    void changeEvent(QEvent *event) override;

private:
    void run(std::optional<qsizetype> chosen, bool isAgain);
    void showPage(QWidget *page);
    void followCatalog();
    void retranslate();

    Services m_services;
    QString m_connection;
    QString m_name;
    FixActions *m_fixes;
    QStackedWidget *m_pages;
    CompareInput *m_input;
    CompareResult *m_result;
    QPushButton *m_back;
    QPushButton *m_copy;
    QPushButton *m_compare;
    QPushButton *m_close;
    std::optional<qsizetype> m_chosen;
    QString m_report;
};

} // namespace tw::ui
