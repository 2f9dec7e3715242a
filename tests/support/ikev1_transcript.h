#pragma once

#include "tests/support/vector_file.h"

// An exchange between two strongSwan daemons, as tests/vectors/record_ikev1.py recorded it.
namespace tw::test {

// What one datagram, or one that went in fragments, was.
struct Ikev1Datagram
{
    std::string title; // "ID_PROT request 0", "QUICK_MODE response 1959685249"
    bool fromInitiator = false;
    std::string payloads; // charon's list of them
    Bytes bytes; // the whole message; empty where it went in fragments
    std::vector<Bytes> fragments; // each a message; empty for most
    Bytes iv; // of an encrypted message, from here on
    Bytes plain; // with its padding
    Bytes hash; // the HASH payload's content; empty where there is none

    bool isEncrypted() const { return !iv.empty(); }
};

struct Ikev1Transcript
{
    VectorRecord keys; // psk, g_ir, skeyid, skeyid_d, ..., ka, iv, hash_i, hash_r
    std::vector<VectorRecord> children; // spi_initiator, encryption_initiator, ...; g_ir with PFS
    std::vector<Ikev1Datagram> datagrams; // in the order on the wire
};

// transcript_ikev1_`name`.txt. Throws std::runtime_error where the file is not as expected.
Ikev1Transcript readIkev1Transcript(const std::string &name);

// The names of all of them.
inline constexpr const char *kIkev1Transcripts[] = {"main", "aggressive", "fragments", "des", "sha384", "sha512"};

} // namespace tw::test
