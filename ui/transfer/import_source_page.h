#pragma once

#include "models/transfer/import/import_file.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QPushButton;

namespace tw::models {
class ImportSession;
}

namespace tw::ui {

class MessageBar;
class NumberedTextEdit;

// Where the text comes from: a file, or what is pasted; and at once, whether it can be read.
class ImportSourcePage final : public QWidget
{
    Q_OBJECT

public:
    ImportSourcePage(models::ImportSession &session, QWidget *parent);

    void takeFiles(const std::vector<models::ImportFile> &files);
    void openFiles(const QStringList &paths);
    void showTexts(const QByteArray &text, const QByteArray &secrets);
    void readEdited(); // what was typed, without waiting for it to rest

    NumberedTextEdit *textEdit() const { return m_text; }
    NumberedTextEdit *secretsEdit() const { return m_secrets; }
    QComboBox *formatBox() const { return m_format; }
    QString verdict() const; // what the line below says

Q_SIGNALS:
    void fileOpened(const QString &path); // with a configuration, and not the secrets beside it

protected:
    void changeEvent(QEvent *event) override;

private:
    void chooseFiles();
    void showVerdict();
    void showFormat();
    void retranslate();

    models::ImportSession &m_session;
    QLabel *m_intro;
    QPushButton *m_open;
    QLabel *m_formatLabel;
    QComboBox *m_format;
    QLabel *m_textLabel;
    NumberedTextEdit *m_text;
    QLabel *m_secretsLabel;
    NumberedTextEdit *m_secrets;
    MessageBar *m_verdict;
    QTimer m_typing; // the text is read once it rests
    // Who typed, since the last reading: the other text stays as it was in its file, to the octet.
    bool m_isTextEdited = false;
    bool m_areSecretsEdited = false;
    bool m_isShowing = false; // the page changes its own widgets
};

} // namespace tw::ui
