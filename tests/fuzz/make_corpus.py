#!/usr/bin/env python3
"""Writes the first inputs of the fuzzers that have none from elsewhere: corpus/fuzz_session, fuzz_payloads, fuzz_isakmp,
fuzz_text, fuzz_certificate.

What peers say in them comes from exchanges recorded with strongSwan (tests/vectors/transcript_*.txt, which name their
source): whole datagrams as they were on the wire, each payload by itself, and what SK payloads held, for fuzz_session to
seal with the keys of its own negotiation (session_script.h). The rest are short scripts that reach each state.

    make_corpus.py                 from anywhere; files that are there already are overwritten
    make_corpus.py certificates    those of fuzz_certificate alone, with new keys each time: the openssl command makes them
"""

import datetime
import pathlib
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent / "vectors"
CORPUS = HERE / "corpus"

# Steps, in the order of session_script.h.
(TICK, WAIT, DATAGRAM, AGAIN, COMMAND, PATH, NOTICE, TRAFFIC, SA_INIT, SA_INIT_ANSWER, AUTH, REQUEST, ANSWER, FRAGMENTS,
 DELIVER, ISAKMP, PHASE1, QUICK_MODE, INFORMATIONAL_V1, CUT) = range(20)
TRUE, OLD_ID, FAR_ID, OTHER_PORT, ENGINE_BEGAN, BUILT, OTHER_ADDRESS, RENEWED = 1, 2, 4, 8, 16, 32, 64, 128
WRONG_HASH, UNTRUE, IN_CLEAR, FORMER = 1, 2, 4, 128
# The engine begins with the first peer and is asked by the second.
ENGINES, PEERS = 0, 0x80

IKE_AUTH, CREATE_CHILD_SA, INFORMATIONAL = 35, 36, 37
SA, KE, ID_I, ID_R, AUTH_PAYLOAD, NONCE, NOTIFY, DELETE, TS_I, TS_R = 33, 34, 35, 36, 39, 40, 41, 42, 44, 45


def octets(data):
    return struct.pack("!H", len(data)) + data


def wait(tenths):
    return bytes([WAIT]) + struct.pack("!H", tenths)


def tick(count=1):
    return bytes([TICK]) * count


def command(number, connection=0):
    return bytes([COMMAND, number << 1 | connection])


def datagram(peer, data, ports=0):
    return bytes([DATAGRAM | peer, ports]) + octets(data)


def sa_init(first=0, chain=b""):
    return bytes([SA_INIT | PEERS, first]) + octets(chain)


def sa_init_answer(first=0, chain=b""):
    return bytes([SA_INIT_ANSWER | ENGINES, first]) + octets(chain)


def auth(peer):
    return bytes([AUTH | peer])


def request(peer, exchange, first, plain, flags=0):
    return bytes([REQUEST | peer, exchange, flags, first]) + octets(plain)


def answer(peer, first, plain, flags=0):
    return bytes([ANSWER | peer, flags, first]) + octets(plain)


def built(*payloads):
    return b"".join(bytes(payload) for payload in payloads)


def notify(kind, how=0, data=b""):
    return bytes([NOTIFY, how]) + struct.pack("!H", kind) + (bytes([len(data)]) + data if how & 4 else b"")


def isakmp(peer, how, first=0, chain=b""):
    return bytes([ISAKMP | peer, how, first]) + octets(chain)


def phase1(peer, flags=0, first=0, chain=b""):
    return bytes([PHASE1 | peer, flags, first]) + octets(chain)


def quick(peer, part, plain, flags=BUILT | TRUE, first=0):
    return bytes([QUICK_MODE | peer, part, flags, first]) + octets(plain)


def informational_v1(peer, plain, flags=BUILT | TRUE, first=0):
    return bytes([INFORMATIONAL_V1 | peer, flags, first]) + octets(plain)


# IKEv1: its connections are started by commands with 16 in them; the engine begins with the first peer in main mode, and
# waits for the second in aggressive mode, until an edit turns the modes around.
START_V1, WAIT_V1 = command(8), command(8, 1)
MAIN_BY_ENGINE = START_V1 + isakmp(ENGINES, 1) + phase1(ENGINES, ENGINE_BEGAN) * 2
AGGRESSIVE_BY_PEER = WAIT_V1 + isakmp(PEERS, 2) + phase1(PEERS)
MAIN_BY_PEER = WAIT_V1 + command(13, 1) + isakmp(PEERS, 0) + phase1(PEERS) * 2
AGGRESSIVE_BY_ENGINE = START_V1 + command(13) + isakmp(ENGINES, 1)
SA_V1, KE_V1, ID_V1, NONCE_V1, NOTIFY_V1, DELETE_V1 = 1, 4, 5, 10, 11, 12
BEGIN_QUICK, ANSWER_QUICK, CONFIRM_QUICK = range(3)
QUICK_OF_PEER = built([SA_V1, 3], [NONCE_V1, 8], [KE_V1, 0], [ID_V1, 3], [ID_V1, 2])
QUICK_PLAIN = built([SA_V1, 0], [NONCE_V1, 8], [ID_V1, 3], [ID_V1, 2])
QUICK_ANSWER = built([SA_V1, 0], [NONCE_V1, 8], [ID_V1, 0], [ID_V1, 1])
PEER_CHILD = quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER) + quick(PEERS, CONFIRM_QUICK, b"")
ENGINE_CHILD = quick(ENGINES, ANSWER_QUICK, QUICK_ANSWER, BUILT | TRUE | ENGINE_BEGAN)
ON_V1 = BUILT | TRUE | ENGINE_BEGAN


def notify_v1(kind, how=0, data=b""):
    return bytes([NOTIFY_V1, how]) + struct.pack("!H", kind) + (bytes([len(data)]) + data if how & 8 else b"")


# How a peer presents itself in phase 1: what it knows of NATs, who is behind one, and what else it cannot or can do.
AGGRESSIVE, DRAFT02, DRAFT03, RFC3947, ENGINE_NATTED, PEER_NATTED, FRAGMENTS_TOO, NO_DPD = 2, 4, 8, 12, 16, 32, 64, 128
# The engine's second connections with the same peers; what is said about their children.
START_TOO, WAIT_TOO = command(16), command(16, 1)
CHILD_TOO = quick(ENGINES, ANSWER_QUICK, built([SA_V1, 0], [NONCE_V1, 8], [ID_V1, 0], [ID_V1, 17]), ON_V1)
PEER_CHILD_TOO = quick(PEERS, BEGIN_QUICK, built([SA_V1, 19], [NONCE_V1, 8], [KE_V1, 0], [ID_V1, 3], [ID_V1, 18])) \
    + quick(PEERS, CONFIRM_QUICK, b"")
# The engine's quick mode on the ISAKMP SA that its second peer began, which wants PFS.
CHILD_OF_PEERS = quick(PEERS, ANSWER_QUICK, built([SA_V1, 1], [NONCE_V1, 8], [KE_V1, 0], [ID_V1, 2], [ID_V1, 3]))


def by_engine(how=0):
    return START_V1 + isakmp(ENGINES, 1 | how) + phase1(ENGINES, ENGINE_BEGAN) * 2


def by_peer(how=0):
    return WAIT_V1 + command(13, 1) + isakmp(PEERS, how) + phase1(PEERS) * 2


def proof(name, *others):
    """The chain of ID, HASH, and others (type, body) behind them."""
    return ID_V1, chain([(ID_V1, b"\2\0\0\0" + name), (8, b"\0"), *others])


def chain(bodies):
    kinds = [kind for kind, _ in bodies[1:]] + [0]
    return b"".join(bytes([kind, 0]) + struct.pack("!H", len(body) + 4) + body for kind, (_, body) in zip(kinds, bodies))


# Those with bit 7, of command().
REKEY_IKE_SA, REKEY_CHILDREN, NETWORK, MOVE, NAT, LIFETIME, OTHER_NAME, OTHER_KEY = range(64, 72)
# DES with MD5, which nobody wants.
OTHER_OFFER = SA_V1, chain([(SA_V1, bytes.fromhex("00000001 00000001 00000028 01010001 00000020 01010000"
                                                  "80010001 80020001 80030001 80040002 800b0001 800c0e10"))])
