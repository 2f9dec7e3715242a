#pragma once

#include "engine/api/event.h"

#include <QString>

#include <string_view>

// Fact -> sentence in the user's language, made when it is shown, so that history changes language with the user. In
// English the sentences are charon's where an admin would grep for them. They hold no secret, since facts hold none.
namespace tw::models {

// One line, whatever the details hold: control characters that a peer put into one are escaped. Details that are
// missing are left out rather than invented.
QString eventText(const api::Event &event);

// The details as "Key: value" lines, untranslated: what stands behind the sentence.
QString eventDetails(const api::Event &event);

// An answer of the engine ("yes", "no") in the user's language; anything else as it is.
QString yesNoText(std::string_view answer);

} // namespace tw::models
