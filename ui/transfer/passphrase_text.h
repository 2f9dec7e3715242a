#pragma once

#include "models/catalog/preshared_key.h"

#include <QLineEdit>

namespace tw::ui {

inline constexpr int kLongestPassphrase = 256;

// What was typed. The text of the field itself is memory of Qt, which does not wipe it.
inline SecretBytes passphraseOf(const QLineEdit &edit)
{
    QByteArray utf8 = edit.text().toUtf8();
    SecretBytes passphrase(
        ByteView(reinterpret_cast<const std::uint8_t *>(utf8.constData()), static_cast<std::size_t>(utf8.size())));
    wipe(MutableByteView(reinterpret_cast<std::uint8_t *>(utf8.data()), static_cast<std::size_t>(utf8.size())));
    return passphrase;
}

} // namespace tw::ui
