#include "ui/theme/remembering_translator.h"

#include <QThread>

namespace tw::ui {

QString RememberingTranslator::translate(const char *context, const char *source, const char *disambiguation,
                                         int n) const
{
    QString text = QTranslator::translate(context, source, disambiguation, n);
    // Widgets' texts only, which are asked for in this thread.
    if (!text.isEmpty() && QLatin1StringView(context).startsWith(QLatin1StringView("tw::ui::"))
        && QThread::currentThread() == thread())
        m_sources.insert(text, QString::fromUtf8(source));
    return text;
}

} // namespace tw::ui
