#pragma once

#include <expected>
#include <string_view>

namespace tw {

// Errors fall into four families, and each has one reaction (docs/reading-the-tree.md):
// the peer broke the rules, we cannot agree, we were misused, the system failed.
enum class Fault {
    // The peer (or whoever forged it) broke the rules: drop the message, keep the state.
    Truncated,
    Malformed,
    NotAuthentic,
    UnknownCriticalPayload,
    UnexpectedMessage,
    // Both sides are honest, but cannot agree: tell the peer and the user.
    NoProposalChosen,
    InvalidKeyExchange,
    SelectorsUnacceptable,
    AuthenticationFailed,
    // We were called wrongly: a defect, or a value that the caller must check first.
    InvalidArgument,
    Unsupported,
    // The machine failed us.
    CryptoFailed,
    System,
};

std::string_view faultName(Fault fault);

struct Error
{
    Fault fault;
    std::string_view where; // a literal such as "Notify", for the log

    friend bool operator==(const Error &, const Error &) = default;
};

template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Fault fault, std::string_view where) { return std::unexpected(Error{fault, where}); }

} // namespace tw
