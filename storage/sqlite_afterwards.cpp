#include "storage/sqlite_afterwards.hpp"

#include "storage/columns_kept.hpp"
#include "storage/sqlite_attachments.hpp"
#include "storage/sqlite_open_answers.hpp"

namespace ecoute::storage::sqlite {
namespace {

/// While it stands, what is deleted is written over with zeros: an erased answer must not be read in the file's free
/// pages. What the write-ahead log still holds goes with its next checkpoint.
class WipesWhatItDeletes {
public:
    explicit WipesWhatItDeletes(Database& database) : database_(database) { database_.run("PRAGMA secure_delete = ON"); }
    ~WipesWhatItDeletes() {
        try {
            database_.run("PRAGMA secure_delete = OFF");
        } catch (const StorageFault&) {  // it stays on: slower, not wrong
        }
    }
    WipesWhatItDeletes(const WipesWhatItDeletes&) = delete;
    WipesWhatItDeletes& operator=(const WipesWhatItDeletes&) = delete;

private:
    Database& database_;
};

struct Current {
    std::int64_t seq = 0;
    std::string received_at, fingerprint;
    bool simulated = false, refusal = false;
};

std::optional<Current> current_revision(Database& database, std::string_view id, std::string_view campaign) {
    Statement select{database, R"(
        SELECT seq, received_at, hex(fingerprint), simulated, refusal FROM response WHERE id = ?1 AND campaign = ?2)"};
    if (!select.bind(1, id).bind(2, campaign).step()) return std::nullopt;
    return Current{select.number(0), select.string(1), select.string(2), select.truth(3), select.truth(4)};
}

void move_to_the_past(Database& database, std::int64_t seq, std::string_view replaced_at) {
    Statement copy{database, R"(
        INSERT INTO response_past
        SELECT seq, id, campaign, form_version, language, channel, started_at, ended_at, received_at, minutes,
               simulated, refusal, fingerprint, receipt_hash, answers, ?2
        FROM response WHERE seq = ?1)"};
    copy.bind(1, seq).bind(2, replaced_at).run();
    forget_open_answers(database, seq);
    Statement{database, "DELETE FROM response WHERE seq = ?1"}.bind(1, seq).run();
}

void insert_revision(Database& database, const NewResponse& response, const Current& before) {
    Statement insert{database, R"(
        INSERT INTO response (id, campaign, form_version, language, channel, started_at, ended_at, received_at, minutes,
                              simulated, refusal, fingerprint, receipt_hash, answers)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14))"};
    insert.bind(1, response.id).bind(2, response.campaign).bind(3, response.form_version).bind(4, response.language);
    insert.bind(5, response.channel).bind(6, response.started_at).bind(7, response.ended_at);
    insert.bind(8, before.received_at);
    insert.bind(9, response.minutes ? std::optional<std::int64_t>{*response.minutes} : std::nullopt);
    insert.bind(10, before.simulated).bind(11, response.refusal);
    insert.bind_blob(12, response.fingerprint).bind_blob(13, response.receipt_hash).bind(14, response.answers).run();
    // The row that went was taken out of its day's count by the trigger; this one counts for the same day.
    Statement count{database, R"(
        UPDATE received SET responses = responses + (1 - ?3), refusals = refusals + ?3, simulated = simulated + ?4
        WHERE campaign = ?1 AND day = substr(?2, 1, 10))"};
    count.bind(1, response.campaign).bind(2, before.received_at).bind(3, response.refusal).bind(4, before.simulated).run();
}

void start_again(Database& database) { Statement{database, "UPDATE catalogue SET version = version + 1"}.run(); }

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const unsigned char byte : bytes) text.append({digits[byte >> 4], digits[byte & 15]});
    return text;
}

}  // namespace