OTHER_OFFER_AND_NAME = chain([(SA_V1, OTHER_OFFER[1][4:]), (ID_V1, b"\2\0\0\0left.example.org")])
# AES-128 with SHA-1 for ESP, 1200 s.
ESP_OFFER = bytes.fromhex("00000001 00000001 00000028 01030401 0c0ffee0 0000001c 010c0000 80010001 800204b0 80040001 80050002"
                          "80060080")
LEFT, RIGHT = ((ID_V1, bytes([4, 0, 0, 0, 10, net, 0, 0, 255, 255, 255, 0])) for net in (1, 2))
FIRST_OF_NOBODY = bytes.fromhex("0102030405060708 0000000000000000 01100200 00000000 00000050") + OTHER_OFFER[1]


def said_in_clear(kind, flags=0):
    return informational_v1(ENGINES, notify_v1(kind), BUILT | IN_CLEAR | ENGINE_BEGAN | flags)


def fragment(message, number, flags=0, data=b"a piece"):
    return informational_v1(PEERS, chain([(132, struct.pack("!HBB", message, number, flags) + data)]), IN_CLEAR, 132)


def many_proposals(connection):
    return bytes([COMMAND, 64 | 4 << 1 | 16 | connection])


def repeats(which, *change):
    """One of the last datagrams once more, the newest is 0: where (two octets) to change it, by what, how much to cut off."""
    return bytes([AGAIN, which, *change, *bytes(4 - len(change))])


FIRST_BY_ENGINE, FIRST_BY_PEER = START_V1 + isakmp(ENGINES, 1), WAIT_V1 + command(13, 1) + isakmp(PEERS, 0)
NOT_A_CHAIN = (99, b"\0")  # for a peer that is there, and says nothing yet


RESPONDER = sa_init() + auth(PEERS)  # the engine is
INITIATOR = sa_init_answer() + auth(ENGINES)
ON_ENGINES_SA = ENGINE_BEGAN
NEW_CHILD = built([SA, 0x0c, 1], [NONCE, 16], [KE, 0], [TS_I, 2], [TS_R, 3])
REKEY_CHILD = notify(16393, 1) + NEW_CHILD
REKEY_IKE = built([SA, 1], [NONCE, 16], [KE, 0])

