#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::storage {

using forms::Result;

/// Most links of one batch: the households of a quartier. More are several batches.
inline constexpr std::size_t most_links = 10'000;

/// Links that are made together.
struct LinkBatch {
    std::string campaign, name;
    bool single_use = false;
    std::string expires_on;    ///< last day on which they can be used, or ""
    std::string created_on;    ///< day
    std::string withdrawn_on;  ///< day, or ""
};

/// One link on its way to the store: of its token only the hash.
struct NewLink {
    std::string token_hash;  ///< 32 bytes
    std::string prefilled;   ///< JSON object: question -> choice
};

/// A link as it is found by its token. Nothing leads from it to a response.
struct Link {
    LinkBatch batch;
    std::string prefilled;
    bool used = false;  ///< somebody answered; always false where it is not for single use
};

struct LinkBatchCount {
    LinkBatch batch;
    std::int64_t links = 0, used = 0;
};

/// Links of a campaign: a token a household or person.
class Links {
public:
    virtual ~Links() = default;

    /// Keeps a batch with all its links, or nothing. campaign_unknown; request_malformed (subject: the name) when the campaign
    /// has a batch of that name. At most most_links links.
    virtual Result<void> create(const LinkBatch& batch, const std::vector<NewLink>& links) = 0;
    virtual std::optional<Link> find(std::string_view token_hash) = 0;

    /// A link on which somebody's answers are on their way to the disk. While it stands, this process gives no other for the same link.
    class Hold {
    public:
        virtual ~Hold() = default;
    };
    /// nullptr when another sending holds the link.
    virtual std::unique_ptr<Hold> hold(std::string_view token_hash) = 0;
    /// Called when the answers are on the disk, never before: a crash in between leaves a link that can be used again, not an
    /// answer that is lost. False when it was used already.
    virtual bool mark_used(std::string_view token_hash) = 0;

    /// Whether residents answer a campaign through its links alone.
    virtual bool by_invitation(std::string_view campaign) = 0;
    /// A change raises the catalogue's version. campaign_unknown.
    virtual Result<void> set_by_invitation(std::string_view campaign, bool yes) = 0;

    /// Batches of a campaign by name.
    virtual std::vector<LinkBatchCount> batches(std::string_view campaign) = 0;
    /// From that day on the links of a batch are worth nothing. False when there is no such batch.
    virtual bool withdraw(std::string_view campaign, std::string_view batch, std::string_view day) = 0;
};

}  // namespace ecoute::storage
