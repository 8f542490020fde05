#pragma once
#include <string>

#include "server/link_making.hpp"

namespace ecoute::server {

/// Most links on one page to be printed: a hundred sheets of cards, or as many posters as a copier is asked for in one go. Browsers print
/// larger pages slowly.
inline constexpr std::size_t most_cards = 1'000;

enum class LinkPrint { cards, posters };

/// Links on A4, in `language` (fr, en): ten cards a sheet to be cut out, or a poster each, with the QR code, the place, and the code to type.
/// `csv`: the same links for mail merge, offered on the page (the tokens exist nowhere else), or "". Its sheet is link_cards.css.
std::string link_cards_html(const Words& words, const std::string& language, const CampaignForm& campaign, const MadeLinks& made,
                            LinkPrint print, std::string_view csv = {});

}  // namespace ecoute::server
