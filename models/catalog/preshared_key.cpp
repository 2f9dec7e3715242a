#include "models/catalog/preshared_key.h"

#include <QRandomGenerator>

#include <string_view>

namespace tw::models {

PresharedKey generatePresharedKey()
{
    // Without the look-alikes 0, O, 1, l and I, since keys are still read out over the telephone: 20 of 57 characters
    // are 116 bits.
    constexpr std::string_view kAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    constexpr std::size_t kLength = 20;

    PresharedKey key(kLength);
    for (std::uint8_t &byte : key.bytes()) {
        const quint32 at = QRandomGenerator::system()->bounded(static_cast<quint32>(kAlphabet.size()));
        byte = static_cast<std::uint8_t>(kAlphabet[at]);
    }
    return key;
}

PresharedKey presharedKeyFromText(const QString &text)
{
    QByteArray utf8 = text.toUtf8();
    const MutableByteView bytes(reinterpret_cast<std::uint8_t *>(utf8.data()), static_cast<std::size_t>(utf8.size()));
    PresharedKey key{ByteView(bytes)};
    wipe(bytes);
    return key;
}

QString presharedKeyText(const PresharedKey &key)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(key.view().data()), static_cast<qsizetype>(key.size()));
}

} // namespace tw::models
