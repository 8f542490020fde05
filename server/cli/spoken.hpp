#pragma once
#include <string>
#include <string_view>

#include "server/desk.hpp"

namespace CLI {
class App;
}

namespace ecoute::server::cli {

class Shell;

/// The language of what others will read, `wanted` ("fr" or "en") or that of the campaign's questionnaire: a laptop whose terminal speaks English makes
/// the tables and bilan of a French survey in French, with the decimal comma that French spreadsheets expect (T6). The terminal's language is for
/// what the program says to who works with it (DESIGN.md section 6).
std::string spoken_language(const std::string& wanted, OpenForms& forms, std::string_view campaign);

/// Adds --language.
void add_language(CLI::App& verb, const Shell& shell, std::string& wanted);

}  // namespace ecoute::server::cli
