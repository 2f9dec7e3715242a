#pragma once

#include "engine/ike/supervisor.h"
#include "engine/sim/seeded_random.h"
#include "engine/wire/byte_reader.h"
#include "isakmp_peer.h"
#include "keyed_peer.h"

#include <deque>
#include <set>

// Bytes as a script of what happens to one engine: datagrams, ticks, commands, and what a peer with the right keys says.
// The engine is the left side of one connection and the right side of another, as in the recorded exchange; each has its
// peer, which can begin and can answer. With each of the two peers it has two IKEv1 connections besides, which share an
// ISAKMP SA; commands start them.
namespace tw::fuzz {

// One octet, then what the step needs; a missing octet is 0. Lengths are two octets, cut to what is there. The steps of
// the peers name one of the two by bit 7 of the octet. make_session_corpus.py writes scripts, too.
enum class Step : std::uint8_t {
    Tick, // the next deadline
    Wait, // u16: so many tenths of a second
    Datagram, // u8 from where, length, octets
    Again, // u8 which of the last datagrams, u16 where to change it, u8 by what (0: nothing), u8 cut off behind
    Command, // u8: bits 0, 4, 5 to which connection, others which
    Path, // u8: bit 0 found or not; beside the answers that are given anyway
    Notice, // u8 which
    Traffic, // u8: bit 0 heard, bit 1 sent
    SaInit, // u8 first payload type, length, chain (empty: the usual); the peer begins
    SaInitAnswer, // the same, to the engine's newest IKE_SA_INIT request
    Auth, // the usual IKE_AUTH message of the peer, as request or as answer
    Request, // u8 exchange, u8 flags, u8 first payload type, length, plain text; sealed
    Answer, // u8 flags, u8 first payload type, length, plain text; to the engine's newest request; sealed
    Fragments, // u8 exchange, u8 flags, u8 how many, u8 first payload type, length, plain text
    Deliver, // u8: what the engine sent goes to the peers from now on (1) or is lost (0)
    // IKEv1
    Isakmp, // u8: bit 0 answers the engine's newest, else the peer begins; 1 aggressive; 2-7 mannerOf(); then as Phase1
    Phase1, // u8 flags, u8 first payload type, length, chain (empty: the usual); the peer's next message
    QuickMode, // u8 which message, u8 flags, u8 first payload type, length, what is behind the HASH; sealed
    InformationalV1, // u8 flags, u8 first payload type, length, what is behind the HASH; sealed
    Cut, // u8: what the peers say goes in fragments of so many times 16 octets from now on (0: whole); bit 7 last first
};
inline constexpr int kStepCount = static_cast<int>(Step::Cut) + 1;

// Flags of sealed messages.
inline constexpr std::uint8_t kTrue = 1; // AUTH and KE are made true
inline constexpr std::uint8_t kOldId = 2; // an ID that was used before
inline constexpr std::uint8_t kFarId = 4; // one far ahead
inline constexpr std::uint8_t kOtherPort = 8; // from another port of the peer
inline constexpr std::uint8_t kEngineBegan = 16; // on the IKE SA that the engine initiated; else on the peer's
inline constexpr std::uint8_t kBuilt = 32; // the plain text is a recipe for payloads (see built())
inline constexpr std::uint8_t kOtherAddress = 64;
inline constexpr std::uint8_t kRenewed = 128; // on the IKE SA that took another's place last
// In IKEv1:
inline constexpr std::uint8_t kWrongHash = 1; // of Phase1: all is true but HASH
inline constexpr std::uint8_t kUntrue = 2; // of Phase1: KE and HASH stay as they are
inline constexpr std::uint8_t kInClear = 4; // of Phase1 and InformationalV1: not encrypted
inline constexpr std::uint8_t kFormer = 128; // on the ISAKMP SA before the newest

inline constexpr const char *kUnproved = "no child comes or goes by what nobody proved";

// A length of two octets, cut to what is there, and so many octets.
ByteView lengthAndOctets(wire::ByteReader &script);

class SessionScript
{
public:
    SessionScript();
    // Plays it, with everything that must hold at any time checked at each step; then shuts the engine down, and
    // nothing may be left of it.
    void play(ByteView script);

private:
    // A peer of the engine, with the newest IKE SA that each of the two began.
    struct Peer
    {
        Identities identities;
        IpAddress address;
        IpAddress engineAddress;
        std::vector<api::TrafficSelector> own;
        std::vector<api::TrafficSelector> engine;
        std::optional<KeyedSa> begun;
        std::optional<KeyedSa> answered;
        std::unique_ptr<KeyedSa> renewed; // either's successor
        Bytes newestRequest; // IKE_SA_INIT of the engine
        std::optional<IsakmpPeer> begunV1;
        std::optional<IsakmpPeer> answeredV1;
        std::optional<IsakmpPeer> formerV1; // the one of these that was there before
        Bytes newestV1; // first message of the engine
        std::uint16_t portV1 = 500; // both sides'
    };

