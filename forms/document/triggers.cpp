#include <algorithm>

#include "forms/document/logic.hpp"
#include "forms/document/names.hpp"

namespace ecoute::forms::document {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// "${name}", blanks allowed within the braces; "" when it is nothing of the kind.
std::string_view name_in(std::string_view part) {
    part = trimmed(part);
    if (!part.starts_with("${") || !part.ends_with("}")) return {};
    return trimmed(part.substr(2, part.size() - 3));
}

/// A question whose change can be noticed: one that a person or a calculation gives a value.
bool has_value(QuestionType type) {
    return type != QuestionType::group && type != QuestionType::grid && type != QuestionType::repeat &&
           type != QuestionType::unused;
}

class TriggerReader {
public:
    explicit TriggerReader(Draft& draft) : draft_(draft) {}

    void read(const WrittenTrigger& written) {
        std::string_view rest = written.text;
        for (bool more = true; more;) {
            const auto comma = std::min(rest.find(','), rest.size());
            read_part(written, rest.substr(0, comma), static_cast<std::size_t>(rest.data() - written.text.data()));
            more = comma < rest.size();
            rest.remove_prefix(more ? comma + 1 : comma);
        }
        auto& triggers = draft_.form.questions[written.question].triggers;
        std::sort(triggers.begin(), triggers.end());
        triggers.erase(std::unique(triggers.begin(), triggers.end()), triggers.end());
    }

private:
    void read_part(const WrittenTrigger& written, std::string_view part, std::size_t offset) {
        const auto name = name_in(part);
        if (name.empty()) return refuse(Code::expression_syntax, written, part, offset);
        const auto found = draft_.form.find(name);
        if (!found || !has_value(draft_.form.questions[*found].type))
            return refuse(Code::expression_name_unknown, written, name, offset);
        draft_.form.questions[written.question].triggers.push_back(*found);
    }

    void refuse(Code code, const WrittenTrigger& written, std::string_view value, std::size_t offset) {
        std::map<std::string, std::string> facts{{"value", excerpt(value)}, {"offset", std::to_string(offset)}};
        if (code == Code::expression_name_unknown) {
            std::vector<std::string_view> names;
            for (const Question& question : draft_.form.questions) names.push_back(question.name);
            draft_.add_known(facts, value, names);
        }
        draft_.mistake(code, excerpt(value), written.pointer, std::move(facts));
    }

    Draft& draft_;
};

}  // namespace

void resolve_triggers(Draft& draft) {
    TriggerReader reader(draft);
    for (const WrittenTrigger& written : draft.triggers) reader.read(written);
}

}  // namespace ecoute::forms::document
