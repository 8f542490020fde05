#include "storage/sqlite_keep.hpp"

#include <algorithm>

namespace ecoute::storage::sqlite {
namespace {

/// What a group adds to the counts of one campaign.
struct Arrivals {
    std::string_view campaign;
    std::int64_t responses = 0, refusals = 0, simulated = 0;
};

/// Adds one response to the counts of its campaign. A list, because a group rarely holds more than one campaign.
void count(std::vector<Arrivals>& arrivals, const NewResponse& response) {
    auto found = std::find_if(arrivals.begin(), arrivals.end(),
                              [&](const Arrivals& known) { return known.campaign == response.campaign; });
    if (found == arrivals.end()) found = arrivals.insert(found, Arrivals{.campaign = response.campaign});
    ++(response.refusal ? found->refusals : found->responses);
    if (response.simulated) ++found->simulated;
}

void add_to_counts(Database& database, const std::vector<Arrivals>& arrivals, std::string_view day) {
    Statement upsert{database, R"(
        INSERT INTO received (campaign, day, responses, refusals, simulated) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (campaign, day) DO UPDATE SET responses = responses + excluded.responses,
            refusals = refusals + excluded.refusals, simulated = simulated + excluded.simulated)"};
    for (const auto& arrived : arrivals) {
        upsert.bind(1, arrived.campaign).bind(2, day).bind(3, arrived.responses);
        upsert.bind(4, arrived.refusals).bind(5, arrived.simulated).run();
        upsert.reset();
    }
}

/// True when the row is new; false when the id was taken. The texts stay in place until the next reset.
bool insert_row(Database& database, Statement& insert, const NewResponse& response, std::string_view received_at) {
    insert.bind_in_place(1, response.id).bind_in_place(2, response.campaign);
    insert.bind_in_place(3, response.form_version).bind_in_place(4, response.language);
    insert.bind_in_place(5, response.channel).bind_in_place(6, response.started_at);
    insert.bind_in_place(7, response.ended_at).bind_in_place(8, received_at);
    insert.bind(9, response.minutes ? std::optional<std::int64_t>{*response.minutes} : std::nullopt);
    insert.bind(10, response.simulated).bind(11, response.refusal);
    insert.bind_blob_in_place(12, response.fingerprint).bind_blob_in_place(13, response.receipt_hash);
    insert.bind_in_place(14, response.answers);
    insert.run();
    return database.changes() == 1;
}

constexpr std::string_view insert_response = R"(
    INSERT INTO response (id, campaign, form_version, language, channel, started_at, ended_at, received_at, minutes,
                          simulated, refusal, fingerprint, receipt_hash, answers)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    ON CONFLICT (id) DO NOTHING)";

Result<Kept> compare_with_kept(Database& database, const NewResponse& response) {
    Statement same{database, "SELECT 1 FROM response WHERE id = ?1 AND campaign = ?2 AND fingerprint = ?3"};
    same.bind(1, response.id).bind(2, response.campaign).bind_blob(3, response.fingerprint);
    if (same.step()) return Kept::already_had_it;
    // What its author corrected or erased since is not brought back by a tablet that resends it: it may forget it too.
    Statement before{database, R"(
        SELECT 1 FROM response_past WHERE id = ?1 AND campaign = ?2 AND fingerprint = ?3
        UNION ALL SELECT 1 FROM tombstone WHERE id = ?1)"};
    before.bind(1, response.id).bind(2, response.campaign).bind_blob(3, response.fingerprint);
    if (before.step()) return Kept::already_had_it;
    return forms::Problem{forms::Code::response_conflict, response.id, {}, {}};
}

/// Keeps one response within the transaction of the group.
Result<Kept> keep_one(Database& database, Statement& insert, const NewResponse& response,
                      std::string_view received_at) {
    insert.reset();
    try {
        if (insert_row(database, insert, response, received_at)) return Kept::first_time;
    } catch (const Fault& fault) {
        // SQLite took back this row alone; the rest of the group stands.
        if (!is_dangling_reference(fault)) throw;
        return forms::Problem{forms::Code::campaign_unknown, response.campaign, {}, {}};
    }
    return compare_with_kept(database, response);
}

}  // namespace

std::vector<std::vector<Result<Kept>>> keep_group(Database& database, const std::vector<Batch>& group,
                                                  std::string_view received_at) {
    Transaction transaction{database, Transaction::Kind::write};
    std::vector<std::vector<Result<Kept>>> outcomes(group.size());
    std::vector<Arrivals> arrivals;
    Statement insert{database, insert_response};
    for (std::size_t i = 0; i < group.size(); ++i) {
        outcomes[i].reserve(group[i].responses.size());
        for (const auto& response : group[i].responses) {
            outcomes[i].push_back(keep_one(database, insert, response, received_at));
            if (outcomes[i].back() && *outcomes[i].back() == Kept::first_time) count(arrivals, response);
        }
    }
    insert.reset();
    add_to_counts(database, arrivals, received_at.substr(0, 10));
    transaction.commit();
    return outcomes;
}

}  // namespace ecoute::storage::sqlite
