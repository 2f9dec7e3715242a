#pragma once

#include "engine/api/capture_writer.h"

#include <QString>
#include <QStringList>

// What is to be said of captures.
namespace tw::models {

// One sentence: why the capture cannot be begun.
QString captureFaultText(const api::CaptureFault &fault);
// One sentence: how it ended; empty while it is on.
QString captureEndText(const api::CaptureProgress &progress, const QString &path);
// A sentence for each thing that the files do not have although somebody may look for it.
QStringList captureNotes(const api::CaptureProgress &progress, bool withKeys);
// What whoever asks for keys must know before.
QStringList captureWarnings(bool keys, bool liveKeys);
// Of the directory of key tables.
QString captureReadme(const QString &connection, const QString &path);

} // namespace tw::models
