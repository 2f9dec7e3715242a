#include "ikev1_replay.h"

#include "engine/wire/payload_chain.h"

#include <stdexcept>

namespace tw::test {

namespace {

template <typename T>
T required(Result<T> result, const std::string &what)
{
    if (!result)
        throw std::runtime_error(what + ": " + std::string(result.error().where));
    return std::move(*result);
}

bool holds(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

Ikev1Replay::Ikev1Replay(const std::string &name)
    : m_transcript(readIkev1Transcript(name)), m_proposal(parseIke(m_transcript.keys.text("proposal")))
{
    for (const Ikev1Datagram &datagram : m_transcript.datagrams)
        take(datagram);
    if (m_phase2.empty())
        throw std::runtime_error(name + ": no phase 2");
}

ikev1::Phase1Exchange Ikev1Replay::exchange() const
{
    return {initiator().publicValue, responder().publicValue, m_initiatorCookie, m_responderCookie, m_initiatorSa};
}

Bytes Ikev1Replay::wholeMessage(const Ikev1Datagram &datagram)
{
    if (datagram.fragments.empty())
        return datagram.bytes;
    Bytes whole;
    for (const Bytes &bytes : datagram.fragments) {
        const auto part = required(wire::decodeIsakmpMessage(bytes), "fragment");
        append(whole, wire::findPayload<wire::IsakmpFragment>(*part.payloads(), wire::PayloadType::FragmentV1)->data);
    }
    return whole;
}

api::IkeProposal Ikev1Replay::parseIke(const std::string &text)
{
    api::IkeProposal proposal;
    proposal.encryption = holds(text, "aes128") ? api::Encryption::Aes128Cbc
        : holds(text, "aes192")                 ? api::Encryption::Aes192Cbc
        : holds(text, "aes256")                 ? api::Encryption::Aes256Cbc
        : holds(text, "3des")                   ? api::Encryption::TripleDesCbc
                                                : api::Encryption::DesCbc;
    proposal.prf = holds(text, "md5") ? api::Prf::HmacMd5
        : holds(text, "sha1")         ? api::Prf::HmacSha1
        : holds(text, "sha256")       ? api::Prf::HmacSha256
        : holds(text, "sha384")       ? api::Prf::HmacSha384
                                      : api::Prf::HmacSha512;
    return proposal; // integrity and group do not matter to what is derived
}

void Ikev1Replay::take(const Ikev1Datagram &datagram)
{
    const Bytes bytes = wholeMessage(datagram);
    const auto message = required(wire::decodeIsakmpMessage(bytes), datagram.title);
    m_initiatorCookie = message.header.initiatorSpi;
    if (message.header.responderSpi != wire::IkeSpi{})
        m_responderCookie = message.header.responderSpi;
    if (message.closed() && !m_keys)
        deriveKeys();
    if (message.header.messageId != wire::MessageId{}) {
        takePhase2(datagram, message);
        return;
    }
    if (message.payloads()) {
        takePhase1(datagram.fromInitiator, message.header.nextPayload, ByteView(bytes).subspan(wire::kIkeHeaderSize));
        return;
    }
    auto opened = required(m_cipher->open(*m_phase1Chain, message), datagram.title);
    takePhase1(datagram.fromInitiator, message.header.nextPayload, opened.plainText);
    m_phase1.push_back({&datagram, message.header, toBytes(m_phase1Chain->iv()), std::move(opened)});
    m_phase1Chain->advance(message.closed()->ciphertext);
}

// The bodies as they are on the wire, whatever the codecs make of them.
void Ikev1Replay::takePhase1(bool fromInitiator, wire::PayloadType first, ByteView chain)
{
    Phase1Side &side = m_sides[fromInitiator];
    const auto views = required(wire::decodePayloadChain(first, chain), "phase 1");
    for (const wire::PayloadView &view : views.payloads) {
        switch (view.type) {
        case wire::PayloadType::SaV1:
            if (fromInitiator)
                m_initiatorSa = toBytes(view.body);
            break;
        case wire::PayloadType::KeyExchangeV1: side.publicValue = toBytes(view.body); break;
        case wire::PayloadType::NonceV1: side.nonce = toBytes(view.body); break;
        case wire::PayloadType::IdentificationV1: side.id = toBytes(view.body); break;
        case wire::PayloadType::HashV1: side.hash = toBytes(view.body); break;
        default: break;
        }
    }
}

void Ikev1Replay::takePhase2(const Ikev1Datagram &datagram, const wire::IsakmpMessage &message)
{
    const wire::MessageId id = message.header.messageId;
    const auto chain = m_chains.try_emplace(id, ikev1::IvChain::ofPhase2(m_proposal, *m_phase1Chain, id)).first;
    auto opened = required(m_cipher->open(chain->second, message), datagram.title);
    m_phase2[id].push_back({&datagram, message.header, toBytes(chain->second.iv()), std::move(opened)});
    chain->second.advance(message.closed()->ciphertext);
}

void Ikev1Replay::deriveKeys()
{
    const SecretBytes preSharedKey(m_transcript.keys.bytes("psk"));
    m_keys = ikev1::deriveIsakmpKeys(m_proposal, preSharedKey, SecretBytes(m_transcript.keys.bytes("g_ir")),
                                     initiator().nonce, responder().nonce, m_initiatorCookie, m_responderCookie);
    m_cipher = required(ikev1::IsakmpCipher::create(m_proposal.encryption, m_keys->encryption), "cipher");
    m_phase1Chain = ikev1::IvChain::ofPhase1(m_proposal, initiator().publicValue, responder().publicValue);
}

} // namespace tw::test
