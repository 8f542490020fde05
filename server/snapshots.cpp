#include <map>
#include <mutex>

#include "server/campaign_versions.hpp"
#include "server/open_forms.hpp"
#include "storage/columns_read.hpp"

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
    explicit StoredSnapshots(storage::Store& store) : store_(store) {}

    /// Readers keep the columns they were given; what came since is added to a copy, which takes their place.
    Columns columns(const CampaignForm& campaign) override {
        auto& kept = of(campaign.campaign.id);
        const std::scoped_lock lock{kept.mutex};
        auto shape = shape_of(campaign.form);
        const bool fits = kept.columns && kept.shape == shape;
        if (fits && is_fresh(*kept.columns, campaign.campaign.id)) return kept.columns;
        auto fresh = std::make_shared<forms::Columns>(fits ? *kept.columns : forms::columns_of(campaign.form));
        if (!fits) kept.older.clear();
        storage::read_columns(store_.responses(), campaign.campaign.id, campaign.form, *fresh,
                              [&](std::string_view version) { return older_form(kept, campaign.campaign, version); });
        kept.shape = std::move(shape);
        kept.columns = std::move(fresh);
        return kept.columns;
    }

private:
    struct Kept {
        std::mutex mutex;
        std::string shape;
        Columns columns;
        /// Versions that responses came under before today's, with the lists of this shape.
        std::map<std::string, std::shared_ptr<const forms::Form>, std::less<>> older;
    };

    std::shared_ptr<const forms::Form> older_form(Kept& kept, const storage::Campaign& campaign, std::string_view version) {
        const auto known = kept.older.find(version);
        if (known != kept.older.end()) return known->second;
        return kept.older.emplace(version, form_of_version(store_, campaign, version)).first->second;
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
    std::mutex mutex_;
    std::map<std::string, Kept> by_campaign_;  ///< campaigns are few, and never go away while the program runs
};

}  // namespace

std::unique_ptr<Snapshots> make_snapshots(storage::Store& store) { return std::make_unique<StoredSnapshots>(store); }

}  // namespace ecoute::server
