#include "server/method_words.hpp"

#include <algorithm>
#include <cmath>

#include "server/in_words.hpp"

namespace ecoute::server {
namespace {

std::string variable_in_words(const Words& words, std::string_view language, const forms::Form& form,
                              const std::string& name) {
    const auto question = analysis::margin_variable(form, name);
    const std::pair<const char*, std::uint32_t> roles[] = {{"tables.role.quartier", form.breakdowns.quartier},
                                                           {"tables.role.age", form.breakdowns.age},
                                                           {"tables.role.gender", form.breakdowns.gender}};
    for (const auto& [key, asked] : roles)
        if (question && asked == *question) return words.say(language, key);
    if (!question) return name;
    const std::string label{forms::shown(form.questions[*question].label, language, form.default_language).text};
    return label.empty() ? name : label;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between, std::string_view last) {
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i)
        all += (i == 0 ? std::string{} : std::string{i + 1 == parts.size() ? last : between}) + parts[i];
    return all;
}

std::int64_t whole(double number) { return static_cast<std::int64_t>(std::llround(number)); }

}  // namespace

std::string channels_in_words(const Words& words, std::string_view language, std::vector<storage::Count> channels) {
    std::int64_t all = 0;
    for (const auto& channel : channels) all += channel.count;
    std::stable_sort(channels.begin(), channels.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    std::vector<std::string> parts;
    for (const auto& channel : channels) {
        const auto share = 100.0 * static_cast<double>(channel.count) / static_cast<double>(all);
        parts.push_back(words.say(language, "tables.channel." + (channel.key.empty() ? "other" : channel.key)) + " " +
                        words.say(language, "tables.percent_value", {{"n", std::to_string(whole(share))}}));
    }
    return joined(parts, ", ", ", ");
}

namespace {

/// People who came on their own: through a link or a kiosk.
bool anybody_chose_to_answer(const std::vector<storage::Count>& channels) {
    return std::any_of(channels.begin(), channels.end(), [](const storage::Count& channel) {
        return channel.count > 0 && (channel.key == "link" || channel.key == "kiosk");
    });
}

}  // namespace

std::string margin_in_words(const Words& words, std::string_view language, const forms::Form& form,
                            const analysis::Margin& margin) {
    std::vector<std::string> names;
    for (const auto& name : margin.variables) names.push_back(variable_in_words(words, language, form, name));
    auto text = joined(names, words.say(language, "tables.comma"), words.say(language, "tables.and"));
    std::string source = margin.source;
    if (!margin.vintage.empty()) source += (source.empty() ? "" : ", ") + margin.vintage;
    return source.empty() ? text : text + " (" + source + ")";
}

std::vector<std::string> method_in_words(const Words& words, std::string_view language, const forms::Form& form,
                                         const analysis::Weighting& weighting,
                                         const std::vector<storage::Count>& channels) {
    std::vector<std::string> method;
    std::vector<std::string> margins;
    for (const auto& margin : weighting.margins) margins.push_back(margin_in_words(words, language, form, margin));
    if (margins.empty())
        method.push_back(words.say(language, "tables.note.weighted_base"));
    else
        method.push_back(words.say(language, "tables.note.weighted", {{"margins", joined(margins, " ; ", " ; ")}}));
    method.push_back(words.say(
        language, "tables.note.weighted_size",
        {{"people", number_in_words(language, static_cast<std::int64_t>(weighting.sample.weights.size()))},
         {"kish", number_in_words(language, whole(weighting.kish()))}}));
    if (!channels.empty())
        method.push_back(words.say(language, "tables.note.modes",
                                   {{"modes", channels_in_words(words, language, channels)}}));
    const char* condition = anybody_chose_to_answer(channels) ? "tables.note.self_selected"
                            : margins.empty()                  ? "tables.note.not_calibrated"
                                                               : "tables.note.not_drawn";
    method.push_back(words.say(language, condition));
    return method;
}

}  // namespace ecoute::server
