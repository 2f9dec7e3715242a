#pragma once

#include "engine/api/connection_config.h"
#include "models/catalog/connection_validator.h"

// The rules for keys, algorithms, lifetimes and identities, used by connection_validator alone. Each takes a draft
// without blanks around its texts.
namespace tw::models {

ValidationIssues checkPresharedKey(const PresharedKey &key);
ValidationIssues checkAlgorithms(const ConnectionDraft &draft);

// The two gateways of a draft, where they exist.
struct Gateways
{
    const VpnGateway *vpn = nullptr;
    const CustomerGateway *customer = nullptr;
};

// LocalId and RemoteId as they count: what stands in the draft, else the address of the gateway.
struct EffectiveIds
{
    QString local;
    QString remote;
};
EffectiveIds effectiveIds(const ConnectionDraft &draft, const Gateways &gateways);
ValidationIssues checkIds(const ConnectionDraft &draft, const EffectiveIds &ids);

// Equality with the first of the connections that share the IKE SA. It stands for all: they equal each other, since each
// was held to the same rule.
ValidationIssues checkSharing(const ConnectionDraft &draft, const PresharedKey &key, const Gateways &gateways,
                              const Connection &other, const ValidationContext &context);

// Of a draft whose algorithms were found right.
api::IkeProposal ikeProposal(const ConnectionDraft &draft);
std::vector<api::EspProposal> espProposals(const ConnectionDraft &draft);

} // namespace tw::models
