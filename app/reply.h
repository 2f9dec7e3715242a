#pragma once

#include "app/exit_code.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace tw::app {

// The answer to a request, whether it was carried out in this process or in the one that runs the engine.
struct Reply
{
    ExitCode code = ExitCode::Done;
    QJsonObject result; // of a request that was done
    QStringList errors; // one line each, naming object and field; never empty where the request failed
    QStringList warnings; // the same, of a request that was done all the same

    static Reply failure(ExitCode code, const QString &error) { return {code, {}, {error}, {}}; }
    static Reply failure(ExitCode code, const QStringList &errors) { return {code, {}, errors, {}}; }

    QJsonObject toJson() const;
    // Nothing where the object is no reply.
    static std::optional<Reply> fromJson(const QJsonObject &json);
};

} // namespace tw::app
