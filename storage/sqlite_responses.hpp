#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// What people answered, in tables response and received.
class SqliteResponses final : public Responses {
public:
    /// `columns`: where derived columns stand, which forget removed responses too.
    SqliteResponses(Writer& writer, Readers& readers, std::filesystem::path columns)
        : writer_(writer), readers_(readers), columns_(std::move(columns)) {}
    void keep(std::vector<NewResponse> responses, Done done) override;
    void read(std::string_view campaign, std::int64_t after_seq,
              const std::function<bool(const StoredResponse&)>& row) override;
    void read_answers(std::string_view campaign, std::int64_t after_seq,
                      const std::function<bool(const AnswersRow&)>& row) override;
    std::int64_t last_seq(std::string_view campaign) override;
    Tally tally(std::string_view campaign) override;
    std::vector<Count> by_day(std::string_view campaign) override;
    std::vector<Count> by_answer(std::string_view campaign, std::string_view question) override;
    std::vector<Count> by_channel(std::string_view campaign) override;
    std::optional<StoredResponse> find_by_receipt(std::string_view receipt_hash) override;
    std::int64_t remove_simulated(std::string_view campaign) override;

private:
    /// Responses of a campaign by channel, up to one of them.
    struct Channels {
        std::map<std::string, std::int64_t> counts;
        std::int64_t last_seq = 0;
    };
    void count_younger(std::string_view campaign, Channels& channels);
    void give_space_back();
    std::mutex channels_mutex_;
    std::map<std::string, Channels, std::less<>> channels_;
    Writer& writer_;
    Readers& readers_;
    std::filesystem::path columns_;
};

}  // namespace ecoute::storage::sqlite
