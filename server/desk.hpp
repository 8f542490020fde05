#pragma once
#include <memory>
#include <string>

#include "analysis/protect.hpp"
#include "forms/clock.hpp"
#include "forms/columns.hpp"
#include "forms/form.hpp"
#include "server/access.hpp"
#include "server/counters.hpp"
#include "server/pages/questionnaire_cache.hpp"
#include "server/tls/authority.hpp"
#include "server/words.hpp"
#include "storage/store.hpp"

namespace ecoute::server {

/// A campaign with its questionnaire, read and checked with the campaign's own lists.
struct CampaignForm {
    storage::Campaign campaign;
    forms::Form form;
    bool invented = false;  ///< demonstration: every page says so
    /// forms::compiled_json as text, with its ETag; only for the version that the campaign asks today.
    std::shared_ptr<const std::string> compiled = nullptr;
    std::string etag = {};
};

/// Campaigns and their forms, compiled once and kept until the catalogue changes (looked at once a second at most).
class OpenForms {
public:
    virtual ~OpenForms() = default;
    /// nullptr when there is no such campaign. Never blocks for longer than the first compilation.
    virtual std::shared_ptr<const CampaignForm> find(std::string_view campaign) = 0;
    virtual std::vector<std::shared_ptr<const CampaignForm>> all() = 0;
    /// The campaign with an older published version of its questionnaire, for answers given on a tablet that has not seen the new one
    /// yet. nullptr when the campaign or the version is unknown.
    virtual std::shared_ptr<const CampaignForm> version(std::string_view campaign, std::string_view form_version) {
        auto current = find(campaign);
        return current && current->form.version == form_version ? current : nullptr;
    }
};

/// The frozen extract of a campaign: what protected tables are computed from (analysis/DESIGN.md, "Snapshots").
struct Extract {
    std::shared_ptr<const forms::Columns> columns;
    std::string name;          ///< "2026-05-17.3": the day it was taken, and which one it is
    std::size_t waiting = 0;   ///< responses that came since and wait for the next one
};

/// Columns of a campaign. Blocks: workers only.
class Snapshots {
public:
    virtual ~Snapshots() = default;
    /// Everybody, brought up to date before each use: for exact tables and weighting; tables that somebody reads come
    /// from the extract.
    virtual std::shared_ptr<const forms::Columns> columns(const CampaignForm& campaign) = 0;
    /// Everybody who may be counted in a table today.
    virtual Extract extract(const CampaignForm& campaign) {
        auto all = columns(campaign);
        auto name = std::to_string(all->last_seq);
        return {std::move(all), std::move(name), 0};
    }
};

class SealingKeys;

/// What the program was started with, as far as handlers need it.
struct Settings {
    std::string public_url;       ///< "http://192.168.1.20:8080", no trailing slash
    std::string receipt_key;      ///< 32 secret bytes: receipt codes are made from it and the response's id
    bool secure_cookies = false;  ///< behind a proxy that speaks https for us; a request under our own TLS says so itself
    std::string tablet_url;       ///< "https://192.168.1.20:8080": where tablets can work offline; "" without TLS
    /// The local authority of `--tls auto`, for devices to install; nullptr without.
    std::shared_ptr<const LocalAuthority> authority = nullptr;
    /// Open what tablets sealed (sealing.hpp).
    std::shared_ptr<const SealingKeys> sealing = nullptr;
};

class WeightingsKept;
std::shared_ptr<WeightingsKept> make_weightings();

/// References to what handlers may use. Made in main; outlives the door.
struct Desk {
    storage::Store& store;
    const forms::Clock& clock;
    OpenForms& forms;
    Snapshots& snapshots;
    const Words& words;
    const Settings& settings;
    /// Failed logins of this process, by login name.
    std::shared_ptr<LoginPace> pace = std::make_shared<LoginPace>();
    /// What was answered since the start, for GET /metrics.
    std::shared_ptr<Counters> counters = std::make_shared<Counters>();
    /// Empty questionnaires, made once a language.
    std::shared_ptr<PagesKept> pages = std::make_shared<PagesKept>();
    /// Weights of the extracts that tables are counted from.
    std::shared_ptr<WeightingsKept> weightings = make_weightings();
};

}  // namespace ecoute::server
