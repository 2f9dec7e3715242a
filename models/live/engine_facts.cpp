#include "models/live/engine_facts.h"

#include "models/live/sa_facts.h"
#include "models/live/status_text.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::EngineFacts", text); }

QString burstLine(const api::DataPathStatus &path)
{
    QStringList parts;
    if (path.tunTcp)
        parts << words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", "TCP through the device"));
    if (path.tunUdp)
        parts << words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", "UDP through the device"));
    if (path.udpSegment)
        parts << words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", "ESP in UDP out"));
    if (path.udpGro)
        parts << words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", "ESP in UDP in"));
    if (parts.isEmpty())
        return words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", "Packets are carried one by one"));
    //: %1: a list of what the kernel carries many packets at once for
    return words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", "Carried many at once: %1"))
        .arg(parts.join(words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", ", "))));
}

QString threadLine(const api::DataPathStatus &path)
{
    return words(
               QT_TRANSLATE_NOOP("tw::models::EngineFacts", "Threads that carry packets: %1; queues of the device: %2"))
        .arg(path.dataThreads)
        .arg(path.tunQueues);
}

} // namespace

QStringList engineFacts(const api::EngineStatus &engine)
{
    QStringList lines;
    if (const QString failure = failureSentence(engine.failure); !failure.isEmpty())
        lines << failure;
    if (engine.running && !engine.deviceName.empty()) {
        lines << burstLine(engine.dataPath);
        if (engine.dataPath.dataThreads > 1)
            lines << threadLine(engine.dataPath);
    }
    if (engine.running && !engine.dataPath.crypto.empty())
        lines << words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", "Encryption: %1"))
                     .arg(QString::fromStdString(engine.dataPath.crypto));
    if (const QStringList drops = dropLines(engine.drops); !drops.isEmpty())
        lines << words(QT_TRANSLATE_NOOP("tw::models::EngineFacts", "Dropped outside any SA: %1"))
                     .arg(drops.join(QStringLiteral("; ")));
    return lines;
}

} // namespace tw::models
