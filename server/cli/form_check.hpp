#pragma once
namespace CLI {
class App;
}

namespace ecoute::server::cli {

class Shell;

/// `ecoute form check FILE... [--format text|json]`: every mistake, warning and note of a conversion, on stdout; status 1 when one of
/// the files has a mistake. The JSON form is for editors and stays as it is:
/// {"problems":[{"file","severity":"mistake"|"warning"|"note","code","where","offset","message"}],"files","mistakes","warnings"};
/// "offset" counts bytes in the expression that "where" points at, and is left out elsewhere.
void add_form_check(CLI::App& form, Shell& shell);

}  // namespace ecoute::server::cli
