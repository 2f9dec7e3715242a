#include "models/catalog/gateway.h"

#include <QRandomGenerator>

#include <string_view>

namespace tw::models {

QString generateId(const QString &prefix)
{
    constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    constexpr int kLength = 20; // 103 bits: two of them never meet

    QString id = prefix;
    for (int i = 0; i < kLength; ++i)
        id += QLatin1Char(kAlphabet[QRandomGenerator::system()->bounded(static_cast<quint32>(kAlphabet.size()))]);
    return id;
}

} // namespace tw::models
