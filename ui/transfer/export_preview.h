#pragma once

#include "models/transfer/export/exporter.h"

#include <QWidget>

class QPlainTextEdit;
class QTabBar;

namespace tw::ui {

class ConfigHighlighter;

// The files of an export as they will be, one tab each where there are several. It is never given a key: dots stand there.
class ExportPreview final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportPreview(QWidget *parent = nullptr);

    void setFiles(models::PeerFormat device, const std::vector<models::ExportedFile> &files);
    int currentFile() const;
    void setCurrentFile(int index);
    QPlainTextEdit *edit() const { return m_text; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void showFile();
    void retranslate();

    QTabBar *m_tabs;
    QPlainTextEdit *m_text;
    ConfigHighlighter *m_highlighter;
    QStringList m_texts;
};

// UTF-8 as text. The caller wipes it where it may hold a key.
QString textOf(const SecretBytes &utf8);

} // namespace tw::ui