Corrections::Revised SqliteCorrections::revise(std::int64_t seq, const NewResponse& correction,
                                               std::string_view replaced_at) {
    const auto revised = writer_.change([&](Database& database) {
        const auto before = current_revision(database, correction.id, correction.campaign);
        if (!before) return Revised::gone;
        if (before->seq != seq)
            return before->fingerprint == hex(correction.fingerprint) ? Revised::done : Revised::changed;
        if (before->fingerprint == hex(correction.fingerprint)) return Revised::done;
        move_to_the_past(database, seq, replaced_at);
        insert_revision(database, correction, *before);
        const WipesWhatItDeletes wiping{database};
        forget_attachments_not_in(database, correction.id, correction.answers);
        start_again(database);
        return Revised::done;
    });
    if (revised == Revised::done) forget_columns(columns_, correction.campaign);
    return revised;
}

bool SqliteCorrections::erase(std::string_view receipt_hash, std::string_view day) {
    if (receipt_hash.empty()) return false;
    std::string campaign;
    const bool known = writer_.change([&](Database& database) {
        Statement find{database, R"(
            SELECT id, campaign, seq FROM response
            WHERE seq = (SELECT seq FROM response INDEXED BY response_in_order WHERE receipt_hash = ?1))"};
        if (!find.bind_blob(1, receipt_hash).step()) return false;
        const auto id = find.string(0);
        campaign = find.string(1);
        const auto seq = find.number(2);
        find.reset();
        const WipesWhatItDeletes wiping{database};
        forget_open_answers(database, seq);
        forget_attachments(database, id);
        Statement{database, "DELETE FROM response WHERE id = ?1"}.bind(1, id).run();
        wipe_forgotten_words(database);
        Statement{database, "DELETE FROM response_past WHERE id = ?1"}.bind(1, id).run();
        Statement bury{database, "INSERT INTO tombstone (id, campaign, receipt_hash, erased_on) VALUES (?1, ?2, ?3, ?4)"};
        bury.bind(1, id).bind(2, campaign).bind_blob(3, receipt_hash).bind(4, day).run();
        start_again(database);
        return true;
    });
    if (known) forget_columns(columns_, campaign);
    return known || was_erased(receipt_hash);
}

bool SqliteCorrections::was_erased(std::string_view receipt_hash) {
    const auto database = readers_.borrow();
    Statement select{*database, "SELECT 1 FROM tombstone WHERE receipt_hash = ?1"};
    return select.bind_blob(1, receipt_hash).step();
}

bool SqliteDrafts::keep(const Draft& draft, std::string_view today) {
    return writer_.change([&](Database& database) {
        const WipesWhatItDeletes wiping{database};
        Statement{database, "DELETE FROM draft WHERE expires_on < ?1"}.bind(1, today).run();
        Statement{database, "DELETE FROM draft WHERE code_hash = ?1"}.bind_blob(1, draft.code_hash).run();
        Statement count{database, "SELECT count(*) FROM draft"};
        count.step();
        if (count.number(0) >= most_drafts) return false;
        count.reset();
        Statement insert{database, "INSERT INTO draft (code_hash, campaign, sealed, expires_on) VALUES (?1, ?2, ?3, ?4)"};
        insert.bind_blob(1, draft.code_hash).bind(2, draft.campaign).bind(3, draft.sealed).bind(4, draft.expires_on);
        insert.run();
        return true;
    });
}

std::optional<Draft> SqliteDrafts::find(std::string_view code_hash, std::string_view today) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT campaign, sealed, expires_on FROM draft WHERE code_hash = ?1 AND expires_on >= ?2)"};
    if (!select.bind_blob(1, code_hash).bind(2, today).step()) return std::nullopt;
    return Draft{std::string{code_hash}, select.string(0), select.string(1), select.string(2)};
}

void SqliteDrafts::remove(std::string_view code_hash) {
    writer_.change([&](Database& database) {
        const WipesWhatItDeletes wiping{database};
        Statement{database, "DELETE FROM draft WHERE code_hash = ?1"}.bind_blob(1, code_hash).run();
    });
}

}  // namespace ecoute::storage::sqlite
