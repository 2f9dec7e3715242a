#pragma once

#include "models/catalog/connection_draft.h"

namespace tw::ui {

// The line below the form: what is going to be negotiated, and what saving does. "IKEv2 · AES-128 (CBC), sha1, group 2 ·
// 2 subnet pairs · negotiates when traffic arrives".
QString draftSummary(const models::ConnectionDraft &draft, bool isNew, bool isUp, models::EditEffect effect);

} // namespace tw::ui