SCRIPTS = {
    "engine_initiates": INITIATOR + tick(4),
    "engine_responds": RESPONDER + tick(4),
    "both_suites": sa_init(1) + auth(PEERS) + sa_init_answer(2) + auth(ENGINES),
    "nobody_answers": tick(12),
    "probes": INITIATOR + RESPONDER + wait(400) + answer(ENGINES, 0, b"", ON_ENGINES_SA) + answer(PEERS, 0, b"") + tick(8),
    "lifetimes": INITIATOR + wait(9000) + tick(3) + wait(3000) + tick(8),
    "peer_probes": RESPONDER + request(PEERS, INFORMATIONAL, 0, b"") * 2 + bytes([AGAIN, 1, 0, 0, 0, 0]),
    "peer_deletes_child": RESPONDER + request(PEERS, INFORMATIONAL, 0, built([DELETE, 0]), BUILT) + tick(3),
    "peer_deletes_ike": RESPONDER + request(PEERS, INFORMATIONAL, 0, built([DELETE, 1]), BUILT) + tick(3),
    "new_child": RESPONDER + request(PEERS, CREATE_CHILD_SA, 0, NEW_CHILD, BUILT) + tick(3),
    "rekey_child": RESPONDER + request(PEERS, CREATE_CHILD_SA, 0, REKEY_CHILD, BUILT) + tick(3)
    + request(PEERS, INFORMATIONAL, 0, built([DELETE, 0]), BUILT) + tick(3),
    "rekey_ike": RESPONDER + request(PEERS, CREATE_CHILD_SA, 0, REKEY_IKE, BUILT) + tick(3)
    + request(PEERS, INFORMATIONAL, 0, built([DELETE, 1]), BUILT),
    "life_after_rekey_ike": RESPONDER + request(PEERS, CREATE_CHILD_SA, 0, REKEY_IKE, BUILT)
    + request(PEERS, CREATE_CHILD_SA, 0, REKEY_CHILD, BUILT | RENEWED)
    + request(PEERS, CREATE_CHILD_SA, 0, REKEY_IKE, BUILT | RENEWED) + request(PEERS, INFORMATIONAL, 0, b"", RENEWED)
    + request(PEERS, INFORMATIONAL, 0, built([DELETE, 1]), BUILT | RENEWED) + tick(2),
    "rekeys_on_engines_sa": INITIATOR + request(ENGINES, CREATE_CHILD_SA, 0, REKEY_CHILD, BUILT | ON_ENGINES_SA)
    + request(ENGINES, CREATE_CHILD_SA, 0, REKEY_IKE, BUILT | ON_ENGINES_SA) + tick(3),
    "engine_rekeys": INITIATOR + wait(11000) + tick(2)
    + answer(ENGINES, 0, built([SA, 4, 9], [NONCE, 16], [KE, 0], [TS_I, 0], [TS_R, 1]), BUILT | ON_ENGINES_SA)
    + tick(2) + answer(ENGINES, 0, built([DELETE, 0]), BUILT | ON_ENGINES_SA) + wait(25000) + tick(2)
    + answer(ENGINES, 0, REKEY_IKE, BUILT | ON_ENGINES_SA) + tick(2)
    + request(ENGINES, INFORMATIONAL, 0, b"", RENEWED) + answer(ENGINES, 0, b"", RENEWED) + tick(2),
    "rekeys_cross": INITIATOR + wait(11000) + tick(2) + request(ENGINES, CREATE_CHILD_SA, 0, REKEY_CHILD, BUILT | ON_ENGINES_SA)
    + answer(ENGINES, 0, built([SA, 4, 9], [NONCE, 16], [KE, 0], [TS_I, 0], [TS_R, 1]), BUILT | ON_ENGINES_SA) + tick(3),
    "temporary_failure": INITIATOR + wait(11000) + tick(2) + answer(ENGINES, 0, notify(43), BUILT | ON_ENGINES_SA) + tick(3),
    "child_not_found": INITIATOR + wait(11000) + tick(2) + answer(ENGINES, 0, notify(44), BUILT | ON_ENGINES_SA) + tick(3),
    "wrong_group": INITIATOR + wait(11000) + tick(2) + answer(ENGINES, 0, notify(17, 4, b"\x00\x0e"), BUILT | ON_ENGINES_SA)
    + tick(3),
    "mobike": sa_init() + request(PEERS, IKE_AUTH, 0,
                                  built([ID_I, 2], [AUTH_PAYLOAD, 0], [SA, 0, 0], [TS_I, 2], [TS_R, 3]) + notify(16396),
                                  BUILT | TRUE)
    + request(PEERS, INFORMATIONAL, 0, notify(16400) + notify(16388, 4, bytes(20)) + notify(16389, 4, bytes(20)),
              BUILT | OTHER_ADDRESS) + tick(2),
    "cookies": sa_init_answer(NOTIFY, bytes([0, 0, 0, 16, 0, 0]) + struct.pack("!H", 16390) + bytes(range(8))) + tick()
    + INITIATOR,
    "wrong_proof": sa_init() + request(PEERS, IKE_AUTH, 0,
                                       built([ID_I, 2], [AUTH_PAYLOAD, 0], [SA, 0, 0], [TS_I, 2], [TS_R, 3]), BUILT)
    + tick(2),
    "no_common_selectors": sa_init() + request(PEERS, IKE_AUTH, 0,
                                               built([ID_I, 2], [AUTH_PAYLOAD, 0], [SA, 0, 0], [TS_I, 3], [TS_R, 2]),
                                               BUILT | TRUE) + tick(4),
    "critical": RESPONDER + request(PEERS, INFORMATIONAL, 0, bytes([99, 0x84, 1, 2, 3, 4]), BUILT) + tick(2),
    "fragments": RESPONDER + bytes([FRAGMENTS | PEERS, INFORMATIONAL, 0, 3, NOTIFY])
    + octets(bytes([0, 0, 0, 40, 0, 0, 0x40, 0x0c]) + bytes(32)) + bytes([FRAGMENTS | PEERS, INFORMATIONAL, 0, 11, 0])
    + octets(b""),
    "commands": INITIATOR + RESPONDER + command(3) + command(4, 1) + command(5) + tick(2) + command(2, 1) + tick(3)
    + command(1) + tick(3) + command(6) + INITIATOR + command(7) + tick(6),
    "stop_in_the_middle": sa_init_answer() + command(1) + auth(ENGINES) + tick(4),
    "renegotiate_in_the_middle": sa_init_answer() + command(2) + INITIATOR + tick(4),
    "notices": command(1) + command(0) + bytes([NOTICE, 0, NOTICE, 1]) + INITIATOR + bytes([NOTICE, 2, NOTICE, 4, TRAFFIC, 3])
    + tick(4),
    "path_trouble": bytes([PATH, 0, PATH | PEERS, 0, PATH, 1, PATH | PEERS, 1]) + INITIATOR,
    "v1_main_by_engine": MAIN_BY_ENGINE + ENGINE_CHILD + tick(4),
    "v1_aggressive_by_peer": AGGRESSIVE_BY_PEER + PEER_CHILD + tick(4),
    "v1_main_by_peer": MAIN_BY_PEER + PEER_CHILD + tick(4),
    "v1_aggressive_by_engine": AGGRESSIVE_BY_ENGINE + ENGINE_CHILD + tick(4),
    "v1_with_v2": INITIATOR + MAIN_BY_ENGINE + ENGINE_CHILD + RESPONDER + AGGRESSIVE_BY_PEER + PEER_CHILD + tick(6),
    "v1_nobody_answers": START_V1 + tick(10),
    "v1_no_third_message": AGGRESSIVE_BY_PEER + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER) + tick(12),
    "v1_no_answer_to_quick_mode": MAIN_BY_ENGINE + tick(12),
    "v1_renewals": MAIN_BY_ENGINE + ENGINE_CHILD + wait(11000) + tick(2) + ENGINE_CHILD + wait(200) + tick(3) + wait(22000)
    + tick(4) + isakmp(ENGINES, 1) + phase1(ENGINES, ENGINE_BEGAN) * 2 + ENGINE_CHILD + tick(6),
    "v1_peer_renews": AGGRESSIVE_BY_PEER + PEER_CHILD * 3 + informational_v1(PEERS, built([DELETE_V1, 0])) + tick(4),
    "v1_quick_modes_cross": MAIN_BY_ENGINE + ENGINE_CHILD + wait(11000) + tick(2)
    + quick(ENGINES, BEGIN_QUICK, built([SA_V1, 16], [NONCE_V1, 8], [ID_V1, 1], [ID_V1, 0]), ON_V1) + ENGINE_CHILD
    + quick(ENGINES, CONFIRM_QUICK, b"", TRUE | ENGINE_BEGAN) + tick(6),
    "v1_peer_deletes": MAIN_BY_ENGINE + ENGINE_CHILD + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + tick(4)
    + AGGRESSIVE_BY_PEER + PEER_CHILD + informational_v1(PEERS, built([DELETE_V1, 2])) + tick(4),
    "v1_refusals": MAIN_BY_ENGINE + informational_v1(ENGINES, notify_v1(14, 2), ON_V1) + tick(2)
    + MAIN_BY_ENGINE + informational_v1(ENGINES, notify_v1(18, 2), ON_V1) + tick(4),
    "v1_probes": MAIN_BY_ENGINE + ENGINE_CHILD + wait(400) + informational_v1(ENGINES, notify_v1(36137, 1), ON_V1)
    + informational_v1(ENGINES, notify_v1(36136, 1), ON_V1) * 2 + wait(400) + tick(8),
    "v1_initial_contact": AGGRESSIVE_BY_PEER + PEER_CHILD + informational_v1(PEERS, notify_v1(24578)) + AGGRESSIVE_BY_PEER
    + tick(4),
    "v1_wrong_hash": MAIN_BY_PEER + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER, BUILT)
    + informational_v1(PEERS, built([DELETE_V1, 1]), BUILT) + PEER_CHILD
    + informational_v1(PEERS, chain([(8, bytes(32)), (DELETE_V1, bytes.fromhex("00000001 03 04 0001 0c0ffee0"))]), 0, 8)
    + quick(PEERS, BEGIN_QUICK, chain([(8, bytes(32)), (SA_V1, ESP_OFFER), (10, bytes(16)), LEFT, RIGHT]), 0, 8)
    + MAIN_BY_ENGINE + quick(ENGINES, ANSWER_QUICK, chain([(8, bytes(32)), (SA_V1, ESP_OFFER), (10, bytes(16)), LEFT, RIGHT]),
                             ENGINE_BEGAN, 8)
    + tick(4),
    "v1_old_ids": AGGRESSIVE_BY_PEER + PEER_CHILD + quick(PEERS, BEGIN_QUICK, QUICK_PLAIN, BUILT | TRUE | OLD_ID)
    + informational_v1(PEERS, built([DELETE_V1, 1]), BUILT | TRUE | OLD_ID) + bytes([AGAIN, 1, 0, 0, 0, 0]) + tick(4),
    "v1_commands": MAIN_BY_ENGINE + ENGINE_CHILD + command(11) + command(12) + command(10) + tick(3) + command(14)
    + MAIN_BY_ENGINE + command(9) + tick(4),
    "v1_nat_main_by_engine": by_engine(RFC3947 | PEER_NATTED) + ENGINE_CHILD
    + informational_v1(ENGINES, notify_v1(36136, 1), ON_V1 | OTHER_PORT) + bytes([TRAFFIC, 3]) + tick(6),
    "v1_nat_main_by_peer": by_peer(DRAFT03 | ENGINE_NATTED | PEER_NATTED) + PEER_CHILD + wait(250) + bytes([TRAFFIC, 3])
    + tick(6),
    "v1_nat_aggressive_by_peer": WAIT_V1 + isakmp(PEERS, AGGRESSIVE | RFC3947 | ENGINE_NATTED) + phase1(PEERS) + PEER_CHILD
    + tick(8),
    "v1_nat_aggressive_by_engine": START_V1 + command(13) + isakmp(ENGINES, 1 | DRAFT02 | PEER_NATTED)
    + quick(ENGINES, ANSWER_QUICK, built([SA_V1, 4], [NONCE_V1, 8], [ID_V1, 0], [ID_V1, 1]), ON_V1)
    + bytes([NOTICE, 4]) + informational_v1(ENGINES, notify_v1(36136, 1), ON_V1 | OTHER_ADDRESS) + tick(6),
    "v1_nat_nobody": by_engine(RFC3947) + ENGINE_CHILD + informational_v1(ENGINES, notify_v1(36136, 1), ON_V1 | OTHER_PORT)
    + tick(4),
    "v1_nat_forced": command(NAT + 8) + by_engine(RFC3947) + ENGINE_CHILD + tick(2) + command(NAT + 8) + tick(2)
    + by_engine(RFC3947) + tick(2),
    "v1_nat_renewed": by_engine(RFC3947 | ENGINE_NATTED) + ENGINE_CHILD + wait(11000) + tick(2) + ENGINE_CHILD + wait(11000)
    + tick(2) + ENGINE_CHILD + wait(9000) + tick(3) + isakmp(ENGINES, 1 | RFC3947 | ENGINE_NATTED)
    + phase1(ENGINES, ENGINE_BEGAN) * 2 + tick(4),
    "v1_in_fragments": FIRST_BY_PEER + bytes([CUT, 3]) + phase1(PEERS) * 2 + PEER_CHILD + bytes([CUT, 0x82])
    + by_engine(FRAGMENTS_TOO) + ENGINE_CHILD + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + bytes([CUT, 1])
    + PEER_CHILD + tick(4),
    "v1_bad_fragments": by_peer(FRAGMENTS_TOO) + fragment(1, 1) + fragment(1, 1) + fragment(1, 1, 0, b"another")
    + fragment(2, 3) + fragment(2, 2, 1) + fragment(3, 2, 1) + fragment(3, 4) + fragment(4, 65) + fragment(4, 1)
    + fragment(4, 255, 1) + bytes([CUT, 2]) + PEER_CHILD
    + tick(2),
    "v1_fragments_of_nonsense": FIRST_BY_PEER + phase1(PEERS, 0, 132, chain([(132, b"\0\1\1\1" + bytes(40))])) + phase1(PEERS)
    + phase1(PEERS, IN_CLEAR, 132, chain([(132, b"\0\2\1\1" + FIRST_OF_NOBODY)])) + phase1(PEERS) + tick(2),
    "v1_engine_cuts": many_proposals(0) + by_engine(FRAGMENTS_TOO) + ENGINE_CHILD + tick(3),
    "v1_engine_cannot_cut": many_proposals(0) + by_engine() + ENGINE_CHILD + tick(3),
    "v1_shared": MAIN_BY_ENGINE + ENGINE_CHILD + START_TOO + CHILD_TOO + tick(2) + command(9) + tick(3)
    + informational_v1(ENGINES, built([DELETE_V1, 0]), ON_V1) + command(18) + tick(3) + command(17) + tick(4),
    "v1_shared_by_peer": AGGRESSIVE_BY_PEER + WAIT_TOO + PEER_CHILD + PEER_CHILD_TOO + command(20, 1) + tick(2) + command(9, 1)
    + tick(2) + command(22, 1) + tick(2) + informational_v1(PEERS, built([DELETE_V1, 1])) + command(20, 1) + tick(4),
    "v1_shared_renewals": MAIN_BY_ENGINE + ENGINE_CHILD + START_TOO + CHILD_TOO + wait(11000) + tick(2) + ENGINE_CHILD
    + CHILD_TOO + tick(2) + command(12) + tick() + ENGINE_CHILD + command(20) + tick() + CHILD_TOO + tick(4),
    "v1_shared_edits_under_way": MAIN_BY_ENGINE + ENGINE_CHILD + START_TOO + command(20) + tick() + command(17) + tick(2)
    + AGGRESSIVE_BY_PEER + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER) + many_proposals(1) + tick()
    + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER) + WAIT_TOO + command(9, 1) + tick(3),
    "v1_shared_and_refused": MAIN_BY_ENGINE + ENGINE_CHILD + START_TOO + informational_v1(ENGINES, notify_v1(18, 2), ON_V1)
    + tick(2) + command(22) + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + wait(20) + tick(4),
    "v1_heir": MAIN_BY_ENGINE + ENGINE_CHILD + isakmp(ENGINES, 0) + phase1(ENGINES) * 2
    + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + tick(2)
    + informational_v1(ENGINES, built([DELETE_V1, 2]), BUILT | TRUE) + tick(4),
    "v1_late_heir": AGGRESSIVE_BY_PEER + PEER_CHILD + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER)
    + informational_v1(PEERS, built([DELETE_V1, 1])) + wait(3) + isakmp(PEERS, AGGRESSIVE) + phase1(PEERS) + wait(20) + tick(3)
    + informational_v1(PEERS, built([DELETE_V1, 2])) + tick(3),
    "v1_heir_of_orphan": MAIN_BY_ENGINE + ENGINE_CHILD + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + wait(20)
    + tick() + isakmp(ENGINES, 0) + phase1(ENGINES) * 2 + tick(2) + informational_v1(ENGINES, notify_v1(36136, 1)) + tick(4),
    "v1_rekey": MAIN_BY_ENGINE + ENGINE_CHILD + command(REKEY_CHILDREN + 8) + ENGINE_CHILD + tick(2) + command(REKEY_IKE_SA + 8)
    + isakmp(ENGINES, 1) + phase1(ENGINES, ENGINE_BEGAN) * 2 + tick(2)
    + informational_v1(ENGINES, built([DELETE_V1, 1]), BUILT | TRUE | FORMER) + bytes([NOTICE, 2]) + ENGINE_CHILD + tick(2)
    + informational_v1(ENGINES, built([DELETE_V1, 2]), ON_V1) + tick(4),
    "v1_network": MAIN_BY_ENGINE + ENGINE_CHILD + command(NETWORK) + tick() + command(MOVE) + tick(2) + command(MOVE)
    + by_engine() + tick(4),
    "v1_delete_in_any_order": AGGRESSIVE_BY_PEER + PEER_CHILD + informational_v1(PEERS, built([DELETE_V1, 1])) + wait(3)
    + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER) + informational_v1(PEERS, built([DELETE_V1, 0])) + tick(2) + WAIT_V1
    + AGGRESSIVE_BY_PEER + informational_v1(PEERS, built([DELETE_V1, 1])) + tick(2),
    "v1_outlived": MAIN_BY_ENGINE + (ENGINE_CHILD + wait(11000) + tick(2)) * 4 + ENGINE_CHILD + wait(3000) + tick(10),
    "v1_orphan": MAIN_BY_ENGINE + ENGINE_CHILD + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + wait(20) + tick()
    + informational_v1(ENGINES, notify_v1(36136, 1), ON_V1) + bytes([TRAFFIC, 3, NOTICE, 4]) + command(11) + START_TOO
    + command(MOVE) + tick() + command(REKEY_IKE_SA + 8) + tick() + wait(600) + tick(8) + command(9) + tick(3),
    "v1_orphan_edited": MAIN_BY_ENGINE + ENGINE_CHILD + START_TOO + CHILD_TOO
    + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + wait(20) + tick() + command(12) + tick()
    + command(REKEY_CHILDREN + 16) + tick() + command(17) + tick(2) + bytes([TRAFFIC, 1]) + tick(4),
    "v1_orphan_waits": MAIN_BY_ENGINE + ENGINE_CHILD + command(REKEY_CHILDREN + 8) + START_TOO
    + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + wait(20) + tick(4),
    "v1_orphan_of_quick_mode": AGGRESSIVE_BY_PEER + PEER_CHILD + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER)
    + informational_v1(PEERS, built([DELETE_V1, 1])) + wait(20) + tick(4),
    "v1_orphan_ages": MAIN_BY_ENGINE + ENGINE_CHILD + wait(3000) + bytes([TRAFFIC, 1]) + START_TOO + CHILD_TOO
    + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + wait(20) + tick() + bytes([DELIVER, 0])
    + (bytes([TRAFFIC, 1]) + wait(200)) * 50 + tick(8),
    "v1_orphan_is_dead": MAIN_BY_ENGINE + ENGINE_CHILD + informational_v1(ENGINES, built([DELETE_V1, 1]), ON_V1) + wait(20)
    + tick(16),
    "v1_dead_peer": MAIN_BY_ENGINE + ENGINE_CHILD + tick(20),
    "v1_no_dpd": by_engine(NO_DPD) + ENGINE_CHILD + bytes([TRAFFIC, 2]) + wait(1200) + tick(6),
    "v1_no_dpd_no_answer": by_engine(NO_DPD) + tick(12) + WAIT_V1 + isakmp(PEERS, AGGRESSIVE | NO_DPD)
    + phase1(PEERS) + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER) + tick(60),
    "v1_stop_in_the_middle": START_V1 + isakmp(ENGINES, 1) + phase1(ENGINES, ENGINE_BEGAN) + command(9)
    + phase1(ENGINES, ENGINE_BEGAN) + tick(4),
    "v1_stop_unanswered": START_V1 + isakmp(ENGINES, 1) + phase1(ENGINES, ENGINE_BEGAN) + command(9) + tick(6),
    "v1_stop_a_responder": WAIT_V1 + command(13, 1) + isakmp(PEERS, 0) + command(9, 1) + tick(2) + WAIT_V1 + isakmp(PEERS, 0)
    + phase1(PEERS) + command(9, 1) + phase1(PEERS) + tick(4),
    "v1_half_open": WAIT_V1 + command(13, 1) + isakmp(PEERS, 0) + phase1(PEERS) + wait(310) + isakmp(PEERS, 0) + wait(310)
    + command(13, 1) + isakmp(PEERS, AGGRESSIVE) + tick(8),
    "v1_refused_at_once": START_V1 + isakmp(ENGINES, 1, *NOT_A_CHAIN)
    + said_in_clear(14, OTHER_ADDRESS) + said_in_clear(14) + said_in_clear(9) + said_in_clear(36136) + tick(4)
    + command(9) + tick() + START_V1 + command(13) + isakmp(ENGINES, 1, *NOT_A_CHAIN) + said_in_clear(24) + said_in_clear(29)
    + said_in_clear(5) + tick(4),
    "v1_refused_before_proof": START_V1 + isakmp(ENGINES, 1) + said_in_clear(17) + phase1(ENGINES, ENGINE_BEGAN)
    + said_in_clear(16) + informational_v1(ENGINES, notify_v1(24), ON_V1) + tick(4),
    "v1_refused_under_another_key": START_V1 + isakmp(ENGINES, 1) + phase1(ENGINES, ENGINE_BEGAN)
    + informational_v1(ENGINES, notify_v1(16), BUILT | ENGINE_BEGAN) + tick(4),
    "v1_refused_by_initiator": WAIT_V1 + isakmp(PEERS, AGGRESSIVE) + informational_v1(PEERS, notify_v1(23), BUILT | IN_CLEAR)
    + informational_v1(PEERS, notify_v1(18)) + tick(4) + command(13, 1) + isakmp(PEERS, 0) + phase1(PEERS)
    + informational_v1(PEERS, notify_v1(16)) + tick(4),
    "v1_refused_offers": WAIT_V1 + isakmp(PEERS, AGGRESSIVE, *OTHER_OFFER) + command(13, 1) + isakmp(PEERS, 0, *OTHER_OFFER)
    + tick() + START_V1 + isakmp(ENGINES, 1, *OTHER_OFFER) + tick(3) + command(9) + tick() + START_V1 + command(13)
    + isakmp(ENGINES, 1, *OTHER_OFFER) + tick(3),
    "v1_wrong_proofs_by_peer": WAIT_V1 + isakmp(PEERS, AGGRESSIVE) + phase1(PEERS, WRONG_HASH) + PEER_CHILD
    + tick(4) + isakmp(PEERS, AGGRESSIVE) + phase1(PEERS, UNTRUE | IN_CLEAR) + repeats(0, 0, 19, 1) + PEER_CHILD + tick(4)
    + command(13, 1) + isakmp(PEERS, 0) + phase1(PEERS) + phase1(PEERS, WRONG_HASH) * 2 + PEER_CHILD + tick(4),
    "v1_wrong_proofs_by_engine": START_V1 + isakmp(ENGINES, 1) + phase1(ENGINES, ENGINE_BEGAN)
    + phase1(ENGINES, ENGINE_BEGAN | WRONG_HASH) * 2 + ENGINE_CHILD + tick(4) + command(9) + tick() + START_V1 + command(13)
    + isakmp(ENGINES, 1, *NOT_A_CHAIN) + phase1(ENGINES, ENGINE_BEGAN | WRONG_HASH) + ENGINE_CHILD + tick(4),
    "v1_wrong_keys": START_V1 + isakmp(ENGINES, 1) + phase1(ENGINES, ENGINE_BEGAN | UNTRUE) + tick(2) + WAIT_V1 + command(13, 1)
    + isakmp(PEERS, 0) + phase1(PEERS, UNTRUE) + tick(2),
    "v1_bad_keys": WAIT_V1 + isakmp(PEERS, AGGRESSIVE, *NOT_A_CHAIN) + phase1(PEERS, UNTRUE)
    + isakmp(PEERS, AGGRESSIVE, SA_V1, OTHER_OFFER_AND_NAME) + tick() + FIRST_BY_PEER + phase1(PEERS, 0, 10, chain([(10, bytes(16))]))
    + START_V1 + command(13) + isakmp(ENGINES, 1, *NOT_A_CHAIN) + phase1(ENGINES, ENGINE_BEGAN | UNTRUE) + repeats(1, 0, 18, 6)
    + tick(2),
    "v1_garbled_proofs": WAIT_V1 + command(13, 1) + isakmp(PEERS, 0) + phase1(PEERS) + repeats(1, 0, 19, 1)
    + repeats(3, 0, 18, 1) + phase1(PEERS) + tick(2),
    "v1_other_names": FIRST_BY_PEER + phase1(PEERS) + phase1(PEERS, 0, *proof(b"mallory.example.org")) + tick(3)
    + FIRST_BY_ENGINE + phase1(ENGINES, ENGINE_BEGAN) + phase1(ENGINES, ENGINE_BEGAN, *proof(b"mallory.example.org")) + tick(3),
    "v1_names_of_another_connection": command(OTHER_NAME + 8, 1) + WAIT_V1 + WAIT_TOO + command(13, 1) + command(21, 1)
    + isakmp(PEERS, 0) + phase1(PEERS) * 2 + PEER_CHILD_TOO + tick(2) + command(13, 1) + isakmp(PEERS, AGGRESSIVE)
    + phase1(PEERS) + tick(2),
    "v1_unknown_names": command(OTHER_NAME + 8, 1) + WAIT_V1 + isakmp(PEERS, AGGRESSIVE) + tick(2) + command(OTHER_NAME + 8)
    + START_V1 + command(13) + isakmp(ENGINES, 1) + tick(2),
    "v1_other_key": START_V1 + WAIT_V1 + command(OTHER_KEY + 8) + command(OTHER_KEY + 8, 1) + isakmp(ENGINES, 1)
    + phase1(ENGINES, ENGINE_BEGAN) * 2 + isakmp(PEERS, AGGRESSIVE) + phase1(PEERS) + command(13) + isakmp(ENGINES, 1)
    + command(13, 1) + isakmp(PEERS, 0) + phase1(PEERS) * 2 + tick(4),
    "v1_contact_in_phase1": WAIT_V1 + command(13, 1) + (isakmp(PEERS, 0) + phase1(PEERS)
    + phase1(PEERS, 0, *proof(b"left.example.org", (NOTIFY_V1, bytes.fromhex("00000001 0110 6002") + bytes(16)))) + PEER_CHILD
    + tick(2)) * 2 + tick(4),
    "v1_proof_in_clear": WAIT_V1 + isakmp(PEERS, AGGRESSIVE) + phase1(PEERS, IN_CLEAR) + PEER_CHILD + tick(4),
    "v1_in_clear": MAIN_BY_ENGINE + ENGINE_CHILD + said_in_clear(36136)
    + informational_v1(ENGINES, built([DELETE_V1, 0]), BUILT | IN_CLEAR | ENGINE_BEGAN) + repeats(0, 0, 18, 5 ^ 32) + repeats(1, 0, 18, 5 ^ 4)
    + tick(2),
    "v1_many_quick_modes": AGGRESSIVE_BY_PEER + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER) * 18 + tick(8),
    "v1_many_children": AGGRESSIVE_BY_PEER + PEER_CHILD * 70 + wait(1) + bytes([TRAFFIC, 3]) + tick(8)
    + informational_v1(PEERS, built(*([DELETE_V1, number << 4 | 2] for number in range(8)))) + tick(8),
    "v1_volume": AGGRESSIVE_BY_PEER
    + quick(PEERS, BEGIN_QUICK, built([SA_V1, 129, 8, 0], [NONCE_V1, 8], [KE_V1, 0], [ID_V1, 3], [ID_V1, 2]))
    + quick(PEERS, CONFIRM_QUICK, b"") + wait(1) + bytes([TRAFFIC, 7]) + tick() + CHILD_OF_PEERS + tick(4),
    "v1_shorter_lives": MAIN_BY_ENGINE + quick(ENGINES, ANSWER_QUICK, QUICK_ANSWER
    + notify_v1(24576, 10, bytes.fromhex("80010001 80020078 80010002 0002000400001000")), ON_V1) + bytes([TRAFFIC, 5]) + tick(3)
    + ENGINE_CHILD + AGGRESSIVE_BY_PEER + quick(PEERS, BEGIN_QUICK, built([SA_V1, 8], [NONCE_V1, 8], [ID_V1, 3], [ID_V1, 2]))
    + quick(PEERS, CONFIRM_QUICK, b"") + wait(500) + tick(6),
    "v1_odd_lives": MAIN_BY_ENGINE + b"".join(command(REKEY_CHILDREN + 8) + quick(ENGINES, ANSWER_QUICK, QUICK_ANSWER
    + notify_v1(24576, 10, bytes.fromhex(lives)), ON_V1) + tick() for lives in (
        "80010001", "80020078", "80010003 80020078", "80010001 00020000", "80010001 80020078 80010001 80020079",
        "80010001 00020009ff0000000000000000")),
    "v1_bad_quick_modes": AGGRESSIVE_BY_PEER + b"".join(quick(PEERS, BEGIN_QUICK, plain) for plain in (
        built([NONCE_V1, 8]), built([SA_V1, 1], [NONCE_V1, 8], [ID_V1, 3], [ID_V1, 2]), built([SA_V1, 3], [NONCE_V1, 8]),
        built([SA_V1, 3], [NONCE_V1, 8], [ID_V1, 3]), built([SA_V1, 4], [NONCE_V1, 8], [ID_V1, 3], [ID_V1, 2]),
        built([SA_V1, 0], [NONCE_V1, 8], [ID_V1, 3], [ID_V1, 6]))) + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER)
    + quick(PEERS, CONFIRM_QUICK, chain([(8, bytes(32))]), 0, 8)
    + quick(PEERS, BEGIN_QUICK, chain([(SA_V1, ESP_OFFER.replace(b"\x0c\x0f\xfe\xe0", bytes(4))), (10, bytes(16)), LEFT, RIGHT]),
            TRUE, 1) + tick(4),
    "v1_bad_answers": b"".join(MAIN_BY_ENGINE + quick(ENGINES, ANSWER_QUICK, answer, flags) + tick(2) + command(9) + tick(2)
    for answer, flags in ((built([SA_V1, 1], [NONCE_V1, 8], [ID_V1, 0], [ID_V1, 1]), ON_V1),
                          (built([SA_V1, 0], [NONCE_V1, 8], [ID_V1, 1], [ID_V1, 0]), ON_V1),
                          (built([SA_V1, 0], [NONCE_V1, 8]), ON_V1), (QUICK_ANSWER, BUILT | ENGINE_BEGAN))),
    "v1_bad_answer_without_key": AGGRESSIVE_BY_PEER + PEER_CHILD + command(REKEY_CHILDREN + 8, 1)
    + quick(PEERS, ANSWER_QUICK, built([SA_V1, 1], [NONCE_V1, 8], [ID_V1, 2], [ID_V1, 3])) + tick(2) + command(12, 1) + tick()
    + informational_v1(PEERS, notify_v1(14, 2)) + tick(3),
    "v1_engine_renews_for_peer": AGGRESSIVE_BY_PEER + PEER_CHILD + wait(11000) + tick(2) + CHILD_OF_PEERS + tick(2) + wait(11000)
    + tick(2) + informational_v1(PEERS, notify_v1(14, 2)) + wait(300) + tick(2) + CHILD_OF_PEERS + tick(4),
    "v1_refused_children": b"".join(MAIN_BY_ENGINE + informational_v1(ENGINES, notify_v1(kind, 2), ON_V1) + tick(2) + command(9)
    + tick(2) for kind in (14, 17, 18, 13, 30)),
    "v1_old_probes": MAIN_BY_ENGINE + ENGINE_CHILD + b"".join(informational_v1(ENGINES, notify_v1(36136, 8, number), ON_V1)
    for number in (b"\0\0\0\2", b"\0\0\0\2", b"\0\0\0\1", b"\x80\0\0\5", b"\0\0\1")) + tick(2),
    "v1_strangers": isakmp(PEERS, 0) + datagram(PEERS, FIRST_OF_NOBODY, 4) + datagram(PEERS, FIRST_OF_NOBODY[:-1]) + WAIT_V1
    + isakmp(PEERS, 0) + isakmp(PEERS, AGGRESSIVE, *NOT_A_CHAIN) + informational_v1(PEERS, notify_v1(14), BUILT | IN_CLEAR)
    + START_V1 + repeats(0, 0, 0, 0) + tick(2),
    "v1_edit_is_refused": MAIN_BY_ENGINE + ENGINE_CHILD + many_proposals(0) + tick()
    + informational_v1(ENGINES, notify_v1(14, 2), ON_V1) + tick(4),
    "v1_edits": MAIN_BY_ENGINE + ENGINE_CHILD + command(11) + tick() + command(12) + tick() + ENGINE_CHILD + command(12)
    + informational_v1(ENGINES, notify_v1(14, 2), ON_V1) + tick(2) + command(LIFETIME + 8) + tick() + ENGINE_CHILD
    + command(OTHER_NAME + 8) + tick() + command(13) + tick(4),
    "v1_repeats": AGGRESSIVE_BY_PEER + PEER_CHILD + b"".join(repeats(i, 0, 0, 0) for i in range(12)) + MAIN_BY_ENGINE
    + ENGINE_CHILD + b"".join(repeats(i, 0, 0, 0) for i in range(16)) + tick(2),
    "v1_repeats_in_phase1": FIRST_BY_PEER + repeats(1, 0, 0, 0) + repeats(1, 0, 18, 1) + phase1(PEERS) + repeats(1, 0, 0, 0)
    + phase1(PEERS) + repeats(1, 0, 0, 0) + START_V1 + isakmp(ENGINES, 1) + repeats(1, 0, 0, 0) + repeats(2, 0, 18, 6)
    + phase1(ENGINES, ENGINE_BEGAN) + repeats(1, 0, 0, 0) + repeats(2, 0, 18, 6) + phase1(ENGINES, ENGINE_BEGAN)
    + repeats(1, 0, 0, 0) + tick(2),
    "v1_lost_messages": WAIT_V1 + isakmp(PEERS, AGGRESSIVE) + phase1(PEERS) + bytes([DELIVER, 0])
    + quick(PEERS, BEGIN_QUICK, QUICK_OF_PEER) + repeats(1, 0, 0, 0) + tick(2) + bytes([DELIVER, 1]) + tick()
    + quick(PEERS, CONFIRM_QUICK, b"") + tick(3),
    "other_commands": INITIATOR + RESPONDER + command(REKEY_CHILDREN) + tick() + command(REKEY_IKE_SA, 1) + tick()
    + command(NETWORK) + tick() + command(MOVE) + tick(2) + command(MOVE) + command(NAT) + command(LIFETIME) + tick(2)
    + command(OTHER_NAME) + INITIATOR + command(OTHER_KEY, 1) + RESPONDER + tick(4),
    "replays": RESPONDER + b"".join(bytes([AGAIN, i, 0, i, 20 * i & 255, i & 7]) for i in range(8)),
}


