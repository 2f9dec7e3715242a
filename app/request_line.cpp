#include "app/request_line.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

namespace tw::app {

namespace {

MutableByteView octetsOf(QByteArray &array)
{
    return {reinterpret_cast<std::uint8_t *>(array.data()), static_cast<std::size_t>(array.size())};
}

std::unexpected<QString> refusal(const char *text)
{
    return std::unexpected(QCoreApplication::translate("tw::app::ControlServer", text));
}

std::expected<RequestLine, QString> parse(QByteArrayView line)
{
    const qsizetype tab = line.indexOf('\t'); // in a JSON text it stands between words, where we write none
    const QByteArrayView object = tab < 0 ? line : line.first(tab);
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(object.data(), object.size()));
    if (!document.isObject())
        return refusal(QT_TRANSLATE_NOOP("tw::app::ControlServer", "The request is not a JSON object."));
    RequestLine result{document.object(), {}};
    if (tab >= 0) {
        const QByteArrayView digits = line.sliced(tab + 1).trimmed();
        auto secret = QByteArray::fromBase64Encoding(QByteArray::fromRawData(digits.data(), digits.size()),
                                                     QByteArray::AbortOnBase64DecodingErrors);
        if (!secret)
            return refusal(QT_TRANSLATE_NOOP("tw::app::ControlServer", "What stands behind the request is no base64."));
        result.secret = SecretBytes(octetsOf(secret.decoded));
        wipe(octetsOf(secret.decoded));
    }
    return result;
}

} // namespace

SecretBytes requestLine(const QJsonObject &request, const SecretBytes &secret)
{
    QByteArray object = QJsonDocument(request).toJson(QJsonDocument::Compact);
    const auto view = secret.view();
    QByteArray digits =
        QByteArray::fromRawData(reinterpret_cast<const char *>(view.data()), static_cast<qsizetype>(view.size()))
            .toBase64();
    SecretBytes line(static_cast<std::size_t>(object.size() + 1 + digits.size() + 1));
    auto end = std::ranges::copy(octetsOf(object), line.bytes().begin()).out;
    *end++ = secret.isEmpty() ? ' ' : '\t';
    end = std::ranges::copy(octetsOf(digits), end).out;
    *end = '\n';
    wipe(octetsOf(object)); // other requests have keys in their documents
    wipe(octetsOf(digits));
    return line;
}

std::expected<RequestLine, QString> parseRequestLine(QByteArray line)
{
    auto parsed = parse(line);
    wipe(octetsOf(line));
    return parsed;
}

} // namespace tw::app
