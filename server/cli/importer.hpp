#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "forms/csv.hpp"
#include "server/cli/at_desk.hpp"
#include "server/cli/responses_import.hpp"
#include "server/tablet_answers.hpp"

namespace ecoute::server::cli {

/// Reads rows one after another, keeps the good ones in groups, and collects the others with their reasons.
class Importer {
public:
    Importer(Shell& shell, AtDesk& at, const ImportOptions& options, std::shared_ptr<const CampaignForm> campaign)
        : shell_{shell}, at_{at}, options_{options}, campaign_{std::move(campaign)} {}

    bool read_csv(std::string_view text);
    bool read_ndjson(std::string_view text);
    /// The queue of a tablet that was carried by hand (queue_import.cpp).
    bool read_queue(std::string_view text);
    int finish();

private:
    void take(const CampaignForm& campaign, Beside beside, forms::Answers answers, forms::Problems problems, std::size_t line, std::string original);
    void take_submission(std::string_view line_text, std::size_t line);
    void take_collected(std::string_view line_text, std::size_t line);
    void take_attachment(std::string_view clear, std::size_t line, const std::string& original);
    void keep_contact(const Collected& contact, std::size_t line, const std::string& original);
    void wait(Intake intake, std::size_t line, std::string original);
    void each_line(std::string_view text, void (Importer::*each)(std::string_view, std::size_t));
    void reject(std::size_t line, const std::string& original, const forms::Problems& problems);
    void flush();
    std::string id_for(std::string_view row);

    struct Waiting {
        storage::NewResponse response;
        std::size_t line;
        std::string original;
    };

    Shell& shell_;
    AtDesk& at_;
    const ImportOptions& options_;
    std::shared_ptr<const CampaignForm> campaign_;
    std::vector<Waiting> waiting_;
    std::map<std::string, std::size_t> occurrences_;
    std::string rejects_;
    bool csv_ = false;
    std::size_t kept_ = 0, already_ = 0, rejected_ = 0, contacts_ = 0, attachments_ = 0;
};

/// True for the queue of a tablet: its first line is a sealed answer, or a clear one from a tablet that could not seal.
bool is_queue(std::string_view text);

}  // namespace ecoute::server::cli