    void step(wire::ByteReader &script);
    void tick();
    void command(std::uint8_t which);
    void otherCommand(std::uint8_t which, api::ConnectionConfig &config);
    void notice(std::uint8_t which);
    void traffic(std::uint8_t what);
    void saInit(Peer &peer, wire::ByteReader &script, bool begins);
    void auth(Peer &peer);
    void sealed(Peer &peer, wire::ByteReader &script, bool isAnswer);
    void fragments(Peer &peer, wire::ByteReader &script);
    KeyedSa *saOf(Peer &peer, std::uint8_t flags);
    void follow(Peer &peer);
    wire::IkeHeader headerFor(KeyedSa &sa, wire::ExchangeType exchange, std::uint8_t flags);
    Bytes built(KeyedSa &sa, ByteView recipe);

    // session_script_v1.cpp
    void addV1Connections();
    void isakmp(Peer &peer, wire::ByteReader &script);
    void phase1(Peer &peer, std::uint8_t flags, wire::ByteReader &script);
    void quickMode(Peer &peer, wire::ByteReader &script);
    void informational(Peer &peer, wire::ByteReader &script);
    IsakmpPeer *isakmpOf(Peer &peer, std::uint8_t flags);
    Bytes builtV1(const IsakmpPeer &sa, ByteView recipe);
    static void hearV1(Peer &peer, const wire::IkeHeader &header, const ike::Send &send);
    std::vector<Bytes> cut(Bytes message);

    void toEngine(const Peer &peer, Bytes message, std::uint8_t flags);
    void deliver(ike::Datagram datagram);
    void perform(ike::Actions actions);
    void on(ike::Send &&send);
    void on(const api::Event &event) const;
    void on(const api::ConnectionStatus &status) const;
    void hear(const ike::Send &send);
    bool hasAnyoneProved() const { return m_hasProved; }
    void finish();

    sim::SeededRandom m_engineRandom{1};
    sim::SeededRandom m_random{2};
    SecretBytes m_psk;
    ike::Supervisor m_supervisor;
    Peer m_peers[2];
    std::vector<api::ConnectionConfig> m_configs;
    TimePoint m_now{};
    std::deque<ike::Datagram> m_past; // to and from the engine
    std::set<std::uint32_t> m_installed;
    std::set<Bytes> m_outboundKeys; // of all children that ever were
    std::set<api::ConnectionId> m_policies;
    std::vector<ike::ResolvePath> m_lookups;
    std::uint64_t m_nextSpi = 0x535db95eae60988a;
    bool m_isDelivering = true;
    bool m_isElsewhere = false; // the engine's machine has another address
    std::uint8_t m_cut = 0;
    std::uint16_t m_cutMessages = 0;
    bool m_hasProved = false;
};

} // namespace tw::fuzz