def transcript(name):
    """The records of a vector file as (title, fields)."""
    records = []
    for line in (VECTORS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            records.append((line[1:-1], {}))
        elif "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            records[-1][1][key.strip()] = value.strip()
    return records


# What stands for the children's SPIs in a script: those of the first recorded exchange (keyed_peer.h).
INITIATOR_SPI, RESPONDER_SPI = bytes.fromhex("69a92e4b"), bytes.fromhex("1bb77b56")


def contents(name):
    """What each message of a recorded exchange held: (title, from the initiator, type of the first payload, chain).
    Fragments come as what they were put together to."""
    records = transcript(name)
    spis = next((fields for title, fields in records if title == "spis"), None)
    initiator = next(fields["from"] for _, fields in records if "from" in fields)
    for title, fields in records:
        data = bytes.fromhex(fields.get("bytes", ""))
        if "from" not in fields or "EF(" in fields["payloads"] and "reassembled" not in fields:
            continue
        if "reassembled" in fields:
            kind, chain = NOTIFY if "request" in title else SA, bytes.fromhex(fields["reassembled"])
        elif "plain" in fields:
            kind, chain = int(fields["first"]) if "first" in fields else data[28], bytes.fromhex(fields["plain"])
        else:
            kind, chain = data[16], data[28:]
        if spis:
            chain = chain.replace(bytes.fromhex(spis["initiator"]), INITIATOR_SPI)
            chain = chain.replace(bytes.fromhex(spis["responder"]), RESPONDER_SPI)
        yield title, fields["from"].split("[")[0] == initiator.split("[")[0], kind, chain


def recorded(name):
    """Scripts out of one recorded exchange: its datagrams raw, and each side's messages said again under other keys, every
    script a little longer than the one before."""
    exchanges = {"IKE_AUTH": IKE_AUTH, "CREATE_CHILD_SA": CREATE_CHILD_SA, "INFORMATIONAL": INFORMATIONAL}
    raw = b"".join(datagram(PEERS if "request" in title else ENGINES, bytes.fromhex(fields["bytes"]),
                            0 if "INIT" in title else 3)
                   for title, fields in transcript(name) if "bytes" in fields and "ESP" not in title)
    scripts = {"raw": raw}
    for is_initiator in (True, False):
        peer, sa, role = (PEERS, 0, "initiator") if is_initiator else (ENGINES, ENGINE_BEGAN, "responder")
        said, count = b"", 0
        for title, from_initiator, kind, chain in contents(name):
            exchange, what, _ = title.split()
            if from_initiator != is_initiator:
                continue
            if exchange == "IKE_SA_INIT":
                if said or "INVAL_KE" in title or len(chain) < 64:
                    continue
                said = bytes([(SA_INIT if is_initiator else SA_INIT_ANSWER) | peer, kind]) + octets(chain)
                if not is_initiator: # the number of the proposal is another one here
                    scripts[f"{role}_0"] = said + tick(2)
                    said = sa_init_answer()
            else:
                flags = sa | TRUE
                if what == "request":
                    said += request(peer, exchanges[exchange], kind, chain, flags)
                else: # the engine's request may have to be waited for
                    said += answer(peer, kind, chain, flags)
                said += wait(11000) + tick() if exchange == "IKE_AUTH" and not is_initiator else tick()
            scripts[f"{role}_{count}"] = said
            count += 1
    return scripts


def recorded_v1(name):
    """Scripts out of a recorded exchange of IKEv1: its datagrams raw; and each side's phase 2 said again under other keys
    and with other HASHes, on an ISAKMP SA that came about by the recorded payloads of phase 1 in clear."""
    initiator = next(fields["from"].split("[")[0] for _, fields in transcript(name) if "from" in fields)
    raw, said = WAIT_V1, {True: AGGRESSIVE_BY_PEER, False: MAIN_BY_ENGINE + ENGINE_CHILD}
    for title, fields in transcript(name):
        if "bytes" not in fields or "ESP" in title:
            continue
        whole = bytes.fromhex(fields["bytes"])
        is_initiator = fields["from"].split("[")[0] == initiator
        peer, flags = (PEERS, 0) if is_initiator else (ENGINES, ENGINE_BEGAN)
        raw += datagram(peer, whole)
        if "plain" not in fields or whole[18] not in (5, 32): # informational, quick mode
            continue
        plain = bytes.fromhex(fields["plain"])
        size = struct.unpack("!H", plain[2:4])[0]  # of the HASH
        rest = b"".join(plain[at:at + length] for at, length in spans(plain[0], plain, size))
        if whole[18] == 5:
            said[is_initiator] += informational_v1(peer, rest, TRUE | flags, plain[0])
        else:
            part = CONFIRM_QUICK if not rest else BEGIN_QUICK if is_initiator else ANSWER_QUICK
            said[is_initiator] += quick(peer, part, rest, TRUE | flags, plain[0])
    return {"raw": raw, "initiator": said[True] + tick(4), "responder": said[False] + tick(4)}


def spans(kind, chain, at):
    """Where each payload from `at` on lies in the chain, without the padding behind the last one."""
    while kind and at + 4 <= len(chain):
        kind, length = chain[at], struct.unpack("!H", chain[at + 2:at + 4])[0]
        yield at, length
        at += length


def payloads(kind, chain):
    """Each payload of a chain as (type, body)."""
    while kind and len(chain) >= 4:
        following, length = chain[0], struct.unpack("!H", chain[2:4])[0]
        yield kind, chain[4:length]
        kind, chain = following, chain[length:]


def recorded_payloads(name):
    """Inputs of fuzz_payloads: every payload of a recorded exchange, each content once."""
    inputs = {}
    for _, _, kind, chain in contents(name):
        assert sum(len(body) + 4 for _, body in payloads(kind, chain)) == len(chain), "a chain ends where its text does"
        for one, body in payloads(kind, chain):
            if one not in (KE, NONCE, AUTH_PAYLOAD) or one not in {key[0] for key in inputs}:
                inputs.setdefault((one, body), f"{one}_{len(inputs)}")
    return {name: bytes([kind]) + body for (kind, body), name in inputs.items()}


def recorded_isakmp(name):
    """Inputs of fuzz_isakmp: the datagrams of a recorded exchange in clear, what was encrypted in the others behind the
    type of its first payload, and every payload by itself behind its type, but for those that are mere octets."""
    opaque = {4, 8, 10, 13, 20} # KE, HASH, nonce, vendor id, NAT-D
    inputs = {}
    for title, fields in transcript(name):
        if "plain" in fields:
            # Of one that went in fragments the first payload is known from the list of its payloads alone.
            first = bytes.fromhex(fields["bytes"])[16] if "bytes" in fields else 8
            chain = bytes.fromhex(fields["plain"])
            inputs[f"plain_{len(inputs)}"] = bytes([first]) + chain
        elif "bytes" in fields:
            whole = bytes.fromhex(fields["bytes"])
            first, chain = whole[16], whole[28:]
            inputs[f"clear_{len(inputs)}"] = whole
        else:
            continue
        for kind, body in payloads(first, chain):
            if kind not in opaque and bytes([kind]) + body not in inputs.values():
                inputs[f"payload_{kind}_{len(inputs)}"] = bytes([kind]) + body
    closed = next(fields["bytes"] for title, fields in transcript(name) if "plain" in fields and "bytes" in fields)
    inputs["closed"] = bytes.fromhex(closed)
    return inputs


OTHER_ISAKMP = {
    "sa_with_kilobytes": bytes([1]) + bytes.fromhex(
        "00000001 00000001 02000058 01030402 12345678 0300002c 010c0000 80010001 0002000400007080 80040003 80050005 80060100"
        "80010002 00020004 00465000 00000020 020c0000 80010001 0002000400007080 80040003 80050002 80060100"
        "00000028 02030401 12345678 0000001c 01030000 80040003 80050001 80010002 00020004 00465000"),
    "sa_of_ah_and_esp": bytes([1]) + bytes.fromhex(
        "00000001 00000001 02000014 01020401 00001000 00000008 01030000 00000014 01030401 00001000 00000008 01030000"),
    "id_range": bytes([5]) + bytes.fromhex("07000000 0a010001 0a010009"),
    "id_mask_with_a_hole": bytes([5]) + bytes.fromhex("04000000 0a010000 ff00ff00"),
    "id_ipv6_host": bytes([5]) + bytes.fromhex("05000000 20010db8000000000000000000000001"),
    "responder_lifetime": bytes([11]) + bytes.fromhex("00000001 03046000 01020304 80010001 80020e10"),
    "nat_oa": bytes([21]) + bytes.fromhex("01000000 0a010203"),
    "nat_oa_ipv6": bytes([21]) + bytes.fromhex("05000000 20010db8000000000000000000000001"),
    "fragments": bytes([132]) + bytes.fromhex("01020101 bb 01010001 aa 02010001 cc 02010001 cc 02020101 dd 02010001 ee"),
    "vendor": bytes([13]) + bytes.fromhex("4048b7d56ebce88525e7de7f00d6c2d380000000"),
    "random_padding": bytes([8]) + bytes.fromhex("00000008 01020304 a1b2c3d4e5f60708"),
}

OTHER_PAYLOADS = {
    "certificate": bytes([37, 4]) + bytes(16),
    "certificate_request": bytes([38, 4]) + bytes(40),
    "configuration": bytes([47, 1, 0, 0, 0]) + bytes([0, 1, 0, 4, 10, 0, 0, 1]),
    "delete_ike": bytes([DELETE, 1, 0, 0, 0]),
    "delete_two": bytes([DELETE, 3, 4, 0, 2]) + bytes(8),
    "vendor": bytes([43]) + b"a vendor",
    "ts_v6": bytes([TS_I, 1, 0, 0, 0, 8, 0, 0, 40, 0, 0, 255, 255]) + bytes(16) + bytes([255]) * 16,
    "ts_ports": bytes([TS_R, 1, 0, 0, 0, 7, 6, 0, 16, 0, 80, 0, 90, 10, 1, 2, 3, 10, 1, 9, 200]),
    "attributes": bytes([0, 0x80, 14, 1, 0, 0, 3, 0, 4, 1, 2, 3, 4]),
}

TEXTS = ["10.1.0.0/16", "2001:db8::1/64", "192.0.2.1", "::ffff:192.0.2.1", "user@host.example", "@forced.example",
         "left.example.org", "aes128gcm16", "sha256", "group14", "IkeSaEstablished", "PskMismatch", "00ff 0a"]


# What an input of fuzz_certificate.cpp is, by its first octet.
FILE, SEALED_FILE, CHAIN, NAMES = (bytes([number]) for number in range(4))
PASSPHRASE = "open sesame"

CA_EXTENSIONS = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n"
EXTENSIONS = {
    "root": CA_EXTENSIONS,
    "middle": CA_EXTENSIONS.replace("TRUE", "TRUE,pathlen:0") + "authorityKeyIdentifier=keyid\n"
    "nameConstraints=permitted;DNS:example.org,permitted;email:example.org,permitted;IP:192.0.2.0/255.255.255.0,"
    "excluded;DNS:bad.example.org\n",
    "left": "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=1.3.6.1.5.5.7.3.17\n"
    "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\ncertificatePolicies=1.2.3.4\n"
    "subjectAltName=DNS:left.example.org,email:left@example.org,IP:192.0.2.2,IP:2001:db8::2,URI:urn:left,RID:1.2.3,"
    "dirName:other\n[other]\nCN=left\n",
    "rsa": CA_EXTENSIONS,
    "plain": "",
}


def certificate_inputs():
    """Inputs of fuzz_certificate: small certificates of each kind and the files that hold them and their keys."""
    with tempfile.TemporaryDirectory() as folder:
        def openssl(*arguments):
            return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, cwd=folder).stdout

        def der(name):
            return openssl("x509", "-in", f"{name}.pem", "-outform", "DER")

        def issue(name, subject, issuer=None, kind=("EC", "ec_paramgen_curve:P-256"), digest="sha256"):
            openssl("genpkey", "-algorithm", kind[0], "-pkeyopt", kind[1], "-out", f"{name}.key")
            (pathlib.Path(folder) / f"{name}.ext").write_text(EXTENSIONS[name], encoding="utf-8")
            openssl("req", "-new", "-key", f"{name}.key", "-subj", subject, "-utf8", "-out", f"{name}.csr")
            signer = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"] if issuer else ["-signkey", f"{name}.key"]
            days = (datetime.date(2099, 12, 31) - datetime.date.today()).days
            openssl("x509", "-req", "-in", f"{name}.csr", "-days", days, f"-{digest}", "-extfile", f"{name}.ext", *signer,
                    "-out", f"{name}.pem")

        def archive(*options):
            return openssl("pkcs12", "-export", "-inkey", "left.key", "-in", "left.pem", "-certfile", "both.pem",
                           "-passout", f"pass:{PASSPHRASE}", "-iter", "2", *options)

        def sealed_key(form, *options):
            return openssl("pkcs8", "-topk8", "-in", "left.key", "-passout", f"pass:{PASSPHRASE}", "-outform", form,
                           *options)

        issue("root", "/C=CN/O=lab/CN=root")
        issue("middle", "/C=CN/O=lab/CN=middle", "root", digest="sha384")
        issue("left", "/C=CN/O=lab/OU=\u4e2d\u6587/CN=left/emailAddress=left@example.org", "middle")
        issue("rsa", "/CN=rsa", kind=("RSA", "rsa_keygen_bits:1024"))
        issue("plain", "/", kind=("EC", "ec_paramgen_curve:P-384"))
        pem = {name: (pathlib.Path(folder) / name).read_bytes() for name in ("root.pem", "middle.pem", "left.pem", "left.key")}
        (pathlib.Path(folder) / "both.pem").write_bytes(pem["middle.pem"] + pem["root.pem"])
        certificates = {name: der(name) for name in EXTENSIONS}
        chain = [certificates["left"], certificates["middle"], certificates["root"]]
        return {
            **{f"file_{name}": FILE + data for name, data in certificates.items()},
            "file_bundle": FILE + pem["left.pem"] + pem["left.key"],
            "file_key": FILE + openssl("pkcs8", "-topk8", "-nocrypt", "-in", "left.key", "-outform", "DER"),
            "file_old_key": FILE + openssl("ec", "-in", "left.key", "-outform", "DER"),
            "file_rsa_key": FILE + openssl("rsa", "-in", "rsa.key", "-traditional", "-outform", "DER"),
            "file_old_key_pem": FILE + openssl("ec", "-in", "left.key"),
            "file_open_archive": FILE + openssl("pkcs12", "-export", "-inkey", "left.key", "-in", "left.pem", "-passout",
                                                "pass:", "-keypbe", "NONE", "-certpbe", "NONE", "-nomac"),
            "sealed_archive": SEALED_FILE + archive(),
            "sealed_old_archive": SEALED_FILE + archive("-legacy"),
            "sealed_key_only": SEALED_FILE + archive("-certpbe", "NONE", "-macalg", "sha1"),
            "sealed_key": SEALED_FILE + sealed_key("DER", "-iter", "2"),
            "sealed_key_pem": SEALED_FILE + sealed_key("PEM", "-iter", "2"),
            "sealed_key_pbes1": SEALED_FILE + sealed_key("DER", "-v1", "PBE-SHA1-3DES", "-iter", "2"),
            "sealed_key_scrypt": SEALED_FILE + sealed_key("DER", "-scrypt", "-scrypt_N", "16", "-scrypt_r", "1",
                                                          "-scrypt_p", "1"),
            "sealed_old_key_pem": SEALED_FILE + openssl("ec", "-in", "left.key", "-aes128", "-passout",
                                                        f"pass:{PASSPHRASE}"),
            "chain": CHAIN + b"".join(map(octets, chain)),
            "chain_of_one": CHAIN + octets(certificates["root"]),
            "chain_without_middle": CHAIN + octets(chain[0]) + octets(chain[2]),
            "chain_rsa": CHAIN + octets(certificates["plain"]) + octets(certificates["rsa"]),
            "names": NAMES + octets(bytes.fromhex("301a310b300906035504061302434e310b3009060355040a0c026c62"))
            + octets(bytes.fromhex("301a310b300906035504061302434e310b3009060355040a13026c62")),
            "names_bmp": NAMES + octets(bytes.fromhex("300f310d300b06035504031e044e2d6587"))
            + octets(bytes.fromhex("30183116300906035504030c0261623009060355040b0c022041")),
        }


