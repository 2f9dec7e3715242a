#include "models/transfer/import/import_session.h"

#include "models/catalog/catalog.h"
#include "models/transfer/import/source_text.h"

#include <utility>

namespace tw::models {

namespace {

ByteView viewOf(const QByteArray &text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size())};
}

// A copy of our own, so that wiping it reaches what was held.
QByteArray ownCopy(const QByteArray &text) { return {text.constData(), text.size()}; }

void wipeBytes(QByteArray &text)
{
    wipe(MutableByteView(reinterpret_cast<std::uint8_t *>(text.data()), static_cast<std::size_t>(text.size())));
    text.clear();
}

} // namespace

ImportSession::ImportSession(Catalog &catalog, const QString &regionId, QObject *parent)
    : QObject(parent), m_catalog(catalog)
{
    m_options.regionId = regionId;
}

ImportSession::~ImportSession()
{
    wipeBytes(m_text);
    wipeBytes(m_secrets);
}

void ImportSession::setText(const QByteArray &utf8)
{
    if (utf8 == m_text)
        return;
    wipeBytes(m_text);
    m_text = ownCopy(utf8);
    readAgain();
}

void ImportSession::setSecrets(const QByteArray &utf8)
{
    if (utf8 == m_secrets)
        return;
    wipeBytes(m_secrets);
    m_secrets = ownCopy(utf8);
    readAgain();
}

void ImportSession::setFormat(std::optional<PeerFormat> format)
{
    m_chosenFormat = format;
    readAgain();
}

void ImportSession::readAgain()
{
    m_readings.clear();
    m_fault.reset();
    m_isFaultOfSecrets = false;
    m_keys.clear();
    m_options.side.reset();
    m_format = m_chosenFormat ? m_chosenFormat : recognisePeerFormat(viewOf(m_text));
    if (!isEmpty()) {
        // A text that is none is told as that, and not as one of an unknown format.
        if (const auto source = SourceText::from(viewOf(m_text)); !source)
            m_fault = source.error();
    }
    if (!isEmpty() && m_format && !m_fault) {
        ReadResult result = readPeer(*m_format, viewOf(m_text), viewOf(m_secrets));
        if (result)
            m_readings = std::move(*result);
        else
            m_fault = result.error();
        m_isFaultOfSecrets = m_fault && !m_secrets.isEmpty() && readPeer(*m_format, viewOf(m_text));
    }
    m_options.choices.assign(m_readings.size(), {});
    planAgain();
    Q_EMIT read();
}

void ImportSession::setSide(ImportSide side)
{
    m_options.side = side;
    // Ends that were chosen are those of the other side now.
    for (ImportChoice &choice : m_options.choices) {
        choice.ours = {};
        choice.theirs = {};
        choice.values.clear();
    }
    planAgain();
}

void ImportSession::choose(std::size_t at, const std::function<void(ImportChoice &)> &change)
{
    change(m_options.choices[at]);
    planAgain();
}

void ImportSession::setKey(std::size_t at, SecretBytes key)
{
    m_keys.erase(at);
    if (!key.isEmpty())
        m_keys.emplace(at, std::move(key));
    planAgain();
}

void ImportSession::planAgain()
{
    m_plan = planImport(m_readings, m_keys, m_catalog, m_options);
    Q_EMIT planned();
}

std::expected<ChangeReport, CatalogErrors> ImportSession::store()
{
    return m_catalog.applyAll(changeOf(m_plan, m_readings, m_keys));
}

} // namespace tw::models
