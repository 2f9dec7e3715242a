#pragma once

#include "engine/base/secret_bytes.h"

#include <QString>

namespace tw::models {

// A pre-shared key on its way between the form, the validator, the secret store and the engine: bytes that can be moved
// but not copied by accident, and that are wiped.
using PresharedKey = SecretBytes;

// 20 letters and digits, which every device accepts, from the system's randomness.
PresharedKey generatePresharedKey();

// From and to the edit widget; nothing else turns a key into text. The caller's QString is not wiped here.
PresharedKey presharedKeyFromText(const QString &text);
QString presharedKeyText(const PresharedKey &key);

} // namespace tw::models
