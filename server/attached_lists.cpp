#include "server/attached_lists.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "forms/check/advice.hpp"
#include "server/campaign_lists.hpp"

namespace ecoute::server {
namespace {

forms::ChoiceList quartiers_of(storage::Store& store, const storage::Campaign& campaign) {
    forms::ChoiceList list{.name = "quartiers"};
    const auto known = store.territories().all();
    for (const auto& code : campaign.territories) {
        forms::Choice choice{.name = code};
        const auto found = std::find_if(known.begin(), known.end(), [&](const auto& territory) { return territory.code == code; });
        choice.label["fr"] = found == known.end() ? code : found->name;
        if (found != known.end()) choice.columns = {{"kind", found->kind}, {"commune", found->commune}, {"parent", found->parent}};
        list.choices.push_back(std::move(choice));
    }
    return list;
}

}  // namespace

std::vector<forms::ChoiceList> attached_lists(storage::Store& store, const storage::Campaign& campaign) {
    std::vector<forms::ChoiceList> lists;
    if (!campaign.territories.empty()) lists.push_back(quartiers_of(store, campaign));
    for (const auto& [name, text] : campaign.lists) lists.push_back(list_from_json(name, text));
    return lists;
}

bool needs_quartiers(std::string_view document) {
    const auto reading = forms::read_form(document);
    return std::any_of(reading.mistakes.begin(), reading.mistakes.end(), [](const forms::Problem& mistake) {
        const auto list = mistake.facts.find("value");
        return mistake.code == forms::Code::form_list_unknown && list != mistake.facts.end() && list->second == "quartiers";
    });
}

bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto number = [&](std::size_t from, std::size_t length) {
        int value = -1;
        const auto [end, failed] = std::from_chars(text.data() + from, text.data() + from + length, value);
        return failed == std::errc{} && end == text.data() + from + length ? value : -1;
    };
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    return year >= 0 && month > 0 && day > 0 &&
           std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                       std::chrono::day{static_cast<unsigned>(day)}}.ok();
}

CampaignCreation create_campaign(storage::Store& store, storage::Campaign campaign, const std::string& document) {
    if (auto missing = lists_missing(document, campaign.lists); !missing.empty()) return {std::move(missing), {}, {}};
    auto reading = forms::read_form(document, attached_lists(store, campaign));
    CampaignCreation creation{std::move(reading.mistakes), std::move(reading.warnings), {}};
    if (!reading.form) return creation;
    const forms::Form& form = *reading.form;
    creation.mistakes = forms::advise(form).mistakes;  // what the law forbids is not put in the field
    if (!creation.mistakes.empty()) return creation;
    campaign.form_id = form.id;
    campaign.form_version = form.version;
    if (campaign.title.empty()) campaign.title = forms::shown(form.title, form.default_language, form.default_language).text;
    creation.title = campaign.title;
    if (store.campaigns().find(campaign.id)) {
        creation.mistakes.push_back({forms::Code::campaign_exists, campaign.id, "", {}});
        return creation;
    }
    auto published = store.forms().publish({form.id, form.version, document, campaign.created_at});
    if (!published) {
        creation.mistakes.push_back(published.error());
        return creation;
    }
    auto created = store.campaigns().create(campaign);
    if (!created) creation.mistakes.push_back(created.error());
    return creation;
}

}  // namespace ecoute::server
