#pragma once

namespace CLI {
class App;
}

namespace ecoute::server::cli {

class Shell;

/// `ecoute form audio --campaign ID FILE|DIR...`: recordings and pictures of a questionnaire's labels.
void add_form_audio(CLI::App& form, Shell& shell);

}  // namespace ecoute::server::cli
