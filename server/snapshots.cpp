#include <algorithm>
#include <map>
#include <mutex>

#include "server/campaign_versions.hpp"
#include "server/open_forms.hpp"
#include "server/record_keys.hpp"
#include "server/snapshot_rule.hpp"
#include "server/system_clock.hpp"
#include "storage/columns_read.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {
namespace {

using Columns = std::shared_ptr<const forms::Columns>;

/// What the numbers in columns mean: the version's questions, and the choices of each list in order. Another shape
/// needs other columns.
std::string shape_of(const forms::Form& form) {
    std::string shape = form.version;
    for (const auto& list : form.lists) {
        shape.append("\n").append(list.name);
        for (const auto& choice : list.choices) shape.append(" ").append(choice.name);
    }
    return shape;
}

class StoredSnapshots final : public Snapshots {
public:
    StoredSnapshots(storage::Store& store, const forms::Clock& clock, std::string cells_key)
        : store_(store), clock_(clock), cells_key_(std::move(cells_key)) {}

    Columns columns(const CampaignForm& campaign) override {
        auto& kept = of(campaign.campaign.id);
        const std::scoped_lock lock{kept.mutex};
        return up_to_date(kept, campaign);
    }

    Extract extract(const CampaignForm& campaign) override {
        const auto& id = campaign.campaign.id;
        auto& kept = of(id);
        const std::scoped_lock lock{kept.mutex};
        if (nobody_is_real(campaign)) {
            const auto all = up_to_date(kept, campaign);
            return {all, std::to_string(all->last_seq), 0};
        }
        auto latest = store_.snapshots().latest(id);
        const auto today = local_day(clock_);
        // Who can't be let in today yet is asked for again only when somebody came.
        if ((!latest || latest->day < today) && kept.looked_at != std::pair{today, store_.responses().last_seq(id)}) {
            kept.looked_at = {today, store_.responses().last_seq(id)};
            const auto all = up_to_date(kept, campaign);
            auto parts = next_parts(campaign.form, *all, latest ? latest->parts : std::vector<storage::SnapshotPart>{});
            if (parts) latest = store_.snapshots().keep({id, (latest ? latest->number : 0) + 1, today, *std::move(parts)});
        }
        return extract_of(kept, campaign, latest);
    }

private:
    struct Kept {
        std::mutex mutex;
        std::string shape;
        Columns columns;
        std::pair<std::string, std::int64_t> looked_at;  ///< day and last response, when a snapshot was last tried
        Columns extract;
        std::string extract_of;  ///< which snapshot, of what shape, at which state of the catalogue
        /// Versions that responses came under before today's, with the lists of this shape.
        std::map<std::string, std::shared_ptr<const forms::Form>, std::less<>> older;
    };

    std::shared_ptr<const forms::Form> older_form(Kept& kept, const storage::Campaign& campaign, std::string_view version) {
        const auto known = kept.older.find(version);
        if (known != kept.older.end()) return known->second;
        return kept.older.emplace(version, form_of_version(store_, campaign, version)).first->second;
    }

    /// Readers keep the columns they were given; what came since is added to a copy, which takes their place.
    Columns up_to_date(Kept& kept, const CampaignForm& campaign) {
        const auto& id = campaign.campaign.id;
        auto shape = shape_of(campaign.form);
        const bool fits = kept.columns && kept.shape == shape;
        if (fits && is_fresh(*kept.columns, id)) return kept.columns;
        auto fresh = std::make_shared<forms::Columns>(fits ? *kept.columns : forms::columns_of(campaign.form));
        if (!fits) kept.older.clear();
        storage::read_columns(
            store_.responses(), id, campaign.form, *fresh,
            [&](std::string_view version) { return older_form(kept, campaign.campaign, version); },
            record_keys(cells_key_, id));
        kept.shape = std::move(shape);
        kept.columns = std::move(fresh);
        return kept.columns;
    }

    /// Demonstrations and made-up respondents: there is nobody to protect from a difference of two moments.
    bool nobody_is_real(const CampaignForm& campaign) {
        if (campaign.invented || campaign.campaign.demonstration) return true;
        const auto tally = store_.responses().tally(campaign.campaign.id);
        return tally.simulated > 0 && tally.simulated >= tally.responses + tally.refusals;
    }

    /// The people of a snapshot, copied out once.
    Extract extract_of(Kept& kept, const CampaignForm& campaign, const std::optional<storage::Snapshot>& snapshot) {
        const auto responses = static_cast<std::size_t>(store_.responses().tally(campaign.campaign.id).responses);
        if (!snapshot) {
            const auto nobody = std::make_shared<const forms::Columns>(forms::columns_of(campaign.form));
            return {nobody, "0", responses};
        }
        const auto name = snapshot->day + "." + std::to_string(snapshot->number);
        // Removals and other questionnaires change the catalogue; new responses don't, and are not in it.
        const auto wanted = name + " " + std::to_string(store_.catalogue_version()) + " " + shape_of(campaign.form);
        if (!kept.extract || kept.extract_of != wanted) {
            const auto all = up_to_date(kept, campaign);
            const auto in = members(campaign.form, *all, snapshot->parts);
            const bool everybody = std::find(in.begin(), in.end(), false) == in.end();
            kept.extract = everybody ? all : std::make_shared<const forms::Columns>(forms::selected(*all, in));
            kept.extract_of = wanted;
        }
        const auto waiting = responses > kept.extract->people ? responses - kept.extract->people : 0;
        return {kept.extract, name, waiting};
    }

    Kept& of(const std::string& campaign) {
        const std::scoped_lock lock{mutex_};
        return by_campaign_[campaign];
    }

    /// Nothing came, and nothing was removed, since.
    bool is_fresh(const forms::Columns& columns, const std::string& campaign) {
        return columns.last_seq == store_.responses().last_seq(campaign) &&
               static_cast<std::int64_t>(columns.people) == store_.responses().tally(campaign).responses;
    }

    storage::Store& store_;
    const forms::Clock& clock_;
    std::string cells_key_;
    std::mutex mutex_;
    std::map<std::string, Kept> by_campaign_;  ///< campaigns are few, and never go away while the program runs
};

}  // namespace

std::unique_ptr<Snapshots> make_snapshots(storage::Store& store, const forms::Clock& clock, std::string cells_key) {
    return std::make_unique<StoredSnapshots>(store, clock, std::move(cells_key));
}

}  // namespace ecoute::server
