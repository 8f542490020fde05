#pragma once
#include <mutex>
#include <set>

#include "storage/links.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Tables link_batch and link.
class SqliteLinks final : public Links {
public:
    SqliteLinks(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    Result<void> create(const LinkBatch& batch, const std::vector<NewLink>& links) override;
    std::optional<Link> find(std::string_view token_hash) override;
    std::unique_ptr<Hold> hold(std::string_view token_hash) override;
    bool mark_used(std::string_view token_hash) override;
    bool by_invitation(std::string_view campaign) override;
    Result<void> set_by_invitation(std::string_view campaign, bool yes) override;
    std::vector<LinkBatchCount> batches(std::string_view campaign) override;
    bool withdraw(std::string_view campaign, std::string_view batch, std::string_view day) override;

private:
    /// Links in use at this moment: as many as there are sendings under way.
    struct Held {
        std::mutex mutex;
        std::set<std::string, std::less<>> hashes;
    };
    class OneHeld;

    Writer& writer_;
    Readers& readers_;
    std::shared_ptr<Held> held_ = std::make_shared<Held>();
};

}  // namespace ecoute::storage::sqlite
