#pragma once
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "forms/clock.hpp"
#include "forms/problem.hpp"
#include "storage/afterwards.hpp"
#include "storage/margins.hpp"

/// What the program keeps, named for what is kept. One implementation on SQLite (sqlite_store.hpp), one on PostgreSQL
/// to come; nothing above this room knows which one runs.
///
/// Instants are text in ISO 8601 UTC ("2026-05-17T12:00:00Z"), days are "2026-05-17". Ids are text. A refusal is a
/// Result; a fault of the machine (disk full, page unreadable, file locked for too long) is thrown as StorageFault.
/// Every function may be called from any thread; those that change something wait for the disk, except Responses::keep.
namespace ecoute::storage {

class CampaignVersions;

using forms::Result;

/// The machine failed; nothing was changed. Caught at the door (503) and in main (exit status 3) only.
struct StorageFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// ---------------------------------------------------------------- questionnaires

/// A published version; it never changes.
struct FormVersion {
    std::string id, version, document;  ///< document: the JSON as it was published
    std::string published_at;
};

class FormsKept {
public:
    virtual ~FormsKept() = default;
    /// Keeps a version once. The same document again is fine; another one under the same id and version is refused
    /// with form_version_taken.
    virtual Result<void> publish(const FormVersion& form) = 0;
    virtual std::optional<FormVersion> find(std::string_view id, std::string_view version) = 0;
};

// ---------------------------------------------------------------- territories

struct Territory {
    std::string code, name;
    std::string kind;             ///< QPV, QVA, sector, commune, outside
    std::string generation;       ///< "2015", "2024" or ""
    std::string commune, parent;  ///< commune: name; parent: code of the territory it belongs to, or ""
    std::optional<std::int64_t> population;
    std::optional<double> women_percent, youth_index;
    std::string source, vintage;  ///< where the figures come from and of which year
    std::string status;           ///< what became of it in the next generation, as the file says
    friend bool operator==(const Territory&, const Territory&) = default;
};

class Territories {
public:
    virtual ~Territories() = default;
    /// Inserts or replaces by code, all or nothing. Returns how many were new.
    virtual std::size_t import(std::span<const Territory> territories) = 0;
    virtual std::vector<Territory> all() = 0;  ///< in the order of first import
};

// ---------------------------------------------------------------- campaigns

struct Campaign {
    std::string id, title;
    std::string form_id, form_version;
    std::string series, wave;              ///< or ""
    std::string opens, closes;             ///< days, both included, or "" for no limit
    bool open = false;                     ///< switched on by `campaign open`, off by `campaign close`
    std::string closed_at;                 ///< day of the last `campaign close`, or ""
    bool demonstration = false;            ///< every page says that the data is invented
    std::string organisation;              ///< who asks, shown to residents
    std::vector<std::string> territories;  ///< codes offered as the list "quartiers", in order
    std::vector<std::pair<std::string, std::string>> lists;  ///< other attached lists: name -> JSON array of choices
    std::string created_at;
};

class Campaigns {
public:
    virtual ~Campaigns() = default;
    virtual Result<void> create(const Campaign& campaign) = 0;  ///< campaign_exists, form_unknown
    virtual std::optional<Campaign> find(std::string_view id) = 0;
    virtual std::vector<Campaign> all() = 0;                                                  ///< youngest first
    virtual Result<void> set_open(std::string_view id, bool open, std::string_view day) = 0;  ///< campaign_unknown
};

// ---------------------------------------------------------------- responses

/// A validated response on its way to the disk.
struct NewResponse {
    std::string id;  ///< UUID in lower case, made where the answers were given
    std::string campaign;
    std::string form_version, language, channel;
    std::string started_at, ended_at;  ///< rounded to the half-day before they come here, or ""
    std::optional<int> minutes;        ///< duration of the interview, whole minutes
    std::string answers;               ///< canonical JSON (forms::answers_to_json)
    std::string fingerprint;   ///< 16 bytes: BLAKE2b of the answers as they were sent; tells a resend from a conflict
    std::string receipt_hash;  ///< 32 bytes, or "": finds the response by its receipt code, never the other way
    bool simulated = false;
    bool refusal = false;  ///< the person did not agree to begin: counted, not tabulated
};

enum class Kept : std::uint8_t { first_time, already_had_it };

struct StoredResponse {
    std::int64_t seq = 0;
    std::string id, campaign, form_version, language, channel, started_at, ended_at, received_at, answers;
    std::optional<int> minutes;
    bool simulated = false, refusal = false;
};

struct Count {
    std::string key;
    std::int64_t count = 0;
};

class Responses {
public:
    virtual ~Responses() = default;

    /// One outcome a response, in order, once all of them are on disk; or the fault that kept the group from the disk.
    using Done = std::function<void(std::exception_ptr fault, std::vector<Result<Kept>> outcomes)>;

    /// Hands responses to the writer; returns at once. The writer commits what is waiting as one group and then calls
    /// `done` on its own thread: it must not block. Each response is kept once, however often it is resent: same id and
    /// campaign and fingerprint -> already_had_it, another content under the id -> response_conflict; a campaign that
    /// isn't there -> campaign_unknown. When the queue is full, `done` is called at once, on this thread, with too_busy
    /// for each, and nothing is kept.
    virtual void keep(std::vector<NewResponse> responses, Done done) = 0;

    /// The same, waiting for the disk. Throws StorageFault.
    std::vector<Result<Kept>> keep_and_wait(std::vector<NewResponse> responses);

    /// Calls `row` for each response of a campaign after `after_seq`, in seq order, as of one read transaction.
    /// `row` returns false to stop. Refusals included.
    virtual void read(std::string_view campaign, std::int64_t after_seq,
                      const std::function<bool(const StoredResponse&)>& row) = 0;

