#pragma once

#include "engine/base/secret_bytes.h"

#include <QByteArray>
#include <QJsonObject>

#include <expected>

// A request as it goes over the control socket: a JSON object, and behind a tab, in base64, the passphrase or key that belongs
// to it, where one does. It is no part of the object, since what Qt keeps of one is not wiped.
namespace tw::app {

struct RequestLine
{
    QJsonObject request;
    SecretBytes secret;
};

// With its end.
SecretBytes requestLine(const QJsonObject &request, const SecretBytes &secret);
// Wipes the line. The error is a sentence.
std::expected<RequestLine, QString> parseRequestLine(QByteArray line);

} // namespace tw::app
