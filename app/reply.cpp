#include "app/reply.h"

#include <QJsonArray>

namespace tw::app {

namespace {

QStringList lines(const QJsonValue &list)
{
    QStringList texts;
    const QJsonArray array = list.toArray();
    for (const QJsonValue &line : array)
        texts << line.toString();
    return texts;
}

} // namespace

QJsonObject Reply::toJson() const
{
    return {
        {QStringLiteral("Code"), static_cast<int>(code)},
        {QStringLiteral("Result"), result},
        {QStringLiteral("Errors"), QJsonArray::fromStringList(errors)},
        {QStringLiteral("Warnings"), QJsonArray::fromStringList(warnings)},
    };
}

std::optional<Reply> Reply::fromJson(const QJsonObject &json)
{
    const int code = json.value(QStringLiteral("Code")).toInt(-1);
    if (code < static_cast<int>(ExitCode::Done) || code > static_cast<int>(ExitCode::NoEngine))
        return std::nullopt;
    return Reply{static_cast<ExitCode>(code), json.value(QStringLiteral("Result")).toObject(),
                 lines(json.value(QStringLiteral("Errors"))), lines(json.value(QStringLiteral("Warnings")))};
}

} // namespace tw::app
