#pragma once

#include <QHash>
#include <QTranslator>

namespace tw::ui {

// Remembers whence its texts came: admins know the English words, and search for them in whatever language they read.
class RememberingTranslator final : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    QString translate(const char *context, const char *source, const char *disambiguation, int n) const override;
    QString sourceOf(const QString &text) const { return m_sources.value(text); } // empty: no text of the widgets
    void forget() { m_sources.clear(); }

private:
    mutable QHash<QString, QString> m_sources; // no more than the program has texts
};

} // namespace tw::ui
