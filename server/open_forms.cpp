#include "server/open_forms.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "forms/form_json.hpp"
#include "server/assets.hpp"
#include "server/attached_lists.hpp"
#include "server/request_log.hpp"

namespace ecoute::server {
namespace {

using Found = std::shared_ptr<const CampaignForm>;

/// Older versions of one campaign's questionnaire that are kept compiled: what tablets in the field may still hold.
constexpr std::size_t most_versions = 16;

class StoredForms final : public OpenForms {
public:
    explicit StoredForms(storage::Store& store) : store_(store) {}

    Found find(std::string_view campaign) override {
        const std::scoped_lock lock{mutex_};
        look_at_catalogue();
        const auto known = campaigns_.find(campaign);
        return known == campaigns_.end() ? nullptr : compiled(known->second, known->second.campaign.form_version);
    }

    std::vector<Found> all() override {
        const std::scoped_lock lock{mutex_};
        look_at_catalogue();
        std::vector<Found> found;
        for (const auto& id : youngest_first_) {
            auto& known = campaigns_.find(id)->second;
            if (auto form = compiled(known, known.campaign.form_version)) found.push_back(std::move(form));
        }
        return found;
    }

    Found version(std::string_view campaign, std::string_view form_version) override {
        const std::scoped_lock lock{mutex_};
        look_at_catalogue();
        const auto known = campaigns_.find(campaign);
        return known == campaigns_.end() ? nullptr : compiled(known->second, form_version);
    }

private:
    struct Known {
        storage::Campaign campaign;
        std::map<std::string, Found, std::less<>> versions;
    };

    /// Asking the store costs a read of its file: five times a second is soon enough for a person who opens a campaign.
    void look_at_catalogue() {
        const auto now = std::chrono::steady_clock::now();
        if (now < look_again_) return;
        look_again_ = now + std::chrono::milliseconds{200};
        const auto version = store_.catalogue_version();
        if (version == catalogue_version_) return;
        campaigns_.clear();
        youngest_first_.clear();
        for (auto& campaign : store_.campaigns().all()) {
            youngest_first_.push_back(campaign.id);
            auto id = campaign.id;
            campaigns_.emplace(std::move(id), Known{std::move(campaign), {}});
        }
        catalogue_version_ = version;
    }

    Found compiled(Known& known, std::string_view version) {
        const auto kept = known.versions.find(version);
        if (kept != known.versions.end()) return kept->second;
        auto document = store_.forms().find(known.campaign.form_id, version);
        if (!document) return nullptr;
        auto reading = forms::read_form(document->document, attached_lists(store_, known.campaign));
        if (!reading.form) {  // it was checked when it was published: only a younger program's rules can refuse it
            log_fault(
                "-",
                forms::name(reading.mistakes.empty() ? forms::Code::form_malformed : reading.mistakes.front().code),
                "a published questionnaire can't be read");
            return nullptr;
        }
        if (known.versions.size() >= most_versions) known.versions.clear();
        auto made = std::make_shared<CampaignForm>(
            CampaignForm{known.campaign, *std::move(reading.form), known.campaign.demonstration});
        if (version == known.campaign.form_version) {
            made->compiled = std::make_shared<const std::string>(forms::compiled_json(made->form).dump());
            made->etag = etag_of(*made->compiled);
        }
        known.versions.emplace(version, made);
        return made;
    }

    storage::Store& store_;
    std::mutex mutex_;
    std::chrono::steady_clock::time_point look_again_{};
    std::int64_t catalogue_version_ = -1;
    std::map<std::string, Known, std::less<>> campaigns_;
    std::vector<std::string> youngest_first_;
};

}  // namespace

std::unique_ptr<OpenForms> make_open_forms(storage::Store& store) { return std::make_unique<StoredForms>(store); }

}  // namespace ecoute::server
