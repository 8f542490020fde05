#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "forms/form.hpp"
#include "forms/problem.hpp"
#include "storage/campaign_versions.hpp"

/// Lists that a campaign brings to its questionnaire, on their way from a CSV file to the store.
namespace ecoute::server {

/// A list and the file that it is read from.
struct ListFile {
    std::string list, file, bytes;  ///< file: its name, for sentences
};

/// Lists that a document attaches, also when it has mistakes elsewhere.
std::vector<forms::AttachedList> lists_attached_by(std::string_view document);

/// The lists that a document has, attaches, offers or looks things up in: those that a file can bring. nullopt when it can't be read at all.
std::optional<std::vector<std::string>> lists_read_by(std::string_view document);

struct ListsRead {
    std::vector<storage::CampaignList> lists;
    forms::Problems mistakes, warnings;  ///< "where" is "lieux.csv line 12"
};
/// Reads each file by the columns that the document names for its list (name and label when it names none).
ListsRead read_lists(std::string_view document, std::span<const ListFile> files);

/// form_list_unknown for each list that the document attaches and neither it nor the campaign brings.
forms::Problems lists_missing(std::string_view document, std::span<const storage::CampaignList> brought);

/// How a list is kept: a JSON array of {"name","label":{language: text},"columns":{name: text}} with "exclusive", "missing"
/// and "score" where they say something, and back. A member of any other name is a column too. What can't be read is left out.
std::string list_to_json(const forms::ChoiceList& list);
forms::ChoiceList list_from_json(const std::string& name, const std::string& json);

}  // namespace ecoute::server
