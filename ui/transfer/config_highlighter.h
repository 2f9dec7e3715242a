#pragma once

#include "models/transfer/peer_format.h"

#include <QSyntaxHighlighter>
#include <QTextCharFormat>

class QRegularExpression;

namespace tw::ui {

// Colours the configuration of a device: what is a word of its language, what is a value, what is a comment, and what the
// reader still has to put in. Its colours are those of the palette.
class ConfigHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    enum class Part { Word, Value, Comment, Blank };

    explicit ConfigHighlighter(QTextDocument *document);

    void setDevice(models::PeerFormat device);
    void setPalette(const QPalette &palette);

protected:
    void highlightBlock(const QString &text) override;

private:
    void mark(qsizetype at, qsizetype length, Part part);
    void markAll(const QRegularExpression &pattern, const QString &text, Part part);
    bool markComment(const QString &text);

    models::PeerFormat m_device = models::PeerFormat::Swanctl;
    QTextCharFormat m_formats[4];
};

} // namespace tw::ui
