#pragma once

#include "engine/ikev1/isakmp_cipher.h"
#include "engine/ikev1/key_material.h"
#include "tests/support/ikev1_transcript.h"

#include <map>
#include <memory>
#include <optional>

// A recorded exchange, followed by somebody who knows no more than the pre-shared key and g^xy: every key, IV and plain
// text comes out of the engine. Tests compare them with what charon logged.
namespace tw::test {

struct Phase1Side
{
    Bytes publicValue;
    Bytes nonce;
    Bytes id; // body of the ID payload
    Bytes hash; // HASH_I or HASH_R, as it came
};

struct Phase2Message
{
    const Ikev1Datagram *datagram = nullptr;
    wire::IkeHeader header;
    Bytes iv; // that it was opened with
    ikev1::OpenedMessage opened;
};

class Ikev1Replay
{
public:
    // Throws std::runtime_error where the transcript cannot be followed to its end.
    explicit Ikev1Replay(const std::string &name);

    const Ikev1Transcript &transcript() const { return m_transcript; }
    const api::IkeProposal &proposal() const { return m_proposal; }
    wire::IkeSpi initiatorCookie() const { return m_initiatorCookie; }
    wire::IkeSpi responderCookie() const { return m_responderCookie; }
    const Phase1Side &initiator() const { return m_sides.at(true); }
    const Phase1Side &responder() const { return m_sides.at(false); }
    ikev1::Phase1Exchange exchange() const;
    const ikev1::IsakmpKeys &keys() const { return *m_keys; }
    ikev1::IsakmpCipher &cipher() { return *m_cipher; }
    const std::vector<Phase2Message> &phase1() const { return m_phase1; } // the encrypted ones
    // By message id, in the order on the wire.
    const std::map<wire::MessageId, std::vector<Phase2Message>> &phase2() const { return m_phase2; }

    // The whole message of a datagram, whose fragments are put together.
    static Bytes wholeMessage(const Ikev1Datagram &datagram);
    // "aes256-sha1-modp1024", as far as the transcripts need it.
    static api::IkeProposal parseIke(const std::string &text);

private:
    void take(const Ikev1Datagram &datagram);
    void takePhase1(bool fromInitiator, wire::PayloadType first, ByteView chain);
    void takePhase2(const Ikev1Datagram &datagram, const wire::IsakmpMessage &message);
    void deriveKeys();

    Ikev1Transcript m_transcript;
    api::IkeProposal m_proposal;
    wire::IkeSpi m_initiatorCookie;
    wire::IkeSpi m_responderCookie;
    Bytes m_initiatorSa;
    std::map<bool, Phase1Side> m_sides; // true: the initiator
    std::optional<ikev1::IsakmpKeys> m_keys;
    std::optional<ikev1::IsakmpCipher> m_cipher;
    std::optional<ikev1::IvChain> m_phase1Chain;
    std::map<wire::MessageId, ikev1::IvChain> m_chains;
    std::vector<Phase2Message> m_phase1;
    std::map<wire::MessageId, std::vector<Phase2Message>> m_phase2;
};

} // namespace tw::test