def write(fuzzer, inputs):
    directory = CORPUS / fuzzer
    directory.mkdir(parents=True, exist_ok=True)
    for name, data in inputs.items():
        (directory / name).write_bytes(data)
    print(f"{fuzzer}: {len(inputs)} inputs, {sum(map(len, inputs.values()))} octets")


def main():
    if sys.argv[1:] == ["certificates"]:
        write("fuzz_certificate", certificate_inputs())
        return
    session = {f"script_{name}": script for name, script in SCRIPTS.items()}
    single = dict(OTHER_PAYLOADS)
    for path in sorted(VECTORS.glob("transcript_ikev2_*.txt")):
        source = "charon_" + path.stem.rsplit("_", 1)[1]
        session.update({f"{source}_{title}": script for title, script in recorded(path.name).items()})
        single.update({f"{source}_{title}": data for title, data in recorded_payloads(path.name).items()})
    for path in sorted(VECTORS.glob("transcript_ikev1_*.txt")):
        source = "charon_v1_" + path.stem.rsplit("_", 1)[1]
        session.update({f"{source}_{title}": script for title, script in recorded_v1(path.name).items()})
    write("fuzz_session", session)
    write("fuzz_payloads", single)
    isakmp = dict(OTHER_ISAKMP)
    for path in sorted(VECTORS.glob("transcript_ikev1_*.txt")):
        source = "charon_" + path.stem.rsplit("_", 1)[1]
        for title, data in recorded_isakmp(path.name).items():
            if data not in isakmp.values():
                isakmp[f"{source}_{title}"] = data
    write("fuzz_isakmp", isakmp)
    write("fuzz_text", {f"text_{number}": text.encode() for number, text in enumerate(TEXTS)})


if __name__ == "__main__":
    main()
