#pragma once

#include "engine/api/capture.h"

#include <array>
#include <string_view>

// The tables by which Wireshark opens IKE and ESP, as version 4.0 reads them: a file for each, of lines of its own, in a
// directory that serves as a profile. Fields are counted, keys must have exactly their algorithm's length, and a word that
// it does not know makes it refuse the whole table.
namespace tw::edge {

enum class KeyTable : std::uint8_t { Ikev1, Ikev2, Esp };
inline constexpr std::array kKeyTableFiles{std::string_view("ikev1_decryption_table"),
                                           std::string_view("ikev2_decryption_table"), std::string_view("esp_sa")};

struct KeyLine
{
    KeyTable table;
    SecretBytes text; // ends with its line
    bool isUnnamed = false; // Wireshark 4.0 has no word for an algorithm: it stands as a comment
};

KeyLine keyLine(const api::CapturedKey &key);

// What the directory's `preferences` say: that ESP is to be opened.
std::string_view keyPreferences();

} // namespace tw::edge
