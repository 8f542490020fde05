#include <algorithm>
#include <future>
#include <map>
#include <mutex>

#include "server/campaign_versions.hpp"
#include "server/made_up.hpp"
#include "server/open_forms.hpp"
#include "server/record_keys.hpp"
#include "server/request_log.hpp"
#include "server/snapshot_rule.hpp"
#include "server/system_clock.hpp"
#include "storage/columns_kept.hpp"
#include "storage/columns_read.hpp"
#include "storage/margins.hpp"
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
    StoredSnapshots(storage::Store& store, const forms::Clock& clock, std::string cells_key, std::filesystem::path folder)
        : store_(store), clock_(clock), cells_key_(std::move(cells_key)), folder_(std::move(folder)) {}

    Columns columns(const CampaignForm& campaign) override {
        auto& kept = of(campaign.campaign.id);
        const std::scoped_lock lock{kept.mutex};
        return counted_people(kept, campaign);
    }

    Extract extract(const CampaignForm& campaign) override {
        const auto& id = campaign.campaign.id;
        auto& kept = of(id);
        const std::scoped_lock lock{kept.mutex};
        if (nobody_is_real(store_, campaign)) {
            const auto all = up_to_date(kept, campaign);
            return {all, std::to_string(all->last_seq), 0};
        }
        auto latest = store_.snapshots().latest(id);
        const auto today = local_day(clock_);
        // Who can't be let in today yet is asked for again only when somebody came.
        if ((!latest || latest->day < today) && kept.looked_at != std::pair{today, store_.responses().last_seq(id)}) {
            kept.looked_at = {today, store_.responses().last_seq(id)};
            const auto all = counted_people(kept, campaign);
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
        Columns counted, counted_of;  ///< those of `counted_of` who are not made up
        std::size_t people_on_disk = 0;
        std::pair<std::string, std::int64_t> looked_at;  ///< day and last response, when a snapshot was last tried
        Columns extract;
        std::string extract_of;  ///< which snapshot, of what shape, at which state of the catalogue
        /// Versions that responses came under before today's, with the lists of this shape.
        std::map<std::string, std::shared_ptr<const forms::Form>, std::less<>> older;
        std::future<void> channels;  ///< being counted
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
        if (!kept.columns) count_channels_beside(kept, campaign);
        const auto catalogue = store_.catalogue_version();
        auto fresh = std::make_shared<forms::Columns>(fits ? *kept.columns : from_disk(kept, campaign, shape));
        const bool from_nothing = fresh->people == 0;
        if (!fits) kept.older.clear();
        storage::read_columns(
            store_.responses(), id, campaign.form, *fresh,
            [&](std::string_view version) { return older_form(kept, campaign.campaign, version); },
            record_keys(cells_key_, id));
        // What a restart finds on the disk takes a tenth of the time: whoever waits for the first table may read here why it took so long.
        if (from_nothing && fresh->people >= storage::fewest_people_kept) log_event("columns_made_anew", "people", static_cast<std::int64_t>(fresh->people));
        kept.shape = std::move(shape);
        kept.columns = std::move(fresh);
        to_disk(kept, id, catalogue);
        return kept.columns;
    }

    /// A weighted table says through which channels people answered, and the first count of them reads every response: the other core
    /// makes it while this one reads the columns, so that nobody waits for it. The store keeps what it counted.
    void count_channels_beside(Kept& kept, const CampaignForm& campaign) const {
        const auto& id = campaign.campaign.id;
        if (campaign.form.design.weight == forms::none && store_.margins().all(id).empty()) return;
        kept.channels = std::async(std::launch::async, [this, id] { store_.responses().by_channel(id); });
    }

    // Files of columns are of use when they were made with the same key of cells too, since they hold record keys.
    storage::ColumnsOrigin origin_of(const Kept& kept, const std::string& id, std::string_view shape) const {
        return {id, std::string{shape} + "\n" + std::to_string(record_keys(cells_key_, id)("columns")), kept.columns ? id_of(id, kept.columns->last_seq) : ""};
    }

    std::string id_of(const std::string& campaign, std::int64_t seq) const {
        std::string id;
        store_.responses().read_answers(campaign, seq - 1, [&](const storage::Responses::AnswersRow& row) {
            if (row.seq == seq) id = row.id;
            return false;
        });
        return id;
    }

    /// What an earlier run of the program left; empty columns when there is nothing of use. Who was removed since is noticed
    /// by read_columns, which counts.
    forms::Columns from_disk(Kept& kept, const CampaignForm& campaign, std::string_view shape) const {
        const auto& id = campaign.campaign.id;
        kept.people_on_disk = 0;
        if (folder_.empty()) return forms::columns_of(campaign.form);
        auto found = storage::kept_columns(folder_, id, origin_of({}, id, shape).shape);
        const bool ours = found && found->columns.by_question.size() == campaign.form.questions.size() && !found->last_id.empty() &&
                          found->last_id == id_of(id, found->columns.last_seq);
        if (!ours) return forms::columns_of(campaign.form);
        kept.people_on_disk = found->columns.people;
        return std::move(found->columns);
    }

    /// Writes when a tenth more came than the file has, so that what is written stays in proportion to what came. Who
    /// was erased meanwhile, perhaps by another process, must not be left in a new file.
    void to_disk(Kept& kept, const std::string& id, std::int64_t catalogue_before) const {
        const auto people = kept.columns->people;
        const bool worth = people >= storage::fewest_people_kept && (people < kept.people_on_disk || people > kept.people_on_disk + kept.people_on_disk / 10);
        if (folder_.empty() || !worth) return;
        kept.people_on_disk = storage::keep_columns(folder_, origin_of(kept, id, kept.shape), *kept.columns) ? people : 0;
        if (store_.catalogue_version() == catalogue_before) return;
        storage::forget_columns(folder_, id);
        kept.people_on_disk = 0;
    }

    /// Who stands in tables: not the made-up people of a rehearsal, once somebody real answered.
    Columns counted_people(Kept& kept, const CampaignForm& campaign) {
        const auto all = up_to_date(kept, campaign);
        if (nobody_is_real(store_, campaign)) return all;
        if (kept.counted_of == all) return kept.counted;
        const auto made_up = made_up_responses(store_, campaign.campaign.id);
        if (made_up.empty()) return all;
        std::vector<bool> counted;
        for (const auto seq : all->seqs) counted.push_back(!made_up.contains(seq));
        kept.counted = std::make_shared<const forms::Columns>(forms::selected(*all, counted));
        kept.counted_of = all;
        return kept.counted;
    }

    /// The people of a snapshot, copied out once.
    Extract extract_of(Kept& kept, const CampaignForm& campaign, const std::optional<storage::Snapshot>& snapshot) {
        const auto tally = store_.responses().tally(campaign.campaign.id);
        // The tally counts made-up refusals too: so many real people there are.
        const auto responses = tally.simulated == 0 ? static_cast<std::size_t>(tally.responses) : counted_people(kept, campaign)->people;
        if (!snapshot) {
            const auto nobody = std::make_shared<const forms::Columns>(forms::columns_of(campaign.form));
            return {nobody, "0", responses};
        }
        const auto name = snapshot->day + "." + std::to_string(snapshot->number);
        // Removals and other questionnaires change the catalogue; new responses don't, and are not in it.
        const auto wanted = name + " " + std::to_string(store_.catalogue_version()) + " " + shape_of(campaign.form);
        if (!kept.extract || kept.extract_of != wanted) {
            const auto all = counted_people(kept, campaign);
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
    std::filesystem::path folder_;  ///< of files of columns; "" for none
    std::mutex mutex_;
    std::map<std::string, Kept> by_campaign_;  ///< campaigns are few, and never go away while the program runs
};

}  // namespace

std::unique_ptr<Snapshots> make_snapshots(storage::Store& store, const forms::Clock& clock, std::string cells_key,
                                          std::filesystem::path columns_folder) {
    return std::make_unique<StoredSnapshots>(store, clock, std::move(cells_key), std::move(columns_folder));
}

}  // namespace ecoute::server
