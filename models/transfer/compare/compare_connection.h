#pragma once

#include "models/transfer/compare/comparison.h"

namespace tw::models {

class Catalog;

// What a user compares a saved connection with.
struct CompareRequest
{
    QString connectionId;
    ByteView text = {}; // UTF-8
    ByteView secrets = {}; // the second file that some formats have
    std::optional<PeerFormat> format = {}; // nothing: by how it looks
    std::optional<qsizetype> chosen = {}; // of the text's connections; nothing: the most alike
};

struct CompareAnswer
{
    PeerFormat format{};
    PeerView view; // our connection, as the device should have it
    Comparison comparison;
};

// The error is a sentence in the user's language: what is wrong, and in which line. Nothing is stored or sent.
std::expected<CompareAnswer, QString> compareConnection(const Catalog &catalog, const CompareRequest &request);

} // namespace tw::models
