#include "server/link_making.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/csv_cell.hpp"
#include "server/link_token.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;

/// A field with the choice it is filled in with.
struct Filled {
    LinkField field;
    std::string value;
};

const LinkField* find(const std::vector<LinkField>& fields, const forms::Form& form, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const LinkField& field) {
        return field.name == name || form.questions[field.question].name == name;
    });
    return found == fields.end() ? nullptr : &*found;
}

/// The combinations that get links: one, or one a choice of `per`.
forms::Result<std::vector<std::vector<Filled>>> combinations(const forms::Form& form, const LinkOrder& order) {
    const auto fields = link_fields(form);
    std::vector<Filled> fixed;
    for (const auto& [name, value] : order.prefill) {
        const auto* field = find(fields, form, name);
        if (!field) return Problem{Code::answer_question_unknown, name, "", {}};
        if (!form.list_of(field->question).find(value)) return Problem{Code::answer_choice_unknown, name, "", {{"value", value}}};
        fixed.push_back({*field, value});
    }
    if (order.per.empty()) return std::vector<std::vector<Filled>>{fixed};
    const auto* field = find(fields, form, order.per);
    if (!field) return Problem{Code::answer_question_unknown, order.per, "", {}};
    std::vector<std::vector<Filled>> all;
    for (const auto& choice : form.list_of(field->question).choices) {
        if (choice.refusal) continue;
        all.push_back(fixed);
        all.back().push_back({*field, choice.name});
    }
    return all;
}

std::string prefilled_json(const forms::Form& form, const std::vector<Filled>& filled) {
    auto json = nlohmann::json::object();
    for (const auto& one : filled) json[form.questions[one.field.question].name] = one.value;
    return json.dump();
}

MadeLink made_link(const forms::Form& form, const std::vector<Filled>& filled, std::string_view public_url) {
    MadeLink link{new_link_token(), "", {}, {}};
    link.address = std::string{public_url} + "/l/" + link.token;
    for (const auto& one : filled) {
        const auto& list = form.list_of(one.field.question);
        const auto& label = list.choices[*list.find(one.value)].label;
        link.values.push_back(one.value);
        link.labels.emplace_back(forms::shown(label, form.default_language, form.default_language).text);
    }
    return link;
}

/// "2026-05-17", or "2026-05-17-2" for the second batch of a day.
std::string free_name(storage::Store& store, const std::string& campaign, const std::string& day) {
    const auto known = store.links().batches(campaign);
    for (int number = 1;; ++number) {
        auto name = number == 1 ? day : day + "-" + std::to_string(number);
        if (std::none_of(known.begin(), known.end(), [&](const auto& one) { return one.batch.name == name; })) return name;
    }
}

}  // namespace

std::vector<LinkField> link_fields(const forms::Form& form) {
    std::vector<LinkField> all;
    for (const LinkField field :
         {LinkField{"quartier", form.breakdowns.quartier}, LinkField{"lieu", form.find("lieu").value_or(forms::none)}})
        if (field.question != forms::none && form.questions[field.question].type == forms::QuestionType::select_one)
            all.push_back(field);
    return all;
}

forms::Result<MadeLinks> make_links(Desk& desk, const CampaignForm& campaign, const LinkOrder& order, std::string_view public_url,
                                    std::string_view who) {
    const auto filled = combinations(campaign.form, order);
    if (!filled) return filled.error();
    const auto total = order.count > storage::most_links ? order.count : order.count * filled->size();
    if (total == 0 || total > storage::most_links)
        return Problem{Code::request_too_large, "count", "", {{"limit", std::to_string(storage::most_links)}}};
    const auto today = local_day(desk.clock);
    const auto& id = campaign.campaign.id;
    MadeLinks made{{id, order.batch.empty() ? free_name(desk.store, id, today) : order.batch, order.single_use, order.expires_on, today, ""},
                   {}, {}};
    for (const auto& one : filled->front()) made.columns.emplace_back(one.field.name);
    std::vector<storage::NewLink> kept;
    for (const auto& combination : *filled)
        for (std::size_t number = 0; number < order.count; ++number) {
            made.links.push_back(made_link(campaign.form, combination, public_url));
            kept.push_back({link_token_hash(desk.settings, made.links.back().token), prefilled_json(campaign.form, combination)});
        }
    if (const auto created = desk.store.links().create(made.batch, kept); !created) return created.error();
    desk.store.audit().add(instant_text(std::chrono::floor<std::chrono::seconds>(desk.clock.now())), who, "link.create",
                           id + " " + made.batch.name + " " + std::to_string(kept.size()));
    return made;
}

std::string links_csv(const MadeLinks& made, const std::vector<std::string>& pictures) {
    std::string text{csv_begin};
    text += "link;token";
    for (const auto& column : made.columns) text += ";" + column + ";" + column + "_nom";
    text += pictures.empty() ? "\r\n" : ";qr\r\n";
    for (std::size_t row = 0; row < made.links.size(); ++row) {
        const auto& link = made.links[row];
        put_csv_cell(text, link.address);
        text += ";" + link.token;
        for (std::size_t column = 0; column < link.values.size(); ++column)
            for (const auto& cell : {link.values[column], link.labels[column]}) {
                text += ';';
                put_csv_cell(text, cell);
            }
        if (row < pictures.size()) {
            text += ';';
            put_csv_cell(text, pictures[row]);
        }
        text += "\r\n";
    }
    return text;
}

}  // namespace ecoute::server
