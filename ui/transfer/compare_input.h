#pragma once

#include "models/catalog/preshared_key.h"
#include "models/transfer/peer_format.h"

#include <QWidget>

#include <optional>
#include <utility>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace tw::ui {

class MessageBar;

// Where the configuration of the other end comes from: pasted, or from its file. What a file holds is not shown, since it
// may hold the key.
class CompareInput final : public QWidget
{
    Q_OBJECT

public:
    explicit CompareInput(QWidget *parent = nullptr);

    // In the place of what was there.
    void setSource(const QString &name, SecretBytes content);
    void setSecrets(SecretBytes content) { m_secrets = std::move(content); }
    void openFile(const QString &fileName);
    void openSecrets(const QString &fileName);
    void showError(const QString &sentence);
    void clear();

    SecretBytes text() const;
    ByteView secrets() const { return m_secrets.view(); }
    std::optional<models::PeerFormat> format() const; // nothing: by how it looks
    QString sourceName() const; // empty: pasted
    bool isEmpty() const;
    QPlainTextEdit *edit() const { return m_edit; }
    QComboBox *formatBox() const { return m_format; }
    QString error() const;

    void retranslate();

Q_SIGNALS:
    void changed();
    void fileOpened(const QString &path); // there is something to compare with

private:
    void chooseFile();
    void chooseSecrets();
    void showSource();

    QLabel *m_intro;
    QLabel *m_formatLabel;
    QComboBox *m_format;
    QPlainTextEdit *m_edit;
    QPushButton *m_open;
    QPushButton *m_openSecrets;
    QLabel *m_secretsName;
    MessageBar *m_message;
    QString m_name;
    SecretBytes m_content;
    QString m_secretsFile;
    SecretBytes m_secrets;
};

} // namespace tw::ui
