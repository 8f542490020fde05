#include "forms/convert/xlsform/renames.hpp"

#include "forms/convert/xlsform/cells.hpp"

namespace ecoute::forms::xlsform {
namespace {

/// "${ proprete }" -> "${q6.proprete}".
void rename_in(std::string& text, const Renames& renames) {
    for (auto open = text.find("${"); open != std::string::npos; open = text.find("${", open + 2)) {
        const auto close = text.find('}', open);
        if (close == std::string::npos) return;
        const auto name = trimmed(std::string_view(text).substr(open + 2, close - open - 2));
        if (const auto found = renames.find(name); found != renames.end())
            text.replace(open + 2, close - open - 2, found->second);
    }
}

}  // namespace

void rename_in(Item& item, const Renames& renames) {
    for (Member& member : item.members) {
        if (auto* text = std::get_if<std::string>(&member.value)) rename_in(*text, renames);
        if (auto* texts = std::get_if<Texts>(&member.value))
            for (Spoken& spoken : *texts) rename_in(spoken.text, renames);
    }
    for (auto& [header, text] : item.kept) rename_in(text, renames);
    for (Item& inner : item.inside) rename_in(inner, renames);
}

}  // namespace ecoute::forms::xlsform
