#pragma once
#include <string>
#include <utility>
#include <vector>

#include "server/desk.hpp"
#include "storage/links.hpp"

namespace ecoute::server {

/// What links may fill in: where people live ("quartier", whatever the questionnaire calls that breakdown) and where they were met
/// ("lieu"). Nothing about a person: what a link knows, its sender knows of a household.
struct LinkField {
    std::string_view name;
    std::uint32_t question = forms::none;
};
/// Those of the fields that the questionnaire asks with one choice.
std::vector<LinkField> link_fields(const forms::Form& form);

struct LinkOrder {
    std::size_t count = 0;      ///< for each choice of `per`, when there is one
    bool single_use = false;
    std::string batch;          ///< "" : the day, with a number
    std::string expires_on;     ///< last day, or ""
    std::vector<std::pair<std::string, std::string>> prefill;  ///< field -> choice
    std::string per;            ///< a field each of whose choices gets its links, or ""
};

/// A link as it is handed out: the token exists here and nowhere else.
struct MadeLink {
    std::string token, address;
    std::vector<std::string> values, labels;  ///< of the columns of MadeLinks: choices, and what people call them
};
struct MadeLinks {
    storage::LinkBatch batch;
    std::vector<std::string> columns;  ///< fields that are filled in
    std::vector<MadeLink> links;
};

/// Makes the links and keeps their hashes. Refuses with answer_question_unknown (a field that can't be filled in), answer_choice_unknown
/// (fact "value"), what Links::create refuses, and request_too_large (subject "count", fact "limit") for none or more than
/// storage::most_links. `public_url` is what addresses begin with. Writes the log of what was done.
forms::Result<MadeLinks> make_links(Desk& desk, const CampaignForm& campaign, const LinkOrder& order, std::string_view public_url,
                                    std::string_view who);

/// For mail merge: link;token;quartier;quartier_nom;...;qr (trap T6: BOM, ";", CRLF). `pictures`: where the QR code of each link is, in
/// their order; without, there is no such column.
std::string links_csv(const MadeLinks& made, const std::vector<std::string>& pictures = {});

}  // namespace ecoute::server
