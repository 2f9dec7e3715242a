#pragma once

#include "engine/base/ip_address.h"
#include "models/catalog/validation_issue.h"

#include <QString>

#include <expected>
#include <optional>

// Rules for single addresses, numbers and choices, which the validators share.
namespace tw::models {

std::optional<IpAddress> parseAddress(const QString &text); // strict, no blanks
std::optional<IpPrefix> parsePrefix(const QString &text);
QString toQString(const IpAddress &address);
QString toQString(const IpPrefix &prefix);
bool isSameAddress(const QString &a, const QString &b); // of names: the same but for capitals; nothing is like nothing

// The range in which no customer gateway may lie: "127.0.0.0/8".
std::optional<QString> forbiddenPeerRange(const IpAddress &address);

// A whole number in decimal digits within [minimum, maximum], or the issue that says otherwise.
struct NumberRange
{
    qint64 minimum;
    qint64 maximum;
};
std::expected<qint64, ValidationIssue> readNumber(Field field, const QString &text, NumberRange range);

// Nothing where `word` is one of `allowed`.
std::optional<ValidationIssue> checkChoice(Field field, const QString &word, const QStringList &allowed);

} // namespace tw::models