    /// What becoming columns needs of a response; its texts are valid during the call only.
    struct AnswersRow {
        std::int64_t seq = 0;
        bool refusal = false;
        std::string_view form_version;
        std::string_view id, answers;
    };
    /// The same as read, of the answers alone and without copies.
    virtual void read_answers(std::string_view campaign, std::int64_t after_seq,
                              const std::function<bool(const AnswersRow&)>& row);

    /// Of the youngest response, refusals included; 0 when there is none.
    virtual std::int64_t last_seq(std::string_view campaign) = 0;
    /// How many agreed and how many refused to begin; `simulated` counts the made-up ones among both. As quick as there
    /// are days in the campaign, however many responded.
    struct Tally {
        std::int64_t responses = 0, refusals = 0, simulated = 0;
    };
    virtual Tally tally(std::string_view campaign) = 0;
    /// Responses (without refusals) by day received, in UTC, oldest first; days without any are left out.
    virtual std::vector<Count> by_day(std::string_view campaign) = 0;
    /// Responses (without refusals) by the value of one top-level answer that is a string ("" for blank and not asked),
    /// e.g. the quartier, in order of the value.
    virtual std::vector<Count> by_answer(std::string_view campaign, std::string_view question) = 0;
    /// Responses (without refusals) by the channel they came through, in order of its name.
    virtual std::vector<Count> by_channel(std::string_view campaign) = 0;
    virtual std::optional<StoredResponse> find_by_receipt(std::string_view receipt_hash) = 0;
    /// Removes the simulated responses of a campaign for good, some at a time so that others can be kept meanwhile, and
    /// gives the space back. Returns how many. The catalogue version goes up: columns read before must be read anew.
    virtual std::int64_t remove_simulated(std::string_view campaign) = 0;
};

// ---------------------------------------------------------------- people and sessions

enum class Role : std::uint8_t { administrator, facilitator, institution, coach };
std::string_view name(Role role) noexcept;
std::optional<Role> role(std::string_view name) noexcept;

struct User {
    std::string login, password_hash;  ///< Argon2id string of libsodium
    Role role = Role::facilitator;
    bool disabled = false;
    std::string created_at;
};

struct Session {
    std::string login;
    Role role = Role::facilitator;
    std::string csrf_token;  ///< compared with the field of each form post
    std::string expires_at;
};

class Users {
public:
    virtual ~Users() = default;
    virtual Result<void> add(const User& user) = 0;  ///< user_exists
    virtual std::optional<User> find(std::string_view login) = 0;
    virtual std::vector<User> all() = 0;
    virtual Result<void> disable(std::string_view login) = 0;  ///< user_unknown; ends that user's sessions

    /// The one-time link that creates the administrator: only its hash is kept; a new one replaces the old.
    virtual void set_setup_token(std::string_view token_hash) = 0;
    virtual bool is_setup_token(std::string_view token_hash) = 0;
    /// Creates the administrator and uses the token up, in one transaction. page_expired when it was used already.
    virtual Result<void> add_with_setup_token(const User& user, std::string_view token_hash) = 0;

    virtual void begin_session(std::string_view token_hash, const Session& session) = 0;
    /// nullopt when unknown, expired (by `now`) or its user is disabled.
    virtual std::optional<Session> session(std::string_view token_hash, std::string_view now) = 0;
    virtual void end_session(std::string_view token_hash) = 0;
};

// ---------------------------------------------------------------- log of what was done by whom

struct AuditEntry {
    std::int64_t seq = 0;
    std::string at, who, what, subject;  ///< what: "responses.export", "user.add"...; never an answer
    std::string hash;                    ///< SHA-256 over the entry before and this one, in hex
};

class AuditLog {
public:
    virtual ~AuditLog() = default;
    virtual void add(std::string_view at, std::string_view who, std::string_view what, std::string_view subject) = 0;
    virtual std::vector<AuditEntry> all() = 0;
    /// seq of the first entry whose hash does not follow from the ones before; nullopt when the chain holds.
    virtual std::optional<std::int64_t> first_broken() = 0;
};

// ---------------------------------------------------------------- all of it

class SnapshotsKept;
class Devices;
class Indicators;
class Links;
class Media;
class OpenAnswers;

class Store {
public:
    virtual ~Store() = default;
    virtual FormsKept& forms() = 0;
    virtual Territories& territories() = 0;
    virtual Campaigns& campaigns() = 0;
    virtual Responses& responses() = 0;
    virtual Corrections& corrections() = 0;
    virtual Drafts& drafts() = 0;
    virtual Users& users() = 0;
    virtual AuditLog& audit() = 0;
    virtual CampaignVersions& versions() = 0;  ///< campaign_versions.hpp
    virtual Margins& margins() = 0;                  ///< margins.hpp
    virtual Correspondences& correspondences() = 0;  ///< margins.hpp
    virtual Indicators& indicators() = 0;            ///< indicators.hpp
    /// Goes up whenever a campaign, a territory or a form changes, or responses were removed, through this store or
    /// another process; not when responses come in. Costs microseconds.
    virtual std::int64_t catalogue_version() = 0;
    virtual SnapshotsKept& snapshots() = 0;  ///< storage/snapshots_kept.hpp
    virtual Devices& devices() = 0;          ///< storage/devices.hpp
    virtual Links& links() = 0;              ///< storage/links.hpp
    virtual Media& media() = 0;              ///< storage/media.hpp
    virtual OpenAnswers& open_answers() = 0;  ///< storage/open_answers.hpp
};

}  // namespace ecoute::storage
