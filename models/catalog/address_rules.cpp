#include "models/catalog/address_rules.h"

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

// Shared address space, loopback, link-local, multicast and the last eighth: the console's list. The IPv6 ones are
// their counterparts, and "this network" can be nobody's address.
constexpr std::array<std::string_view, 9> kForbiddenPeers = {
    "0.0.0.0/8",   "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4",
    "255.0.0.0/8", "::/127",        "fe80::/10",   "ff00::/8",
};

} // namespace

std::optional<IpAddress> parseAddress(const QString &text) { return IpAddress::parse(text.toStdString()); }

std::optional<IpPrefix> parsePrefix(const QString &text) { return IpPrefix::parse(text.toStdString()); }

QString toQString(const IpAddress &address) { return QString::fromStdString(address.toString()); }

QString toQString(const IpPrefix &prefix) { return QString::fromStdString(prefix.toString()); }

bool isSameAddress(const QString &a, const QString &b)
{
    const auto left = parseAddress(a);
    const auto right = parseAddress(b);
    if (left && right)
        return *left == *right;
    return !a.isEmpty() && a.compare(b, Qt::CaseInsensitive) == 0;
}

std::optional<QString> forbiddenPeerRange(const IpAddress &address)
{
    for (const std::string_view text : kForbiddenPeers) {
        if (IpPrefix::parse(text)->contains(address))
            return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
    }
    return std::nullopt;
}

std::expected<qint64, ValidationIssue> readNumber(Field field, const QString &text, NumberRange range)
{
    const QStringList args{text, QString::number(range.minimum), QString::number(range.maximum)};
    const bool isNumber = !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!isNumber)
        return std::unexpected(ValidationIssue{field, Reason::NumberBad, args, {}, Severity::Error, {}});

    bool fits = false;
    qint64 number = text.toLongLong(&fits);
    if (!fits)
        number = range.maximum + 1;
    if (number >= range.minimum && number <= range.maximum)
        return number;
    const QString nearest = QString::number(std::clamp(number, range.minimum, range.maximum));
    return std::unexpected(
        ValidationIssue{field, Reason::NumberOutOfRange, args, {}, Severity::Error, {{field, nearest}}});
}

std::optional<ValidationIssue> checkChoice(Field field, const QString &word, const QStringList &allowed)
{
    if (allowed.contains(word))
        return std::nullopt;
    return ValidationIssue{field, Reason::ChoiceUnknown, {word, allowed.join(QStringLiteral(", "))},
                           {},    Severity::Error,       {}};
}

} // namespace tw::models
